"""The first start: one page at a time, and a way out at any moment."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from assistant_gui.core.language import translated as _
from assistant_gui.gui.pieces import Notice
from assistant_gui.gui.taborder import put_behind
from assistant_gui.gui.theme import Space, colours, dress
from assistant_gui.gui.welcome.pages import HelloPage, ModelsPage, SoundPage
from assistant_gui.gui.welcome.viewmodel import Step, WelcomeModel

WIDTH = 560
DOT = 8


class Dots(QWidget):
    """How far one is, as three dots."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(len(Step) * 2 * DOT + DOT, DOT + 2)
        self.show_step(Step.MODELS)

    def show_step(self, step: Step) -> None:
        self._step = step
        self.setAccessibleName(_("Step {step} of {steps}").format(step=step + 1, steps=len(Step)))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        x = 1
        for step in Step:
            here = step is self._step
            painter.setBrush(QColor(colours().accent if here else colours().pressed))
            width = 2 * DOT if here else DOT
            painter.drawRoundedRect(x, 1, width, DOT, DOT / 2, DOT / 2)
            x += width + DOT // 2 + 2


class WelcomeView(QWidget):
    """Draws a WelcomeModel."""

    def __init__(self, model: WelcomeModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = model

        dress(self, "page")
        self.pages = QStackedWidget()
        self.models = ModelsPage(model)
        self.hello = HelloPage(model)
        self.sound = SoundPage(model)
        self.notice = Notice()
        self.dots = Dots()
        self.skip = QPushButton(_("Skip to the chat"))
        self.back = QPushButton(_("Back"))
        self.next = QPushButton()
        dress(self.skip, "quiet")
        dress(self.back, "quiet")
        dress(self.next, "primary")

        self._lay_out()

        self.skip.clicked.connect(model.finish)
        self.back.clicked.connect(self._on_back)
        self.next.clicked.connect(self._on_next)
        model.step_changed.connect(self._on_step)
        model.arrivals_changed.connect(self._on_arrivals)
        model.notice.connect(self.notice.tell)
        self._on_step(model.step)

    def _lay_out(self) -> None:
        for page in (self.models, self.hello, self.sound):
            self.pages.addWidget(page)
        inner = QWidget()
        dress(inner, "page")
        middle = QHBoxLayout(inner)
        middle.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.M)
        column = QWidget()
        column.setMaximumWidth(WIDTH)
        inside = QVBoxLayout(column)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(Space.M)
        inside.addStretch(1)
        inside.addWidget(self.dots)
        inside.addWidget(self.notice)
        inside.addWidget(self.pages, 3)
        inside.addStretch(1)
        middle.addStretch(1)
        middle.addWidget(column, 1000)
        middle.addStretch(1)
        scrolled = QScrollArea()
        scrolled.setFrameShape(QFrame.Shape.NoFrame)
        scrolled.setWidgetResizable(True)
        scrolled.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scrolled.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scrolled.setWidget(inner)
        foot = QHBoxLayout()
        foot.setContentsMargins(Space.XL, Space.S, Space.XL, Space.L)
        foot.addWidget(self.skip)
        foot.addStretch(1)
        foot.addWidget(self.back)
        foot.addWidget(self.next)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(scrolled, 1)
        layout.addLayout(foot)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        if not self.model.starters:
            self.model.begin()

    @Slot()
    def _on_back(self) -> None:
        self.model.go_to(Step(self.model.step - 1))

    @Slot()
    def _on_next(self) -> None:
        if self.model.step is Step.SOUND:
            self.model.finish()
        else:
            self.model.go_to(Step(self.model.step + 1))

    @Slot(object)
    def _on_step(self, step: Step) -> None:
        self.pages.setCurrentIndex(step)
        self.dots.show_step(step)
        self.back.setVisible(step is not Step.MODELS)
        self.skip.setVisible(step is not Step.SOUND)
        self.next.setText(_("Start chatting") if step is Step.SOUND else _("Next"))
        self._on_arrivals()
        if step is Step.HELLO:
            (self.hello.talk if self.model.can_talk else self.hello.entry).setFocus()
        else:
            self.next.setFocus()

    @Slot()
    def _on_arrivals(self) -> None:
        self.next.setEnabled(self.model.can_type)
        put_behind(self.models, self.skip, self.back, self.next)
