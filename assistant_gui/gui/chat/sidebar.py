"""The side of the window: New chat, what there is already, and the archive and the trash."""

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from assistant_gui.core.language import N_
from assistant_gui.core.language import translated as _
from assistant_gui.gui.chat.conversationlist import ConversationList
from assistant_gui.gui.chat.filing import Act, FilingViewModel, acts_for
from assistant_gui.gui.chat.filingmenus import (
    WORDS,
    ask_for_folder,
    ask_for_good,
    ask_to_empty,
    exchange_menu,
    move_menu,
)
from assistant_gui.gui.chat.lines import Place
from assistant_gui.gui.chat.search import SearchViewModel
from assistant_gui.gui.chat.searchview import SearchEntry, SearchResults
from assistant_gui.gui.flow import Flow
from assistant_gui.gui.icons import IconButton, TextButton
from assistant_gui.gui.keytips import does
from assistant_gui.gui.pieces import clear, label
from assistant_gui.gui.theme import Space, dress

_ICONS = {
    Act.PIN: "pin",
    Act.UNPIN: "pin",
    Act.ARCHIVE: "archive",
    Act.UNARCHIVE: "undo",
    Act.TRASH: "bin",
    Act.RESTORE: "undo",
}
_PLACES = {Place.ARCHIVE: N_("Archive"), Place.TRASH: N_("Trash")}
_WIDE = 320
"""In pixels: where New chat and the icons beside it need more, as with large letters, they stand in two lines."""


