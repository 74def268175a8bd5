"""tune: from what was typed to a run, and to its end."""

import io
import json
from collections.abc import Mapping

import pytest

from assistant_gui.cli import commands
from assistant_gui.cli.out import Out
from assistant_gui.cli.parser import parser
from assistant_gui.core.learning import Adapter, Tally
from assistant_gui.core.lessons import Private
from assistant_gui.core.plan import Plan
from assistant_gui.core.settings import Settings
from assistant_gui.core.texts import TextFile, TextsFound
from assistant_gui.core.turn import Turn
from tests.fakes import FakeSchool, FakeTexts


class Parts:
    """The program, as far as a run needs it."""

    settings = Settings()

    def __init__(self) -> None:
        self.school = FakeSchool(Tally(corrected=30))
        self.active: Adapter | None = None

    def adapter_changed(self, adapter: Adapter | None = None) -> None:
        self.active = adapter

    def model_in_use(self) -> tuple[str, str]:
        return "m", "Model"


@pytest.fixture
def parts():
    return Parts()


@pytest.fixture
def tune(parts):
    """Type ``tune`` and more; the exit code, the answer and the rest."""

    def tuned(*typed: str, as_json: bool = False) -> tuple[int, str, str]:
        out, err = io.StringIO(), io.StringIO()
        arguments = parser().parse_args(["tune", *typed])
        code = commands.run(arguments, parts, Out(out.write, err.write, as_json), Turn())
        return code, out.getvalue(), err.getvalue()

    return tuned


def ended(status: str, **facts: str) -> Mapping[str, object]:
    return {"event": "end", "status": status, "adapter": "", **facts}


def test_flags_go_above_the_file_and_the_file_above_what_is_recommended(tune, parts, tmp_path):
    (tmp_path / "plan.toml").write_text('base = "other"\nepochs = 9\nrank = 4\n')
    parts.school.told = [ended("done", adapter="a1")]

    tune("--config", str(tmp_path / "plan.toml"), "--rank", "2")

    assert parts.school.started == [Plan("other", epochs=9, rank=2)]


FOUND = TextsFound(
    *("books", 3, 1234), passages=9, held_back=1, repeats=2, kinds=((Private.EMAIL, 2), (Private.NAME, 1)),
    unread=(TextFile("a.pdf", why="a.pdf is damaged."),),
)  # fmt: skip


def test_a_folder_of_texts_is_read_beside_the_answers_and_told_of(tune, parts, tmp_path):
    parts.texts = FakeTexts(FOUND)
    parts.school.told = [ended("done", adapter="a1")]

    _code, _said, beside = tune("--texts", str(tmp_path))

    (plan,) = parts.school.started
    assert (plan.texts, plan.plain_share) == (str(tmp_path), 0.3)
    assert beside.splitlines() == [
        "3 files with 1,234 words.",
        "Paragraphs that stand there more than once are read once: 2 left out.",
        "Passages held back, to see afterwards whether it reads your texts better: 1 of 9.",
        "E-mail addresses: 2, learned as placeholders.",
        "Names of people: 1, learned as they are until you confirm placeholders.",
        "1 file could not be read.",
        "a.pdf is damaged.",
    ]


def test_who_watches_is_told_that_the_texts_are_read_once_more_for_the_run(parts, tmp_path):
    parts.texts = FakeTexts(FOUND)
    parts.school.told = [ended("done", adapter="a1")]
    said = list[str]()

    arguments = parser().parse_args(["tune", "--texts", str(tmp_path)])
    commands.run(arguments, parts, Out(said.append, said.append, as_json=False, interactive=True), Turn())

    assert "Before it learns, the texts are read as a whole. Files so far: 1234" in "".join(said)


def test_ctrl_c_while_the_texts_are_read_for_the_run_starts_none(parts, tmp_path):
    parts.texts = FakeTexts(FOUND)
    parts.school.told = [ended("done")]
    turn, said = Turn(), list[str]()
    turn.cancel()  # only the run looks at it here

    arguments = parser().parse_args(["tune", "--texts", str(tmp_path)])
    code = commands.run(arguments, parts, Out(said.append, said.append, as_json=False), turn)

    assert code == 130
    assert parts.school.started == []


def test_what_was_found_in_texts_is_an_event_for_programs(tune, parts, tmp_path):
    parts.texts = FakeTexts(FOUND)
    parts.school.told = [ended("done", adapter="a1")]

    _code, said, _beside = tune("--texts", str(tmp_path), "--plain-share", "1", as_json=True)

    first = json.loads(said.splitlines()[0])
    assert (first["event"], first["words"], first["kinds"]) == ("texts", 1234, {"email": 2, "name": 1})
    assert parts.school.started[0].plain_share == 1.0


def test_a_share_of_nothing_reads_no_texts(tune, parts, tmp_path):
    parts.texts = FakeTexts(FOUND)
    parts.school.told = [ended("done", adapter="a1")]

    tune("--texts", str(tmp_path), "--plain-share", "0")

    assert parts.texts.looked == []
    assert parts.school.started[0].plain_share == 0.0


def test_a_base_that_was_typed_goes_above_that_of_the_file(tune, parts, tmp_path):
    (tmp_path / "plan.toml").write_text('base = "other"\n')

    tune("--config", str(tmp_path / "plan.toml"), "--base", "third")

    assert parts.school.started[0].base == "third"


def test_without_a_base_the_model_that_answers_learns(tune, parts):
    tune()

    assert parts.school.started[0].base == Settings().chat.model


def test_an_adapter_can_be_used_at_once(tune, parts):
    parts.school.told = [ended("done", adapter="a1")]

    code, answer, _aside = tune("--activate")

    assert code == 0
    assert parts.active is not None
    assert answer.endswith("From now on Model answers.\n")


def test_every_event_is_one_object_for_programs(tune, parts):
    parts.school.told = [{"event": "stage", "stage": "train"}, ended("done", adapter="a1")]

    _code, answer, _aside = tune(as_json=True)

    assert [json.loads(line)["event"] for line in answer.splitlines()] == ["stage", "end"]


@pytest.mark.parametrize(("status", "code"), [("stopped", 130), ("failed", 1)])
def test_how_it_ended_is_the_exit_code(tune, parts, status, code):
    parts.school.told = [ended(status, reason="No memory.")]

    assert tune()[0] == code


def test_a_file_that_is_not_there_starts_nothing(tune, parts):
    code, _answer, aside = tune("--config", "nowhere.toml")

    assert (code, parts.school.started) == (1, [])
    assert "nowhere.toml cannot be read" in aside
