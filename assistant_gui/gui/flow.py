"""A layout that sets its widgets side by side and begins another line when one is full."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class Flow(QLayout):
    def __init__(self, parent: QWidget | None = None, *, gap: int, to_the_right: bool = False) -> None:
        """With *to_the_right* each line ends at the right edge."""
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self._to_the_right = to_the_right

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802 - Qt's name
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802 - Qt's name
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802 - Qt's name
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802 - Qt's name
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        return self._arranged(QRect(0, 0, width, 0), move=False)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return self.minimumSize()

    def minimumSize(self) -> QSize:  # noqa: N802 - Qt's name
        widest = max((item.minimumSize().width() for item in self._items), default=0)
        tallest = max((item.sizeHint().height() for item in self._items), default=0)
        return QSize(widest, tallest)

    def setGeometry(self, place: QRect) -> None:  # noqa: N802 - Qt's name
        super().setGeometry(place)
        self._arranged(place, move=True)

    def _arranged(self, place: QRect, *, move: bool) -> int:
        """The height that all lines take within the width of *place*; with *move* the items go there."""
        height = 0
        for line in self._lines(place.width()):
            tallest = max(size.height() for _, size in line)
            width = sum(size.width() for _, size in line) + self._gap * (len(line) - 1)
            x = place.right() + 1 - width if self._to_the_right else place.x()
            for item, size in line:
                if move:
                    item.setGeometry(QRect(QPoint(x, place.y() + height), QSize(size.width(), tallest)))
                x += size.width() + self._gap
            height += tallest + self._gap
        return max(0, height - self._gap)

    def _lines(self, width: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        lines: list[list[tuple[QLayoutItem, QSize]]] = []
        left = 0
        for item in self._items:
            if item.isEmpty():  # hidden
                continue
            wanted = item.sizeHint()
            size = QSize(max(item.minimumSize().width(), min(wanted.width(), width)), wanted.height())
            if not lines or size.width() > left:
                lines.append([])
                left = width
            lines[-1].append((item, size))
            left -= size.width() + self._gap
        return lines
