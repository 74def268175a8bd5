"""Things that worker threads put in one by one and the window takes out together."""

from collections import deque

from PySide6.QtCore import QObject, Qt, Signal, Slot


class Inbox(QObject):
    """However many things come in while the window is busy, it is woken once.

    :meth:`put` may be called from any thread; :attr:`arrived` fires in the thread that made the inbox.
    """

    arrived = Signal(object)
    """A tuple of what came in, in order."""
    _woken = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._things: deque[object] = deque()
        self._woken.connect(self.deliver, Qt.ConnectionType.QueuedConnection)

    def put(self, thing: object) -> None:
        first = not self._things
        self._things.append(thing)
        if first:
            self._woken.emit()

    @Slot()
    def deliver(self) -> None:
        """Take out now what is in; in the thread that made the inbox."""
        things = []
        while self._things:
            things.append(self._things.popleft())
        if things:
            self.arrived.emit(tuple(things))
