"""Typed placeholders in the place of what is private: the same for the same thing, as long as a run lasts."""

import re
from collections import Counter
from collections.abc import Iterable

from assistant_gui.core.lessons import Private
from assistant_gui.learning.private.spans import Span

_BY_DIGITS = frozenset({Private.PHONE, Private.CARD, Private.SSN})
_BY_SIGNS = frozenset({Private.IBAN, Private.MAC, Private.RESIDENT_ID})


class Placeholders:
    """Numbers what it is shown, each kind from 1; it is asked in the order of the run."""

    def __init__(self) -> None:
        self._known: dict[tuple[Private, str], str] = {}
        self._count: Counter[Private] = Counter()

    def of(self, kind: Private, text: str) -> str:
        key = (kind, same(kind, text))
        if key not in self._known:
            self._count[kind] += 1
            self._known[key] = f"[{kind.name}_{self._count[kind]}]"
        return self._known[key]

    def replaced(self, text: str, spans: Iterable[Span]) -> str:
        """*text* with placeholders for *spans*, which come in its order."""
        pieces: list[str] = []
        done = 0
        for span in spans:
            pieces += [text[done : span.start], self.of(span.kind, text[span.start : span.end])]
            done = span.end
        return "".join([*pieces, text[done:]])


def same(kind: Private, text: str) -> str:
    """What two ways to write one thing have in common."""
    if kind in _BY_DIGITS:
        return re.sub(r"\D", "", text)
    if kind in _BY_SIGNS:
        return re.sub(r"[\W_]", "", text).lower()
    return text.lower() if kind is Private.EMAIL else text
