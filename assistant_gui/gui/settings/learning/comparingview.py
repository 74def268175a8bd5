"""The window in which somebody judges two models blind."""

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from assistant_gui.core import comparingwords
from assistant_gui.core.comparing import Choice
from assistant_gui.core.fingerprint import Proof
from assistant_gui.core.language import N_
from assistant_gui.core.language import translated as _
from assistant_gui.gui.chat.prose import Prose
from assistant_gui.gui.composing import Composing
from assistant_gui.gui.flow import Flow
from assistant_gui.gui.markdown import Renderer
from assistant_gui.gui.pieces import Notice, Scrolled, fill, label, picker, show_text, stand_or_lie
from assistant_gui.gui.settings.learning.comparing import ComparingModel, Stage
from assistant_gui.gui.theme import Space, dress

WIDTH, HEIGHT = 860, 680
QUESTION_LINES, ANSWER_LINES = 5, 8
"""At least so many are seen at once; in a low window the whole is scrolled."""
CHOICES = (
    (Choice.LEFT, N_("Left is better"), "1"),
    (Choice.RIGHT, N_("Right is better"), "2"),
    (Choice.GOOD, N_("Both good"), "3"),
    (Choice.BAD, N_("Both bad"), "4"),
    (Choice.SKIP, N_("Skip"), "5"),
)
"""Each with its key."""
SPEAKERS = {"user": N_("You"), "assistant": N_("Assistant")}
STAGES = {
    Stage.READING: N_("Looking for questions that neither has seen…"),
    Stage.ANSWERING: N_("Both are writing their answers…"),
    Stage.JUDGING: N_("Which answer is better? They stand in random order, and names are told at the end."),
    Stage.OUT_OF_QUESTIONS: N_("There are no more questions that were kept aside. Ask some of your own below."),
    Stage.FAILED: N_("They cannot be compared now."),
}
LOOKS = {Proof.SAME: "small", Proof.OTHER: "error", Proof.UNKNOWN: "small"}


class Pane(QFrame):
    """A text under a heading, scrolled where it is too long; it can be reached and scrolled by keys."""

    def __init__(self, title: str, renderer: Renderer) -> None:
        super().__init__()
        dress(self, "sunken")
        self._renderer = renderer
        self.prose = Prose()
        self.prose.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # to choose text in it; Tab goes to what scrolls
        self.prose.setAccessibleName(title)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setMinimumWidth(Space.XXL)  # whatever the text in it is wide
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.area.setAccessibleName(title)
        self.area.viewport().setAutoFillBackground(False)
        inside = QWidget()
        inside.setAutoFillBackground(False)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, Space.S, 0)
        column.addWidget(self.prose)
        column.addStretch(1)
        self.area.setWidget(inside)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(Space.M, Space.S, Space.S, Space.S)
        self._layout.setSpacing(Space.XS)
        self._layout.addWidget(label(title, "small", wraps=False))
        self._layout.addWidget(self.area, 1)

    def show_text(self, text: str) -> None:
        self.prose.show_pieces(self._renderer.rendered(text, growing=False))
        self.area.setAccessibleDescription(text)
        self._fit()
        self.area.verticalScrollBar().setValue(0)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "_layout"):
            self._fit()

    def _fit(self) -> None:
        """As wide as it is beside a scroll bar, whether there is one or not: else each would wait for the other."""
        self._layout.activate()
        width = max(1, self.area.width() - self.area.verticalScrollBar().sizeHint().width() - Space.S)
        self.prose.setFixedWidth(width)
        self.prose.fit(width)


