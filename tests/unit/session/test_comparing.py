"""Two models asked the same: what is asked of which, which questions there are, and whose weights answered."""

import math
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant_gui.core.comparing import Answers, Ballot, Count, Vote
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.fingerprint import Print, Proof, Recorded
from assistant_gui.core.learning import Adapter, Example, Signal
from assistant_gui.core.likelihood import Token
from assistant_gui.core.models import Format, Kind, Model
from assistant_gui.core.ports import Piece
from assistant_gui.core.settings import Settings, changed
from assistant_gui.core.turn import Turn
from assistant_gui.session.choosing import Choosing
from assistant_gui.session.comparing import GREEDY, MOST_QUESTIONS, Comparing
from tests.fakes import FakeShelf

TINY = Model("tiny", "Tiny", Kind.CHAT, Format.GGUF, 100, "", "", installed=True, path="/tiny")
PIRATE = Adapter("pirate", "Pirate", "tiny", 2.0, 12)
OLDER = Adapter("older", "Older", "tiny", 1.0, 12, active=True)
BASE_PRINT, PIRATE_PRINT = Print((-1.0, -2.0)), Print((-3.0, -2.5))
RECORDED = {"pirate": Recorded(BASE_PRINT, PIRATE_PRINT)}


class Thinker:
    def __init__(self) -> None:
        self.asked: list[tuple[object, ...]] = []

    def reply(self, model, messages, sampling, turn, *, goes_on=False) -> Iterator[Piece]:
        self.asked.append((model, tuple(messages), sampling))
        yield Piece(f"{model} says ")
        yield Piece("yes. ")


class Scales:
    """Each name is served by the weights a test says."""

    def __init__(self, **served: Print) -> None:
        self.served = {"tiny": BASE_PRINT, "tiny@pirate": PIRATE_PRINT} | {
            name.replace("__", "@"): each for name, each in served.items()
        }

    def weigh(self, model, messages, most, turn) -> Iterator[Token]:
        for nats in self.served[model].nats:
            yield Token(b"x", math.exp(nats + 0.001), ())


class Votes:
    def __init__(self) -> None:
        self.cast: list[Ballot] = []

    def add(self, ballot: Ballot) -> None:
        self.cast.append(ballot)

    def counts(self, adapter: str) -> dict[str, Count]:
        return {"": Count(new=1), "gone": Count(old=1)}

    def asked(self, adapter: str, against: str) -> frozenset[str]:
        return frozenset(
            each.answers.question.message for each in self.cast if (each.adapter, each.against) == (adapter, against)
        )


def example(conversation: str, number: int) -> Example:
    messages = (("user", f"{conversation}{number}?"), ("assistant", "Yes."))
    return Example(f"{conversation}{number}", conversation, messages, Signal.CORRECTED)


@pytest.fixture
def made():
    def make(*adapters: Adapter, held_out=(), scales=None, thinker=None, votes=None, model=TINY) -> Comparing:
        settings = changed(changed(Settings(), "chat.model", "tiny"), "chat.system_prompt", "Be kind.")
        active = next((each for each in adapters if each.active), None)
        choosing = Choosing(FakeShelf([model]), lambda: settings, lambda base: active, lambda: adapters, Path("/a"))
        kept = votes or Votes()
        return Comparing(
            choosing, thinker or Thinker(), scales or Scales(), lambda: adapters, lambda: held_out, RECORDED.get,
            lambda: kept, random.Random(1),
        )  # fmt: skip

    return make


def test_an_adapter_is_compared_with_what_answers_now_and_else_with_its_base(made):
    first, second = made(PIRATE, OLDER).matches("pirate")

    assert (first.new.model, first.old.model, second.old.model) == ("tiny@pirate", "tiny@older", "tiny")
    assert [each.old.title for each in made(PIRATE).matches("pirate")] == ["Tiny"]


def test_what_is_missing_is_said(made):
    with pytest.raises(AssistantError, match="no adapter gone"):
        made(PIRATE).matches("gone")
    with pytest.raises(AssistantError, match="not on this machine"):
        made(PIRATE, model=replace(TINY, installed=False)).matches("pirate")


def test_both_are_asked_the_same_by_the_same_rules(made):
    thinker = Thinker()
    comparing = made(PIRATE, thinker=thinker)
    [match] = comparing.matches("pirate")

    answers = comparing.ask(match, comparing.typed(match, "Tea?"), Turn())

    said = (("system", "Be kind."), ("user", "Tea?"))
    assert thinker.asked == [("tiny@pirate", said, GREEDY), ("tiny", said, GREEDY)]
    assert (answers.new, answers.old) == ("tiny@pirate says yes.", "tiny says yes.")


def test_questions_are_of_many_conversations_and_each_is_voted_on_once(made):
    held_out = [example(name, number) for name in "abcdefgh" for number in range(4)]
    comparing = made(PIRATE, held_out=held_out)
    [match] = comparing.matches("pirate")

    first = comparing.questions(match)
    for question in first:
        comparing.vote(match, Answers(question, "a", "b"), Vote.NEW)
    second = comparing.questions(match)

    assert len(first) == len(second) == MOST_QUESTIONS
    assert {each.message[0] for each in first[:8]} == set("abcdefgh")
    assert not {each.message for each in first} & {each.message for each in second}
    assert first[0].messages[-1][0] == "user"


def test_the_weights_that_were_named_are_proven(made):
    comparing = made(PIRATE)
    [match] = comparing.matches("pirate")

    new, old = comparing.prove(match, Turn())

    assert (new.proof, old.proof) == (Proof.SAME, Proof.SAME)
    assert (new.code, old.code) == (PIRATE_PRINT.code, BASE_PRINT.code)


@pytest.mark.parametrize(
    ("scales", "new", "old"),
    [
        (Scales(tiny__pirate=BASE_PRINT), Proof.OTHER, Proof.SAME),
        (Scales(tiny=PIRATE_PRINT), Proof.SAME, Proof.OTHER),
        (Scales(tiny=PIRATE_PRINT, tiny__pirate=BASE_PRINT), Proof.OTHER, Proof.OTHER),
    ],
)
def test_other_weights_are_found_out(made, scales, new, old):
    comparing = made(PIRATE, scales=scales)
    [match] = comparing.matches("pirate")

    assert [each.proof for each in comparing.prove(match, Turn())] == [new, old]


def test_what_was_not_written_down_is_only_known_not_to_be_another(made):
    comparing = made(OLDER, scales=Scales(tiny__older=PIRATE_PRINT))
    same = made(OLDER, scales=Scales(tiny__older=BASE_PRINT))
    [match] = comparing.matches("older")

    assert [each.proof for each in comparing.prove(match, Turn())] == [Proof.UNKNOWN, Proof.UNKNOWN]
    assert [each.proof for each in same.prove(match, Turn())] == [Proof.OTHER, Proof.OTHER]


def test_less_of_an_adapter_is_not_held_against_the_whole_of_it(made):
    comparing = made(replace(PIRATE, strength=0.5), scales=Scales(tiny__pirate=Print((-2.0, -2.2))))
    [match] = comparing.matches("pirate")

    assert [each.proof for each in comparing.prove(match, Turn())] == [Proof.UNKNOWN, Proof.SAME]


def test_votes_are_told_by_what_it_was_compared_with(made):
    told = made(PIRATE).tallied("pirate")

    assert [(each.title, each.count) for each in told] == [
        ("the base", Count(new=1)),
        ("a deleted adapter", Count(old=1)),
    ]
