"""The conversations at the side: opened, renamed, deleted after asking."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QMessageBox

from assistant_gui.gui.chat.sidebar import Sidebar


@pytest.fixture
def sidebar(qtbot, model, archive):
    archive.create("Apples")
    archive.create("Berries")
    made = Sidebar(model)
    qtbot.addWidget(made)
    made.resize(240, 400)
    made.show()
    model.start()
    return made


def middle(view, row):
    return view.visualRect(view.model().index(row, 0)).center()


def test_a_click_opens(qtbot, sidebar, model):
    view = sidebar.conversations

    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=middle(view, 1))

    assert model.title == "Apples"


def test_new_chat_marks_none(qtbot, sidebar, model):
    qtbot.mouseClick(sidebar.new_button, Qt.MouseButton.LeftButton)

    assert model.shown == ""
    assert not sidebar.conversations.currentIndex().isValid()


def test_f2_renames_in_place(qtbot, sidebar, model):
    view = sidebar.conversations
    view.setFocus()

    qtbot.keyClick(view, Qt.Key.Key_F2)
    editor = view.findChild(QLineEdit)
    qtbot.keyClicks(editor, "Blueberries")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()

    assert model.conversations.at(0).title == "Blueberries"


def ask_to_delete(qtbot, sidebar):
    view = sidebar.conversations
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    return sidebar.findChild(QMessageBox)


def test_deleting_asks_and_cancel_is_the_easy_answer(qtbot, sidebar, archive):
    box = ask_to_delete(qtbot, sidebar)

    box.defaultButton().click()

    assert "Berries" in box.text()
    assert len(archive.held) == 2


def test_deleting_deletes(qtbot, sidebar, model, archive):
    box = ask_to_delete(qtbot, sidebar)

    next(button for button in box.buttons() if button.text() == "Delete").click()

    assert [one.title for one in archive.held.values()] == ["Apples"]
    assert len(model.conversations) == 1


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_dots_at_the_end_of_a_line_open_its_menu(qtbot, sidebar, model):
    view = sidebar.conversations
    place = QPoint(view.viewport().width() - 10, middle(view, 1).y())

    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    menu = view.findChild(QMenu)

    assert [action.text() for action in menu.actions()] == ["Rename", "Delete…"]
    assert model.title == "Berries"
    menu.close()
