"""Widgets side by side, in another line when one is full."""

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from assistant_gui.gui.theme import Space


class Flow(QWidget):
    """Each widget keeps the size it wants, in the middle of its line.

    It is no QLayout: one written in Python ends the program when it is asked for its size
    after its Python half has gone, as happens to views that are made again.
    """

    def __init__(self, *widgets: QWidget, gap: int = Space.S, to_the_right: bool = False) -> None:
        """With *to_the_right* each line ends at the right edge."""
        super().__init__()
        self._widgets: list[QWidget] = []
        self._gap = gap
        self._to_the_right = to_the_right
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        for widget in widgets:
            self.add(widget)

    def add(self, widget: QWidget) -> None:
        self._widgets.append(widget)
        hidden = widget.isHidden() and widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)
        widget.setParent(self)
        widget.setVisible(not hidden)
        self._on_wish()

    def remove(self, widget: QWidget) -> None:
        """Leave no room for *widget*; what becomes of it is for the caller to decide."""
        self._widgets.remove(widget)
        self._on_wish()

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        return max((place.bottom() + 1 for _widget, place in self._places(width)), default=0)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        wanted = [widget.sizeHint() for widget in self._widgets if not widget.isHidden()]
        width = sum(size.width() for size in wanted) + self._gap * max(0, len(wanted) - 1)
        return QSize(width, max((size.height() for size in wanted), default=0))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(max((_least(widget) for widget in self._widgets if not widget.isHidden()), default=0), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._place()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._on_wish()
        return super().event(event)

    def _on_wish(self) -> None:
        """One of them wants another size, or came or went."""
        self.updateGeometry()
        self._place()

    def _place(self) -> None:
        for widget, place in self._places(self.width()):
            widget.setGeometry(place)

    def _places(self, width: int) -> list[tuple[QWidget, QRect]]:
        found: list[tuple[QWidget, QRect]] = []
        top = 0
        for line in self._lines(width):
            tallest = max(size.height() for _widget, size in line)
            taken = sum(size.width() for _widget, size in line) + self._gap * (len(line) - 1)
            left = width - taken if self._to_the_right else 0
            for widget, size in line:
                found.append((widget, QRect(QPoint(left, top + (tallest - size.height()) // 2), size)))
                left += size.width() + self._gap
            top += tallest + self._gap
        return found

    def _lines(self, width: int) -> list[list[tuple[QWidget, QSize]]]:
        lines: list[list[tuple[QWidget, QSize]]] = []
        left = 0
        for widget in self._widgets:
            if widget.isHidden():
                continue
            wanted = widget.sizeHint().expandedTo(widget.minimumSize()).boundedTo(widget.maximumSize())
            across = max(_least(widget), min(wanted.width(), width))
            size = QSize(across, widget.heightForWidth(across) if widget.hasHeightForWidth() else wanted.height())
            if not lines or size.width() > left:
                lines.append([])
                left = width
            lines[-1].append((widget, size))
            left -= size.width() + self._gap
        return lines


def _least(widget: QWidget) -> int:
    return max(widget.minimumWidth(), min(widget.minimumSizeHint().width(), widget.maximumWidth()))
