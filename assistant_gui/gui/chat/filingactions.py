"""What can be done with whole conversations from anywhere: for the palette and the shortcuts."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from assistant_gui.core.language import N_
from assistant_gui.gui.actions import Actions
from assistant_gui.gui.chat.filing import Act, FilingViewModel
from assistant_gui.gui.chat.filingmenus import ask_for_folder, move_menu
from assistant_gui.gui.chat.lines import Place


def add_actions(acts: Actions, filing: FilingViewModel, window: QWidget, rename: Callable[[], None]) -> None:
    """For the conversation on screen; *rename* edits its title in the list."""
    chat = filing.chat

    def do(act: Act) -> Callable[[], None]:
        return lambda: filing.do(act, [chat.shown])

    def pin() -> None:
        shown = filing.conversations.get(chat.shown)
        filing.do(Act.PIN if shown is None or shown.pinned is None else Act.UNPIN, [chat.shown])

    def move() -> None:
        menu = move_menu(filing, [chat.shown], window, window)
        menu.popup(window.mapToGlobal(window.rect().center()))

    of_one = [
        acts.add("rename-conversation", N_("Rename the conversation"), rename),
        acts.add("pin-conversation", N_("Pin or unpin the conversation"), pin),
        acts.add("move-conversation", N_("Move the conversation to a folder"), move),
        acts.add("archive-conversation", N_("Archive the conversation"), do(Act.ARCHIVE)),
        acts.add("delete-conversation", N_("Delete the conversation"), do(Act.TRASH), "Ctrl+Shift+Backspace"),
    ]
    acts.add("next-conversation", N_("Next conversation"), lambda: filing.step(1), "Ctrl+PgDown")
    acts.add("previous-conversation", N_("Previous conversation"), lambda: filing.step(-1), "Ctrl+PgUp")
    acts.add("new-folder", N_("New folder"), lambda: ask_for_folder(filing, window))
    acts.add("show-archive", N_("Show the archive"), lambda: filing.show_place(Place.ARCHIVE))
    acts.add("show-trash", N_("Show the trash"), lambda: filing.show_place(Place.TRASH))

    def show_whether_there_is_one() -> None:
        for action in of_one:
            action.setEnabled(filing.conversations.get(chat.shown) is not None)

    show_whether_there_is_one()
    chat.opened.connect(show_whether_there_is_one)
    chat.retitled.connect(show_whether_there_is_one)
