"""The card with the keys that are held to talk from any program."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from assistant_gui.core.language import translated as _
from assistant_gui.gui.anywhere.talking import TalkAnywhere
from assistant_gui.gui.flow import Flow
from assistant_gui.gui.icons import IconButton
from assistant_gui.gui.pieces import Card, label, show_text
from assistant_gui.gui.settings.keys import KeysButton


class AnywhereCard(Card):
    """Draws a TalkAnywhere."""

    def __init__(self, model: TalkAnywhere, parent: QWidget | None = None) -> None:
        title = _("Talk from anywhere")
        super().__init__(title, parent)
        self.model = model
        self.keys = KeysButton(title)
        self.none = IconButton("undo", _("Talk in this window only"))
        self.trouble = label(look="error")

        self.inside.addWidget(label(_("Hold these keys to talk, whichever program is in front."), "muted"))
        self.inside.addWidget(Flow(self.keys, self.none))
        self.inside.addWidget(self.trouble)

        self.keys.chosen.connect(model.use)
        self.none.clicked.connect(lambda: model.use(""))
        model.changed.connect(self._show)
        self._show()

    @Slot()
    def _show(self) -> None:
        self.keys.show_keys(self.model.shown)
        self.none.setVisible(bool(self.model.keys))
        show_text(self.trouble, self.model.trouble)
