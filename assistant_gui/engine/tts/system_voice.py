"""The voices of the operating system through pyttsx3, in a process that can be killed.

Only ``save_to_file`` is used: speaking aloud through pyttsx3 cannot be stopped on
Linux and leaves its loop in a state in which the next call hangs.
"""

import os
import re
import shutil
import sys
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from assistant_gui import scratch
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.core.spoken.written import written_in
from assistant_gui.core.voices import KnownVoice, for_language, reads
from assistant_gui.engine.tts.manner import Listed, Manner
from assistant_gui.engine.tts.pcm import finished
from assistant_gui.engine.tts.worker import Say, serve

if TYPE_CHECKING:
    import pyttsx3.engine

WORDS_PER_MINUTE = 175
"""At speed 1."""
_PITCH = 50
"""Of espeak, in the middle of 0 and 100."""
_FINISHED_WITHIN_S = 5.0
_ROOM_BYTES = 8_000_000
"""More than the sound of a long sentence: espeak never returns when its file does not fit."""
_HINTS = {
    "linux": N_("Install it: sudo apt install espeak-ng"),
    "win32": N_("Add a voice in the system's settings for time and language, under speech."),
    "darwin": N_("Add a voice in the system's settings for accessibility, under spoken content."),
}
_CODE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]+)*")


class Known(Protocol):
    """A voice as pyttsx3 lists it."""

    id: str
    name: str
    languages: list[str]
    gender: str | None


def main() -> None:
    serve(_prepare)


def _prepare() -> tuple[Say, list[Listed]]:
    import soundfile  # before the first request, not at it

    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - pyttsx3 prints a line for every file
    try:
        import pyttsx3

        engine = pyttsx3.init()
        voices: list[Known] = list(engine.getProperty("voices") or [])
        usual = str(engine.getProperty("voice") or "")
    except Exception as error:  # each system's driver fails in its own way
        raise AssistantError(
            N_("The system has no voice that can be used."), _HINTS.get(sys.platform, _HINTS["linux"])
        ) from error
    pen = _Pen(engine)
    all_listed = listed(voices, usual, pitched=engine.driver_name == "espeak")

    def say(text: str, manner: Manner) -> bytes:
        folder = scratch.folder()
        try:
            need_room(folder)
            file = folder / "said.wav"  # on macOS it becomes an AIFF file under this name
            pen.write(text, manner, manner.voice or voice_for(text, manner.language, all_listed) or usual, file)
            samples, rate_hz = soundfile.read(file, dtype="float32", always_2d=True)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        return finished(samples.mean(axis=1), rate_hz, text)

    say("a", Manner())  # the first call is the slow one; it also shows that the driver works
    return say, all_listed


def need_room(folder: Path) -> None:
    """Raises AssistantError when a sentence may not fit into *folder*."""
    if shutil.disk_usage(folder).free < _ROOM_BYTES:
        raise AssistantError(
            N_("The disk is too full to speak: sound is gathered in {folder}."),
            N_("Free some space there and try again."),
            folder=folder.parent,
        )


class _Pen:
    """Writes utterances into files with one pyttsx3 engine."""

    def __init__(self, engine: "pyttsx3.engine.Engine") -> None:
        self._engine = engine
        self._espeak = engine.driver_name == "espeak"
        self._over = threading.Event()
        self._manner: tuple[str, int, int] = ("", 0, _PITCH)
        engine.connect("finished-utterance", self._on_finished)

    def write(self, text: str, manner: Manner, voice: str, file: Path) -> None:
        self._settle()
        self._speak_like(voice, round(WORDS_PER_MINUTE * manner.speed), round(_PITCH * manner.pitch))
        self._over.clear()
        self._engine.save_to_file(text, str(file))
        self._engine.runAndWait()
        if self._espeak:  # it writes from a thread of its own; the others are done by now
            self._over.wait(_FINISHED_WITHIN_S)

    def _speak_like(self, voice: str, words_per_minute: int, pitch: int) -> None:
        if (voice, words_per_minute, pitch) == self._manner:
            return
        self._manner = (voice, words_per_minute, pitch)
        if voice:
            self._engine.setProperty("voice", voice)
        self._engine.setProperty("rate", words_per_minute)
        if self._espeak:
            self._engine.setProperty("pitch", pitch)
        self._settle()

    def _settle(self) -> None:
        """Let espeak come to rest: the next utterance begins by throwing away what it still has queued."""
        if self._espeak:
            from pyttsx3.drivers import _espeak

            _espeak.Synchronize()

    def _on_finished(self, name: object, completed: bool) -> None:
        if completed:
            self._over.set()


def listed(voices: Iterable[Known], usual: str, *, pitched: bool) -> list[Listed]:
    """*voices* as they are told to others, each id once."""
    found: dict[str, Listed] = {}
    for voice in voices:
        codes = [str(code).lower().replace("_", "-") for code in voice.languages or ()]
        gender = (voice.gender or "").lower().removeprefix("voicegender")
        found.setdefault(
            voice.id,
            Listed(
                voice.id,
                voice.name or voice.id,
                next((code for code in codes if _CODE.fullmatch(code)), ""),
                gender if gender in ("female", "male") else "",
                pitched=pitched,
                usual=voice.id == usual,
            ),
        )
    return list(found.values())


def voice_for(text: str, language: str, voices: Sequence[Listed]) -> str:
    """The id of a voice that reads *text*, or nothing when the usual one does or none can."""
    language = language or written_in(text)
    if not language or any(voice.usual and reads(voice.language, language) for voice in voices):
        return ""
    found = for_language([KnownVoice("", one.id, one.name, one.language) for one in voices], language)
    return found.id if found else ""


if __name__ == "__main__":
    main()
