"""The row under an answer: what can be done with it, and how fast it came."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from assistant_gui.core.conversation import Generator, Origin, Rating
from assistant_gui.core.language import translated as _
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


class Actions(QFrame):
    def __init__(self) -> None:
        super().__init__()
        self.back = IconButton("left", _("Previous answer"))
        self.place = QLabel()
        dress(self.place, "small")
        self.forth = IconButton("right", _("Next answer"))
        self.copy = copy_button()
        self.regenerate = IconButton("regenerate", _("Answer again"))
        self.up = IconButton("thumb-up", _("Good answer: learn from it"))
        self.down = IconButton("thumb-down", _("Bad answer"))
        self.better = IconButton("pencil", _("Write a better answer"))
        self.badge = QLabel()
        dress(self.badge, "badge")
        self.figures = Elided()
        dress(self.figures, "small")
        for thumb in (self.up, self.down):
            thumb.setCheckable(True)

        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for part in (self.back, self.place, self.forth):
            layout.addWidget(part)
        for button in (self.copy, self.regenerate, self.up, self.down, self.better):
            layout.addWidget(button)
        layout.addSpacing(Space.S)
        layout.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self.figures, 1)

    def show_line(self, line: Line, *, free: bool) -> None:
        message = line.message
        for part in (self.back, self.place, self.forth):
            part.setVisible(line.of > 1)
        self.place.setText(f"{line.place}/{line.of}")
        self.place.setAccessibleName(_("Answer {place} of {of}").format(place=line.place, of=line.of))
        self.back.setEnabled(free and line.place > 1)
        self.forth.setEnabled(free and line.place < line.of)
        self.regenerate.setEnabled(free)
        self.better.setEnabled(free)
        self.up.setChecked(message.rating == Rating.UP)
        self.down.setChecked(message.rating == Rating.DOWN)
        origins = {Origin.CORRECTION: _("Your better answer"), Origin.IMPORTED: _("Imported")}
        self.badge.setText(origins.get(message.origin, ""))
        self.badge.setVisible(message.origin in origins)
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
