"""Waiting for what takes long, but no longer than the person does."""

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from assistant_gui.core.turn import Turn, TurnCancelled

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Done(Generic[T]):
    result: T


def unless_cut_short(work: Callable[[], T], turn: Turn, name: str) -> T:
    """What *work* returns or raises; TurnCancelled as soon as *turn* is cut short, while *work* goes on by itself."""
    found: queue.SimpleQueue[_Done[T] | Exception] = queue.SimpleQueue()

    def run() -> None:
        try:
            found.put(_Done(work()))
        except Exception as error:  # noqa: BLE001 - raised where it is waited for, whatever it is
            found.put(error)

    turn.on_cancel(lambda: found.put(TurnCancelled()))
    threading.Thread(target=run, name=name, daemon=True).start()
    answer = found.get()
    turn.check()
    if isinstance(answer, Exception):
        raise answer
    return answer.result
