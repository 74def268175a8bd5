"""The voices of the operating system through pyttsx3, in a process that can be killed.

Only ``save_to_file`` is used: speaking aloud through pyttsx3 cannot be stopped on
Linux and leaves its loop in a state in which the next call hangs.
"""

import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.engine.tts.pcm import finished
from assistant_gui.engine.tts.worker import Say, serve

if TYPE_CHECKING:
    import pyttsx3.engine

WORDS_PER_MINUTE = 175
"""At speed 1."""
_FINISHED_WITHIN_S = 5.0
_ROOM_BYTES = 8_000_000
"""More than the sound of a long sentence: espeak never returns when its file does not fit."""
_HINTS = {
    "linux": N_("Install it: sudo apt install espeak-ng"),
    "win32": N_("Add a voice in the system's settings for time and language, under speech."),
    "darwin": N_("Add a voice in the system's settings for accessibility, under spoken content."),
}
_SCRIPTS = (
    (0x4E00, 0x9FFF, ("cmn", "zh", "yue")),
    (0x3040, 0x30FF, ("ja",)),
    (0xAC00, 0xD7A3, ("ko",)),
    (0x0400, 0x04FF, ("ru", "uk", "bg")),
    (0x0370, 0x03FF, ("el",)),
    (0x0900, 0x097F, ("hi",)),
    (0x0600, 0x06FF, ("ar", "fa")),
    (0x0590, 0x05FF, ("he",)),
    (0x0E00, 0x0E7F, ("th",)),
)
"""Letters an English voice can only spell, and the languages that read them."""


class Known(Protocol):
    """A voice as pyttsx3 lists it."""

    id: str
    languages: list[str]


def main() -> None:
    serve(_prepare)


def _prepare() -> Say:
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

    def say(text: str, speed: float) -> bytes:
        with tempfile.TemporaryDirectory(prefix="assistant-voice-") as folder:
            need_room(Path(folder))
            file = Path(folder) / "said.wav"  # on macOS it becomes an AIFF file under this name
            pen.write(text, voice_for(text, voices) or usual, speed, file)
            samples, rate_hz = soundfile.read(file, dtype="float32", always_2d=True)
        return finished(samples.mean(axis=1), rate_hz, text)

    say("a", 1.0)  # the first call is the slow one; it also shows that the driver works
    return say


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
        self._manner: tuple[str, int] = ("", 0)
        engine.connect("finished-utterance", self._on_finished)

    def write(self, text: str, voice: str, speed: float, file: Path) -> None:
        self._settle()
        self._speak_like(voice, round(WORDS_PER_MINUTE * speed))
        self._over.clear()
        self._engine.save_to_file(text, str(file))
        self._engine.runAndWait()
        if self._espeak:  # it writes from a thread of its own; the others are done by now
            self._over.wait(_FINISHED_WITHIN_S)

    def _speak_like(self, voice: str, words_per_minute: int) -> None:
        if (voice, words_per_minute) == self._manner:
            return
        self._manner = (voice, words_per_minute)
        if voice:
            self._engine.setProperty("voice", voice)
        self._engine.setProperty("rate", words_per_minute)
        self._settle()

    def _settle(self) -> None:
        """Let espeak come to rest: the next utterance begins by throwing away what it still has queued."""
        if self._espeak:
            from pyttsx3.drivers import _espeak

            _espeak.Synchronize()

    def _on_finished(self, name: object, completed: bool) -> None:
        if completed:
            self._over.set()


def voice_for(text: str, voices: Iterable[Known]) -> str:
    """The id of a voice that can read the script of *text*, or nothing when the usual one does."""
    counts = {languages: sum(low <= ord(c) <= high for c in text) for low, high, languages in _SCRIPTS}
    languages = max(counts, key=lambda one: (counts[one], one == ("ja",)))
    if counts[("ja",)] and languages == ("cmn", "zh", "yue"):
        languages = ("ja",)  # kanji among kana
    letters = sum(c.isalpha() for c in text)
    if counts[languages] * 3 < letters or not counts[languages]:
        return ""
    known = list(voices)
    for language in languages:
        for voice in known:
            if any(str(one).lower().replace("_", "-").split("-")[0] == language for one in voice.languages or ()):
                return voice.id
    return ""


if __name__ == "__main__":
    main()
