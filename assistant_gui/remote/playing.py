"""Sound that was sent to the speaker and not heard yet; whoever has to wait for it, waits here."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from weakref import WeakSet

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.core.turn import Turn

AHEAD = 2.0
"""Seconds of sound that may be on their way."""
STUCK_AFTER = 10.0
"""With nothing heard for so many seconds, the audio process does not answer any more."""


class SpeakerStuck(AssistantError):
    """The audio process lives but plays nothing; it should be started again."""


@dataclass(frozen=True, slots=True)
class _Sent:
    turn: int
    seconds: float
    on_played: Callable[[], None] | None


class Playing:
    """Marks, from sent to heard. Every wait ends with the turn, or with the speaker."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._changed = threading.Condition()
        self._sent: dict[int, _Sent] = {}
        self._lost: dict[int, AssistantError] = {}
        self._turns: WeakSet[Turn] = WeakSet()
        self._moved_at = 0.0
        self._mark = 0

    def add(self, turn: Turn, seconds: float, on_played: Callable[[], None] | None) -> int:
        """Note a block that is about to be sent; its mark."""
        with self._changed:
            if not self._sent:
                self._moved_at = self._clock()
            self._mark += 1
            self._sent[self._mark] = _Sent(turn.number, seconds, on_played)
            return self._mark

    def played(self, mark: int) -> None:
        """The block with *mark* was heard: call what is to be called, then let go who waited for it."""
        with self._changed:
            self._moved_at = self._clock()
            sent = self._sent.get(mark)
        try:
            if sent is not None and sent.on_played is not None:
                sent.on_played()
        finally:
            with self._changed:
                self._sent.pop(mark, None)
                self._changed.notify_all()

    def drop(self, turn: Turn) -> None:
        """Forget all of *turn*; nothing of it will be reported as heard."""
        with self._changed:
            self._sent = {mark: sent for mark, sent in self._sent.items() if sent.turn != turn.number}
            self._lost.pop(turn.number, None)
            self._changed.notify_all()

    def fail(self, error: AssistantError) -> bool:
        """Nothing that was sent will be heard; whoever waits for it gets *error*. False if there was nothing."""
        with self._changed:
            turns = {sent.turn for sent in self._sent.values()}
            self._sent.clear()
            self._lost.update(dict.fromkeys(turns, error))
            self._changed.notify_all()
            return bool(turns)

    def wait_for_room(self, turn: Turn) -> None:
        """Wait until less than two seconds are on their way."""
        self._wait(turn, lambda: sum(sent.seconds for sent in self._sent.values()) < AHEAD)

    def wait_for_all(self, turn: Turn) -> None:
        """Wait until all of *turn* was heard."""
        self._wait(turn, lambda: all(sent.turn != turn.number for sent in self._sent.values()))

    def _wait(self, turn: Turn, over: Callable[[], bool]) -> None:
        if turn not in self._turns:
            self._turns.add(turn)
            turn.on_cancel(self._wake)
        with self._changed:
            while True:
                turn.check()
                if turn.number in self._lost:
                    raise self._lost[turn.number]
                if over():
                    return
                left = self._moved_at + STUCK_AFTER - self._clock()
                if left <= 0:
                    raise SpeakerStuck(
                        N_("The speaker does not answer."), N_("Try again, or choose another one in the settings.")
                    )
                self._changed.wait(left)

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify_all()
