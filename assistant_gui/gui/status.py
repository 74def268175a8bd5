"""The line at the foot of the window: which model answers, how the engines are, whether the microphone is on."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from assistant_gui.core.events import Event, Floor, FloorChanged, ModelChanged, RoleChanged, RoleState
from assistant_gui.core.language import N_
from assistant_gui.core.language import translated as _
from assistant_gui.gui.elided import Elided
from assistant_gui.gui.theme import Space, colours, dress

_NAMES = {"language": N_("Answers"), "speech": N_("Speech"), "audio": N_("Sound")}
_STATES = {
    RoleState.STARTING: N_("starting…"),
    RoleState.READY: N_("ready"),
    RoleState.RESTARTING: N_("restarting…"),
    RoleState.FAILED: N_("not running"),
    RoleState.ENDED: N_("off"),
}
_EARS = {
    Floor.ARMED: N_("The microphone waits for the wake word"),
    Floor.LISTENING: N_("The microphone is on"),
    Floor.HEARING: N_("The microphone is on"),
}
"""Said wherever one is in the window while somebody could be heard."""


class StatusLine(QWidget):
    """Takes the events of a Bridge."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._roles: dict[str, RoleState] = {}
        self._model = ""
        self._floor = Floor.OFF

        self.dot = _Dot()
        self.words = Elided()
        dress(self.words, "small")

        layout = QHBoxLayout(self)
        layout.setContentsMargins(Space.M, Space.XS, Space.M, Space.XS)
        layout.setSpacing(Space.S)
        layout.addWidget(self.dot)
        layout.addWidget(self.words, 1)
        self._show()

    @Slot(object)
    def on_event(self, event: Event) -> None:
        match event:
            case RoleChanged(role=role, state=state, detail=detail):
                self._roles[role] = state
                self.setToolTip(detail)
                self._show()
            case ModelChanged(title=title):
                self._model = title
                self._show()
            case FloorChanged(floor=floor):
                self._floor = floor
                self._show()

    def translate(self) -> None:
        self._show()

    def _show(self) -> None:
        language = self._roles.get("language")
        shown = worst(self._roles.values())
        parts = [self._model or _(_NAMES["language"])]
        if language is not None and language is not RoleState.READY:
            parts[0] = _("{name}: {state}").format(name=parts[0], state=_(_STATES[language]))
        for role, state in self._roles.items():
            if role != "language" and state not in (RoleState.READY, RoleState.ENDED):
                parts.append(_("{name}: {state}").format(name=_(_NAMES.get(role, role)), state=_(_STATES[state])))
        if self._floor in _EARS:
            parts.insert(0, _(_EARS[self._floor]))
        self.words.setText(" · ".join(parts))
        self.words.setAccessibleName(_("{parts}, {state}").format(parts=", ".join(parts), state=_(_STATES[shown])))
        self.dot.show_state(shown)


def worst(states: Iterable[RoleState]) -> RoleState:
    """What the dot shows for all of them."""
    found = set(states)
    for state in (RoleState.FAILED, RoleState.RESTARTING, RoleState.STARTING, RoleState.READY):
        if state in found:
            return state
    return RoleState.ENDED


class _Dot(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._state = RoleState.ENDED
        self.setFixedSize(9, 9)

    def show_state(self, state: RoleState) -> None:
        self._state = state
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        now = colours()
        colour = {RoleState.READY: now.meter, RoleState.FAILED: now.danger, RoleState.ENDED: now.edge}
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour.get(self._state, now.warning)))
        painter.drawEllipse(self.rect().adjusted(0, 0, -1, -1))
