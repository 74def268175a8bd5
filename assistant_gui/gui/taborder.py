"""The order in which Tab goes through widgets that come and go."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def put_in_order(first: QWidget, parts: Sequence[QWidget]) -> None:
    """Let Tab lead from *first* through everything inside *parts*, one part after the other."""
    for one, following in pairwise([first, *(stop for part in parts for stop in _stops(part))]):
        QWidget.setTabOrder(one, following)


def put_behind(part: QWidget, *stops: QWidget) -> None:
    """Let Tab lead to *stops* when it has been through everything inside *part*."""
    for one, following in pairwise([*_stops(part)[-1:], *stops]):
        QWidget.setTabOrder(one, following)


def put_together(stops: Sequence[QWidget], first: QWidget) -> None:
    """Let Tab lead through all of *stops* from what is before *first* of them now."""
    before = first.previousInFocusChain()
    while before is not None and before is not first and (before in stops or not _is_stop(before)):
        before = before.previousInFocusChain()
    anchor = [] if before is None or before is first else [before]
    for one, following in pairwise([*anchor, *stops]):
        QWidget.setTabOrder(one, following)


def _stops(part: QWidget) -> list[QWidget]:
    return [widget for widget in part.findChildren(QWidget) if _is_stop(widget)]


def _is_stop(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None
