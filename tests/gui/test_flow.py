"""Widgets side by side, in as many lines as they need."""

import pytest
from PySide6.QtWidgets import QLabel

from assistant_gui.gui.flow import Flow


def block():
    made = QLabel()
    made.setFixedSize(100, 20)
    return made


@pytest.fixture
def flow(qtbot):
    made = Flow(block(), block(), block(), gap=10)
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize(("width", "height"), [(320, 20), (319, 50), (210, 50), (209, 80), (50, 80)])
def test_a_line_that_is_full_is_followed_by_another(flow, width, height):
    assert flow.heightForWidth(width) == height


def test_lines_can_end_at_the_right(qtbot):
    flow = Flow(block(), gap=10, to_the_right=True)
    qtbot.addWidget(flow)
    flow.resize(300, 20)
    flow.show()

    assert flow.children()[0].x() == 200


def test_what_is_hidden_takes_no_place(flow):
    flow.children()[0].hide()

    assert flow.heightForWidth(210) == 20


def test_what_is_taken_out_takes_no_place(flow):
    flow.remove(flow.children()[0])

    assert flow.heightForWidth(210) == 20


def test_words_that_wrap_take_the_height_of_their_width(qtbot):
    words = QLabel("One line of words that may wrap.")
    words.setWordWrap(True)
    words.setMinimumWidth(words.fontMetrics().horizontalAdvance(words.text()) + 2)
    flow = Flow(words, gap=4)
    qtbot.addWidget(flow)

    assert flow.heightForWidth(900) == words.heightForWidth(words.minimumWidth())
