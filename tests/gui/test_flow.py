"""Widgets side by side, in as many lines as they need."""

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from assistant_gui.gui.flow import Flow


@pytest.fixture
def row(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    flow = Flow(made, gap=10)
    flow.setContentsMargins(0, 0, 0, 0)
    for _ in range(3):
        label = QLabel()
        label.setFixedSize(100, 20)
        flow.addWidget(label)
    made.flow = flow
    return made


@pytest.mark.parametrize(("width", "height"), [(320, 20), (319, 50), (210, 50), (209, 80), (50, 80)])
def test_a_line_that_is_full_is_followed_by_another(row, width, height):
    assert row.flow.heightForWidth(width) == height


def test_lines_can_end_at_the_right(qtbot):
    row = QWidget()
    qtbot.addWidget(row)
    flow = Flow(row, gap=10, to_the_right=True)
    flow.setContentsMargins(0, 0, 0, 0)
    label = QLabel()
    label.setFixedSize(100, 20)
    flow.addWidget(label)
    row.resize(300, 20)
    row.show()

    assert label.x() == 200


def test_what_is_hidden_takes_no_place(row):
    row.flow.itemAt(0).widget().hide()

    assert row.flow.heightForWidth(210) == 20
