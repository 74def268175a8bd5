"""Taking what the speaker plays out of what the microphone hears.

The reference is what the speaker's callback hands to the device, after all gain.
It may be early (by up to 0.4 s), never late: then nothing is taken out. So the
microphone's sound waits for the reference of its time, but not for ever.
"""

import time
from collections.abc import Callable
from typing import Protocol

import numpy as np
import soxr

from assistant_gui.audio.ring import Ring, Samples
from assistant_gui.core.sound import SPEECH_RATE_HZ

STEP = 160
"""Samples at 16 kHz that the canceller works on at a time: 10 ms."""
LONGEST_WAIT = 960
"""Samples of the microphone (60 ms) that wait for their reference; then there is none."""
WATCHED = 4000
"""Over so many samples (0.25 s) the reference must once have been used up; what never was is dropped.

A device that was given nothing in time plays a silence that is not in the reference,
and then asks for more at once; without dropping it the reference would come too late.
"""
ROOM = 1.0
"""Seconds after the last sound for which the room may repeat it."""
RING_SECONDS = 2.0

Watch = Callable[[Samples, Samples], None]
"""Is shown what the microphone heard and what was played, before the one is taken out of the other."""


class Canceller(Protocol):
    def process(self, near: Samples, far: Samples) -> Samples: ...


class Reference:
    """What was handed to the speaker; put by its callback, taken by the microphone's thread."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._opening: tuple[Ring, soxr.ResampleStream | None] | None = None
        self._sounded_at = float("-inf")

    def begin(self, rate_hz: int) -> Callable[[Samples], None]:
        """A speaker is opened at *rate_hz*: give its callback what it calls with every block (mono)."""
        ring = Ring(round(rate_hz * RING_SECONDS))
        same = rate_hz == SPEECH_RATE_HZ
        resampler = None if same else soxr.ResampleStream(rate_hz, SPEECH_RATE_HZ, 1, dtype="int16", quality="QQ")
        self._opening = ring, resampler

        def put(block: Samples) -> None:
            ring.write(block)
            if block.any():
                self._sounded_at = self._clock()

        return put

    def end(self) -> None:
        """The speaker is closed: nothing more comes."""
        self._opening = None

    @property
    def lasting(self) -> bool:
        """The microphone may still hear something of it."""
        return self._clock() < self._sounded_at + ROOM

    def taken(self) -> Samples:
        """All that was put since the last call, at 16 kHz."""
        opening = self._opening
        if opening is None:
            return _none()
        ring, resampler = opening
        new = ring.taken()
        return new if resampler is None else resampler.resample_chunk(new)


class Cleaning:
    """Takes the echo out of what one listener hears, in the order in which the microphone's blocks come."""

    def __init__(self, reference: Reference, canceller: Canceller, watch: Watch = lambda _near, _far: None) -> None:
        self._reference = reference
        self._canceller = canceller
        self._watch = watch
        self._near = _none()
        self._far = _none()
        self._watched = self._left = 0
        self._ahead = 0
        """Samples that were let go before their reference came."""
        self._cancelling = False
        reference.taken()  # what was played before is in nothing that is heard now, and would put the rest behind its time

    def of(self, block: Samples) -> Samples:
        """What can be given of the sound so far without the echo; *block* is at 16 kHz.

        While nothing is played nothing is done and nothing waits.
        """
        self._near = np.concatenate((self._near, block))
        self._far = self._still_wanted(np.concatenate((self._far, self._reference.taken())))
        if not self._reference.lasting:
            near, self._near = self._near, _none()
            self._ahead += len(near)
            self._far = self._still_wanted(self._far)
            self._ahead = min(self._ahead, LONGEST_WAIT)  # of a closed speaker none comes
            self._watched = self._left = 0
            return self._let_go(near)
        ready = len(self._near) if len(self._near) > LONGEST_WAIT else min(len(self._near), len(self._far))
        ready -= ready % STEP
        near, self._near = self._near[:ready], self._near[ready:]
        far, self._far = self._far[:ready], self._far[ready:]
        if len(far) < ready:
            far = np.concatenate((far, np.zeros(ready - len(far), np.int16)))
        self._drop_what_is_late(ready)
        return self._cancelled(near, far) if ready else near

    def _still_wanted(self, far: Samples) -> Samples:
        """Without the reference of what was let go: the next answer's echo comes as long after it as the last one's did."""
        late = min(self._ahead, len(far))
        self._ahead -= late
        return far[late:]

    def _cancelled(self, near: Samples, far: Samples) -> Samples:
        self._watch(near, far)
        cleaned = self._canceller.process(near, far)
        if not self._cancelling:
            cleaned = _faded(near, cleaned)
            self._cancelling = True
        return cleaned

    def _let_go(self, near: Samples) -> Samples:
        """What is heard as it is, from here on; what the canceller has learnt it keeps."""
        was, self._cancelling = self._cancelling, False
        if not was or len(near) < STEP:
            return near
        last = self._canceller.process(near[:STEP], np.zeros(STEP, np.int16))
        return _faded(np.concatenate((last, near[STEP:])), near)

    def _drop_what_is_late(self, used: int) -> None:
        left = len(self._far)
        self._left = min(self._left, left) if self._watched else left
        self._watched += used
        if self._watched >= WATCHED:
            self._far = self._far[self._left :]
            self._watched = 0


def aec3() -> Canceller:
    """WebRTC's echo canceller. Raises ImportError where there is none."""
    from pywebrtc_audio import EchoCanceller

    canceller: Canceller = EchoCanceller(sample_rate=SPEECH_RATE_HZ)
    return canceller


def _faded(before: Samples, after: Samples) -> Samples:
    """From one to the other within a step: the canceller's sound is a few milliseconds late, and would click."""
    slope = np.linspace(0.0, 1.0, STEP, endpoint=False, dtype=np.float32)
    turn = before[:STEP] * (1 - slope) + after[:STEP] * slope
    return np.concatenate((turn.astype(np.int16), after[STEP:]))


def _none() -> Samples:
    return np.zeros(0, np.int16)
