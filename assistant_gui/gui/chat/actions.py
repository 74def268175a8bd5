"""The row under an answer: what can be done with it, and how fast it came."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSpacerItem

from assistant_gui.core.conversation import Generator, Message, Origin, Rating, Wish
from assistant_gui.core.language import translated as _
from assistant_gui.gui.chat.stepper import Stepper
from assistant_gui.gui.chat.transcript import Line
from assistant_gui.gui.elided import Elided
from assistant_gui.gui.icons import IconButton
from assistant_gui.gui.theme import Space, dress

THANKS_MS = 1_500
"""How long Copy shows that it did."""


def figures(made_by: Generator | None) -> str:
    """How fast an answer came, on one line."""
    if made_by is None or not made_by.tokens:
        return ""
    return _("{speed} tokens/s · first after {seconds} s").format(
        speed=f"{made_by.tokens_per_s:.3g}" if made_by.tokens_per_s < 10 else f"{made_by.tokens_per_s:.0f}",
        seconds=f"{made_by.ttft_ms / 1000:.2f}",
    )


def badge(message: Message) -> str:
    """How an answer came to be, when it is not simply the first one."""
    origins = {Origin.CORRECTION: _("Your better answer"), Origin.IMPORTED: _("Imported")}
    wishes = {Wish.SHORTER: _("Shorter"), Wish.LONGER: _("Longer"), Wish.CONTINUED: _("Continued")}
    return origins.get(message.origin) or (wishes.get(message.wish, "") if message.wish else "")


class Actions(QFrame):
    def __init__(self) -> None:
        super().__init__()
        self.versions = Stepper(answer=True)
        self.copy = copy_button()
        self.aloud = IconButton("speaker", _("Read aloud"))
        self.regenerate = IconButton("regenerate", _("Another answer"))
        self.up = IconButton("thumb-up", _("Good answer: learn from it"))
        self.down = IconButton("thumb-down", _("Bad answer"))
        self.better = IconButton("pencil", _("Write a better answer"))
        self.more = IconButton("more", _("More"))
        self.badge = QLabel()
        dress(self.badge, "badge")
        self.figures = Elided()
        dress(self.figures, "small")
        for thumb in (self.up, self.down):
            thumb.setCheckable(True)

        self._after_badge = QSpacerItem(0, 0)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.versions)
        for button in (self.copy, self.aloud, self.regenerate, self.up, self.down, self.better, self.more):
            layout.addWidget(button)
        layout.addSpacing(Space.S)
        layout.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addItem(self._after_badge)
        layout.addWidget(self.figures, 1)

    def show_reading(self, *, reading: bool) -> None:
        """The answer is being read aloud, or not."""
        self.aloud.show_icon("stop" if reading else "speaker")
        self.aloud.say(_("Stop reading") if reading else _("Read aloud"))

    def show_line(self, line: Line, *, free: bool) -> None:
        message = line.message
        self.versions.show_line(line, free=free)
        self.regenerate.setEnabled(free)
        self.better.setEnabled(free)
        self.aloud.setEnabled(free)
        self.up.setChecked(message.rating == Rating.UP)
        self.down.setChecked(message.rating == Rating.DOWN)
        self.badge.setText(badge(message))
        self.badge.setVisible(bool(self.badge.text()))
        self._after_badge.changeSize(Space.S if self.badge.text() else 0, 0)
        self.figures.setText(figures(message.generator))


def copy_button() -> IconButton:
    return IconButton("copy", _("Copy"))


def copy(text: str, button: IconButton) -> None:
    QGuiApplication.clipboard().setText(text)
    thank(button)


def thank(button: IconButton) -> None:
    button.show_icon("tick")
    button.say(_("Copied"))

    def again() -> None:
        button.show_icon("copy")
        button.say(_("Copy"))

    QTimer.singleShot(THANKS_MS, button, again)
