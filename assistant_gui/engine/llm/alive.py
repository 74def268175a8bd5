"""The models in memory: few, each writing one answer at a time, the least recently used let go first."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from assistant_gui.core.models import Served
from assistant_gui.core.turn import Turn, TurnCancelled
from assistant_gui.engine.llm.port import Model, Writer

MOST = 2
"""The one that answers, and the other side of a comparison."""

Key = tuple[object, ...]


@dataclass(slots=True, eq=False)
class _Entry:
    model: Model
    users: int = 0
    writing: bool = False


class Alive:
    """Opens models when they are wanted. Safe from any thread."""

    def __init__(self, open: Callable[[Served], Model], key: Callable[[Served], Key], *, most: int = MOST) -> None:
        self._open = open
        self._key = key
        """Served names with equal keys share one model."""
        self._most = most
        self._changed = threading.Condition()
        self._entries: OrderedDict[Key, _Entry] = OrderedDict()
        self._opening = False
        self._closed = False

    @contextmanager
    def reading(self, served: Served, turn: Turn) -> Iterator[Writer]:
        """Keep *served* in memory for the block, opening it if need be."""
        turn.on_cancel(self._wake)
        entry = self._entered(served, turn)
        try:
            yield entry.model.writer(served)
        finally:
            with self._changed:
                entry.users -= 1
                self._changed.notify_all()

    @contextmanager
    def writing(self, served: Served, turn: Turn) -> Iterator[Writer]:
        """As :meth:`reading`, and nobody else writes with the same model meanwhile."""
        with self.reading(served, turn) as writer:
            entry = self._entries[self._key(served)]
            with self._changed:
                self._changed.wait_for(lambda: turn.cancelled or self._closed or not entry.writing)
                if turn.cancelled or self._closed:
                    raise TurnCancelled
                entry.writing = True
            try:
                yield writer
            finally:
                with self._changed:
                    entry.writing = False
                    self._changed.notify_all()

    def forget(self, served: Served, kept: Iterable[Served]) -> None:
        """Let *served* go as soon as nobody uses it, unless one that is *kept* shares its model."""
        if any(self._key(each) == self._key(served) for each in kept):
            return
        with self._changed:
            entry = self._entries.get(self._key(served))
            self._changed.wait_for(lambda: entry is None or not entry.users)
            entry = self._entries.pop(self._key(served), None)
        if entry is not None:
            entry.model.close()

    def close(self, *, patience: float = 1.5) -> None:
        """Open no more and let all go, waiting *patience* seconds for those in use or being opened."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
            self._changed.wait_for(
                lambda: not self._opening and not any(e.users for e in self._entries.values()), patience
            )
            idle = [self._entries.pop(key) for key, entry in list(self._entries.items()) if not entry.users]
        for entry in idle:
            entry.model.close()

    def _entered(self, served: Served, turn: Turn) -> _Entry:
        key = self._key(served)
        while True:
            with self._changed:
                self._changed.wait_for(lambda: turn.cancelled or self._closed or key in self._entries or self._room())
                if turn.cancelled or self._closed:
                    raise TurnCancelled
                if entry := self._entries.get(key):
                    entry.users += 1
                    self._entries.move_to_end(key)
                    return entry
                self._opening = True
                leaving = self._making_room()
            self._open_and_enter(served, key, leaving)

    def _room(self) -> bool:
        idle = any(not entry.users for entry in self._entries.values())
        return not self._opening and (len(self._entries) < self._most or idle)

    def _making_room(self) -> list[_Entry]:
        """The most recently used stays until the new one is open, so that there is no gap."""
        leaving: list[_Entry] = []
        for key, entry in list(self._entries.items()):
            if len(self._entries) < self._most:
                break
            if not entry.users:
                leaving.append(self._entries.pop(key))
        return leaving

    def _open_and_enter(self, served: Served, key: Key, leaving: list[_Entry]) -> None:
        opened: Model | None = None
        try:
            for entry in leaving:
                entry.model.close()
            opened = self._open(served)
        finally:
            with self._changed:
                self._opening = False
                if opened is not None:
                    self._entries[key] = _Entry(opened)
                self._changed.notify_all()

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify_all()
