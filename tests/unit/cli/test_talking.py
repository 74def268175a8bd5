"""ask, chat and talk, among fakes."""

import io
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from assistant_gui.cli import talking
from assistant_gui.cli.out import Out
from assistant_gui.cli.parser import parser
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.events import Event
from assistant_gui.core.manner import AS_SET, Manner
from assistant_gui.core.models import Format, Kind, Model
from assistant_gui.core.ports import Listened, Sampling, Segment, Speaker, Transcript
from assistant_gui.core.settings import Settings
from assistant_gui.core.turn import Turn, TurnCancelled
from assistant_gui.session.assistant import Assistant, Engines
from assistant_gui.session.reply import Choices
from assistant_gui.store.archive import Archive
from tests.fakes import FakeEars, FakeFiles, FakeShelf, FakeSpeaker, FakeThinker, FakeVoice

STARTER = Model("smollm2-135m", "Tiny", Kind.CHAT, Format.GGUF, 1, "MIT", "English", starter=True)


class SlowEars(FakeEars):
    """Recognises until it is cut short."""

    def transcribe_file(self, file: Path, turn: Turn, language: str = "") -> Transcript:
        turn.wait(10)
        turn.check()
        return Transcript("too late", "en")


class FakeParts:
    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.thinker, self.ears, self.voice = FakeThinker(), SlowEars(), FakeVoice()
        self.shelf = FakeShelf([STARTER])
        self.settings = Settings()
        self.files = FakeFiles({"letter.txt": "Dear Ada", "long.txt": "word " * 2000})

    @contextmanager
    def assistant(
        self,
        emit: Callable[[Event], None],
        speaker: Speaker | None = None,
        manner: Manner = AS_SET,
        *,
        temporary: bool = False,
    ) -> Iterator[Assistant]:
        self.manner, self.temporary = manner, temporary
        engines = Engines(self.thinker, self.ears, self.voice, speaker or FakeSpeaker())
        assistant = Assistant(self.archive, engines, lambda manner: Choices("tiny", Sampling(), "", 2000), emit)
        yield assistant
        assistant.close()

    def model_in_use(self) -> tuple[str, str]:
        return "tiny", "Tiny"


@pytest.fixture
def parts(tmp_path) -> Iterator[FakeParts]:
    with Archive(tmp_path / "a.sqlite3") as archive:
        yield FakeParts(archive)


@pytest.fixture
def out() -> Out:
    return Out(lambda text: None, lambda text: None, as_json=True)


def typed(*options: str) -> Namespace:
    return parser().parse_args(["ask", "Hi", *options])


def test_talk_can_be_cut_short_while_it_recognises(parts, out, tmp_path):
    source, target = tmp_path / "in.wav", tmp_path / "out.wav"
    source.touch()
    turn = Turn()
    turn.cancel()

    with pytest.raises(TurnCancelled):
        talking.talk(Namespace(source=source, target=target, conversation=""), parts, out, turn)

    assert list(tmp_path.glob("out.wav*")) == []


def test_ask_can_be_cut_short_before_it_begins(parts, out):
    parts.thinker.waits_after = 0
    turn = Turn()
    turn.cancel()

    try:
        code = talking.ask(typed(), parts, out, turn)
    except TurnCancelled:
        code = 130

    assert code == 130


def test_ask_draws_with_the_seed_that_was_given(parts, out):
    talking.ask(typed("--seed", "7"), parts, out, Turn())

    assert parts.manner == Manner(seed=7)


def test_ask_answers_in_the_manner_that_was_typed_over_a_preset(parts, out):
    talking.ask(typed("--preset", "Brief", "--temperature", "1.5", "--top-p", "0.5"), parts, out, Turn())

    assert (parts.manner.temperature, parts.manner.top_p, parts.manner.max_tokens) == (1.5, 0.5, 160)
    assert "short" in parts.manner.instructions


def test_ask_names_the_presets_when_there_is_none_of_that_name(parts, out):
    with pytest.raises(AssistantError, match="Brief, Teacher"):
        talking.ask(typed("--preset", "Poet"), parts, out, Turn())


def test_a_temporary_question_is_asked_as_one_and_never_in_a_stored_conversation(parts, out):
    talking.ask(typed("--temporary"), parts, out, Turn())
    assert parts.temporary

    with pytest.raises(AssistantError, match="cannot go on"):
        talking.ask(typed("--temporary", "--conversation", "c1"), parts, out, Turn())


@pytest.mark.parametrize("wrong", [("--temperature", "3"), ("--top-p", "0"), ("--max-tokens", "1.5")])
def test_numbers_that_make_no_sense_are_refused(wrong, capsys):
    with pytest.raises(SystemExit):
        typed(*wrong)

    assert wrong[0] in capsys.readouterr().err


def test_chat_ends_where_nothing_can_be_typed_even_without_models(parts, out, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO())  # what input() reads

    assert talking.chat(Namespace(), parts, out, Turn()) == 0


def test_what_is_attached_stands_before_the_question(parts, out):
    talking.ask(typed("--attach", "letter.txt"), parts, out, Turn())

    (_, said), *_ = parts.thinker.asked
    assert said[-1] == ("user", "File: letter.txt\n```\nDear Ada\n```\n\nHi")


def test_files_that_do_not_fit_are_said_to_be_too_long_before_anything_is_asked(parts, out):
    with pytest.raises(AssistantError, match="2002 tokens, and 1000 fit"):
        talking.ask(typed("--attach", "letter.txt", "long.txt"), parts, out, Turn())

    assert parts.archive.conversations() == []


class QuickEars(FakeEars):
    def follow(self, file: Path, turn: Turn, language: str = "") -> Iterator[Segment | Listened | Transcript]:
        segment = Segment(0.0, 1.5, "Hello there.")
        yield from (segment, Listened(1.5, 3.0), Transcript("Hello there.", "en", (segment,)))


def transcribed(parts: FakeParts, file: Path, form: str) -> tuple[int, str]:
    """The exit code, and what was said aside."""
    parts.ears = QuickEars()
    file.touch()
    aside: list[str] = []
    told = Out(lambda text: None, aside.append, as_json=True)
    wanted = parser().parse_args(["transcribe", str(file), "--save", form])
    return talking.transcribe(wanted, parts, told, Turn()), "".join(aside)


@pytest.mark.parametrize(("form", "begins"), [("txt", "Hello there."), ("srt", "1\n00:00:00,000"), ("vtt", "WEBVTT")])
def test_what_was_said_can_be_saved_beside_the_recording(parts, tmp_path, form, begins):
    assert transcribed(parts, tmp_path / "call.wav", form) == (0, "")
    assert (tmp_path / f"call.{form}").read_text().startswith(begins)


def test_how_far_a_recording_is_written_down_is_told_where_a_person_watches(parts, tmp_path):
    parts.ears = QuickEars()
    (tmp_path / "call.wav").touch()
    answer: list[str] = []
    aside: list[str] = []
    told = Out(answer.append, aside.append, as_json=False, interactive=True)
    wanted = parser().parse_args(["transcribe", str(tmp_path / "call.wav")])

    assert talking.transcribe(wanted, parts, told, Turn()) == 0
    assert answer == ["Hello there.\n"]
    assert "call.wav: 0:02 of 0:03" in "".join(aside)


def test_a_file_that_is_there_already_is_not_written_over(parts, tmp_path):
    (tmp_path / "call.srt").write_text("mine")
    code, said = transcribed(parts, tmp_path / "call.wav", "srt")

    assert code == 1
    assert "there already" in said
    assert (tmp_path / "call.srt").read_text() == "mine"
