"""One message on screen: the person's words in a bubble, or an answer with what can be done with it."""

from typing import Protocol

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from assistant_gui.core.conversation import Attachment, Rating, State
from assistant_gui.core.language import translated as _
from assistant_gui.gui.chat.actions import Actions, copy, copy_button
from assistant_gui.gui.chat.better import BetterAnswer
from assistant_gui.gui.chat.preview import preview
from assistant_gui.gui.chat.prose import Prose, spoken_name
from assistant_gui.gui.chat.sentfiles import SentFiles
from assistant_gui.gui.chat.transcript import Line
from assistant_gui.gui.chat.viewmodel import ChatViewModel
from assistant_gui.gui.cutting import Part
from assistant_gui.gui.formulas import Formulas
from assistant_gui.gui.icons import TextButton
from assistant_gui.gui.markdown import Renderer
from assistant_gui.gui.theme import Space, dress

_EDGE = Space.S
"""Text stands this far inside, so that it lines up with the icons below, which have room around them."""
_BUBBLES = {
    (True, True): "bubble",
    (True, False): "bubble-first",
    (False, False): "bubble-middle",
    (False, True): "bubble-last",
}
"""By whether a part is the first, and the last, of its message."""


class MessageWidget(Protocol):
    """What the list needs of either kind."""

    @property
    def editing(self) -> bool:
        """The person is writing in it: it must not be given to another message."""
        ...

    def show_line(self, line: Line, part: Part | None = None) -> None:
        """Show *part* of a message; without one, all of it."""
        ...

    def arrange(self, width: int) -> int:
        """Be *width* wide; return the height this takes."""
        ...


class PersonMessage(QWidget):
    editing = False

    def __init__(self, model: ChatViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""

        self.files = SentFiles(model.thumbnails)
        self.bubble = QFrame()
        dress(self.bubble, "bubble")
        self.prose = Prose()
        self.prose.setAccessibleName(spoken_name(answer=False))
        self.copy_button = copy_button()
        _keep_place(self.copy_button)
        self.copy_button.hide()
        self.retry_button = TextButton("retry", _("Try again"), look="quiet")
        self.retry_button.setToolTip(_("There is no answer yet; ask for one"))

        inside = QVBoxLayout(self.bubble)
        inside.setContentsMargins(Space.L, Space.M - 2, Space.L, Space.M - 2)
        inside.addWidget(self.prose)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addStretch(1)
        row.addWidget(self.retry_button)
        row.addWidget(self.copy_button, 0, Qt.AlignmentFlag.AlignBottom)
        row.addWidget(self.bubble)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_EDGE, Space.S, _EDGE, Space.M)
        layout.setSpacing(Space.S)
        layout.addWidget(self.files)
        layout.addLayout(row)

        self._model = model
        self._last = False
        self._narrow = True
        """It may be narrower than there is room; the parts of a long message are all as wide."""
        self.files.previewed.connect(self._on_previewed)
        self.copy_button.clicked.connect(self._on_copy)
        self.retry_button.clicked.connect(model.retry)
        model.busy_changed.connect(self._show_retry)

    def show_line(self, line: Line, part: Part | None = None) -> None:
        part = part or Part(line.message.text)
        self._text = line.message.text
        self._last = line.last and part.last
        self._narrow = part.first and part.last
        self.prose.show_plain(part.text)
        dress(self.bubble, _BUBBLES[part.first, part.last])
        _stand(self, part)
        self.files.show_files(line.message.attachments if part.first else ())
        words = bool(self._text) or not line.message.attachments
        self.bubble.setVisible(words)
        _keep_place(self.copy_button, keep=words)
        self._show_retry()

    def arrange(self, width: int) -> int:
        padding = 2 * Space.L
        most = max(120, int(width * 0.82) - padding - 40)
        text = self.prose.ideal_width(most) + 2 if self._narrow else most
        self.bubble.setFixedWidth(text + padding)
        self.prose.fit(text)
        return _height(self, width)

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802 - Qt's name
        self.copy_button.setVisible(bool(self._text))

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        self.copy_button.hide()

    def _on_previewed(self, attachment: Attachment) -> None:
        preview(attachment, self._model.thumbnails, self)

    def _show_retry(self) -> None:
        self.retry_button.setVisible(self._last and not self._model.busy)

    def _on_copy(self) -> None:
        copy(self._text, self.copy_button)


