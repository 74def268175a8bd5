"""What becomes of private things, as the person decided it: learned as they are, or placeholders in their place."""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass

from assistant_gui.core.lessons import GUESSED, Private
from assistant_gui.learning.private.placeholders import same
from assistant_gui.learning.private.spans import Span


@dataclass(frozen=True, slots=True)
class Rules:
    """As it was decided when somebody asked."""

    confirmed: Set[Private]
    left: Mapping[str, str]
    digest: Callable[[Private, str], str]

    def replaced(self, text: str, span: Span) -> bool:
        return (span.kind not in GUESSED or span.kind in self.confirmed) and not self.why_left(text, span)

    def why_left(self, text: str, span: Span) -> str:
        return (
            self.left.get(self.digest(span.kind, same(span.kind, text[span.start : span.end])), "") if self.left else ""
        )
