"""What can be done with conversations and with a folder, as menus, and the questions before what cannot be undone."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QMenu, QMessageBox, QWidget

from assistant_gui.core.conversation import Folder
from assistant_gui.core.language import N_
from assistant_gui.core.language import translated as _
from assistant_gui.core.learning import Adapter
from assistant_gui.core.tracewords import learned_in_words
from assistant_gui.gui.chat.filing import Act, FilingViewModel, acts_for
from assistant_gui.gui.chat.folderdialog import FolderDialog
from assistant_gui.gui.chat.lines import Place, place_of, title_of
from assistant_gui.gui.chat.traces import worth_rebuilding
from assistant_gui.gui.theme import dress

WORDS = {
    Act.PIN: N_("Pin"),
    Act.UNPIN: N_("Unpin"),
    Act.ARCHIVE: N_("Archive"),
    Act.UNARCHIVE: N_("Put back into the list"),
    Act.TRASH: N_("Delete"),
    Act.RESTORE: N_("Restore"),
}


def conversation_menu(filing: FilingViewModel, ids: Sequence[str], parent: QWidget) -> QMenu:
    """For conversations *ids*, which are in one place; *parent* is the list, which renames in place."""
    menu = _menu(parent)
    conversations = filing.conversations.of(ids)
    if not conversations:
        return menu
    place = place_of(conversations[0])
    if len(conversations) == 1 and hasattr(parent, "rename"):
        _add(menu, _("Rename"), parent.rename, "F2")
    if place is Place.LIST:
        menu.addMenu(move_menu(filing, ids, menu, parent))
    if place is not Place.TRASH and len(conversations) == 1:
        _add(menu, _("Duplicate"), partial(filing.chat.versions.duplicate, conversations[0].id))
    if place is not Place.TRASH:
        _add(menu, _("Export…"), lambda: filing.export_wanted.emit(list(ids)))
    for act in acts_for(conversations):
        keys = "Del" if act is Act.TRASH else ""
        _add(menu, _(WORDS[act]), partial(filing.do, act, ids), keys)
    if place is Place.TRASH:
        _add(menu, _("Delete for good…"), lambda: ask_for_good(filing, ids, parent), "Del")
    return menu


def move_menu(filing: FilingViewModel, ids: Sequence[str], parent: QWidget, asked_in: QWidget) -> QMenu:
    """Every folder, none, and a new one."""
    menu = QMenu(_("Move to folder"), parent)
    here = {each.folder for each in filing.conversations.of(ids)}
    for folder in filing.conversations.folders:
        action = _add(menu, _plain(folder.name), partial(filing.move, ids, folder.id))
        action.setCheckable(True)
        action.setChecked(here == {folder.id})
    if here != {None}:
        menu.addSeparator()
        _add(menu, _("No folder"), lambda: filing.move(ids, None))
    menu.addSeparator()
    _add(menu, _("New folder…"), lambda: ask_for_folder(filing, asked_in, ids))
    return menu


def folder_menu(filing: FilingViewModel, folder: Folder, parent: QWidget) -> QMenu:
    menu = _menu(parent)
    order = [each.id for each in filing.conversations.folders]
    _add(menu, _("New chat in this folder"), partial(filing.begin_in, folder.id))
    menu.addSeparator()
    if hasattr(parent, "rename"):
        _add(menu, _("Rename"), parent.rename, "F2")
    _add(menu, _("Name and instructions…"), lambda: change_folder(filing, folder, parent))
    menu.addSeparator()
    _add(menu, _("Move up"), lambda: filing.shift_folder(folder.id, -1)).setEnabled(folder.id != order[0])
    _add(menu, _("Move down"), lambda: filing.shift_folder(folder.id, 1)).setEnabled(folder.id != order[-1])
    menu.addSeparator()
    _add(menu, _("Delete folder"), lambda: filing.delete_folder(folder.id), "Del")
    return menu


def exchange_menu(filing: FilingViewModel, parent: QWidget) -> QMenu:
    """What comes from elsewhere and goes there."""
    menu = _menu(parent)
    _add(menu, _("Import conversations…"), filing.import_wanted.emit)
    _add(menu, _("Import a folder of conversations…"), filing.import_folder_wanted.emit)
    menu.addSeparator()
    _add(menu, _("Export all conversations…"), lambda: filing.export_wanted.emit([]))
    return menu


def ask_for_folder(filing: FilingViewModel, parent: QWidget, ids: Sequence[str] = ()) -> None:
    """A new folder, with conversations *ids* in it."""
    dialog = FolderDialog(_("New folder"), parent=parent.window())
    dialog.accepted.connect(lambda: filing.new_folder(dialog.name, dialog.instructions, ids))
    dialog.open()


def change_folder(filing: FilingViewModel, folder: Folder, parent: QWidget) -> None:
    dialog = FolderDialog(_("Folder"), folder.name, folder.instructions, parent.window())
    dialog.accepted.connect(lambda: filing.change_folder(folder.id, dialog.name, dialog.instructions))
    dialog.open()


def ask_for_good(filing: FilingViewModel, ids: Sequence[str], parent: QWidget) -> None:
    conversations = filing.conversations.of(ids)
    if not conversations:
        return
    one, many = _("Delete “{title}” for good?"), _("Delete {count} conversations for good?")
    words = (one if len(conversations) == 1 else many).format(
        title=title_of(conversations[0])[:80], count=len(conversations)
    )
    chosen = [each.id for each in conversations]

    def ask(learned: Sequence[Adapter]) -> None:
        _ask(words, lambda rebuild: filing.delete_for_good(chosen, rebuild), learned, len(chosen), parent)

    filing.traces.find(lambda: chosen, ask)


def ask_to_empty(filing: FilingViewModel, parent: QWidget) -> None:
    def ask(learned: Sequence[Adapter]) -> None:
        _ask(_("Delete all that is in the trash for good?"), filing.empty_trash, learned, 2, parent)

    filing.traces.find(filing.trashed, ask)


def _ask(
    words: str, yes: Callable[[str], None], learned: Sequence[Adapter], conversations: int, parent: QWidget
) -> None:
    """*yes* is given the adapter that is to be learned again without them, or nothing."""
    box = QMessageBox(parent.window())
    box.setWindowTitle(_("Delete for good"))
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(words)
    gone = _("The messages, ratings and better answers go too and cannot be brought back.")
    box.setInformativeText(f"{gone}\n\n{learned_in_words(learned, conversations)}".rstrip())
    again = worth_rebuilding(learned)
    rebuild = QCheckBox() if again is not None else None
    if again is not None and rebuild is not None:
        without = _("Learn “{name}” again without it") if conversations == 1 else _("Learn “{name}” again without them")
        rebuild.setText(_plain(without.format(name=again.name)))
        box.setCheckBox(rebuild)
    delete = box.addButton(_("Delete for good"), QMessageBox.ButtonRole.DestructiveRole)
    dress(delete, "danger")
    cancel = box.addButton(_("Cancel"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(cancel)
    box.setEscapeButton(cancel)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def on_clicked(button: QAbstractButton) -> None:
        if button is delete:
            yes(again.id if again is not None and rebuild is not None and rebuild.isChecked() else "")

    box.buttonClicked.connect(on_clicked)
    box.open()


def _menu(parent: QWidget) -> QMenu:
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return menu


def _add(menu: QMenu, words: str, act: Callable[[], object], keys: str = "") -> QAction:
    action = menu.addAction(words)
    if keys:
        action.setShortcut(QKeySequence(keys))
    action.triggered.connect(lambda: act())
    return action


def _plain(name: str) -> str:
    """For a menu, in which & means a key."""
    return name.replace("&", "&&")
