"""An answer on screen, with what can be done with it."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from assistant_gui.core.conversation import Message, Rating, State, Wish
from assistant_gui.core.language import translated as _
from assistant_gui.gui.chat.actions import Actions, copy
from assistant_gui.gui.chat.better import BetterAnswer
from assistant_gui.gui.chat.framing import EDGE, below, height, keep_place, popup, stand
from assistant_gui.gui.chat.offers import can_go_on, menu
from assistant_gui.gui.chat.probabilities import Probabilities
from assistant_gui.gui.chat.prose import Prose, spoken_name
from assistant_gui.gui.chat.reasons import Reasons
from assistant_gui.gui.chat.transcript import Line
from assistant_gui.gui.chat.unheard import letters_in
from assistant_gui.gui.chat.viewmodel import ChatViewModel
from assistant_gui.gui.cutting import Part
from assistant_gui.gui.flow import Flow
from assistant_gui.gui.formulas import Formulas
from assistant_gui.gui.icons import TextButton
from assistant_gui.gui.markdown import Renderer
from assistant_gui.gui.theme import Space, dress


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
        self.mark.setWordWrap(True)
        self.continue_button = TextButton("play", _("Continue"), look="quiet")
        self.continue_button.setToolTip(_("Write on where the answer ends"))
        self.retry_button = TextButton("retry", _("Try again"), look="quiet")
        self.below = Actions()
        self.reasons: Reasons | None = None
        self.likely: Probabilities | None = None

        marks = Flow(self.mark, self.continue_button, self.retry_button, gap=Space.XS)
        self._column = QVBoxLayout()
        self._column.setContentsMargins(EDGE, 0, EDGE, 0)
        self._column.setSpacing(Space.XS)
        self._column.addWidget(self.waiting)
        self._column.addWidget(self.prose)
        self._column.addWidget(marks)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, Space.S, 0, Space.M)
        layout.setSpacing(Space.XS)
        layout.addLayout(self._column)
        layout.addWidget(self.below)
        self._layout = layout

        self.prose.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)  # ours, below
        self.continue_button.clicked.connect(lambda: model.versions.again(self._id, Wish.CONTINUED))
        self.retry_button.clicked.connect(self._on_retry)
        self.below.copy.clicked.connect(self._on_copy)
        self.below.regenerate.clicked.connect(lambda: model.versions.another(self._id))
        self.below.up.clicked.connect(lambda: model.feedback.rate(self._id, Rating.UP))
        self.below.down.clicked.connect(lambda: model.feedback.rate(self._id, Rating.DOWN))
        self.below.better.clicked.connect(lambda: model.versions.edit_wanted.emit(self._id))
        self.below.aloud.clicked.connect(lambda: model.aloud.toggle(self._id))
        self.below.more.clicked.connect(lambda: self._show_menu(below(self.below.more)))
        self.below.versions.stepped.connect(lambda by: model.versions.step(self._id, by))
        model.busy_changed.connect(self._show_actions)
        model.aloud.changed.connect(self._show_actions)
        model.feedback.asking_changed.connect(self._show_reasons)
        model.weighing.changed.connect(self._show_likely)

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
        if message.text:
            self.prose.show_pieces(self._renderer.part(part, growing=line.growing and part.last))
        whole = part.first and part.last
        self.prose.mute_after(letters_in(message.text[: message.heard]) if _unheard(message) and whole else None)
        stand(self, part)
        self._show_mark(message)
        self._show_actions()
        self._show_reasons()
        self._show_likely()

    def arrange(self, width: int) -> int:
        self.prose.fit(width - 2 * EDGE)
        self._fit_mark(width - 2 * EDGE)
        if self.likely is not None:
            self.likely.fit(width - 2 * EDGE)
        return height(self, width)

    def _fit_mark(self, width: int) -> None:
        """Keep it on one line where there is room: a label that may wrap asks for less than its words take."""
        words = self.mark.fontMetrics().horizontalAdvance(self.mark.text()) + 2
        self.mark.setMinimumWidth(min(words, width))

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

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        self._show_menu(event.globalPos())

    def _show_menu(self, place: QPoint) -> None:
        if self._line is not None and not self._line.growing and not self.editing:
            popup(menu(self.model, self._line, self, self.prose.selected()), place)

    def _show_mark(self, message: Message) -> None:
        cut = {State.STOPPED: _("Stopped"), State.BROKEN: _("The answer broke off.")}.get(message.state, "")
        if _unheard(message):
            cut = {
                State.STOPPED: _("Stopped: what is grey was not heard."),
                State.BROKEN: _("The answer broke off: what is grey was not heard."),
            }.get(message.state, "")
        full = can_go_on(message) and not cut
        self.mark.setText(cut or (_("Cut off at the longest answer that is allowed.") if full else ""))
        dress(self.mark, "error" if message.state == State.BROKEN else "small")
        here = self._part.last
        self.mark.setVisible(here and (bool(cut) or full))
        self.continue_button.setVisible(here and can_go_on(message))
        self.retry_button.setVisible(here and bool(cut))

    def _show_reasons(self) -> None:
        message = self._line.message if self._line is not None else None
        asking = message is not None and self._part.last and message.id == self.model.feedback.asking
        asked = message is not None and asking and message.rating == Rating.DOWN and not self.editing
        if asked and self.reasons is None:
            self.reasons = Reasons(self)
            self.reasons.explained.connect(self.model.feedback.explain)
            self.reasons.closed.connect(self._on_reasons_closed)
            framed = QHBoxLayout()
            framed.setContentsMargins(EDGE, 0, EDGE, 0)
            framed.addWidget(self.reasons)
            self._layout.addLayout(framed)
        if self.reasons is not None:
            if asked and message is not None:
                self.reasons.show_message(message)
            if self.reasons.isHidden() == asked:
                self.reasons.setVisible(asked)
                self.updateGeometry()

    def _on_reasons_closed(self) -> None:
        self.below.down.setFocus(Qt.FocusReason.OtherFocusReason)  # or Qt hands it on to whatever comes next
        self.model.feedback.ask("")

    def _show_likely(self) -> None:
        """In the place of the answer, if it is asked for."""
        weighing, message = self.model.weighing, self._line.message if self._line is not None else None
        asked = message is not None and weighing.message == message.id and not self.editing
        here = asked and self._part.last
        if here and self.likely is None:
            self.likely = Probabilities(self)
            self.likely.left.connect(weighing.close)
            self._column.insertWidget(self._column.indexOf(self.prose) + 1, self.likely)
            self.likely.lower()  # as with the editor
        self.prose.setVisible(message is not None and bool(message.text) and not self.editing and not asked)
        if self.likely is not None:
            self.likely.setVisible(here)
            if here:
                self.likely.show_state(weighing)
        self.updateGeometry()

    def _show_actions(self) -> None:
        if self._line is None:
            return
        line, free = self._line, not self.model.busy
        self.below.show_line(line, free=free)
        self.below.show_reading(reading=line.message.id == self.model.aloud.reading)
        here = self._part.last and not self.editing
        keep_place(self.below, keep=here)  # so that nothing jumps when the answer is whole
        self.below.setVisible(here and not line.growing)
        self.retry_button.setEnabled(free)
        self.continue_button.setEnabled(free)

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


def _unheard(message: Message) -> bool:
    """It was cut short aloud, and some of what is written was not heard."""
    return message.spoken and message.heard is not None and bool(message.text[message.heard :].strip())
