"""The microphone: from the sound card's blocks to frames that say how likely they are speech."""

import logging
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

import numpy as np

from assistant_gui.audio import devices
from assistant_gui.audio.before import Before
from assistant_gui.audio.devices import Loss, What
from assistant_gui.audio.frames import Clean, Frames, level
from assistant_gui.audio.gate import FRAME
from assistant_gui.audio.judging import Judging
from assistant_gui.audio.portaudio import SILENT_FOR, WAKES_WITHIN, Device, Stream, System
from assistant_gui.audio.ring import Ring, Samples
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.core.sleepless import sleepless
from assistant_gui.core.sound import SPEECH_RATE_HZ

RING_SECONDS = 30.0
"""As much as the desk keeps for a listener that is behind: what judges and cleans frames may have to be loaded at the
first opening, from a cold disk on a busy machine, and what is said meanwhile is not lost."""
AT_REST = 0.128
"""Seconds of sound that are looked at together while nothing is heard: the fewer wake-ups, the less it costs."""

KEPT_TOGETHER = 0.25
"""The same while the device is only kept."""
MUTED_FOR = 3.0
"""A device that gives exact zeros for so long is muted, and need not be kept."""

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

    *speech* makes a fresh judge of frames whenever it is listened to, *echoing* says whether the
    speaker could be heard at a time (of ``time.monotonic``); *cleaning*, if there is one,
    makes what takes the speaker's sound out, and then no frame is an echo. While it is
    *attentive* (something is played) every frame is judged at once. *on_failed* is
    told an error and what it means for the microphone, *on_late* how many blocks were lost.

    It may be *kept* for a while after somebody listened: the device stays open, nothing that it hears is
    judged or told, and of all that only the last half second is in memory, with which the next frames
    begin. *on_kept* is told when that begins and ends. *clock* goes on while the machine sleeps.
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
        on_kept: Callable[[bool], None] = lambda _: None,
        clock: Callable[[], float] = sleepless,
    ) -> None:
        self._system = system
        self._on_heard = on_heard
        self._on_failed = on_failed
        self._echoing = echoing
        self._speech = speech
        self._cleaning = cleaning
        self._on_late = on_late
        self._attentive = attentive
        self._on_kept = on_kept
        self._clock = clock
        self._name = ""
        self._session: _Session | None = None
        self._wish: _Wish | None = None
        """What somebody listens for; None when nobody does."""
        self._kept_until = float("-inf")
        self._resting = False
        self._changing = threading.RLock()
        """Held while it is settled whether a session goes on for a wish."""

    @property
    def is_open(self) -> bool:
        session = self._session
        return session is not None and not session.done and session.thread.is_alive()

    @property
    def listened_to(self) -> bool:
        return self._wish is not None

    def use(self, name: str) -> None:
        """Take the device called *name* from now on; empty is the system's default."""
        changed, self._name = name != self._name, name
        if changed and self.is_open:
            self.reopen()

    def reopen(self) -> None:
        """As it is open now."""
        self.rest()
        self.resume()

    def open(self, until: "Until | None" = None) -> None:
        """Tell of frames; of none up to the one for which *until* is true, if it is given."""
        with self._changing:
            if self._wish is None or self._wish.until is not until:
                self._wish = _Wish(until)
            if self._session is not None and self.is_open:
                self._session.words.put(_Word.BLOCK)  # what is kept is wanted now
            else:
                self._begin()

    def keep(self, seconds: float) -> None:
        """For so long from now on the device stays open when nobody listens any more; 0 is not at all."""
        self._kept_until = self._clock() + seconds if seconds else float("-inf")
        if not seconds and self._wish is None:
            self._end()

    def close(self) -> None:
        """Nobody listens any more: the device is closed, or kept."""
        self._wish = None
        session = self._session
        if session is None:
            return
        if session.keepable and self._clock() < self._kept_until:
            session.words.put(_Word.BLOCK)  # what comes from now on is told to nobody
        else:
            self._end()

    def rest(self) -> None:
        """Close the device for now, whoever listens; :meth:`resume` undoes it."""
        self._resting = True
        self._end()

    def resume(self) -> None:
        with self._changing:
            self._resting = False
            if self._wish is not None:
                self._begin()

    def _begin(self) -> None:
        if self._resting or self.is_open:
            return
        session = _Session()
        session.thread = threading.Thread(target=self._listen, args=(session,), name="microphone", daemon=True)
        self._session = session
        session.thread.start()

    def _end(self) -> None:
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
            session.keepable = False
        _log.info("listening to %s at %d Hz", opened.name, opened.stream.rate_hz)
        try:
            if (end := self._attended(session, opened.stream)) is _Word.GONE:
                self._on_failed(_lost(opened.name), Loss.GONE)
        finally:
            opened.stream.close()
            _log.info("no longer listening; %d samples were dropped", session.dropped)
        with self._changing:
            session.done = True
            if end is _Word.CLOSE and not session.over and self._wish is not None:
                self._begin()  # wished for while what was only kept was being closed

    def _attended(self, session: "_Session", stream: Stream) -> "_Word":
        """How it ended."""
        word = _Word.BLOCK
        while word is _Word.BLOCK:
            wish = self._wish
            word = self._heard(session, stream, wish) if wish is not None else self._kept(session, stream)
        return word

    def _kept(self, session: "_Session", stream: Stream) -> "_Word":
        """Keep the last half second until somebody listens, or nobody did for too long, or it gives nothing."""
        session.together, session.at_rest = KEPT_TOGETHER, True
        self._on_kept(True)
        zeros = 0.0
        try:
            while self._wish is None:
                if self._clock() >= self._kept_until or zeros >= MUTED_FOR:
                    return _Word.CLOSE
                if (word := session.word()) is not _Word.BLOCK:
                    return word
                sound = session.remembered()
                zeros = 0.0 if sound.any() else zeros + len(sound) / stream.rate_hz
            session.remembered()
        finally:
            session.together, session.at_rest, session.late = AT_REST, False, stream.troubles
            self._on_kept(False)
        return _Word.BLOCK

    def _heard(self, session: "_Session", stream: Stream, wish: "_Wish") -> "_Word":
        """Tell of every frame until something else is wished for."""
        judging = Judging(self._speech())
        clean = self._cleaning()
        cut = Frames(stream.rate_hz, clean)
        before = session.before.taken()
        if self._attentive():
            before = before[:0]  # what is played is in it, and is not taken out
        while True:
            word = session.word()
            if word is not _Word.BLOCK or self._wish is not wish:
                return word
            late, session.late = session.late, stream.troubles
            self._on_late(session.late - late)
            wanted = self._attentive()
            taken = session.ring.taken()
            if wish.until is not None:
                session.before.add(taken)
            taken, before = np.concatenate((before, taken)), before[:0]
            heard_at = time.monotonic() - stream.latency - len(taken) / stream.rate_hz
            for frame in cut.of(taken):
                heard_at += FRAME / SPEECH_RATE_HZ
                if self._held_back(frame, wish, session):
                    continue
                for judged in judging.of(frame, wanted=wanted):
                    if session.over or self._wish is not wish:
                        return _Word.CLOSE if session.over else _Word.BLOCK
                    echo = clean is None and self._echoing(heard_at)
                    samples = np.frombuffer(judged.pcm, np.int16)
                    self._on_heard(Heard(judged.pcm, judged.speech, level(samples), echo))
            session.at_rest = not judging.open and not wanted

    @staticmethod
    def _held_back(frame: Samples, wish: "_Wish", session: "_Session") -> bool:
        if wish.until is None:
            return False
        if wish.until(frame.tobytes()):
            wish.until = None
            session.before.taken()  # the word itself is nothing to be asked
        return True


