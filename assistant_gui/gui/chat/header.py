"""The line above the messages: what the conversation is called, and its settings."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from assistant_gui.core.language import translated as _
from assistant_gui.gui.chat.manner import MannerModel
from assistant_gui.gui.elided import Elided
from assistant_gui.gui.icons import IconButton
from assistant_gui.gui.keytips import does
from assistant_gui.gui.theme import Space, dress

BADGE_WIDTH = 180


class Header(QWidget):
    settings_wanted = Signal()
    temporary_wanted = Signal()

    def __init__(self, manner: MannerModel) -> None:
        super().__init__()
        self.manner = manner
        self.title = Elided()
        dress(self.title, "muted")
        self.badge = QLabel()
        dress(self.badge, "badge")
        self.temporary_button = IconButton("temporary", "")
        does(self.temporary_button, "temporary-chat")
        self.temporary_button.setCheckable(True)
        self.show_temporary(there=False)
        self.settings_button = IconButton("settings", _("Conversation settings"))
        does(self.settings_button, "conversation-settings")
        self.settings_button.setCheckable(True)

        layout = QHBoxLayout(self)
        layout.setContentsMargins(Space.L, Space.L, Space.S, 0)
        layout.setSpacing(Space.S)
        layout.addWidget(self.title, 1)
        layout.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self.temporary_button)
        layout.addWidget(self.settings_button)

        self.temporary_button.clicked.connect(self._on_temporary)
        self.settings_button.clicked.connect(self.settings_wanted)
        manner.changed.connect(self.show_manner)
        self.show_manner()

    def show_temporary(self, *, there: bool) -> None:
        """A temporary chat is open elsewhere."""
        self.temporary_button.setChecked(there)
        self.temporary_button.say(_("Back to the temporary chat") if there else _("Temporary chat"))

    def _on_temporary(self) -> None:
        self.temporary_button.toggle()  # it shows what is, not what was clicked
        self.temporary_wanted.emit()

    def show_title(self, title: str) -> None:
        self.title.setText(title)

    def show_manner(self) -> None:
        """What is not as usual: the name of the preset, or how much was changed."""
        count = len(self.manner.differing)
        preset = self.manner.preset if count else None
        words = preset.name if preset else _("{count} changed").format(count=count)
        self.badge.setText(self.badge.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, BADGE_WIDTH))
        self.badge.setToolTip(words)
        self.badge.setVisible(bool(count))
