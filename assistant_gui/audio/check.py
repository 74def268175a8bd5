"""Trying out microphone and speaker together: our own sound is played, and found again."""

import logging
import threading
from collections.abc import Callable

import numpy as np

from assistant_gui.audio.devices import Loss
from assistant_gui.audio.echo import Canceller, Cleaning, Reference
from assistant_gui.audio.frames import Clean
from assistant_gui.audio.microphone import Heard, Microphone
from assistant_gui.audio.playlist import Block
from assistant_gui.audio.portaudio import System
from assistant_gui.audio.ring import Samples
from assistant_gui.audio.sweeps import LONGEST_DELAY, found, sweeps
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.core.setup import SetupChecked
from assistant_gui.core.sound import SPEECH_RATE_HZ

PLAYED_HZ = 48_000
ROOM_FRAMES = 20
"""0.6 s of the room are listened to before something is played."""
OPENS_WITHIN = 7.0
PLAYS_WITHIN = 8.0

_log = logging.getLogger(__name__)


class Check:
    """One check: it opens the microphone for itself, so nobody else may have it meanwhile.

    *play* is the speaker's, and *reference* what is handed to it. Without a *canceller*
    what is left of the echo is all of it.
    """

    def __init__(
        self,
        system: System,
        microphone: str,
        play: Callable[[Block], None],
        reference: Reference,
        canceller: Canceller | None,
    ) -> None:
        self._play = play
        self._pairs = _Pairs(canceller, len(sweeps(SPEECH_RATE_HZ)) + round(LONGEST_DELAY * SPEECH_RATE_HZ / 2))
        self._room: list[bytes] = []
        self._listens = threading.Event()
        self._error: AssistantError | None = None
        self._microphone = Microphone(
            system,
            self._heard,
            self._failed,
            lambda _at: False,
            lambda: lambda _pcm: 0.0,
            lambda: self._cleaning(reference),
            attentive=lambda: True,
        )
        self._microphone.use(microphone)

    def fail(self, error: AssistantError) -> None:
        """The microphone or the speaker cannot be used: :meth:`run` raises *error*. From any thread."""
        self._error = self._error or error
        self._listens.set()
        self._pairs.full.set()

    def run(self) -> SetupChecked:
        """Play and listen, for some five seconds. Raises AssistantError when one of them cannot be used."""
        self._microphone.open()
        try:
            self._wait(self._listens, OPENS_WITHIN, N_("The microphone gives no sound."))
            room = np.frombuffer(b"".join(self._room), np.int16)
            self._play(Block(0, None, PLAYED_HZ, sweeps(PLAYED_HZ).tobytes()))
            self._wait(self._pairs.full, PLAYS_WITHIN, N_("The speaker takes no sound."))
        finally:
            self._microphone.close()
        return found(room, *self._pairs.heard(), cancelling=self._pairs.cancelling)

    def _wait(self, event: threading.Event, seconds: float, otherwise: str) -> None:
        if not event.wait(seconds):
            raise AssistantError(otherwise, N_("Choose another device, or plug this one in again."))
        if self._error is not None:
            raise self._error

    def _cleaning(self, reference: Reference) -> Clean:
        return Cleaning(reference, self._pairs).of

    def _heard(self, heard: Heard) -> None:
        if len(self._room) < ROOM_FRAMES:
            self._room.append(heard.pcm)
        else:
            self._listens.set()

    def _failed(self, error: AssistantError, loss: Loss) -> None:
        if loss in (Loss.GONE, Loss.REFUSED):
            self.fail(error)


class _Pairs:
    """A canceller that keeps what goes in and out of it, so that all three belong to the same time."""

    def __init__(self, canceller: Canceller | None, enough: int) -> None:
        self.cancelling = canceller is not None
        self.full = threading.Event()
        self._canceller = canceller
        self._enough = enough
        self._kept: list[tuple[Samples, Samples, Samples]] = []
        self._count = 0

    def process(self, near: Samples, far: Samples) -> Samples:
        """On the microphone's thread."""
        cleaned = self._canceller.process(near, far) if self._canceller is not None else near
        if not self.full.is_set():
            self._kept.append((near.copy(), far.copy(), cleaned.copy()))
            self._count += len(near)
            if self._count >= self._enough:
                self.full.set()
        return cleaned

    def heard(self) -> tuple[Samples, Samples, Samples]:
        near, far, cleaned = zip(*self._kept, strict=True)
        return np.concatenate(near), np.concatenate(far), np.concatenate(cleaned)
