"""Conversations from a foreign file into the archive; what is here already is not taken again."""

import hashlib
from collections.abc import Callable, Iterable
from typing import Protocol

from assistant_gui.core.conversation import Message
from assistant_gui.core.exchange import CONTENT_BYTES, Content, Import, Line, Opening, Product, Progress, Skipped, Unit
from assistant_gui.core.language import N_
from assistant_gui.core.turn import Turn, TurnCancelled
from assistant_gui.store.transfer import Adoption, Transfer

_LINES = 200
"""In one transaction, about: the person may go on talking between two."""
_WEIGHT = 512 * 1024
_MOST_LINES = 2_000
"""A conversation with more messages is stored in several transactions."""
_MOST_WEIGHT = 16 * 1024 * 1024
_MOST_HELD = 256 * 1024 * 1024
"""Of one message's files; those beyond are left out."""
_MOST_SKIPPED = 1_000
"""So many are named; of the others there is a count."""
_OURS = "assistant_gui"


class Archive(Protocol):
    @property
    def transfer(self) -> Transfer: ...


def imported(
    archive: Archive,
    lines: Iterable[Line],
    on_progress: Callable[[int, float], None] = lambda seen, fraction: None,
    turn: Turn | None = None,
) -> Import:
    """Store what the reader role tells of; *on_progress* is told how many conversations have been seen, and what
    part of the file has been read, from 0 to 1.

    When *lines* raises in the middle, what was stored before stays, and importing
    again takes the rest. Cutting *turn* short ends it with what has been stored by then.
    """
    stopped = False
    with archive.transfer.adoption() as adoption:
        taking = _Taking(adoption, on_progress)
        try:
            for line in lines:
                if turn is not None:
                    turn.check()
                taking.take(line)
            taking.flush()
        except TurnCancelled:
            stopped = True
    return Import(
        conversations=adoption.conversations,
        messages=adoption.messages,
        grown=adoption.grown,
        duplicates=adoption.duplicates,
        trashed=adoption.trashed,
        skipped=(*taking.skipped, *adoption.skipped)[:_MOST_SKIPPED],
        unnamed=taking.unnamed + max(0, len(taking.skipped) + len(adoption.skipped) - _MOST_SKIPPED),
        product=taking.product,
        stopped=stopped,
    )


class _Taking:
    """Gathers lines until there are enough for a transaction; a conversation is split only when it is very long."""

    def __init__(self, adoption: Adoption, on_progress: Callable[[int, float], None]) -> None:
        self.skipped: list[Skipped] = []
        self.unnamed = 0
        self.product = ""
        self._adoption = adoption
        self._on_progress = on_progress
        self._seen = 0
        self._told = 0
        self._fraction = 0.0
        self._lines: list[Line] = []
        self._weight = 0
        self._contents: dict[str, bytes] = {}
        self._parts: dict[str, bytearray] = {}

    def take(self, line: Line) -> None:
        match line:
            case Skipped() if len(self.skipped) < _MOST_SKIPPED:
                self.skipped.append(line)
            case Skipped():
                self.unnamed += 1
            case Progress(fraction=fraction):
                self._fraction = fraction
            case Product(name=name):
                self.product = self.product or name
            case Content():
                self._content(line)
            case Opening():
                if len(self._lines) >= _LINES or self._weight >= _WEIGHT:
                    self.flush()
                self._seen += 1
                self._lines.append(line)
            case Message():
                self._lines.append(line)
                self._weight += len(line.text)
                if len(self._lines) >= _MOST_LINES or self._weight >= _MOST_WEIGHT:
                    self.flush()  # not before: what is attached comes ahead of its message
            case _:
                self._lines.append(line)

    def flush(self) -> None:
        if self._lines:
            self._adoption.take(self._lines, self._contents, in_order=self.product == _OURS)
        self._lines, self._contents, self._weight = [], {}, 0
        if self._seen > self._told:
            self._told = self._seen
            self._on_progress(self._seen, self._fraction)

    def _content(self, content: Content) -> None:
        """Put a file together; one that is too long or not what it says is missing in the end."""
        held = self._parts.setdefault(content.digest, bytearray())
        held += content.part
        if len(held) > CONTENT_BYTES or self._weight > _MOST_HELD:
            held.clear()
        if not content.last:
            return
        whole = bytes(self._parts.pop(content.digest))
        if hashlib.sha256(whole).hexdigest() == content.digest:
            self._contents[content.digest] = whole
            self._weight += len(whole)
        else:
            self.skipped.append(Skipped(N_("an attached file is damaged"), Unit.ATTACHMENT, name=content.digest))
