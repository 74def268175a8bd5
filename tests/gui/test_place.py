"""The window comes back where it was."""

import pytest
from PySide6.QtWidgets import QWidget

from assistant_gui.gui.place import WindowPlace


def test_size_and_place_come_back(qtbot, tmp_path):
    before, after = QWidget(), QWidget()
    qtbot.addWidget(before)
    qtbot.addWidget(after)
    before.setGeometry(40, 60, 500, 400)
    before.show()

    WindowPlace(before, tmp_path / "window").remember()
    WindowPlace(after, tmp_path / "window").restore()

    assert after.geometry() == before.geometry()


@pytest.mark.parametrize("written", [b"", b"\xff\x00 not a place", b"AAAA"])
def test_a_damaged_file_changes_nothing(qtbot, tmp_path, written):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(500, 400)
    (tmp_path / "window").write_bytes(written)

    WindowPlace(window, tmp_path / "window").restore()

    assert (window.width(), window.height()) == (500, 400)


def test_a_place_that_cannot_be_kept_is_forgotten(qtbot, tmp_path):
    window = QWidget()
    qtbot.addWidget(window)

    WindowPlace(window, tmp_path / "no such folder" / "window").remember()

    assert list(tmp_path.iterdir()) == []
