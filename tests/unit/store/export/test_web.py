"""Conversations as an HTML page: whatever they hold, nothing in it runs, loads or breaks out."""

from html.parser import HTMLParser

import pytest

from assistant_gui.core.conversation import Attachment, Conversation, Generator, Message, Origin, Role
from assistant_gui.store.export.web import pieces

FRAME = {"html", "head", "meta", "title", "style", "body", "section", "article", "nav", "div"}
TEXT = {
    "a", "blockquote", "br", "code", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "s", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {"class", "id", "href", "title", "start", "style", "charset", "name", "content", "http-equiv"}

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</div></article></section></body><script src=//evil/x.js></script>",
    "![picture](http://evil/track.png)",
    "[click](javascript:alert(1))",
    "[click](JaVaScRiPt&#58;alert(1))",
    "[click](data:text/html,<script>alert(1)</script>)",
    "[click](file:///etc/passwd)",
    "[click](//evil/share)",
    "[click](\\\\evil\\share)",
    "[click](vbscript:x)",
    "<http://ok.example/a> <javascript:alert(1)>",
    "[a]: javascript:alert(1)\n\n[a]",
    '[click](http://x "\\" onmouseover=alert(1) x=\\"")',
    '```"><script>alert(1)</script>\ncode\n```',
    "`</code><script>`",
    "<!-- --><iframe src=http://evil></iframe>",
    "<style>@import url(http://evil/x.css)</style>",
    "<svg/onload=alert(1)>",
    "<base href=http://evil/>",
    "<meta http-equiv=refresh content=0;url=http://evil>",
    "| <b>a</b> | b |\n|---|---|\n| <img src=x> | [x](javascript:y) |",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\0<script>\0alert(1)",
    "\ud83d half a pair <script>",
    "[" * 3000 + "](http://x)" * 3000,
    "> " * 2000 + "deep",
    "*" * 50_000,
    "x" * 300_000 + "<script>alert(1)</script>",
]


class Reader(HTMLParser):
    """What a browser would make of it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.open: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.written = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in ("meta", "br", "hr"):
            self.open.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.written += data


def read(*texts: str, title: str = "T", model: str = "m", file: str = "a.txt") -> Reader:
    attachments = (Attachment("a", file, "text/plain", 1, "0"),)
    messages = [
        Message(
            "m", "c", None, Role.ASSISTANT, text, 0.0, Origin.MODEL, generator=Generator(model), attachments=attachments
        )
        for text in texts
    ]
    made = Reader()
    made.feed("".join(pieces([(Conversation("c", title, 0.0, 0.0), messages)])).encode("utf-8", "replace").decode())
    return made


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_hostile_gets_through(text):
    made = read(text, title=text, model=text, file=text)

    assert set(made.tags) <= FRAME | TEXT
    assert {name for _, name, _ in made.attributes} <= ATTRIBUTES
    assert not [value for _, name, value in made.attributes if name == "style" and "url" in value]
    links = [value for _, name, value in made.attributes if name == "href"]
    assert all(link.startswith(("http://", "https://", "mailto:", "#")) for link in links)
    assert made.open == []
    assert made.tags.count("article") == made.tags.count("section") == 1


def test_the_page_forbids_itself_everything():
    policy = next(value for tag, name, value in read("x").attributes if tag == "meta" and name == "content")

    assert "default-src 'none'" in policy


def test_what_was_said_is_there_with_its_form():
    made = read("**bold** `code` [here](https://example.org)\n\n```py\nx < 1\n```\n\n| a |\n|---|\n| 天 |")

    assert {"strong", "code", "a", "pre", "table"} <= set(made.tags)
    assert "x < 1" in made.written
    assert "天" in made.written


def test_several_conversations_have_a_table_of_contents():
    one = Conversation("c", "<One>", 0.0, 0.0)
    message = Message("m", "c", None, Role.PERSON, "hi", 0.0, Origin.TYPED)
    made = Reader()
    made.feed("".join(pieces([(one, [message]), (one, [message])])))

    assert [value for tag, _, value in made.attributes if tag == "a"] == ["#c1", "#c2"]
    assert made.written.count("<One>") == 4
