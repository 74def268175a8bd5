"""The chat pane with what is around it: the header above, the conversation's settings beside."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from assistant_gui.gui.chat.header import Header
from assistant_gui.gui.chat.manner import MannerModel
from assistant_gui.gui.chat.mannerpanel import WIDTH, MannerPanel
from assistant_gui.gui.chat.room import RoomModel
from assistant_gui.gui.chat.roommeter import RoomMeter, SummaryMark
from assistant_gui.gui.chat.view import ChatView
from assistant_gui.gui.chat.viewmodel import ChatViewModel
from assistant_gui.gui.flow import Flow
from assistant_gui.gui.theme import Space, dress

BESIDE = 21
"""Lines of text, by their height, that the chat is wide at least when the settings are beside it."""


class ChatPane(QWidget):
    """Joins the views of three view-models; they do not know each other."""

    def __init__(
        self, model: ChatViewModel, manner: MannerModel, room: RoomModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.manner = manner
        dress(self, "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

        self.header = Header(manner)
        self.header.show_title(model.title)
        self.chat = ChatView(model)
        self.entry, self.messages = self.chat.entry, self.chat.messages
        self.meter = RoomMeter(room)
        self.mark = SummaryMark(room)
        self.panel = MannerPanel(manner)
        self.panel.setVisible(False)
        self.chat.foot.addWidget(Flow(self.mark, self.meter, to_the_right=True))

        self.main = QWidget()
        below = QVBoxLayout(self.main)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addWidget(self.header)
        below.addWidget(self.chat, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.main, 1)
        layout.addWidget(self.panel)

        self.header.settings_wanted.connect(self.toggle_settings)
        self.panel.closed.connect(self.close_settings)
        self.chat.about_to_send.connect(self.panel.finish)
        self.chat.entry.text.textChanged.connect(lambda: room.typing(self.chat.entry.text.toPlainText()))
        model.retitled.connect(self.header.show_title)

    def toggle_settings(self) -> None:
        if self.panel.isVisible():
            self.close_settings()
            return
        self.manner.read()
        self.panel.show()
        self._arrange()
        self.panel.presets.choice.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_settings(self) -> None:
        self.panel.finish()
        self.panel.hide()
        self._arrange()
        self.chat.entry.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def memory(self) -> object:
        return self.chat.memory()

    def recall(self, memory: object) -> None:
        self.chat.recall(memory)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        wide = max(WIDTH, self.panel.least_width())
        least = self.main.minimumSizeHint().width() + Space.XL  # or it could never be found too narrow
        narrow = self.width() < wide + max(BESIDE * self.fontMetrics().height(), least)
        opened = not self.panel.isHidden()
        self.header.settings_button.setChecked(opened)
        self.main.setVisible(not (narrow and opened))
        self.panel.setMinimumWidth(0 if narrow else wide)
        self.panel.setMaximumWidth(16_777_215 if narrow else wide)
