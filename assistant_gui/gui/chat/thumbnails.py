"""Small forms of attached pictures, decoded elsewhere and remembered."""

from collections import OrderedDict
from collections.abc import Callable

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QImage

from assistant_gui.core.errors import AssistantError
from assistant_gui.gui.pictures import picture
from assistant_gui.gui.tasks import Tasks

SIZE = QSize(64, 64)
REMEMBERED = 500


class Thumbnails(QObject):
    made = Signal(str)
    """The digest of a picture whose small form is there now."""

    def __init__(self, content: Callable[[str], bytes | None], tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._content = content
        self._tasks = tasks
        self._known: OrderedDict[str, QImage | None] = OrderedDict()

    def of(self, digest: str, content: bytes = b"") -> QImage | None:
        """The small form of the picture with *digest*; None while it is being made, or when it cannot be."""
        if digest not in self._known:
            self._known[digest] = None
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
            self._begin(digest, content)
        return self._known.get(digest)

    def whole(self, digest: str, content: bytes, most: QSize, show: Callable[[QImage], None]) -> None:
        """Call *show* with the picture as large as *most*; null when it cannot be shown."""
        self._tasks.run(lambda: picture(content or self._content(digest) or b"", most), show, lambda _: show(QImage()))

    def _begin(self, digest: str, content: bytes) -> None:
        def done(image: QImage) -> None:
            if not image.isNull():
                self._known[digest] = image
                self.made.emit(digest)

        def failed(error: AssistantError) -> None:
            self._known.pop(digest, None)  # asked for again, it is tried again

        self._tasks.run(lambda: picture(content or self._content(digest) or b"", SIZE), done, failed)
