"""A text that is being rewritten, of which every character knows where in the original it comes from."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

Part = str | tuple[int, int]
"""New words, or the span of what is kept."""


@dataclass(frozen=True, slots=True)
class Traced:
    text: str
    origins: Sequence[int]
    """For each character of :attr:`text`, the position in the original at which what it stands for begins."""

    @classmethod
    def of(cls, text: str) -> "Traced":
        return cls(text, range(len(text)))

    def __getitem__(self, span: slice) -> "Traced":
        return Traced(self.text[span], self.origins[span])

    def sub(self, pattern: "re.Pattern[str]", said: Callable[["re.Match[str]"], str | Iterable[Part]]) -> "Traced":
        """With every hit of *pattern* replaced by what *said* makes of it.

        New words come from where the hit begins, or from where what was kept before them ends.
        """
        texts: list[str] = []
        origins: list[int] = []
        done = 0
        for hit in pattern.finditer(self.text):
            texts.append(self.text[done : hit.start()])
            origins += self.origins[done : hit.start()]
            at, done = hit.start(), hit.end()
            made = said(hit)
            for part in [made] if isinstance(made, str) else made:
                if isinstance(part, str):
                    texts.append(part)
                    origins += [self._origin(at)] * len(part)
                else:
                    texts.append(self.text[part[0] : part[1]])
                    origins += self.origins[part[0] : part[1]]
                    at = part[1]
        if not done and not texts:
            return self
        texts.append(self.text[done:])
        origins += self.origins[done:]
        return Traced("".join(texts), origins)

    def drop(self, pattern: "re.Pattern[str]") -> "Traced":
        return self.sub(pattern, lambda hit: "")

    def keep(self, pattern: "re.Pattern[str]", *groups: int) -> "Traced":
        """With every hit of *pattern* replaced by the first of its *groups* that took part."""
        return self.sub(pattern, lambda hit: [next(hit.span(group) for group in groups if hit[group] is not None)])

    def replace_characters(self, said: Callable[[str], str]) -> "Traced":
        """With each character replaced by what *said* makes of it."""
        texts: list[str] = []
        origins: list[int] = []
        for character, origin in zip(self.text, self.origins, strict=True):
            new = said(character)
            texts.append(new)
            origins += [origin] * len(new)
        return Traced("".join(texts), origins)

    def _origin(self, at: int) -> int:
        if at < len(self.origins):
            return self.origins[at]
        return self.origins[-1] + 1 if self.origins else 0
