"""HTML -> the text a person would see, without its scripts and styles."""

import re
from html.parser import HTMLParser

_UNSEEN = frozenset({"title", "script", "style", "head", "template", "noscript", "svg", "math"})
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "fieldset", "figcaption", "figure",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre",
    "section", "table", "tr", "ul",
})  # fmt: skip
_SPACES = re.compile(r"[ \t\r\n]+")
_GAPS = re.compile(r"\n{3,}")


def plain(source: str) -> str:
    """The words of *source*; headings and list items marked as in Markdown."""
    page = _Page()
    page.feed(source)
    page.close()
    lines = (line.rstrip() for line in "".join(page.parts).split("\n"))
    return _GAPS.sub("\n\n", "\n".join(lines)).strip()


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen: list[str] = []
        self._as_it_is = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen.append(tag)
        elif tag == "body":  # some pages never close their head
            self._unseen.clear()
        if tag in _BLOCKS:
            self.parts.append("\n")
        if tag == "li":
            self.parts.append("- ")
        elif tag == "pre":
            self._as_it_is += 1
        elif len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.parts.append("\n" + "#" * int(tag[1]) + " ")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._unseen:
            del self._unseen[self._unseen.index(tag) :]
        if tag in _BLOCKS:
            self.parts.append("\n")
        if tag == "pre":
            self._as_it_is = max(0, self._as_it_is - 1)
        elif tag in ("td", "th"):
            self.parts.append(" | ")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(data if self._as_it_is else self._flowing(_SPACES.sub(" ", data)))

    def _flowing(self, words: str) -> str:
        """No space begins a line."""
        return words.lstrip(" ") if not self.parts or self.parts[-1].endswith(("\n", " ")) else words