class ComparingDialog(QDialog):
    """Draws a ComparingModel. The rest of the window goes on beside it; closing it ends the comparison."""

    def __init__(self, model: ComparingModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = model
        self.setWindowTitle(_("Compare blind"))
        renderer = Renderer()

        self.words = label(look="heading")
        self.against = picker(_("Compared with"))
        self.against_words = label(_("Compared with"), wraps=False)
        self.against_words.setBuddy(self.against)
        self.progress = label(look="small", wraps=False)
        self.bar = QProgressBar()
        self.bar.setAccessibleName(_("Progress"))
        self.bar.setTextVisible(False)
        self.notice = Notice()
        self.question = Pane(_("The question"), renderer)
        self.left = Pane(_("Left answer"), renderer)
        self.right = Pane(_("Right answer"), renderer)
        for pane, lines in ((self.question, QUESTION_LINES), (self.left, ANSWER_LINES), (self.right, ANSWER_LINES)):
            pane.setMinimumHeight(lines * self.fontMetrics().lineSpacing())
        self.votes = {choice: _vote_button(words, key) for choice, words, key in CHOICES}
        self.own = QLineEdit(placeholderText=_("Or ask both a question of your own"))
        self.own.setAccessibleName(_("A question of your own"))
        Composing(self.own)
        self.ask = QPushButton(_("Ask both"))
        self.ask.setAutoDefault(False)
        self.outcome = label(look="title")
        self.certainty = label()
        self.ties = label(look="muted")
        self.weights = [label(), label()]
        self.stop = QPushButton(_("Stop and tell"))
        self.stop.setAutoDefault(False)
        self.close_button = QPushButton(_("Close"))
        self.close_button.setAutoDefault(False)  # or Return in the entry would press it

        self._lay_out()

        for choice, button in self.votes.items():
            button.clicked.connect(lambda _on=False, choice=choice: model.choose(choice))
        self.against.activated.connect(model.choose_match)
        self.own.returnPressed.connect(self._on_ask)
        self.ask.clicked.connect(self._on_ask)
        self.stop.clicked.connect(model.reveal)
        self.close_button.clicked.connect(self.reject)
        model.changed.connect(self._show)
        self._show()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.against_words)
        top.addWidget(self.against, 1)
        top.addWidget(self.progress)
        self.panes = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.panes.setSpacing(Space.M)
        self.panes.addWidget(self.left, 1)
        self.panes.addWidget(self.right, 1)
        page = QWidget()
        judging = QVBoxLayout(page)
        judging.setContentsMargins(0, 0, 0, 0)
        judging.setSpacing(Space.M)
        judging.addWidget(self.question, 1)
        judging.addLayout(self.panes, 3)
        self.judging = Scrolled(page)
        self.vote_row = Flow(*self.votes.values())
        self.asking = QWidget()
        own = QHBoxLayout(self.asking)
        own.setContentsMargins(0, 0, 0, 0)
        own.addWidget(self.own, 1)
        own.addWidget(self.ask)
        self.told = QWidget()
        told = QVBoxLayout(self.told)
        told.setContentsMargins(0, 0, 0, 0)
        told.setSpacing(Space.M)
        for part in (self.outcome, self.certainty, self.ties, *self.weights):
            told.addWidget(part)
        told.addStretch(1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.stop)
        foot.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(self.words)
        layout.addLayout(top)
        layout.addWidget(self.bar)
        layout.addWidget(self.notice)
        layout.addWidget(self.judging, 1)
        layout.addWidget(self.vote_row)
        layout.addWidget(self.told, 1)
        layout.addStretch(0)
        layout.addWidget(self.asking)
        layout.addLayout(foot)
        larger = max(1.0, self.fontMetrics().height() / 21)
        room = self.screen().availableSize()
        self.resize(min(round(WIDTH * larger), room.width()), min(round(HEIGHT * larger), room.height()))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        stand_or_lie(self.panes, event.size().width() // 2 - Space.XL, self.fontMetrics())
        self._fit()

    def _fit(self) -> None:
        """No lower than all buttons need at this width."""
        layout = self.layout()
        if layout is not None:
            least = layout.totalMinimumHeightForWidth(self.width())
            self.setMinimumHeight(min(least, self.screen().availableSize().height()))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """What an entry does not take: a digit is a vote."""
        choice = next((choice for choice, _words, key in CHOICES if key == event.text()), None)
        if choice is None:
            super().keyPressEvent(event)
        elif self.votes[choice].isEnabled():
            self.votes[choice].click()

    def done(self, result: int) -> None:
        self.model.end()
        super().done(result)

    @Slot()
    def _on_ask(self) -> None:
        if self.own.text().strip():
            self.model.ask(self.own.text())
            self.own.clear()

    @Slot()
    def _show(self) -> None:
        model = self.model
        stage = model.stage
        over = stage in (Stage.REVEALED, Stage.FAILED)
        show_text(self.words, _(STAGES[stage]) if stage in STAGES else "")
        self.notice.tell(model.error)
        self._show_matches()
        show_text(self.progress, "" if over or not model.total else _progress(model))
        self.bar.setVisible(not over and bool(model.total))
        self.bar.setRange(0, max(1, model.total))
        self.bar.setValue(model.number)
        self._show_answers()
        self.asking.setVisible(model.match is not None and not over)
        self.stop.setVisible(not over and bool(model.count.asked))
        self.told.setVisible(stage is Stage.REVEALED)
        self.close_button.setDefault(over)
        dress(self.close_button, "primary" if over else "")
        if stage is Stage.REVEALED:
            self._show_outcome()
        self._fit()

    def _show_matches(self) -> None:
        titles = [_named(each.old.title, base=not each.old.adapter) for each in self.model.matches]
        if [self.against.itemText(place) for place in range(self.against.count())] != titles:
            fill(self.against, [(str(place), title) for place, title in enumerate(titles)], "0")
        self.against_words.setVisible(bool(titles))
        self.against.setVisible(bool(titles))
        self.against.setEnabled(len(titles) > 1)

    def _show_answers(self) -> None:
        blind = self.model.blind
        self.judging.setVisible(blind is not None)
        self.vote_row.setVisible(blind is not None)
        for button in self.votes.values():
            button.setEnabled(blind is not None)
        if blind is not None:
            self.question.show_text(_dialogue(blind.answers.question.messages))
            self.left.show_text(blind.left)
            self.right.show_text(blind.right)
            if self.focusWidget() is not self.own:
                self.left.area.setFocus()

    def _show_outcome(self) -> None:
        model = self.model
        if model.match is None:
            return
        old = model.match.old.title
        self.outcome.setText(comparingwords.outcome(model.count, old))
        show_text(self.certainty, comparingwords.certainty(model.count))
        show_text(self.ties, comparingwords.ties(model.count, model.same))
        for shown in self.weights:
            show_text(shown, "")
        for shown, proven in zip(self.weights, model.proofs, strict=False):
            show_text(shown, comparingwords.weights(proven))
            dress(shown, LOOKS[proven.proof])
        if not model.proofs:
            show_text(self.weights[0], model.unproven or _("Which weights answered is being measured…"))
        self.close_button.setFocus()


def _vote_button(words: str, key: str) -> QPushButton:
    made = QPushButton(_("{choice} ({key})").format(choice=_(words), key=key))
    made.setAccessibleName(_(words))
    made.setAutoDefault(False)
    return made


def _progress(model: ComparingModel) -> str:
    return _("{number} of {total}").format(number=min(max(1, model.number), model.total), total=model.total)


def _named(title: str, *, base: bool) -> str:
    return _("the base, {title}").format(title=title) if base else title


def _dialogue(messages: tuple[tuple[str, str], ...]) -> str:
    """The question, and below it what was said before."""
    *before, (_role, question) = [each for each in messages if each[0] != "system"] or [("user", "")]
    said = [f"**{_(SPEAKERS.get(role, role))}:** {text}" for role, text in before]
    return "\n\n".join([question, *([f"*{_('Said before:')}*", *said] if said else [])])
