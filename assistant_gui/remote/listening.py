"""Frames of the microphone on their way from the pipe to whoever listens."""

import queue
from collections.abc import Iterator
from enum import Enum

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.core.ports import Frame

MOST = 1000
"""Frames (32 seconds) that may wait; a listener that far behind loses the newest."""
SILENT_FOR = 10.0
"""An audio process that gives no frame for so many seconds does not answer any more."""


class _Sign(Enum):
    END = 0
    WAITING = 1


class Listener:
    """One opening of the microphone, from any thread to one."""

    def __init__(self, word: str = "") -> None:
        """With a wake *word* frames are taken from :meth:`woken` on."""
        self.word = word
        """The one that is still waited for."""
        self._items: queue.SimpleQueue[Frame | AssistantError | _Sign] = queue.SimpleQueue()

    def put(self, frame: Frame) -> None:
        if not self.word and self._items.qsize() < MOST:
            self._items.put(frame)

    def wait_on(self) -> None:
        """The wake word is still listened for."""
        self._items.put(_Sign.WAITING)

    def woken(self) -> None:
        self.word = ""

    def end(self) -> None:
        self._items.put(_Sign.END)

    def fail(self, error: AssistantError) -> None:
        self._items.put(error)

    def frames(self) -> Iterator[Frame]:
        """Until the end; raises what it was failed with."""
        while True:
            try:
                item = self._items.get(timeout=SILENT_FOR)
            except queue.Empty:
                raise AssistantError(
                    N_("The microphone does not answer."), N_("Try again, or choose another one in the settings.")
                ) from None
            if isinstance(item, AssistantError):
                raise item
            if item is _Sign.END:
                return
            if not isinstance(item, _Sign):
                yield item
