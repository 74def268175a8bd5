"""What both kinds of message on screen are put together with."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QFrame, QMenu, QWidget

from assistant_gui.gui.cutting import Part
from assistant_gui.gui.theme import Space

EDGE = Space.S
"""Text stands this far inside, so that it lines up with the icons below, which have room around them."""


def stand(widget: QWidget, part: Part) -> None:
    """Leave room above and below a message, and none between its parts."""
    layout = widget.layout()
    if layout is not None:
        edges = layout.contentsMargins()
        edges.setTop(Space.S if part.first else 0)
        edges.setBottom(Space.M if part.last else 0)
        layout.setContentsMargins(edges)


def application() -> QApplication:
    found = QApplication.instance()
    assert isinstance(found, QApplication)
    return found


def popup(made: QMenu, place: QPoint) -> None:
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    made.popup(place)


def below(button: QWidget) -> QPoint:
    return button.mapToGlobal(QPoint(0, button.height()))


def height(widget: QWidget, width: int) -> int:
    """How high *widget* is when it is *width* wide, now: Qt tells layouts of changes below them only later."""
    for inner in reversed(widget.findChildren(QFrame)):
        below = inner.layout()
        if below is not None:
            below.activate()
    layout = widget.layout()
    if layout is None:
        return widget.sizeHint().height()
    layout.activate()
    return max(layout.totalHeightForWidth(width), 0) if layout.hasHeightForWidth() else layout.totalSizeHint().height()


def keep_place(widget: QWidget, *, keep: bool = True) -> None:
    """Let *widget* take its room while it is hidden, too."""
    policy = widget.sizePolicy()
    policy.setRetainSizeWhenHidden(keep)
    widget.setSizePolicy(policy)
