"""What the person said, in a bubble: copied, edited where it stands, stepped through."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QEnterEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSpacerItem, QVBoxLayout, QWidget

from assistant_gui.core.conversation import Attachment, Wish
from assistant_gui.core.language import translated as _
from assistant_gui.gui.chat.actions import copy, copy_button
from assistant_gui.gui.chat.better import HEARD, QUESTION, BetterAnswer, Words
from assistant_gui.gui.chat.framing import EDGE, application, below, height, keep_place, popup, stand
from assistant_gui.gui.chat.heard import Heard
from assistant_gui.gui.chat.offers import menu
from assistant_gui.gui.chat.preview import preview
from assistant_gui.gui.chat.prose import Prose, spoken_name
from assistant_gui.gui.chat.sentfiles import SentFiles
from assistant_gui.gui.chat.stepper import Stepper
from assistant_gui.gui.chat.transcript import Line
from assistant_gui.gui.chat.viewmodel import ChatViewModel
from assistant_gui.gui.cutting import Part
from assistant_gui.gui.icons import IconButton, TextButton
from assistant_gui.gui.theme import Space, dress

_ROOM = Space.M - 2
"""Above the words in a bubble, and below."""
_BUBBLES = {
    (True, True): "bubble",
    (True, False): "bubble-first",
    (False, False): "bubble-middle",
    (False, True): "bubble-last",
}
"""By whether a part is the first, and the last, of its message."""
_LEAST = 200
"""How wide a bubble should be able to grow before buttons are offered beside it; the menu has the same."""


class PersonMessage(QWidget):
    def __init__(self, model: ChatViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line: Line | None = None

        self.files = SentFiles(model.thumbnails)
        self.bubble = QFrame()
        dress(self.bubble, "bubble")
        self.prose = Prose()
        self.prose.setAccessibleName(spoken_name(answer=False))
        self.copy_button = copy_button()
        self.edit_button = IconButton("pencil", _("Edit the question"))
        self.more_button = IconButton("more", _("More"))
        self._buttons = (self.copy_button, self.edit_button, self.more_button)
        self.versions = Stepper(answer=False)
        self.heard = Heard()
        self.editor: BetterAnswer | None = None
        self.retry_button = TextButton("retry", _("Try again"), look="quiet")
        self.retry_button.setToolTip(_("There is no answer yet; ask for one"))

        inside = QVBoxLayout(self.bubble)
        inside.setContentsMargins(Space.L, _ROOM, Space.L, _ROOM)
        inside.addWidget(self.prose)
        self._inside = inside
        beside = QHBoxLayout()
        beside.setSpacing(2)
        row = QHBoxLayout()
        row.setSpacing(2)
        row.addStretch(1)
        for button in self._buttons:
            keep_place(button)
            button.hide()
            beside.addWidget(button)
        self._beneath = QSpacerItem(0, 0)
        side = QVBoxLayout()
        side.setSpacing(0)
        side.addStretch(1)
        side.addLayout(beside)
        side.addItem(self._beneath)
        row.addLayout(side)
        row.addWidget(self.retry_button)
        row.addWidget(self.bubble)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(EDGE, Space.S, EDGE, Space.M)
        layout.setSpacing(Space.S)
        layout.addWidget(self.files)
        layout.addLayout(row)
        layout.addWidget(self.heard)
        layout.addWidget(self.versions, 0, Qt.AlignmentFlag.AlignRight)

        self._model = model
        self._layout = layout
        self._part = Part("")
        self._roomy = True
        """There is room for buttons beside the bubble."""
        self.prose.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)  # ours, below
        self.files.previewed.connect(self._on_previewed)
        self.copy_button.clicked.connect(self._on_copy)
        self.edit_button.clicked.connect(lambda: model.versions.edit_wanted.emit(self._id))
        self.heard.correct.clicked.connect(lambda: model.versions.put_right_wanted.emit(self._id))
        self.more_button.clicked.connect(lambda: self._show_menu(below(self.more_button)))
        self.versions.stepped.connect(lambda by: model.versions.step(self._id, by))
        self.retry_button.clicked.connect(model.retry)
        model.busy_changed.connect(self._show_state)
        application().focusChanged.connect(self._on_focus_changed)

    @property
    def editing(self) -> bool:
        return self.editor is not None

    @property
    def _id(self) -> str:
        return self._line.message.id if self._line is not None else ""

    @property
    def _text(self) -> str:
        return self._line.message.text if self._line is not None else ""

    def show_line(self, line: Line, part: Part | None = None) -> None:
        self._line, self._part = line, part or Part(line.message.text)
        self.prose.show_plain(self._part.text)
        dress(self.bubble, _BUBBLES[self._part.first, self._part.last])
        above, below = (_ROOM if end else 0 for end in (self._part.first, self._part.last))
        self._inside.setContentsMargins(Space.L, above, Space.L, below)
        stand(self, self._part)
        self.files.show_files(line.message.attachments if self._part.first else ())
        self._show_state()

    def arrange(self, width: int) -> int:
        padding = 2 * Space.L
        buttons = sum(each.sizeHint().width() + 2 for each in self._buttons)
        self._roomy = width - buttons - 2 * EDGE >= _LEAST
        room = width - 2 * EDGE - (buttons if self._roomy else 0)
        most = max(120, min(int(width * 0.82), room) - padding)
        self._show_buttons(shown=self._focused() or self.underMouse())
        last_line = self.prose.fontMetrics().lineSpacing()  # the buttons stand in the middle of it
        self._beneath.changeSize(0, max(0, _ROOM + (last_line - self.copy_button.sizeHint().height()) // 2))
        alone = self._part.first and self._part.last  # the parts of a long message are all as wide
        text = self.prose.ideal_width(most) + 2 if alone else most
        self.bubble.setFixedWidth(text + padding)
        self.prose.fit(text)
        return height(self, width)

    def edit(self, written: str = "") -> None:
        """Open the editor in the place of the question; *written* is what was half written there already."""
        self._begin_editing(QUESTION, written, self._model.versions.edit)

    def put_right(self) -> None:
        """Open the editor for what was heard wrongly."""
        self._begin_editing(HEARD, "", self._model.versions.put_right)

    def _begin_editing(self, words: Words, written: str, save: Callable[[str, str], None]) -> None:
        if self._line is None or self.editor is not None:
            return
        self.editor = BetterAnswer(self, words)
        self.editor.saved.connect(lambda text: self._on_saved(text, save))
        self.editor.given_up.connect(self._on_given_up)
        self.editor.entry.document().documentLayout().documentSizeChanged.connect(lambda _size: self.updateGeometry())
        self._layout.insertWidget(1, self.editor)
        self.editor.begin(self._text, written)
        self._show_state()
        self.updateGeometry()

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802 - Qt's name
        self._show_buttons(shown=True)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        self._show_buttons(shown=self._focused())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        self._show_menu(event.globalPos())

    def _on_focus_changed(self, _old: QWidget | None, _now: QWidget | None) -> None:
        self._show_buttons(shown=self._focused() or self.underMouse())

    def _focused(self) -> bool:
        focused = application().focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def _on_saved(self, text: str, save: Callable[[str, str], None]) -> None:
        question = self._id
        self._on_given_up()
        save(question, text)

    def _on_given_up(self) -> None:
        if self.editor is not None:
            self.editor.hide()
            self.editor.deleteLater()
            self.editor = None
        self._show_state()
        self.prose.setFocus(Qt.FocusReason.OtherFocusReason)
        self.updateGeometry()

    def _show_menu(self, place: QPoint) -> None:
        if self._line is not None:
            popup(menu(self._model, self._line, self, self.prose.selected()), place)

    def _on_previewed(self, attachment: Attachment) -> None:
        preview(attachment, self._model.thumbnails, self)

    def _show_state(self) -> None:
        if self._line is None:
            return
        free = not self._model.busy
        words = bool(self._text) or not self._line.message.attachments
        self.bubble.setVisible(words and not self.editing)
        self.edit_button.setEnabled(free)
        self.versions.show_line(self._line, free=free)
        self.heard.show_message(self._line.message, free=free)
        here = self._part.last and not self.editing
        if not here:
            self.versions.hide()
            self.heard.hide()
        put_right = self._line.message.wish is Wish.EDITED and self.heard.isVisibleTo(self)
        self.retry_button.say(_("Ask again") if put_right else _("Try again"))
        self.retry_button.setVisible(self._line.last and free and here)
        self._show_buttons(shown=self._focused() or self.underMouse())

    def _show_buttons(self, *, shown: bool) -> None:
        shown = shown and self._roomy and self._part.last and not self.editing
        for button in self._buttons:
            keep_place(button, keep=self._roomy and not self.editing)
        self.copy_button.setVisible(shown and bool(self._text))
        self.edit_button.setVisible(shown)
        self.more_button.setVisible(shown)
        self.heard.offer(shown=shown)

    def _on_copy(self) -> None:
        copy(self._text, self.copy_button)
