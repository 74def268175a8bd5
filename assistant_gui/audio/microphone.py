"""The microphone: from the sound card's blocks to frames that say how likely they are speech."""

import logging
import queue
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

import numpy as np
import soxr

from assistant_gui.audio import devices
from assistant_gui.audio.devices import Loss, What
from assistant_gui.audio.gate import FRAME
from assistant_gui.audio.judging import Judging
from assistant_gui.audio.portaudio import SILENT_FOR, WAKES_WITHIN, Device, Stream, System
from assistant_gui.audio.ring import Ring, Samples
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.core.sound import SPEECH_RATE_HZ

RING_SECONDS = 30.0
"""As much as the desk keeps for a listener that is behind: what judges and cleans frames may have to be loaded at the
first opening, from a cold disk on a busy machine, and what is said meanwhile is not lost."""
AT_REST = 0.128
"""Seconds of sound that are looked at together while nothing is heard: the fewer wake-ups, the less it costs."""

Clean = Callable[[Samples], Samples]
"""Blocks at 16 kHz in, and out again without the echo, perhaps a little later."""

Until = Callable[[bytes], bool]
"""Takes every frame until it is true of one."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Heard:
    """One frame of the microphone, or several in a row of a quiet room."""

    pcm: bytes
    speech: float
    level: float
    echo: bool


class Microphone:
    """Opened and closed by command; everything else happens on its own thread.

    *speech* makes a fresh judge of frames at every opening, *echoing* says whether the
    speaker could be heard at a time (of ``time.monotonic``); *cleaning*, if there is one,
    makes what takes the speaker's sound out, and then no frame is an echo. While it is
    *attentive* (something is played) every frame is judged at once. *on_failed* is
    told an error and what it means for the microphone, *on_late* how many blocks were lost.
    """

    def __init__(
        self,
        system: System,
        on_heard: Callable[[Heard], None],
        on_failed: Callable[[AssistantError, Loss], None],
        echoing: Callable[[float], bool],
        speech: Callable[[], Callable[[bytes], float]],
        cleaning: Callable[[], Clean | None] = lambda: None,
        on_late: Callable[[int], None] = lambda _: None,
        attentive: Callable[[], bool] = lambda: False,
    ) -> None:
        self._system = system
        self._on_heard = on_heard
        self._on_failed = on_failed
        self._echoing = echoing
        self._speech = speech
        self._cleaning = cleaning
        self._on_late = on_late
        self._attentive = attentive
        self._name = ""
        self._session: _Session | None = None
        self._until: Until | None = None

    @property
    def is_open(self) -> bool:
        return self._session is not None and self._session.thread.is_alive()

    def use(self, name: str) -> None:
        """Take the device called *name* from now on; empty is the system's default."""
        changed, self._name = name != self._name, name
        if changed and self.is_open:
            self.reopen()

    def reopen(self) -> None:
        """As it is open now."""
        self.close()
        self._begin()

    def open(self, until: "Until | None" = None) -> None:
        """Tell of frames; of none up to the one for which *until* is true, if it is given."""
        self._until = until
        if not self.is_open:
            self._begin()

    def _begin(self) -> None:
        session = _Session()
        session.thread = threading.Thread(target=self._listen, args=(session,), name="microphone", daemon=True)
        self._session = session
        session.thread.start()

    def close(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            session.over = True
            session.words.put(_Word.CLOSE)
            session.thread.join(1.0)  # a device that was pulled out may hang in its driver for ever

    def _listen(self, session: "_Session") -> None:
        def begin(device: Device) -> Stream:
            return session.begin(self._system, device)

        try:
            opened = devices.opened(self._system, What.MICROPHONE, self._name, begin)
        except AssistantError as error:
            self._on_failed(error, Loss.REFUSED)
            return
        if opened.notice:
            self._on_failed(opened.notice, Loss.OTHER)
        if opened.warning:
            self._on_failed(opened.warning, Loss.WORSE)
        _log.info("listening to %s at %d Hz", opened.name, opened.stream.rate_hz)
        try:
            lost = self._heard(session, opened.stream)
            if lost:
                self._on_failed(_lost(opened.name), Loss.GONE)
        finally:
            opened.stream.close()
            _log.info("no longer listening; %d samples were dropped", session.dropped)

    def _heard(self, session: "_Session", stream: Stream) -> bool:
        """Tell of every frame; True when the device went away, False when it was closed."""
        judging = Judging(self._speech())
        clean = self._cleaning()
        cut = Frames(stream.rate_hz, clean)
        patience = WAKES_WITHIN
        late = 0
        while True:
            try:
                word = session.words.get(timeout=patience)
            except queue.Empty:
                return True
            if word is not _Word.BLOCK:
                return word is _Word.GONE
            patience = SILENT_FOR
            late, before = stream.troubles, late
            self._on_late(late - before)
            wanted = self._attentive()
            taken = session.ring.taken()
            heard_at = time.monotonic() - stream.latency - len(taken) / stream.rate_hz
            for frame in cut.of(taken):
                heard_at += FRAME / SPEECH_RATE_HZ
                if self._kept_back(frame):
                    continue
                for judged in judging.of(frame, wanted=wanted):
                    if session.over:
                        return False
                    echo = clean is None and self._echoing(heard_at)
                    samples = np.frombuffer(judged.pcm, np.int16)
                    self._on_heard(Heard(judged.pcm, judged.speech, level(samples), echo))
            session.at_rest = not judging.open and not wanted

    def _kept_back(self, frame: Samples) -> bool:
        until = self._until
        if until is None:
            return False
        if until(frame.tobytes()) and self._until is until:
            self._until = None
        return True


class Frames:
    """Cuts mono sound of any rate into frames at 16 kHz, cleaned if there is what cleans."""

    def __init__(self, rate_hz: int, clean: Clean | None = None) -> None:
        self._clean = clean
        self._resampler = (
            soxr.ResampleStream(rate_hz, SPEECH_RATE_HZ, 1, dtype="int16", quality="MQ")
            if rate_hz != SPEECH_RATE_HZ
            else None
        )
        self._rest: Samples = np.zeros(0, np.int16)

    def of(self, block: Samples) -> Iterator[Samples]:
        """The frames that *block* completes."""
        if self._resampler is not None:
            block = self._resampler.resample_chunk(block)
        if self._clean is not None:
            block = self._clean(block)
        sound = np.concatenate((self._rest, block))
        whole = len(sound) // FRAME * FRAME
        self._rest = sound[whole:]
        return iter(sound[:whole].reshape(-1, FRAME))


def level(samples: Samples) -> float:
    """Root mean square, 0 to 1."""
    if not samples.size:
        return 0.0
    return float(np.sqrt(np.mean(np.square(samples, dtype=np.float32)))) / 32768


class _Word(Enum):
    BLOCK = auto()
    CLOSE = auto()
    GONE = auto()


class _Session:
    """One opening of the microphone: what its callback and its thread share."""

    def __init__(self) -> None:
        self.words: queue.SimpleQueue[_Word] = queue.SimpleQueue()
        self.thread: threading.Thread
        self.ring = Ring(1)
        self.dropped = 0
        self.over = False
        """It was closed: nobody wants what is still on its way."""
        self.at_rest = False
        """Nothing is to be heard, and a few blocks may wait for each other."""

    def begin(self, system: System, device: Device) -> Stream:
        words = self.words
        ring = self.ring = Ring(round(device.rate_hz * RING_SECONDS))
        enough = round(device.rate_hz * AT_REST)

        def on_block(block: Samples) -> None:
            self.dropped += len(block) - ring.write(block)
            if not self.at_rest or ring.filled >= enough:
                words.put(_Word.BLOCK)

        return system.capture(device, on_block, lambda: words.put(_Word.GONE))


def _lost(name: str) -> AssistantError:
    return AssistantError(
        N_("The microphone “{name}” stopped giving sound."),
        N_("Plug it in again, or choose another one in the settings."),
        name=name,
    )
