"""A voice as the engine sees it: a worker process that is asked for one part of a text at a time."""

import logging
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.core.spoken import spoken
from assistant_gui.core.turn import Turn
from assistant_gui.engine.tts.manner import Listed, Manner
from assistant_gui.engine.tts.parts import parts
from assistant_gui.engine.tts.process import Worker, WorkerGone

_SYSTEM = "assistant_gui.engine.tts.system_voice"
_PIPER = "assistant_gui.engine.tts.piper_voice"

_log = logging.getLogger(__name__)


def system_voice() -> "WorkerVoice":
    """The voices of the operating system."""
    return WorkerVoice([sys.executable, "-P", "-m", _SYSTEM])


def piper_voice(model: Path) -> "WorkerVoice":
    return WorkerVoice([sys.executable, "-P", "-m", _PIPER, str(model)])


class WorkerVoice:
    """Speaks through the worker that *command* starts: at the first use, and again after a hang or a death.

    Any thread; parts of several requests take turns.
    """

    def __init__(self, command: Sequence[str], *, start_within: float = 60.0, answer_within: float = 20.0) -> None:
        self._command = list(command)
        self._start_within = start_within
        self._answer_within = answer_within
        self._lock = threading.Lock()
        self._worker: Worker | None = None
        self.listed: tuple[Listed, ...] | None = None
        """Its voices, none when it cannot speak; None as long as that is not known."""

    def missing(self) -> str:
        """What keeps this voice from speaking, or nothing. Starts the worker."""
        try:
            with self._lock:
                self._started()
        except AssistantError as error:
            self.listed = self.listed or ()
            return str(error)
        return ""

    def voices(self) -> tuple[Listed, ...]:
        """Those it can speak with. Starts the worker; raises AssistantError when it cannot."""
        with self._lock:
            return self._started().voices

    def speak(self, text: str, manner: Manner, turn: Turn) -> Iterator[bytes]:
        """*text* as blocks of 16-bit mono sound at VOICE_RATE_HZ, each as soon as it is there.

        Markdown is not read out. Raises TurnCancelled between two parts, AssistantError when
        the voice cannot speak.
        """
        for part in parts(spoken(text, manner.language)):
            turn.check()
            if block := self._said(part, manner):
                yield block

    def close(self) -> None:
        """End the worker; it starts again if asked once more."""
        with self._lock:
            self._end()

    def _said(self, part: str, manner: Manner) -> bytes:
        with self._lock:
            was_there = self._worker is not None
            try:
                return self._started().said(part, manner, self._answer_within)
            except WorkerGone as gone:
                self._end()
                if gone.late or not was_there:
                    raise _unanswered() from None
            _log.warning("a voice had died since it last spoke; it is started again")
            try:
                return self._started().said(part, manner, self._answer_within)
            except WorkerGone:
                self._end()
                raise _unanswered() from None

    def _started(self) -> Worker:
        """The worker; the lock is held."""
        if self._worker is None:
            try:
                self._worker = Worker(self._command, self._start_within)
                self.listed = self._worker.voices
            except WorkerGone:
                raise _unanswered() from None
        return self._worker

    def _end(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.end()


def _unanswered() -> AssistantError:
    return AssistantError(
        N_("The voice stopped answering."), N_("It is started again with the next sentence; or choose another voice.")
    )
