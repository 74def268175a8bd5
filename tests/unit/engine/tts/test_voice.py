"""A voice's worker: what it says, and what happens when it hangs, dies or cannot start."""

import json
import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

import assistant_gui
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.turn import Turn, TurnCancelled
from assistant_gui.engine.tts.manner import Listed, Manner
from assistant_gui.engine.tts.voice import WorkerVoice

WORKER = """
    import os, sys, threading
    from assistant_gui.core.errors import AssistantError
    from assistant_gui.engine.tts.manner import Listed
    from assistant_gui.engine.tts.worker import serve

    def prepare():
        if "broken" in sys.argv:
            raise AssistantError("There is no voice in {place}.", "Install one.", place="here")
        if "deaf" in sys.argv:
            threading.Event().wait()
        return say, [Listed("anna", "Anna", "de", "female", pitched=True, usual=True)]

    def say(text, manner):
        match text:
            case "Hang.": threading.Event().wait()
            case "Die.": os._exit(3)
            case "Refuse.": raise AssistantError("This cannot be said.")
            case "Break.": raise ZeroDivisionError
            case "Pid.": return str(os.getpid()).encode()
            case "Manner.": return f"{manner.pitch} {manner.voice} {manner.language}".encode()
            case _: return f"{text}@{manner.speed};".encode()

    serve(prepare)
"""


@pytest.fixture
def command(tmp_path: Path) -> list[str]:
    file = tmp_path / "worker.py"
    file.write_text(textwrap.dedent(WORKER))
    return [sys.executable, str(file)]


@pytest.fixture
def voice(command: list[str]) -> Iterator[WorkerVoice]:
    voice = WorkerVoice(command, answer_within=1.0)
    yield voice
    voice.close()


@pytest.fixture
def package_path() -> dict[str, str]:
    """The environment in which a script finds our package, also from a checkout."""
    return {**os.environ, "PYTHONPATH": str(Path(assistant_gui.__file__).parent.parent)}


def said(voice: WorkerVoice, text: str, speed: float = 1.0) -> str:
    return b"".join(voice.speak(text, Manner(speed), Turn())).decode()


def test_each_sentence_is_asked_by_itself(voice):
    assert said(voice, "One. **Two!**", 1.5) == "One.@1.5;Two!@1.5;"


def test_the_manner_reaches_the_worker(voice):
    manner = Manner(pitch=1.2, voice="anna", language="de")

    assert b"".join(voice.speak("Manner.", manner, Turn())) == b"1.2 anna de"


def test_nobody_waits_to_hear_which_voices_there_are(voice, command):
    broken = WorkerVoice([*command, "broken"])
    assert voice.listed is None

    assert (voice.missing(), bool(broken.missing())) == ("", True)

    assert voice.listed == voice.voices()
    assert broken.listed == ()


def test_the_worker_lists_its_voices(voice):
    assert voice.voices() == (Listed("anna", "Anna", "de", "female", pitched=True, usual=True),)


def test_nothing_to_say_says_nothing(voice):
    assert said(voice, "😀 ---") == ""


def test_a_hang_ends_at_the_deadline_and_the_next_sentence_is_said(voice):
    assert said(voice, "Hello.") == "Hello.@1.0;"

    with pytest.raises(AssistantError, match="stopped answering"):
        said(voice, "Hang.")

    assert said(voice, "Hello.") == "Hello.@1.0;"


def test_a_worker_that_died_since_is_started_again(voice):
    psutil.Process(int(said(voice, "Pid."))).kill()

    assert said(voice, "Hello.") == "Hello.@1.0;"


def test_a_sentence_that_kills_the_worker_is_not_tried_for_ever(voice):
    with pytest.raises(AssistantError, match="stopped answering"):
        said(voice, "Die.")

    assert said(voice, "Hello.") == "Hello.@1.0;"


def test_what_the_worker_refuses_is_told(voice):
    with pytest.raises(AssistantError, match="This cannot be said"):
        said(voice, "Refuse.")


def test_a_bug_in_a_voice_is_one_sentence_and_the_worker_lives(voice):
    before = said(voice, "Pid.")

    with pytest.raises(AssistantError, match="could not say this"):
        said(voice, "Break.")

    assert said(voice, "Pid.") == before


def test_a_cancel_ends_it_between_two_sentences(voice):
    turn = Turn()
    blocks = voice.speak("One. Two.", Manner(), turn)
    next(blocks)

    turn.cancel()

    with pytest.raises(TurnCancelled):
        next(blocks)


def test_what_is_missing_is_known_without_speaking(command):
    broken = WorkerVoice([*command, "broken"])

    assert broken.missing() == "There is no voice in here. Install one."


def test_a_worker_that_never_gets_ready_is_given_up(command):
    deaf = WorkerVoice([*command, "deaf"], start_within=1.0)

    assert "stopped answering" in deaf.missing()


def test_nothing_is_missing_from_a_good_voice(voice):
    assert voice.missing() == ""


def test_closing_ends_the_worker(voice):
    process = psutil.Process(int(said(voice, "Pid.")))

    voice.close()

    assert not process.is_running()


def test_the_end_of_stdin_ends_even_a_hanging_worker(command, package_path):
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=package_path) as process:
        ready = process.stdout.readline()
        process.stdin.write(b'{"say":"Hang."}\n')

        process.stdin.close()

        assert json.loads(ready)["ready"] is True
        assert process.wait(5) == 0
