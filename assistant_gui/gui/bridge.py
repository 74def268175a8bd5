"""The crossing from the session's threads to the window's."""

from PySide6.QtCore import QObject, Qt, Signal, Slot

from assistant_gui.core.events import Event


class Bridge(QObject):
    """Deliver core events in the thread that made the bridge.

    Hand :meth:`carry` to the session as its ``emit``. It returns at once and
    may be called from any thread; :attr:`arrived` fires later, in order, in the
    bridge's own thread, so slots connected to it may touch widgets.
    """

    arrived = Signal(object)
    _posted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._posted.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def carry(self, event: Event) -> None:
        self._posted.emit(event)

    @Slot(object)
    def _deliver(self, event: Event) -> None:
        self.arrived.emit(event)
