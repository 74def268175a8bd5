"""The conversations at the side: opened, renamed, filed and thrown away, by mouse and by keyboard."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QItemSelectionModel, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QMessageBox

from assistant_gui.gui.chat.conversations import IDS_FORMAT
from assistant_gui.gui.chat.filing import Act
from assistant_gui.gui.chat.folderdialog import FolderDialog
from assistant_gui.gui.chat.lines import Place
from assistant_gui.gui.chat.sidebar import Sidebar
from assistant_gui.gui.chat.titles import dragged

with_a_window = pytest.mark.qt_log_ignore("This plugin does not support")
"""A menu or a dialog comes up."""

LEFT, CTRL, SHIFT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def ids(archive):
    return [archive.create(title).id for title in ("Apples", "Berries", "Cherries")]


@pytest.fixture
def sidebar(qtbot, model, filing, search, ids):
    made = Sidebar(filing, search)
    qtbot.addWidget(made)
    made.resize(240, 500)
    made.show()
    model.start()
    return made


@pytest.fixture
def view(sidebar):
    sidebar.conversations.setFocus()
    return sidebar.conversations


def row_of(view, words):
    rows = range(view.model().rowCount())
    return next(view.model().index(row, 0) for row in rows if view.model().index(row, 0).data() == words)


def click(qtbot, view, words, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.mouseClick(view.viewport(), LEFT, modifier, view.visualRect(row_of(view, words)).center())


def press(qtbot, view, key, times=1):
    for _ in range(times):
        qtbot.keyClick(view, key)


def shown(view):
    return [view.model().index(row, 0).data() for row in range(view.model().rowCount())]


def choose(view, *titles):
    view.clearSelection()
    for title in titles:
        view.selectionModel().select(row_of(view, title), QItemSelectionModel.SelectionFlag.Select)


def words_of(menu):
    return [action.text() for action in menu.actions() if not action.isSeparator()]


def opened_menu(view):
    return view.findChild(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly)


def menu_of(view, words):
    view.show_menu(row_of(view, words), QPoint())
    return opened_menu(view)


def trigger(menu, words):
    """Choose *words*; the menu is gone then."""
    next(action for action in menu.actions() if action.text() == words).trigger()
    menu.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


# One


def test_a_click_opens(qtbot, view, model):
    click(qtbot, view, "Apples")

    assert model.title == "Apples"


def test_new_chat_marks_none(qtbot, sidebar, model):
    qtbot.mouseClick(sidebar.new_button, LEFT)

    assert model.shown == ""
    assert not sidebar.conversations.currentIndex().isValid()


def test_arrows_pass_headings_and_return_opens(qtbot, view, model, filing, ids):
    filing.do(Act.PIN, ids[:1])
    view.show_current(ids[2])

    press(qtbot, view, Qt.Key.Key_Up)
    before = model.title
    press(qtbot, view, Qt.Key.Key_Return)

    assert shown(view) == ["Pinned", "Apples", "Older", "Cherries", "Berries"]
    assert (before, model.title) == ("Cherries", "Apples")


def test_f2_renames_in_place(qtbot, view, archive, ids):
    press(qtbot, view, Qt.Key.Key_F2)
    editor = view.findChild(QLineEdit)
    qtbot.keyClicks(editor, "Sour cherries")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()

    assert archive.held[ids[2]].title == "Sour cherries"


def test_delete_puts_into_the_trash_and_ctrl_z_brings_back(qtbot, view, archive, ids):
    press(qtbot, view, Qt.Key.Key_Delete)
    without = shown(view)
    qtbot.keyClick(view, Qt.Key.Key_Z, CTRL)

    assert without == ["Older", "Berries", "Apples"]
    assert archive.held[ids[2]].trashed is None
    assert shown(view) == ["Older", "Cherries", "Berries", "Apples"]


def test_an_answer_that_comes_does_not_move_the_keyboard_elsewhere(qtbot, view, model, archive, ids):
    press(qtbot, view, Qt.Key.Key_Down)
    model.put([archive.rename(ids[2], "Renamed elsewhere")])

    assert view.currentIndex().data() == "Berries"


@with_a_window
def test_the_dots_at_the_end_of_a_line_open_its_menu(qtbot, view, model):
    place = QPoint(view.viewport().width() - 10, view.visualRect(row_of(view, "Berries")).center().y())

    qtbot.mouseClick(view.viewport(), LEFT, pos=place)
    menu = opened_menu(view)

    assert words_of(menu) == ["Rename", "Move to folder", "Duplicate", "Export…", "Pin", "Archive", "Delete"]
    assert model.title == "Cherries"
    menu.close()


@with_a_window
def test_the_menu_key_opens_the_menu_of_the_line_with_the_keyboard(view):
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint())
    QApplication.sendEvent(view.viewport(), event)
    menu = opened_menu(view)

    trigger(menu, "Archive")

    assert shown(view) == ["Older", "Berries", "Apples"]


# Many


def test_keys_with_ctrl_lead_on_and_choose_nothing_else(qtbot, view, model, filing, ids):
    model.open(ids[2])
    qtbot.keyPress(view, Qt.Key.Key_Control, CTRL)
    filing.step(1)
    filing.step(1)
    qtbot.keyRelease(view, Qt.Key.Key_Control)

    assert model.shown == ids[0]
    assert view.chosen() == [ids[0]]


def test_ctrl_and_shift_choose_without_opening(qtbot, view, model, ids):
    click(qtbot, view, "Berries")
    click(qtbot, view, "Apples", CTRL)
    with_ctrl = view.chosen()
    click(qtbot, view, "Cherries")
    click(qtbot, view, "Apples", SHIFT)

    assert with_ctrl == [ids[1], ids[0]]
    assert view.chosen() == ids[::-1]
    assert model.title == "Cherries"


def test_many_that_are_chosen_are_done_with_at_once(qtbot, sidebar, view, archive, ids):
    before = sidebar.chosen_bar.isVisible()
    choose(view, "Apples", "Berries", "Cherries")
    bar = sidebar.chosen_bar
    visible, count, offered = bar.isVisible(), bar.count.text(), list(bar.buttons)
    qtbot.mouseClick(bar.buttons[Act.ARCHIVE], LEFT)

    assert (before, visible, count) == (False, True, "3")
    assert offered == [Act.PIN, Act.ARCHIVE, Act.TRASH]
    assert all(one.archived for one in archive.held.values())
    assert not bar.isVisible()


def test_only_one_place_is_marked_at_a_time(sidebar, filing):
    filing.show_place(Place.ARCHIVE)
    beside_chat = sidebar.archive_button.isChecked()

    sidebar.on_pane_shown("settings")
    beside_settings = sidebar.archive_button.isChecked()
    sidebar.on_pane_shown("chat")

    assert (beside_chat, beside_settings, sidebar.archive_button.isChecked()) == (True, False, True)


@with_a_window
def test_several_are_chosen_by_clicks_alone(qtbot, sidebar, view, model, archive, ids):
    open_before = model.shown
    qtbot.mouseClick(sidebar.choose_button, LEFT)

    click(qtbot, view, "Apples")
    click(qtbot, view, "Cherries")
    click(qtbot, view, "Berries")
    click(qtbot, view, "Berries")

    assert sorted(view.chosen()) == sorted([ids[0], ids[2]])
    assert model.shown == open_before
    assert sidebar.chosen_bar.count.text() == "2"
    qtbot.mouseClick(sidebar.chosen_bar.buttons[Act.ARCHIVE], LEFT)
    assert [bool(archive.held[each].archived) for each in ids] == [True, False, True]


@with_a_window
@pytest.mark.parametrize("how", ["escape", "close", "button"])
def test_choosing_several_ends(qtbot, sidebar, view, model, ids, how):
    qtbot.mouseClick(sidebar.choose_button, LEFT)
    click(qtbot, view, "Apples")
    assert sidebar.chosen_bar.isVisible()

    match how:
        case "escape":
            press(qtbot, view, Qt.Key.Key_Escape)
        case "close":
            qtbot.mouseClick(sidebar.chosen_bar.close_button, LEFT)
        case _:
            qtbot.mouseClick(sidebar.choose_button, LEFT)

    assert not sidebar.choose_button.isChecked()
    assert not sidebar.chosen_bar.isVisible()
    click(qtbot, view, "Apples")
    assert model.shown == ids[0]


@with_a_window
def test_return_puts_a_tick_and_takes_it_out(qtbot, sidebar, view, ids):
    qtbot.mouseClick(sidebar.choose_button, LEFT)
    view.selectionModel().setCurrentIndex(row_of(view, "Berries"), QItemSelectionModel.SelectionFlag.NoUpdate)

    press(qtbot, view, Qt.Key.Key_Return)
    once = view.chosen()
    press(qtbot, view, Qt.Key.Key_Return)

    assert once == [ids[1]]
    assert view.chosen() == []


@with_a_window
def test_the_menu_of_one_that_is_chosen_is_for_all_that_are(view):
    choose(view, "Apples", "Berries")
    menu = menu_of(view, "Apples")

    assert "Rename" not in words_of(menu)
    trigger(menu, "Delete")

    assert shown(view) == ["Older", "Cherries"]


def test_the_title_of_what_is_open_is_edited_wherever_it_lies(qtbot, sidebar, view, filing, model, archive, ids):
    filing.new_folder("Work", "", ids[:1])
    filing.conversations.open_folder("f1", on=False)
    model.open(ids[0])
    sidebar.search_entry.setText("Berries")

    sidebar.rename_shown()
    editor = view.findChild(QLineEdit)
    qtbot.keyClicks(editor, "Pears")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()

    assert archive.held[ids[0]].title == "Pears"


def test_esc_chooses_none(qtbot, sidebar, view):
    qtbot.keyClick(view, Qt.Key.Key_A, CTRL)
    all_of_them = len(view.chosen())
    press(qtbot, view, Qt.Key.Key_Escape)

    assert all_of_them == 3
    assert view.chosen() == []
    assert not sidebar.chosen_bar.isVisible()


@with_a_window
def test_the_chosen_are_moved_from_the_bar(qtbot, sidebar, view, filing, archive, ids):
    filing.new_folder("Tom & Jerry")
    choose(view, "Apples", "Berries")

    qtbot.mouseClick(sidebar.chosen_bar.move_button, LEFT)
    menu = sidebar.chosen_bar.findChild(QMenu)
    trigger(menu, "Tom && Jerry")

    assert [archive.held[each].folder for each in ids] == ["f1", "f1", None]


# Folders


@with_a_window
def test_a_new_folder_is_asked_for_by_name_and_instructions(qtbot, sidebar, archive):
    qtbot.mouseClick(sidebar.folder_button, LEFT)
    dialog = sidebar.findChild(FolderDialog)
    without_name = dialog.save_button.isEnabled()
    qtbot.keyClicks(dialog.name_entry, " Work ")
    qtbot.keyClicks(dialog.instructions_entry, "Be brief.")
    dialog.save_button.click()

    assert not without_name
    assert [(one.name, one.instructions) for one in archive.filing.folders()] == [("Work", "Be brief.")]


def test_a_folder_opens_and_closes(qtbot, view, filing, ids):
    filing.new_folder("Work", "", ids[:1])

    click(qtbot, view, "Work")
    closed = shown(view)
    click(qtbot, view, "Work")
    view.setCurrentIndex(row_of(view, "Work"))
    press(qtbot, view, Qt.Key.Key_Left)
    by_key = shown(view)
    press(qtbot, view, Qt.Key.Key_Right)

    assert closed == by_key == ["Work", "Older", "Cherries", "Berries"]
    assert shown(view) == ["Work", "Apples", "Older", "Cherries", "Berries"]


@with_a_window
def test_the_menu_of_a_folder_changes_it(qtbot, view, filing, archive, ids):
    filing.new_folder("Work", "", ids[:1])
    filing.new_folder("Chess")
    menu = menu_of(view, "Chess")
    trigger(menu, "Name and instructions…")
    dialog = view.window().findChild(FolderDialog)
    dialog.instructions_entry.setPlainText("Think hard.")
    dialog.save_button.click()
    trigger(menu_of(view, "Chess"), "Move up")

    assert archive.filing.folder("f2").instructions == "Think hard."
    assert shown(view)[:2] == ["Chess", "Work"]
    trigger(menu_of(view, "Chess"), "Delete folder")
    assert shown(view)[0] == "Work"


def test_delete_on_a_folder_keeps_its_conversations(qtbot, view, filing, ids):
    filing.new_folder("Work", "", ids[:1])
    view.setCurrentIndex(row_of(view, "Work"))

    press(qtbot, view, Qt.Key.Key_Delete)

    assert shown(view) == ["Older", "Cherries", "Berries", "Apples"]


def drop(view, ids, words):
    data = QMimeData()
    data.setData(IDS_FORMAT, "\n".join(ids).encode())
    place = view.visualRect(row_of(view, words)).center()
    action, buttons, none = Qt.DropAction.CopyAction, LEFT, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(place, action, data, buttons, none)
    move = QDragMoveEvent(place, action, data, buttons, none)
    for event in (enter, move, QDropEvent(QPointF(place), action, data, buttons, none, QEvent.Type.Drop)):
        QApplication.sendEvent(view.viewport(), event)


def test_what_is_dropped_on_a_folder_goes_into_it_and_out_again(view, filing, archive, ids):
    filing.new_folder("Work")

    drop(view, ids[:2], "Work")
    inside = [archive.held[each].folder for each in ids]
    drop(view, ids[:1], "Cherries")

    assert inside == ["f1", "f1", None]
    assert shown(view) == ["Work", "Berries", "Older", "Cherries", "Apples"]


def test_what_is_dragged_hangs_beside_the_pointer(qapp):
    short, long = dragged("Apples", qapp.font(), 1.0), dragged("Apples " * 50, qapp.font(), 2.0)

    assert short.width() < long.width() / 2 < 260


def test_what_is_dropped_among_the_pinned_is_pinned(view, filing, ids):
    filing.do(Act.PIN, ids[:1])

    drop(view, ids[1:2], "Apples")

    assert shown(view) == ["Pinned", "Berries", "Apples", "Older", "Cherries"]


# The archive and the trash


@with_a_window
def test_the_trash_is_shown_restored_from_and_emptied(qtbot, sidebar, view, filing, archive, ids):
    filing.do(Act.TRASH, ids[:2])
    qtbot.mouseClick(sidebar.trash_button, LEFT)
    in_trash, title = shown(view), sidebar.place_bar.title.text()
    menu = menu_of(view, "Apples")
    offered = words_of(menu)
    trigger(menu, "Restore")
    qtbot.mouseClick(sidebar.place_bar.empty_button, LEFT)
    next(button for button in sidebar.findChild(QMessageBox).buttons() if "for good" in button.text()).click()

    assert (in_trash, title) == (["Apples", "Berries"], "Trash")
    assert offered == ["Rename", "Restore", "Delete for good…"]
    assert shown(view) == []
    assert sorted(archive.held) == sorted([ids[0], ids[2]])
    qtbot.mouseClick(sidebar.place_bar.back_button, LEFT)
    assert shown(view) == ["Older", "Cherries", "Apples"]


@with_a_window
def test_delete_in_the_trash_asks_and_cancel_is_the_easy_answer(qtbot, view, filing, archive, ids):
    filing.do(Act.TRASH, ids[:1])
    filing.show_place(Place.TRASH)
    view.setCurrentIndex(row_of(view, "Apples"))

    press(qtbot, view, Qt.Key.Key_Delete)
    box = view.window().findChild(QMessageBox)
    box.defaultButton().click()

    assert "Apples" in box.text()
    assert len(archive.held) == 3


def test_the_archive_is_shown_and_put_back_from(qtbot, sidebar, view, filing, ids):
    filing.do(Act.ARCHIVE, ids[:1])

    qtbot.mouseClick(sidebar.archive_button, LEFT)
    archived = shown(view)
    filing.do(Act.UNARCHIVE, ids[:1])
    qtbot.mouseClick(sidebar.archive_button, LEFT)

    assert archived == ["Apples"]
    assert shown(view)[-1] == "Apples"


# Import and export


@with_a_window
def test_import_and_export_are_asked_for_from_a_button(qtbot, sidebar, filing):
    wanted = []
    filing.import_wanted.connect(lambda: wanted.append("import"))
    filing.import_folder_wanted.connect(lambda: wanted.append("folder"))
    filing.export_wanted.connect(wanted.append)

    for words in ("Import conversations…", "Import a folder of conversations…", "Export all conversations…"):
        qtbot.mouseClick(sidebar.exchange_button, LEFT)
        trigger(opened_menu(sidebar), words)

    assert wanted == ["import", "folder", []]


@with_a_window
def test_one_is_exported_from_its_menu_and_many_from_the_bar(qtbot, sidebar, view, filing, ids):
    wanted = []
    filing.export_wanted.connect(wanted.append)

    trigger(menu_of(view, "Apples"), "Export…")
    choose(view, "Apples", "Cherries")
    qtbot.mouseClick(sidebar.chosen_bar.export_button, LEFT)

    assert wanted[0] == [ids[0]]
    assert sorted(wanted[1]) == sorted([ids[0], ids[2]])
