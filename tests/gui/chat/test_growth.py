"""A growing answer is shown often enough to be read, and no more often."""

import time

from PySide6.QtCore import QObject

from assistant_gui.gui.chat.growth import Growth


def test_the_first_piece_is_shown_at_once_and_what_follows_together(qtbot):
    parent, shown = QObject(), []
    growth = Growth(lambda _message, text: shown.append(text), 20, parent)

    for piece in "abcd":
        growth.add("m", piece)
    at_once = shown[:]
    qtbot.waitUntil(lambda: len(shown) == 2)

    assert at_once == ["a"]
    assert shown[-1] == "abcd"


def test_what_is_slow_to_show_is_shown_less_often(qtbot):
    parent, times = QObject(), []

    def show(_message: str, _text: str) -> None:
        end = time.perf_counter() + 0.03  # a text that takes long to draw
        while time.perf_counter() < end:
            pass
        times.append(time.perf_counter())

    growth = Growth(show, 20, parent)
    growth.add("m", "a")
    growth.add("m", "b")
    qtbot.waitUntil(lambda: len(times) == 2)

    assert times[1] - times[0] > 0.1
