"""The main window: the sidebar, the panes, notices above and the state of the engines below."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from assistant_gui.core.events import Event
from assistant_gui.core.language import N_
from assistant_gui.core.language import translated as _
from assistant_gui.gui.actions import Actions
from assistant_gui.gui.icons import IconButton, TextButton
from assistant_gui.gui.keytips import KeyTips, does
from assistant_gui.gui.memory import Remembers
from assistant_gui.gui.notices import NoticeBar
from assistant_gui.gui.palette import CommandPalette
from assistant_gui.gui.status import StatusLine
from assistant_gui.gui.theme import Space, dress

CHAT = "chat"
_ENTRIES = {"voice": (N_("Voice"), "microphone"), "settings": (N_("Settings"), "settings")}
"""Title and icon of the panes that have an entry at the foot of the sidebar."""
_SIDEBAR = 248
_LINE = 21
"""The height of a line of the usual font; larger ones ask for more room."""
_USUAL = QSize(1100, 740)
_LEAST = QSize(460, 380)
_NARROW = 640
"""Below this width the sidebar waits behind its button."""

PaneMaker = Callable[[], QWidget]


class MainWindow(QMainWindow):
    """*panes* are widgets, or makers that are called when a pane is first shown.

    What is made by a maker is made again by :meth:`translate`. *before_close* may
    ask the person and says whether the window may close; :attr:`closed` tells that
    it does.
    """

    closed = Signal()
    new_chat_wanted = Signal()
    pane_shown = Signal(str)
    translated = Signal()
    """Everything is there again, in another language."""

    def __init__(
        self,
        chat: QWidget | PaneMaker,
        panes: Mapping[str, QWidget | PaneMaker],
        *,
        sidebar: QWidget | PaneMaker | None = None,
        before_close: Callable[[], bool] | None = None,
        actions: Actions | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.before_close = before_close
        self.acts = actions or Actions(parent=self)
        self._wanted: dict[str, QWidget | PaneMaker] = {CHAT: chat, **panes}
        self._panes: dict[str, QWidget] = {}
        """Those that are made."""
        self._memories: dict[str, object] = {}
        """Of panes that have not been made again yet."""
        self._in_sidebar = sidebar
        self._with_entry = tuple(panes)
        self._narrow = _NARROW
        self._wants_sidebar = True
        """The person's wish; a narrow window hides the sidebar all the same."""
        self.setWindowTitle(_("Assistant"))
        self.resize(_USUAL.boundedTo(self.screen().availableSize()))  # at 200 % a small screen is smaller than that
        self.commands = CommandPalette(self.acts, self)
        self._tips = KeyTips(self.acts, self)
        self.notices = NoticeBar()
        self.status = StatusLine()
        self._furnish()

        self.acts.added.connect(self.addAction)
        self.acts.pane_wanted.connect(self.show_pane)
        self._add_actions()

    def _furnish(self) -> None:
        """Make all that has words, with the panes that have no maker or are wanted at once."""
        self.sidebar = QFrame()
        dress(self.sidebar, "sidebar")
        self.menu_button = IconButton("menu", _("Conversations"))
        does(self.menu_button, "toggle-sidebar")
        self.stack = QStackedWidget()
        self._entries = QButtonGroup(self.sidebar)
        self._entries.setExclusive(False)
        self.entries: dict[str, TextButton] = {}
        for name, wanted in self._wanted.items():
            if name == CHAT or isinstance(wanted, QWidget):
                self._make(name)

        inside = self._inside = QVBoxLayout(self.sidebar)
        inside.setContentsMargins(Space.M, Space.M, Space.M, Space.S)
        inside.setSpacing(2)
        if self._in_sidebar is None:
            inside.addStretch(1)
        else:
            inside.addWidget(_made(self._in_sidebar), 1)
        inside.addSpacing(Space.S)
        for name in self._with_entry:
            inside.addWidget(self._entry(name))
        inside.addWidget(self.status)
        above = QHBoxLayout()
        above.setContentsMargins(Space.S, Space.S, Space.S, 0)
        above.addWidget(self.menu_button, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        above.addWidget(self.notices, 1)
        self.above = QWidget()
        self.above.setLayout(above)
        centre = QVBoxLayout()
        centre.setContentsMargins(0, 0, 0, 0)
        centre.setSpacing(0)
        centre.addWidget(self.above)
        centre.addWidget(self.stack, 1)
        whole = self._whole = QWidget()
        across = QHBoxLayout(whole)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.sidebar)
        across.addLayout(centre, 1)
        self.setCentralWidget(whole)
        self._tips.watch(whole)

        self.menu_button.clicked.connect(self.toggle_sidebar)
        self.notices.installEventFilter(self)
        self._arrange()

    def translate(self) -> None:
        """Make everything again in the language that is spoken now; what is typed and where one is stays."""
        pane = self.pane
        for name, widget in self._panes.items():
            if isinstance(widget, Remembers):
                self._memories[name] = widget.memory()
        telling = not self.notices.isHidden()
        kept = [widget for widget in self._wanted.values() if isinstance(widget, QWidget)]
        for widget in (self.notices, self.status, *kept):
            widget.setParent(self)  # the old centre goes without them
        self._panes.clear()
        self.commands.deleteLater()
        self.commands = CommandPalette(self.acts, self)
        self._tips = KeyTips(self.acts, self)
        self.notices.translate()
        self.status.translate()
        self._furnish()
        self.notices.setVisible(telling)
        self.status.show()
        self._whole.show()  # now, or the window is empty for a moment
        self.acts.translate()
        self.show_pane(pane)
        self.translated.emit()

    @property
    def pane(self) -> str:
        """The name of the pane that is shown."""
        shown = self.stack.currentWidget()
        return next((name for name, widget in self._panes.items() if widget is shown), CHAT)

    @property
    def panes(self) -> tuple[str, ...]:
        """The names of all panes, shown or not."""
        return tuple(self._wanted)

    @Slot(object)
    def on_event(self, event: Event) -> None:
        self.status.on_event(event)

    def add_pane(self, name: str, pane: QWidget | PaneMaker) -> None:
        """A pane without an entry in the sidebar; it is shown by :meth:`show_pane`."""
        self._wanted[name] = pane
        self._panes.pop(name, None)
        if isinstance(pane, QWidget):
            self._make(name)

    def remove_pane(self, name: str) -> None:
        """Take a pane of :meth:`add_pane` away, with what it remembers."""
        self._wanted.pop(name, None)
        self._memories.pop(name, None)
        pane = self._panes.pop(name, None)
        if pane is not None:
            self.stack.removeWidget(pane)
            pane.deleteLater()

    def show_pane(self, name: str) -> None:
        """Show ``chat``, ``voice``, ``settings``, ...; a name that is not there is ignored."""
        if name not in self._wanted:
            return
        self.stack.setCurrentWidget(self._panes.get(name) or self._make(name))
        for entry, button in self.entries.items():
            button.setChecked(entry == name)
        self.pane_shown.emit(name)

    def _make(self, name: str) -> QWidget:
        made = self._panes[name] = _made(self._wanted[name])
        self._tips.watch(made)
        self.stack.addWidget(made)
        if name in self._memories and isinstance(made, Remembers):
            made.recall(self._memories.pop(name))
        return made

    def show_sidebar(self) -> None:
        if self.sidebar.isHidden():
            self.toggle_sidebar()

    def toggle_sidebar(self) -> None:
        shown = not self.sidebar.isVisible()
        if not self._is_narrow:
            self._wants_sidebar = shown
        self.sidebar.setVisible(shown)
        self._arrange_above()

    def leave_sidebar(self) -> None:
        """Something was chosen in it: in a narrow window it makes room for that."""
        if self._is_narrow and self.sidebar.isVisible():
            self.toggle_sidebar()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        if (event.oldSize().width() < self._narrow) != (event.size().width() < self._narrow):
            self._arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._arrange_room_above()
        return super().eventFilter(watched, event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        if self.before_close is not None and not self.before_close():
            event.ignore()
            return
        self.closed.emit()
        event.accept()

    def _add_actions(self) -> None:
        acts = self.acts
        acts.add("new-chat", N_("New chat"), self.new_chat_wanted.emit, "Ctrl+N")
        acts.add("show-chat", N_("Show the chat"), lambda: self.show_pane(CHAT), "Ctrl+1")
        acts.add("show-voice", N_("Show the voice pane"), lambda: self.show_pane("voice"), "Ctrl+2")
        acts.add("show-settings", N_("Show the settings"), lambda: self.show_pane("settings"), "Ctrl+,")
        acts.add("toggle-sidebar", N_("Show or hide the conversations"), self.toggle_sidebar, "Ctrl+B")
        acts.add("palette", N_("Find an action"), lambda: self.commands.open(), "Ctrl+K")

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            QTimer.singleShot(0, self, self._arrange)  # when all inside have the font, too

    def _arrange(self) -> None:
        self.sidebar.setFixedWidth(max(_SIDEBAR, self._inside.totalMinimumSize().width()))
        larger = max(1.0, self.fontMetrics().height() / _LINE)
        self.setMinimumSize(min(round(_LEAST.width() * larger), 900), min(round(_LEAST.height() * larger), 640))
        self._narrow = round(_NARROW * min(larger, 1.6))
        self.sidebar.setVisible(self._wants_sidebar and not self._is_narrow)
        self._arrange_above()

    @property
    def _is_narrow(self) -> bool:
        return self.width() < self._narrow

    def _arrange_above(self) -> None:
        self.menu_button.setVisible(self.sidebar.isHidden() or self._is_narrow)
        self._arrange_room_above()

    def _arrange_room_above(self) -> None:
        """Leave none above the panes while there is nothing to show in it."""
        self.above.setHidden(self.menu_button.isHidden() and self.notices.isHidden())

    def _entry(self, name: str) -> TextButton:
        title, icon = _ENTRIES.get(name, (name.title(), "info"))
        button = TextButton(icon, _(title), look="nav")
        button.setCheckable(True)
        button.clicked.connect(lambda: self._on_entry(name))
        self._entries.addButton(button)
        self.entries[name] = button
        return button

    def _on_entry(self, name: str) -> None:
        self.show_pane(name)
        self.leave_sidebar()


def _made(wanted: QWidget | PaneMaker) -> QWidget:
    return wanted if isinstance(wanted, QWidget) else wanted()
