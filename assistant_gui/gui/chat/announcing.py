"""An answer that is being written, told to screen readers sentence by sentence."""

import re
from bisect import bisect_left
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QModelIndex, QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from assistant_gui.core.conversation import State
from assistant_gui.core.language import translated as _
from assistant_gui.core.spoken import unmarked
from assistant_gui.gui.chat.transcript import Line, Transcript

Say = Callable[[str], None]

_END: Final = re.compile(r"[.!?…]+[\"')\]”’*_]*(?=\s)|[。！？；]+[”’」』）*_]*|\n")
_NUMBERED: Final = re.compile(r"(?:^|\n)\s*\d{1,9}\.$|\b(?:Mr|Mrs|Ms|Dr|Prof|St|vs|etc|e\.g|i\.e|No|Fig|approx)\.$")
"""What ends with a full stop and is no sentence."""
_LOOKED_BACK = 16
_MOST = 1_000
"""Characters that are said at once; a longer stretch without an end is no sentence."""
_FENCE: Final = re.compile(r"^[ \t]*(?:```|~~~)", re.MULTILINE)


class Announcer(QObject):
    """Follows what grows in *transcript*; *say* is called with each sentence once it is whole. Code is passed over."""

    def __init__(self, transcript: Transcript, say: Say, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._transcript = transcript
        self._say = say
        self._told: dict[str, int] = {}
        """How much of each answer that grows was told."""
        transcript.rowsInserted.connect(self._on_inserted)
        transcript.dataChanged.connect(self._on_changed)

    def _on_inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        for row in range(first, last + 1):
            line = self._transcript.line(row)
            if line.growing:  # what was there before one looked is not told
                self._told[line.message.id] = len(line.message.text)

    def _on_changed(self, top: QModelIndex, _bottom: QModelIndex) -> None:
        line = self._transcript.line(top.row())
        if line.message.id in self._told:
            self._tell(line)

    def _tell(self, line: Line) -> None:
        message, text = line.message.id, line.message.text
        begun = self._told[message]
        upto = whole(text, begun) if line.growing else len(text)
        words = unmarked(text[begun:upto][:_MOST])
        if words:
            self._say(words)
        if line.growing:
            self._told[message] = upto
            return
        del self._told[message]
        if line.message.state == State.BROKEN:
            self._say(_("The answer broke off."))


def whole(text: str, begun: int) -> int:
    """Up to where the sentences of *text* from *begun* on are whole; never within code."""
    upto, fences = begun, [found.start() for found in _FENCE.finditer(text, begun)]
    for end in _END.finditer(text, begun):
        in_code = bisect_left(fences, end.end()) % 2
        if not in_code and not _NUMBERED.search(text[max(begun, end.end() - _LOOKED_BACK) : end.end()]):
            upto = end.end()
    return upto


def to_screen_readers(about: QObject) -> Say:
    """Says it of *about*, politely: after what is being said; costs nothing when nobody listens."""

    def say(words: str) -> None:
        if words and QAccessible.isActive():
            event = QAccessibleAnnouncementEvent(about, words)
            event.setPoliteness(QAccessible.AnnouncementPoliteness.Polite)
            QAccessible.updateAccessibility(event)

    return say
