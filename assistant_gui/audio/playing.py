"""One opened speaker: fed in time, and what of it was heard when."""

import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

from assistant_gui.audio.frames import level
from assistant_gui.audio.playlist import Block, Playlist
from assistant_gui.audio.portaudio import SILENT_FOR, WAKES_WITHIN, Stream

LEVEL_EVERY = 1 / 15
SETTLED_AFTER = 0.05
"""Only then is sound given to a device that was just opened: whether it keeps up shows at once."""
STALLED_AFTER = 1.0
"""So long the first time that it takes nothing; then it has the full patience for devices that wake slowly."""
TROUBLES = 5
"""So many late callbacks within a second, and it gets a longer buffer at once."""


class Playing:
    """One opened device and what is told of it."""

    def __init__(self, name: str, stream: Stream, playlist: Playlist, ticked: list[float]) -> None:
        self.name = name
        self.stream = stream
        self.list = playlist
        self.quiet = True
        """Nothing is queued and all that was has been heard, and this was told."""
        self._ticked = ticked
        self._due: deque[_Due] = deque()
        self._turn: int | None = None
        self._level_at = 0.0
        self._fed_at = 0.0
        self._dry_at: float | None = None
        self._settled_at = time.monotonic() + SETTLED_AFTER
        self._troubles = (self._settled_at, 0)
        self._late = 0
        self._close_calls = 0
        self._starved = 0

    def troubled(self, now: float) -> bool:
        """Too many callbacks were late within a second, or since it was opened."""
        since, before = self._troubles
        if self.stream.troubles - before >= TROUBLES:
            return True
        if now > since + 1.0:
            self._troubles = (now, self.stream.troubles)
        return False

    def late(self) -> int:
        """How many blocks came too late for the device since the last call, but for those nobody could hear."""
        late, self._late = self.stream.troubles - self._late, self.stream.troubles
        return 0 if self.quiet else late

    def nearly_late(self) -> bool:
        """Whether, since the last call, a block came nearly too late for somebody to hear it."""
        before, self._close_calls = self._close_calls, self.stream.close_calls
        return not self.quiet and self._close_calls > before

    def starved(self) -> int:
        """How often, since the last call, the sound of a turn went on only after all of it before had been taken."""
        starved, self._starved = self._starved, 0
        return starved

    def flush(self, turn: int, *, audible: bool) -> None:
        self.list.flush(turn, audible=audible)
        self._due = deque(due for due in self._due if due.turn != turn)
        self._turn = None if self._turn == turn else self._turn

    @property
    def _allowed(self) -> float:
        return SILENT_FOR if self.list.ring.read else WAKES_WITHIN

    def add(self, block: Block, now: float) -> None:
        if self.list.empty:
            self._fed_at = now  # until now it had nothing to take
        if self.list.dry and block.turn == self._turn:
            self._starved += 1
        self.list.add(block)

    def stuck(self, now: float) -> bool:
        """It has sound to play and takes none of it, though it was given all the time that devices need."""
        return self._idle(now) > self._allowed

    def stalled(self, now: float) -> bool:
        """It has sound to play and has taken none for a moment."""
        return self._idle(now) > STALLED_AFTER

    def _idle(self, now: float) -> float:
        return 0.0 if self.list.empty else now - max(self._ticked[0], self._fed_at)

    def patience(self, now: float, idle: float) -> float:
        """How long nothing needs to be done if nothing is heard of the device; *idle* seconds when nothing is queued."""
        waits = [STALLED_AFTER if not self.list.empty else idle]
        if self._due:
            waits.append(self._due[0].at - now)
        if self._dry_at is not None:
            waits.append(self._dry_at - now)
        if now < self._settled_at:
            waits.append(self._settled_at - now)
        return max(0.0, min(waits))

    def step(self, now: float) -> list[Mapping[str, object]]:
        """Feed the device; return the events that are due."""
        if self.quiet and not self.list.empty:
            self.quiet = False
        if now >= self._settled_at:
            self.list.feed()
        self._schedule(now + self.stream.latency)
        events: list[Mapping[str, object]] = []
        while self._due and self._due[0].at <= now:
            events.append(self._due.popleft().event)
        if not self.quiet and now - self._level_at >= LEVEL_EVERY:
            self._level_at = now
            events.append({"event": "level", "speaker": round(self._level(), 4)})
        if self._ran_dry(now):
            self.quiet = True
            events += [{"event": "level", "speaker": 0.0}, {"event": "quiet"}]
        return events

    def _schedule(self, at: float) -> None:
        begun, ended = self.list.progress()
        for block in begun:
            if block.turn != self._turn:
                self._turn = block.turn
                self._due.append(_Due(at, block.turn, {"event": "sounding", "turn": block.turn}))
        for block in ended:
            if block.mark is not None:
                played = {"event": "played", "turn": block.turn, "mark": block.mark}
                self._due.append(_Due(at, block.turn, played))

    def _ran_dry(self, now: float) -> bool:
        if self.quiet or not self.list.empty or self.list.ring.filled:
            self._dry_at = None
            return False
        if self._dry_at is None:
            self._dry_at = now + self.stream.latency
        return now >= self._dry_at and not self._due

    def _level(self) -> float:
        return level(self.list.ring.recent(round(self.list.rate_hz * LEVEL_EVERY)))


@dataclass(frozen=True, slots=True)
class _Due:
    at: float
    turn: int
    event: Mapping[str, object]
