"""adapters, from the terminal."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from assistant_gui.cli.commands import run
from assistant_gui.cli.out import Out
from assistant_gui.cli.parser import parser
from assistant_gui.core.card import Card, Score, Verdict, Wanted
from assistant_gui.core.comparing import Vote
from assistant_gui.core.forms import AdapterForm
from assistant_gui.core.learning import Adapter
from assistant_gui.core.lineage import Lineage
from assistant_gui.core.turn import Turn
from tests.fakes import FakeComparing, FakeSchool

PIRATE = Adapter("a1", "pirate", "small", 2.0, 60, active=True, notes="arr")
POLITE = Adapter("a2", "polite", "small", 1.0, 30)
SURE = Score("nll", Wanted.LOWER, 2.0, 2.0, 1.5, -0.5, -0.6, -0.4, 30, 10)
BOUNDLESS = replace(SURE, name="bleu", low=float("-inf"), high=float("inf"))
CARD = Card(Verdict.BETTER, ("It fits better.",), (SURE, BOUNDLESS), held_out="h", held_out_examples=30)


class FakeParts:
    def __init__(self) -> None:
        self.comparing = FakeComparing()
        self.school = FakeSchool(adapters=(PIRATE, POLITE))
        self.school.cards = {"a1": CARD, "a2": replace(CARD, scores=(replace(SURE, candidate=1.8),))}
        self.school.lineages = {"a1": Lineage("a1", parent="a0", base_sha256="b" * 64, examples=60, conversations=9)}

    def adapter_changed(self, adapter=None):
        self.changed = adapter

    def model_in_use(self):
        return "small@a1", "Small + pirate"


@pytest.fixture
def parts():
    return FakeParts()


@pytest.fixture
def typed(parts):
    """Type a command; (exit code, what was answered, what was said aside)."""

    def made(*words, as_json=False):
        answer, aside = [], []
        code = run(parser().parse_args(words), parts, Out(answer.append, aside.append, as_json), Turn())
        return code, "".join(answer), "".join(aside)

    return made


@pytest.mark.parametrize(
    ("examples", "texts", "said"),
    [
        (0, True, "small, learned from texts alone"),
        (8, True, "small, learned from 8 answers and from texts"),
        (8, False, "small, learned from 8 answers"),
        (0, False, "small, brought in from elsewhere"),
    ],
)
def test_the_list_says_what_each_learned_from(typed, parts, examples, texts, said):
    parts.school.made = [replace(PIRATE, examples=examples, texts=texts)]

    _, answer, _ = typed("adapters", "list")

    assert f"({said})" in answer


def test_what_is_shown_holds_the_lineage_and_the_card(typed):
    code, answer, _ = typed("adapters", "show", "a1", as_json=True)

    told = json.loads(answer)
    assert code == 0
    assert (told["lineage"]["parent"], told["notes"]) == ("a0", "arr")
    assert told["card"]["verdict"] == "better"
    nll, bleu = told["card"]["scores"]
    assert (nll["low"], nll["high"]) == (-0.6, -0.4)
    assert (bleu["low"], bleu["high"]) == (None, None)


def test_people_read_it_in_words(typed):
    _, answer, _ = typed("adapters", "show", "a1")

    assert "compared with: a0" in answer
    assert "60 answers in 9 conversations" in answer
    assert "Better than what answered before (judged on" in answer
    assert "It fits better." in answer


def test_two_are_compared_score_by_score(typed):
    _, answer, aside = typed("adapters", "compare", "a1", "a2", as_json=True)

    told = json.loads(answer)
    assert told["comparable"] is True
    assert told["scores"] == [{"name": "nll", "wanted": "lower", "one": 1.5, "other": 1.8}]
    assert aside == ""


def test_figures_of_different_conversations_are_not_held_against_each_other(typed, parts):
    parts.school.cards["a2"] = replace(CARD, held_out="other")

    _, _, aside = typed("adapters", "compare", "a1", "a2")

    assert "judged on different conversations" in aside


def test_one_that_was_never_judged_is_not_compared(typed, parts):
    del parts.school.cards["a2"]

    assert typed("adapters", "compare", "a1", "a2")[::2] == (
        1,
        "polite was never judged. Have it judged first: assistant-gui adapters judge.\n",
    )


def test_it_is_activated_as_strongly_as_wished(typed, parts):
    typed("adapters", "activate", "a2", "--strength", "50")

    assert parts.changed.id == "a2"
    assert parts.changed.strength == 0.5


def test_one_that_answers_can_be_deleted(typed, parts):
    code, answer, _ = typed("adapters", "delete", "a1")

    assert code == 0
    assert answer.splitlines()[1].startswith("From now on ")
    assert [each.id for each in parts.school.adapters()] == ["a2"]
    assert parts.changed is None


def test_one_that_is_not_there_is_a_sentence(typed):
    assert typed("adapters", "show", "gone")[::2] == (1, "There is no adapter gone. Choose one of the list.\n")


def test_it_is_written_beside_under_its_own_name(typed, parts):
    _, answer, _ = typed("adapters", "export", "a1", "--form", "merged-gguf", as_json=True)

    assert json.loads(answer)["written"] == "pirate-merged-gguf.gguf"
    assert parts.school.exported == [("a1", AdapterForm.MERGED_GGUF, Path("pirate-merged-gguf.gguf"))]


def test_one_from_elsewhere_is_taken_in(typed, parts):
    _, answer, _ = typed("adapters", "import", "some/folder", "--base", "small", as_json=True)

    assert json.loads(answer)["name"] == "folder"
    assert parts.school.adapters()[0].base == "small"


def test_one_is_judged_and_its_card_is_told(typed, parts):
    code, answer, _ = typed("adapters", "judge", "a1", as_json=True)

    assert code == 0
    assert parts.school.judged == ["a1"]
    assert json.loads(answer)["card"]["verdict"] == "better"


def test_votes_and_fingerprint_are_shown(typed, parts):
    parts.school.lineages["a1"] = replace(parts.school.lineages["a1"], fingerprint="81c2")
    parts.comparing.votes += [("Tea?", "", Vote.NEW), ("Milk?", "", Vote.OLD)]

    _, told, _ = typed("adapters", "show", "a1", as_json=True)
    _, answer, _ = typed("adapters", "show", "a1")

    [votes] = json.loads(told)["votes"]
    assert (votes["against"], votes["new"], votes["old"]) == ("", 1, 1)
    assert 0 < votes["low"] < 0.5 < votes["high"] < 1
    assert json.loads(told)["lineage"]["fingerprint"] == "81c2"
    assert "fingerprint: 81c2" in answer
    assert "Compared blind: 1 of 2 times you preferred the new one to the base" in answer


def test_the_weights_of_two_are_proven_when_that_is_asked_for(typed, parts):
    parts.school.made.append(replace(POLITE, id="older", name="older"))
    parts.school.cards["older"] = CARD

    _, told, _ = typed("adapters", "compare", "a1", "older", "--prove", as_json=True)
    _, answer, _ = typed("adapters", "compare", "a1", "older", "--prove")
    _, without, _ = typed("adapters", "compare", "a1", "older", as_json=True)

    assert [each["proof"] for each in json.loads(told)["proven"]] == ["same", "same"]
    assert "adapter a1 · 81c2: these weights answered" in answer
    assert json.loads(without)["proven"] == []
