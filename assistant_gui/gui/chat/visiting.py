"""From somewhere else to one message of a conversation, on whichever branch it is."""

from PySide6.QtCore import QObject, Slot

from assistant_gui.core.ports import Archive
from assistant_gui.gui.chat.viewmodel import ChatViewModel


class Visiting(QObject):
    """Shows conversations in *chat*; lives in the window's thread."""

    def __init__(self, chat: ChatViewModel, archive: Archive, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._chat = chat
        self._archive = archive

    @Slot(str, str)
    def visit(self, conversation: str, message: str) -> None:
        """Open *conversation* with *message* in sight, the other branch too if it is there."""

        def work() -> None:
            if all(each.id != message for each in self._archive.thread(conversation)):
                self._archive.choose(message)

        def done(_nothing: None) -> None:
            if conversation == self._chat.shown:
                self._chat.new()  # so that the branch is read again
            self._chat.open(conversation)
            self._chat.reveal_wanted.emit(message, "")

        self._chat.tasks.run(work, done, self._chat.failed.emit)