class Sidebar(QWidget):
    def __init__(self, filing: FilingViewModel, search: SearchViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.filing = filing
        self.search = search
        self._beside_chat = True
        """Another pane, such as the settings, has a mark of its own."""

        self.new_button = TextButton("new-chat", _("New chat"))
        self.new_button.setToolTip(_("New chat"))
        does(self.new_button, "new-chat")
        self.folder_button = IconButton("new-folder", _("New folder"))
        self.choose_button = IconButton("tick", _("Choose several conversations"))
        self.choose_button.setCheckable(True)
        self.exchange_button = IconButton("more", _("Import and export"))
        self.results = SearchResults(search)
        self.search_entry = SearchEntry(search, self.results)
        self.place_bar = PlaceBar(filing)
        self.conversations = ConversationList(filing)
        self.chosen_bar = ChosenBar(filing, self.conversations)
        self.archive_button = TextButton("archive", _("Archive"), look="nav")
        self.trash_button = TextButton("bin", _("Trash"), look="nav")

        self._icons = QHBoxLayout()
        self._icons.setSpacing(Space.XS)
        for icon in (self.folder_button, self.choose_button, self.exchange_button):
            self._icons.addWidget(icon)
        above = self._above = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        above.setSpacing(Space.XS)
        above.addWidget(self.new_button, 1)
        above.addLayout(self._icons)
        for button in (self.archive_button, self.trash_button):
            button.setCheckable(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.S)
        listed = QWidget()
        inside = QVBoxLayout(listed)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(Space.S)
        inside.addWidget(self.place_bar)
        inside.addWidget(self.conversations, 1)
        inside.addWidget(self.chosen_bar)
        self.stack = QStackedWidget()
        self.stack.addWidget(listed)
        self.stack.addWidget(self.results)
        layout.addLayout(above)
        layout.addWidget(self.search_entry)
        layout.addWidget(self.stack, 1)
        layout.addWidget(Flow(self.archive_button, self.trash_button, gap=2))

        self.new_button.clicked.connect(filing.chat.new)
        self.folder_button.clicked.connect(self._on_new_folder)
        self.choose_button.toggled.connect(self._on_choose)
        self.conversations.choosing_changed.connect(self.choose_button.setChecked)
        self.exchange_button.clicked.connect(self._on_exchange)
        self.archive_button.clicked.connect(self._on_archive)
        self.trash_button.clicked.connect(self._on_trash)
        self.search_entry.left.connect(self.conversations.setFocus)
        filing.place_changed.connect(self._show_place)
        search.changed.connect(self._show_found)
        self._show_place()
        self._show_found()
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def start_search(self) -> None:
        """Type what to look for; what was looked for before is replaced."""
        self.search_entry.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search_entry.selectAll()

    def rename_shown(self) -> None:
        """Edit the title of the conversation on screen, in the list."""
        self.search_entry.clear()
        if self.conversations.show_line(self.filing.chat.shown):
            self.conversations.rename()

    def on_pane_shown(self, name: str) -> None:
        self._beside_chat = name in ("chat", "voice")  # talking goes on in it, too
        self.conversations.show_marks(self._beside_chat)
        self._show_place()

    def _fit(self) -> None:
        needed = self.new_button.minimumSizeHint().width() + Space.XS + self._icons.minimumSize().width()
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._above.setDirection(down if needed > _WIDE else across)

    def _on_new_folder(self) -> None:
        ask_for_folder(self.filing, self)

    def _on_choose(self, on: bool) -> None:
        self.search_entry.clear()
        self.conversations.choose_many(on=on)
        self.conversations.setFocus()

    def _on_exchange(self) -> None:
        menu = exchange_menu(self.filing, self)
        menu.popup(self.exchange_button.mapToGlobal(QPoint(0, self.exchange_button.height())))

    def _on_archive(self) -> None:
        self._go_to(Place.ARCHIVE)

    def _on_trash(self) -> None:
        self._go_to(Place.TRASH)

    def _go_to(self, place: Place) -> None:
        """There, or back when one is there."""
        self.search_entry.clear()
        self.filing.show_place(Place.LIST if self.filing.place is place else place)

    def _show_place(self) -> None:
        place = self.filing.place
        self.archive_button.setChecked(place is Place.ARCHIVE and self._beside_chat)
        self.trash_button.setChecked(place is Place.TRASH and self._beside_chat)
        self.conversations.setAccessibleName(_(_PLACES.get(place, N_("Conversations"))))

    def _show_found(self) -> None:
        self.stack.setCurrentIndex(1 if self.search.query else 0)


class PlaceBar(QWidget):
    """Says that the archive or the trash is shown, and leads back."""

    def __init__(self, filing: FilingViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.filing = filing

        self.back_button = IconButton("left", _("Back to the conversations"))
        self.title = label("", "heading", wraps=False)
        self.empty_button = IconButton("bin", _("Empty the trash…"))
        self.words = label(_("What is here is deleted for good after 30 days."), "small")
        self.words.setContentsMargins(10, 0, 10, 0)  # as far in as the titles below

        across = QHBoxLayout()
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(Space.XS)
        across.addWidget(self.back_button)
        across.addWidget(self.title, 1)
        across.addWidget(self.empty_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(across)
        layout.addWidget(self.words)

        self.back_button.clicked.connect(self._on_back)
        self.empty_button.clicked.connect(self._on_empty)
        filing.place_changed.connect(self._show)
        filing.conversations.counted.connect(self._show)
        self._show()

    def _on_back(self) -> None:
        self.filing.show_place(Place.LIST)

    def _on_empty(self) -> None:
        ask_to_empty(self.filing, self)

    def _show(self) -> None:
        place = self.filing.place
        self.setVisible(place is not Place.LIST)
        self.title.setText(_(_PLACES.get(place, "")))
        self.words.setVisible(place is Place.TRASH)
        self.empty_button.setVisible(place is Place.TRASH)
        self.empty_button.setEnabled(self.filing.conversations.rowCount() > 0)


class ChosenBar(QFrame):
    """What can be done with many conversations at once; there while more than one is chosen."""

    def __init__(self, filing: FilingViewModel, conversations: ConversationList, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.filing = filing
        self.buttons: dict[Act, IconButton] = {}
        self._list = conversations
        dress(self, "card")

        self.count = QLabel()
        self.count.setTextFormat(Qt.TextFormat.PlainText)
        self.move_button = IconButton("folder", _("Move to folder"))
        self.export_button = IconButton("download", _("Export…"))
        self.for_good_button = IconButton("bin", _("Delete for good…"))
        self.close_button = IconButton("close", _("Choose none"))

        self._acts = QHBoxLayout()
        self._acts.setSpacing(0)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(Space.S, 2, 2, 2)
        layout.setSpacing(0)
        layout.addWidget(self.count, 1)
        layout.addWidget(self.move_button)
        layout.addWidget(self.export_button)
        layout.addLayout(self._acts)
        layout.addWidget(self.for_good_button)
        layout.addWidget(self.close_button)
        self.hide()

        self.move_button.clicked.connect(self._on_move)
        self.export_button.clicked.connect(lambda: filing.export_wanted.emit(conversations.chosen()))
        self.for_good_button.clicked.connect(self._on_for_good)
        self.close_button.clicked.connect(self._on_close)
        conversations.choosing_changed.connect(self._show)
        conversations.chosen_changed.connect(self._show)

    def _show(self) -> None:
        ids = self._list.chosen()
        shown = len(ids) > 1 or (bool(ids) and self._list.choosing)
        if shown:
            self.count.setText(str(len(ids)))
            self.count.setAccessibleName(_("Chosen: {count}").format(count=len(ids)))
            self._offer(acts_for(self.filing.conversations.of(ids)))
            self.move_button.setVisible(self.filing.place is Place.LIST)
            self.export_button.setVisible(self.filing.place is not Place.TRASH)
            self.for_good_button.setVisible(self.filing.place is Place.TRASH)
        self.setVisible(shown)

    def _on_close(self) -> None:
        self._list.clearSelection()
        self._list.choose_many(on=False)

    def _offer(self, acts: list[Act]) -> None:
        if list(self.buttons) == acts:
            return
        clear(self._acts)
        self.buttons = {}
        for act in acts:
            button = self.buttons[act] = IconButton(_ICONS[act], _(WORDS[act]))
            button.clicked.connect(lambda _checked=False, act=act: self.filing.do(act, self._list.chosen()))
            self._acts.addWidget(button)

    def _on_move(self) -> None:
        menu = move_menu(self.filing, self._list.chosen(), self, self)
        menu.popup(self.move_button.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def _on_for_good(self) -> None:
        ask_for_good(self.filing, self._list.chosen(), self)
