"""Tokens to text as they come: whole letters only, and nothing from a stop text on."""

from collections.abc import Callable, Sequence

_UNFINISHED = "\ufffd"


class Pieces:
    """Turns one token at a time into the text it adds.

    A letter may be several tokens long, and what a token reads as depends on the
    one before it, so a token or two before are decoded again with it.
    """

    def __init__(self, decode: Callable[[Sequence[int]], str]) -> None:
        self._decode = decode
        self._tokens: list[int] = []
        self._from = 0
        self._told = 0
        """Tokens before this one are told; those from ``_from`` on are decoded with the next."""

    def add(self, token: int) -> str:
        """The text that *token* finished; nothing while a letter is incomplete."""
        self._tokens.append(token)
        return self._new_text(whole=False)

    def rest(self) -> str:
        """What is still held back at the end, complete or not."""
        return self._new_text(whole=True)

    def _new_text(self, *, whole: bool) -> str:
        before = self._decode(self._tokens[self._from : self._told])
        now = self._decode(self._tokens[self._from :])
        if len(now) <= len(before) or (now.endswith(_UNFINISHED) and not whole):
            return ""
        self._from, self._told = self._told, len(self._tokens)
        return now[len(before) :]


class Stops:
    """Holds back what may become a stop text, and ends the answer before one."""

    def __init__(self, stops: Sequence[str]) -> None:
        self._stops = tuple(stops)
        self._held = ""
        self.reached = False

    def add(self, text: str) -> str:
        """What of *text* (and of what was held back) is certain to belong to the answer."""
        self._held += text
        found = [at for stop in self._stops if (at := self._held.find(stop)) >= 0]
        if found:
            self.reached = True
            told, self._held = self._held[: min(found)], ""
            return told
        keep = max((_overlap(self._held, stop) for stop in self._stops), default=0)
        cut = len(self._held) - keep
        told, self._held = self._held[:cut], self._held[cut:]
        return told

    def rest(self) -> str:
        told, self._held = self._held, ""
        return told


def _overlap(text: str, stop: str) -> int:
    """How many of the last letters of *text* begin *stop*."""
    return next((n for n in range(min(len(text), len(stop) - 1), 0, -1) if text.endswith(stop[:n])), 0)
