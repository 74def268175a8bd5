"""The speaker: plays blocks stamped with their turn, and tells what was really heard and when."""

import logging
import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from enum import Enum, auto

from assistant_gui.audio import devices
from assistant_gui.audio.buffer import Buffer
from assistant_gui.audio.devices import Loss, What
from assistant_gui.audio.echo import Reference
from assistant_gui.audio.loudness import Loudness
from assistant_gui.audio.playing import Playing
from assistant_gui.audio.playlist import Block, Playlist
from assistant_gui.audio.portaudio import Device, Stream, System
from assistant_gui.audio.ring import Samples
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_

RING_SECONDS = 2.5
ECHO_AFTER = 0.3
"""For so long after the last sound, the microphone may still hear the room repeat it."""
REST_AFTER = 20.0
"""After so many quiet seconds the device is closed; opening it again takes 100 to 200 ms."""
REOPENED_AFTER = 1.0
"""After so many already when it is to have another buffer."""
REOPENED_ONCE_IN = 20.0
"""A device that takes no sound is opened afresh, with what waits for it, before it counts as gone.

ALSA's way into a PulseAudio server now and then ends, or never calls back, when the
machine was too busy for it; the next opening works.
"""

_log = logging.getLogger(__name__)

Tell = Callable[[Mapping[str, object]], None]


