"""A window that is ended from outside, as when the person logs out: what it began is ended as by its own button."""

import contextlib
import signal
import socket
from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QSocketNotifier, QTimer


@contextlib.contextmanager
def by_signals(signals: Sequence[signal.Signals], leave: Callable[[], None]) -> Iterator[None]:
    """Within it each of *signals* has Qt's loop call *leave* at once, or as soon as it runs; alone it would not look."""
    told, telling = socket.socketpair()
    for end in (told, telling):
        end.setblocking(False)
    before = signal.set_wakeup_fd(telling.fileno(), warn_on_full_buffer=False)
    usual = {each: signal.signal(each, lambda *_: QTimer.singleShot(0, leave)) for each in signals}
    looking = QSocketNotifier(told.fileno(), QSocketNotifier.Type.Read)
    looking.activated.connect(lambda *_: told.recv(64))  # Python calls the handler as soon as it runs
    try:
        yield
    finally:
        looking.setEnabled(False)
        for each, handler in usual.items():
            signal.signal(each, handler)
        signal.set_wakeup_fd(before)
        told.close()
        telling.close()
