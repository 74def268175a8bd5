"""An engine that works in silence is asked now and then whether it is still there; one that hangs is given up."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.turn import Turn, TurnCancelled
from assistant_gui.remote.wire import Address, EngineLost, Exchange

ASKED_EVERY = 3.0
"""Seconds; what is done sooner is not watched at all."""
ANSWERS_WITHIN = 5.0
"""Its health is told beside its work, also while that takes long."""
SILENT_TIMES = 2
"""In a row; a machine that is wholly busy may miss one."""


@contextmanager
def watched(address: Address, give_up: Callable[[Address], None], within: float) -> Iterator[None]:
    """Have *give_up* called when the engine does not answer any more, or works for longer than *within* seconds."""
    done = Turn()
    thread = threading.Thread(target=_watch, args=(address, give_up, within, done), name="engine watch", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.cancel()
        thread.join()


def _watch(address: Address, give_up: Callable[[Address], None], within: float, done: Turn) -> None:
    began, silent = time.monotonic(), 0
    while not done.wait(ASKED_EVERY):
        try:
            silent = 0 if _answers(address, done) else silent + 1
        except TurnCancelled:
            return
        if silent == SILENT_TIMES or time.monotonic() > began + within:
            give_up(address)
            return


def _answers(address: Address, done: Turn) -> bool:
    """Whatever it says."""
    try:
        with Exchange(address, "GET", "/health", None, done, patience=ANSWERS_WITHIN) as response:
            response.read()
    except EngineLost:
        return False
    except AssistantError:
        return True
    return True
