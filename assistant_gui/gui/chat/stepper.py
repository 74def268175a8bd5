"""The arrows that lead from one version of a message to the next."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from assistant_gui.core.language import translated as _
from assistant_gui.gui.chat.transcript import Line
from assistant_gui.gui.icons import IconButton
from assistant_gui.gui.theme import dress


class Stepper(QWidget):
    """Not there while there is one version only."""

    stepped = Signal(int)
    """By how many places."""

    def __init__(self, parent: QWidget | None = None, *, answer: bool) -> None:
        super().__init__(parent)
        self._answer = answer
        self.back = IconButton("left", _("Previous answer") if answer else _("Previous version of the question"))
        self.place = QLabel()
        dress(self.place, "small")
        self.forth = IconButton("right", _("Next answer") if answer else _("Next version of the question"))

        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for part in (self.back, self.place, self.forth):
            layout.addWidget(part)

        self.back.clicked.connect(lambda: self.stepped.emit(-1))
        self.forth.clicked.connect(lambda: self.stepped.emit(1))

    def show_line(self, line: Line, *, free: bool) -> None:
        words = _("Answer {place} of {of}") if self._answer else _("Version {place} of {of}")
        self.place.setText(f"{line.place}/{line.of}")
        self.place.setAccessibleName(words.format(place=line.place, of=line.of))
        self.back.setEnabled(free and line.place > 1)
        self.forth.setEnabled(free and line.place < line.of)
        self.setVisible(line.of > 1)