class AnswerMessage(QWidget):
    def __init__(
        self, model: ChatViewModel, renderer: Renderer, formulas: Formulas, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.model = model
        self._renderer = renderer
        self._line: Line | None = None
        self._part = Part("")
        self.waiting = QLabel()
        dress(self.waiting, "muted")
        self.prose = Prose(formulas)
        self.prose.setAccessibleName(spoken_name(answer=True))
        self.editor: BetterAnswer | None = None
        self.mark = QLabel()
        self.mark.setTextFormat(Qt.TextFormat.PlainText)
        self.retry_button = TextButton("retry", _("Try again"), look="quiet")
        self.below = Actions()

        marks = QHBoxLayout()
        marks.setSpacing(Space.XS)
        marks.addWidget(self.mark)
        marks.addWidget(self.retry_button)
        marks.addStretch(1)
        self._column = QVBoxLayout()
        self._column.setContentsMargins(_EDGE, 0, _EDGE, 0)
        self._column.setSpacing(Space.XS)
        self._column.addWidget(self.waiting)
        self._column.addWidget(self.prose)
        self._column.addLayout(marks)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, Space.S, 0, Space.M)
        layout.setSpacing(Space.XS)
        layout.addLayout(self._column)
        layout.addWidget(self.below)

        self.retry_button.clicked.connect(self._on_retry)
        self.below.copy.clicked.connect(self._on_copy)
        self.below.regenerate.clicked.connect(lambda: model.versions.another(self._id))
        self.below.up.clicked.connect(lambda: model.feedback.rate(self._id, Rating.UP))
        self.below.down.clicked.connect(lambda: model.feedback.rate(self._id, Rating.DOWN))
        self.below.better.clicked.connect(lambda: self.edit())
        self.below.back.clicked.connect(lambda: model.versions.step(self._id, -1))
        self.below.forth.clicked.connect(lambda: model.versions.step(self._id, 1))
        model.busy_changed.connect(self._show_actions)

    @property
    def editing(self) -> bool:
        return self.editor is not None

    @property
    def _id(self) -> str:
        return self._line.message.id if self._line is not None else ""

    def show_line(self, line: Line, part: Part | None = None) -> None:
        if part is None:
            part = self._part if line is self._line else Part(line.message.text)
        self._line, self._part = line, part
        message = line.message
        waits = line.growing and not message.text
        reads = _("Reading… {percent} %").format(percent=round(line.reading * 100))
        self.waiting.setText(reads if 0 < line.reading < 1 else _("Thinking…"))
        self.waiting.setVisible(waits)
        self.prose.setVisible(bool(message.text) and not self.editing)
        if message.text:
            self.prose.show_pieces(self._renderer.part(part, growing=line.growing and part.last))
        _stand(self, part)
        self._show_mark(message.state)
        self._show_actions()

    def arrange(self, width: int) -> int:
        self.prose.fit(width - 2 * _EDGE)
        return _height(self, width)

    def edit(self, written: str = "") -> None:
        """Open the editor in the place of the answer; *written* is what was half written there already."""
        if self._line is None or self.editor is not None:
            return
        self.editor = BetterAnswer(self)
        self.editor.saved.connect(self._on_saved)
        self.editor.given_up.connect(self._on_given_up)
        self.editor.entry.document().documentLayout().documentSizeChanged.connect(lambda _size: self.updateGeometry())
        self._column.insertWidget(1, self.editor)
        self.editor.lower()  # first among the children, as it is on screen: Tab goes by that
        self.editor.begin(self._line.message.text, written)
        self.show_line(self._line)
        self.updateGeometry()

    def _on_saved(self, text: str) -> None:
        message = self._id
        self._on_given_up()
        self.model.versions.correct(message, text)

    def _on_given_up(self) -> None:
        if self.editor is not None:
            self.editor.hide()
            self.editor.deleteLater()
            self.editor = None
        if self._line is not None:
            self.show_line(self._line)
        self.below.better.setFocus(Qt.FocusReason.OtherFocusReason)
        self.updateGeometry()

    def _show_mark(self, state: State) -> None:
        words = {State.STOPPED: _("Stopped"), State.BROKEN: _("The answer broke off.")}.get(state, "")
        self.mark.setText(words)
        dress(self.mark, "error" if state == State.BROKEN else "small")
        self.mark.setVisible(bool(words) and self._part.last)
        self.retry_button.setVisible(bool(words) and self._part.last)

    def _show_actions(self) -> None:
        if self._line is None:
            return
        line, free = self._line, not self.model.busy
        self.below.show_line(line, free=free)
        here = self._part.last and not self.editing
        _keep_place(self.below, keep=here)  # so that nothing jumps when the answer is whole
        self.below.setVisible(here and not line.growing)
        self.retry_button.setEnabled(free)

    def _on_retry(self) -> None:
        if self._line is None:
            return
        if self._line.last and self._line.message.state == State.BROKEN:
            self.model.retry()
        else:
            self.model.versions.again(self._id)

    def _on_copy(self) -> None:
        if self._line is not None:
            copy(self._line.message.text, self.below.copy)


def _stand(widget: QWidget, part: Part) -> None:
    """Leave room above and below a message, and none between its parts."""
    layout = widget.layout()
    if layout is not None:
        edges = layout.contentsMargins()
        edges.setTop(Space.S if part.first else 0)
        edges.setBottom(Space.M if part.last else 0)
        layout.setContentsMargins(edges)


def _height(widget: QWidget, width: int) -> int:
    """How high *widget* is when it is *width* wide, now: Qt tells layouts of changes below them only later."""
    for inner in reversed(widget.findChildren(QFrame)):
        below = inner.layout()
        if below is not None:
            below.activate()
    layout = widget.layout()
    if layout is None:
        return widget.sizeHint().height()
    layout.activate()
    return max(layout.totalHeightForWidth(width), 0) if layout.hasHeightForWidth() else layout.totalSizeHint().height()


def _keep_place(widget: QWidget, *, keep: bool = True) -> None:
    """Let *widget* take its room while it is hidden, too."""
    policy = widget.sizePolicy()
    policy.setRetainSizeWhenHidden(keep)
    widget.setSizePolicy(policy)