class _Word(Enum):
    BLOCK = auto()
    CLOSE = auto()
    GONE = auto()


class _Wish:
    """What somebody listens for, from the wish on to the next one."""

    def __init__(self, until: Until | None) -> None:
        self.until = until
        """Of nothing is told before it is true of a frame."""


class _Session:
    """One opening of the microphone: what its callback and its thread share."""

    def __init__(self) -> None:
        self.words: queue.SimpleQueue[_Word] = queue.SimpleQueue()
        self.thread: threading.Thread
        self.ring = Ring(1)
        self.before = Before(1)
        self.dropped = 0
        self.late = 0
        """Blocks that were late when it was looked last."""
        self.keepable = True
        self.together = AT_REST
        self.over = False
        """It was closed: nobody wants what is still on its way."""
        self.done = False
        self.at_rest = False
        """Nothing is to be heard, and a few blocks may wait for each other."""
        self._patience = WAKES_WITHIN

    def word(self) -> _Word:
        """The next one; a device that gives nothing any more is gone."""
        try:
            word = self.words.get(timeout=self._patience)
        except queue.Empty:
            return _Word.GONE
        self._patience = SILENT_FOR
        return word

    def remembered(self) -> Samples:
        """All that came since the last time; it is in :attr:`before` now, and nowhere else."""
        sound = self.ring.wiped()
        self.before.add(sound)
        return sound

    def begin(self, system: System, device: Device) -> Stream:
        words = self.words
        ring = self.ring = Ring(round(device.rate_hz * RING_SECONDS))
        self.before = Before(device.rate_hz)

        def on_block(block: Samples) -> None:
            self.dropped += len(block) - ring.write(block)
            if not self.at_rest or ring.filled >= self.together * device.rate_hz:
                words.put(_Word.BLOCK)

        return system.capture(device, on_block, lambda: words.put(_Word.GONE))


def _lost(name: str) -> AssistantError:
    return AssistantError(
        N_("The microphone “{name}” stopped giving sound."),
        N_("Plug it in again, or choose another one in the settings."),
        name=name,
    )
