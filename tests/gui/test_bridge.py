"""Events cross from any thread into the window's, in order."""

import sys
import threading

from PySide6.QtCore import QObject, QThread, Signal

from assistant_gui.core.events import PromptRead
from assistant_gui.gui.bridge import Bridge


def test_events_arrive_in_order_and_in_the_thread_of_the_bridge(qtbot):
    bridge = Bridge()
    arrived = []
    bridge.arrived.connect(lambda event: arrived.append((event.fraction, QThread.currentThread())))

    worker = threading.Thread(target=lambda: [bridge.carry(PromptRead(1, n / 10)) for n in range(10)])
    worker.start()
    worker.join()
    assert arrived == []
    qtbot.waitUntil(lambda: len(arrived) == 10)

    assert [fraction for fraction, _ in arrived] == [n / 10 for n in range(10)]
    assert {thread for _, thread in arrived} == {bridge.thread()}


class Blinker(QObject):
    blinked = Signal()


def test_signals_do_not_wear_out():
    blinker = Blinker()
    before = sys.getrefcount(True)  # PySide6 6.12.0 loses one at every emit on Python 3.11

    for _ in range(100):
        blinker.blinked.emit()

    assert abs(sys.getrefcount(True) - before) < 50