class Speaker:
    """Opened at the first block, by the thread that also feeds it and tells of it.

    *tell* is given ``sounding``, ``played``, ``level`` and ``quiet`` events at the time at
    which they can be heard (the device's own delay included). *on_failed* is told an error
    and what it means for the speaker; unless another one is used, what was queued is dropped.
    *reference* is given all that is handed to the device, *on_late* how many blocks came too
    late for it while there was something to hear, *on_starved* how often an answer that had
    begun to sound had to wait for more of itself.
    """

    def __init__(
        self,
        system: System,
        tell: Tell,
        on_failed: Callable[[AssistantError, Loss], None],
        reference: Reference | None = None,
        on_late: Callable[[int], None] = lambda _: None,
        on_starved: Callable[[int], None] = lambda _: None,
    ) -> None:
        self.loudness = Loudness()
        self._reference = reference or Reference()
        self._system = system
        self._tell = tell
        self._on_failed = on_failed
        self._on_late = on_late
        self._on_starved = on_starved
        self._name = ""
        self._lock = threading.Lock()
        self._words: queue.SimpleQueue[_Word] = queue.SimpleQueue()
        self._new: deque[Block] = deque()
        self._playing: Playing | None = None
        self._heard_until = 0.0
        self._wanted_at = 0.0
        self._buffer = Buffer()
        self._reopened_at = float("-inf")
        self._thread: threading.Thread | None = None

    def play(self, block: Block) -> None:
        with self._lock:
            self._new.append(block)
        self._wake()

    def warm(self) -> None:
        """Open the device before it is needed: somebody is speaking and will be answered."""
        self._wanted_at = time.monotonic()
        if self._playing is None:
            self._wake()

    def flush(self, turn: int) -> None:
        """Drop all of *turn*; what sounds of it falls silent within the device's own delay."""
        with self._lock:
            self._new = deque(block for block in self._new if block.turn != turn)
            if self._playing:
                self._playing.flush(turn, audible=not self.loudness.held)
        self._wake()

    def use(self, name: str) -> None:
        """Take the device called *name* from now on, also for what is queued; empty is the default."""
        with self._lock:
            changed, self._name = name != self._name, name
            if changed:
                self._buffer.forget()
                self._leave(keep=True)
        if changed:
            self._wake()

    def rest(self) -> None:
        """Let go of the device if nothing plays, so that devices can be listed afresh."""
        with self._lock:
            if self._playing and self._playing.quiet:
                self._leave(keep=False)

    def audible(self, at: float) -> bool:
        """Something of ours could be heard at the (monotonic) time *at*."""
        playing = self._playing
        return (playing is not None and not playing.quiet) or at < self._heard_until + ECHO_AFTER

    def close(self) -> None:
        self._words.put(_Word.CLOSE)
        if self._thread is not None:
            self._thread.join(1.0)  # a device that was pulled out may hang in its driver for ever
        with self._lock:
            self._leave(keep=False)

    def _wake(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="speaker", daemon=True)
            self._thread.start()
        self._words.put(_Word.WORK)

    def _run(self) -> None:
        while True:
            try:
                word = self._words.get(timeout=self._patience())
            except queue.Empty:
                word = _Word.WORK
            if word is _Word.CLOSE:
                return
            try:
                with self._lock:
                    told = self._step(word)
            except AssistantError as error:
                self._lost(error)
                continue
            for event in told:
                self._tell(event)

    def _patience(self) -> float | None:
        with self._lock:
            return self._playing.patience(time.monotonic(), REOPENED_AFTER + 0.1) if self._playing else None

    def _step(self, word: "_Word") -> list[Mapping[str, object]]:
        now = time.monotonic()
        wanted = bool(self._new) or now < self._wanted_at + REST_AFTER
        if wanted and self._playing is None:
            self._playing = self._opened()
        playing = self._playing
        if playing is None:
            return []
        if playing.troubled(now) and self._buffer.lengthen(now):
            _log.warning("the speaker cannot keep up; from now on with %.2f s", self._buffer.latency)
            self._leave(keep=True)
            playing = self._playing = self._opened()
        gone = word is _Word.GONE
        if (gone or playing.stalled(now)) and now > self._reopened_at + REOPENED_ONCE_IN:
            self._reopened_at, gone = now, False
            _log.warning("the speaker takes no sound; opened again")
            self._leave(keep=True)
            playing = self._playing = self._opened()
        while self._new:
            playing.add(self._new.popleft(), now)
        if gone or playing.stuck(now):
            raise AssistantError(
                N_("The speaker “{name}” stopped taking sound."),
                N_("Plug it in again, or choose another one in the settings."),
                name=playing.name,
            )
        late, nearly_late = playing.late(), playing.nearly_late()
        if late or nearly_late:
            self._buffer.close_call(now)
        self._on_late(late)
        self._on_starved(playing.starved())
        events = playing.step(now)
        if not playing.quiet:
            self._heard_until = now + playing.stream.latency
        elif self._rested(now):
            self._leave(keep=False)
        return events

    def _rested(self, now: float) -> bool:
        """It is not needed just now; a device that had not enough time is opened with more between two answers."""
        quiet_for = now - max(self._heard_until, self._wanted_at)
        if quiet_for > REOPENED_AFTER and self._buffer.is_another(now):
            self._buffer.change(now)
            _log.info("the speaker goes on with %.2f s", self._buffer.latency)
            return True
        return quiet_for > REST_AFTER

    def _opened(self) -> Playing:
        lists: list[Playlist] = []
        ticked: list[float] = [time.monotonic()]

        def begin(device: Device) -> Stream:
            lists.append(Playlist(device.rate_hz, RING_SECONDS))
            ring, words, loudness = lists[-1].ring, self._words, self.loudness
            refer = self._reference.begin(device.rate_hz)

            def fill(out: Samples) -> None:
                taken = loudness.fill(ring, out)
                refer(out[:, 0])
                if taken:
                    ticked[0] = time.monotonic()
                    words.put(_Word.WORK)
                elif loudness.held:
                    ticked[0] = time.monotonic()  # it works; it only is to wait

            return self._system.playback(device, fill, lambda: words.put(_Word.GONE), self._buffer.latency)

        opened = devices.opened(self._system, What.SPEAKER, self._name, begin)
        if opened.notice:
            self._on_failed(opened.notice, Loss.OTHER)
        _log.info("playing on %s at %d Hz, %.0f ms", opened.name, opened.stream.rate_hz, 1000 * opened.stream.latency)
        return Playing(opened.name, opened.stream, lists[-1], ticked)

    def _leave(self, *, keep: bool) -> None:
        """Close the device; what was not heard yet waits for the next one if it is to be kept."""
        playing, self._playing = self._playing, None
        if playing is not None:
            if keep:
                self._new.extendleft(reversed(playing.list.unplayed()))
            playing.stream.close()
            self._reference.end()

    def _lost(self, error: AssistantError) -> None:
        gone = self._playing is not None or time.monotonic() < self._reopened_at + 1.0
        self._on_failed(error, Loss.GONE if gone else Loss.REFUSED)  # before closing, which may hang
        with self._lock:
            self._new.clear()
            self._leave(keep=False)
        self._tell({"event": "quiet"})


class _Word(Enum):
    WORK = auto()
    CLOSE = auto()
    GONE = auto()
