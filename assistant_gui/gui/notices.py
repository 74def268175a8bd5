"""One sentence above the pane: what went wrong, what to do next, and a button that does it."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import translated as _
from assistant_gui.gui.icons import IconButton
from assistant_gui.gui.theme import Space, dress

OFFERED_S = 12.0
"""How long the way back is offered."""


class NoticeBar(QFrame):
    """Shows the newest notice; it stays until it is dismissed, acted on or replaced, an offer for some seconds only."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._act: Callable[[], None] | None = None
        self._error: AssistantError | None = None
        self._passing = QTimer(self, singleShot=True, interval=round(OFFERED_S * 1000))

        self.words = QLabel()
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.action_button = QPushButton()
        self.dismiss_button = IconButton("close", _("Dismiss"))

        layout = QHBoxLayout(self)
        layout.setContentsMargins(Space.L, Space.XS, Space.XS, Space.XS)
        layout.setSpacing(Space.S)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.action_button)
        layout.addWidget(self.dismiss_button, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

        self.action_button.clicked.connect(self._on_action)
        self.dismiss_button.clicked.connect(self.hide)
        self._passing.timeout.connect(self.hide)

    def show_error(self, error: AssistantError, action: str = "", act: Callable[[], None] | None = None) -> None:
        self._show("notice-error", str(error), action, act)
        self._error = error

    def say(self, sentence: str, action: str = "", act: Callable[[], None] | None = None) -> None:
        self._show("notice", sentence, action, act)

    def offer(self, sentence: str, action: str, act: Callable[[], None]) -> None:
        """What was done, and how to undo it."""
        self._show("notice", sentence, action, act)
        self._passing.start()

    def translate(self) -> None:
        """Say it in the language that is spoken now."""
        self.dismiss_button.say(_("Dismiss"))
        if self._error is not None:
            self._say(str(self._error))

    def _show(self, look: str, sentence: str, action: str, act: Callable[[], None] | None) -> None:
        dress(self, look)
        self._act = act
        self._error = None
        self._passing.stop()
        self._say(sentence)
        self.action_button.setText(action)
        self.action_button.setVisible(bool(action))
        self.show()

    def _say(self, sentence: str) -> None:
        self.words.setText(sentence)
        self.setAccessibleName(sentence)

    def _on_action(self) -> None:
        act, self._act = self._act, None
        self.hide()
        if act is not None:
            act()
