"""What a model writes becomes text, never something that runs, loads or opens."""

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant_gui.gui.markdown import Renderer
from assistant_gui.gui.theme import DARK, LIGHT

SAMPLE = """# Title

Some **bold**, *lean*, ~~gone~~ and `code <b>` text.
Second line.

1. one
2. two

   still two

- a
  - b

> quoted

| A | B |
|:--|--:|
| 1 | 2 |

```python
def f(x):

    return "<x>"
```

See https://example.org/a_(b). And [here](https://example.org "t").

    indented & code

Bye.
"""


def html(text, *, growing=False, palette=LIGHT):
    return Renderer().rendered(text, palette, growing=growing).html


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**a**", "<b>a</b>"),
        ("*a*", "<i>a</i>"),
        ("~~a~~", "<s>a</s>"),
        ("a\nb", "a<br/>b"),
        ("3. a", '<ol start="3">'),
        ("a < b & c", "a &lt; b &amp; c"),
        ("[x](https://example.org)", '<a href="https://example.org">x</a>'),
        ("see https://example.org/x.", '<a href="https://example.org/x">https://example.org/x</a>.'),
        ("见https://example.org/x。好", '<a href="https://example.org/x">https://example.org/x</a>。好'),
        ("|a|\n|-|\n|b|", "<td"),
        ("> a", "a</p>"),
    ],
)
def test_markdown_is_drawn(text, expected):
    assert expected in html(text)


HOSTILE = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<img src='http://evil.example/x.png'>",
    "![x](http://evil.example/x.png)", "![x](file:///etc/passwd)", "![x][r]\n\n[r]: http://evil.example/x",
    "![x](//evil.example/x)", "![x](data:image/png;base64,AAAA)", "<svg onload=alert(1)>", "<a href='file:///x'>x</a>",
    "[x](javascript:alert(1))", "[x](file:///etc/passwd)", "[x](\\\\host\\share)", "[x](//evil.example)",
    "[x](JAVASCRIPT:alert(1))", "[x](data:text/html,x)", "<javascript:alert(1)>", "<file:///etc/passwd>",
    "<style>body{background:url(http://evil.example)}</style>", "<table background='http://evil.example/x'>",
    "<iframe src=http://evil.example>", "<p style=\"background:url('http://evil.example')\">x</p>",
    "`<img src=x>`", "```\n<img src=x>\n```", "```<img src=x>\nx\n```", "&lt;img src=x&gt;", "&#60;img src=x>",
    "[<img src=x>](https://example.org)", "[x](https://example.org '\"><img src=x>')",
    "[x](https://example.org/\"><img>)", "\x00copy:0\x00<b>", "\x000\x00", "<!-- x --><img src=x>", "<![CDATA[<img>]]>",
    "|<img src=x>|\n|-|\n|<script>|", "> <img src=x>", "- <img src=x>", "# <img src=x>", "[a]: <img src=x>",
    "https://example.org/<img src=x>", "https://example.org/\"onmouseover=\"x", "<br/><hr/>", "<?php x ?>",
]  # fmt: skip
ALLOWED = {
    "p", "b", "i", "s", "ul", "ol", "li", "hr", "h2", "h3", "h4", "h5", "thead", "tbody", "tr", "td", "th", "table",
    "code", "br", "a", "small", "span",
}  # fmt: skip
ADDRESS = re.compile(r"^(https?://|mailto:|copy:\d+$)")


def harmless(made: str) -> None:
    for tag, inside in re.findall(r"<\s*/?\s*([a-zA-Z!?][a-zA-Z0-9]*)([^>]*)>", made):
        assert tag in ALLOWED
        assert not re.search(r"\b(src|srcset|on\w+|background)\s*=", inside.split('href="')[0])
        for address in re.findall(r'href="([^"]*)"', inside):
            assert ADDRESS.match(address)
        assert "url(" not in inside.replace("href", "")


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_a_model_writes_gets_through_as_markup(text):
    harmless(html(text))


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab <>&\"'`*_[]()!#|-:/\\\n\t.1~\x00\u202ehtps"), max_size=80))
def test_whatever_is_written_is_harmless(text):
    harmless(html(text))


def test_a_picture_is_named_and_not_fetched():
    made = html("![a cat](https://example.org/cat.png)")

    assert "[picture: a cat example.org]" in made
    assert "<img" not in made


@pytest.mark.parametrize("growing", [True, False])
def test_code_is_kept_exactly(growing):
    code = "if a < b:\n\n    print('&')  \n\ttab"

    made = Renderer().rendered(f"x\n\n```python\n{code}\n```\n\ny\n\n```\nz\n```", DARK, growing=growing)

    assert made.code == (code, "z")
    assert 'href="copy:0"' in made.html
    assert 'href="copy:1"' in made.html


def test_code_in_a_known_language_has_colours_and_others_do_not():
    assert "color:#" in html("```python\ndef f(): pass\n```").split("<code>")[1]
    assert "color:#" not in html("```klingon\ndef f(): pass\n```").split("<code>")[1]


def test_an_open_fence_shows_as_code_while_it_grows():
    made = Renderer().rendered("Look:\n\n```python\nprint(1", LIGHT, growing=True)

    assert made.code == ("print(1",)


def test_however_it_is_cut_the_stream_ends_up_the_same():
    whole = html(SAMPLE)
    chance = random.Random(7)

    for _ in range(20):
        renderer, at = Renderer(), 0
        while at < len(SAMPLE):
            at += chance.randint(1, 40)
            renderer.rendered(SAMPLE[:at], LIGHT, growing=True)
        assert renderer.rendered(SAMPLE, LIGHT, growing=False).html == whole


@pytest.mark.parametrize(
    "text",
    ["![" * 15_000, "[a](b " * 5_000, "**a" * 9_000, "- a\n" * 3_000, ">" * 5_000, "a`" * 5_000, "a" * 300_000],
    ids=["pictures", "links", "stars", "list", "quotes", "ticks", "huge"],
)
def test_too_much_of_anything_is_shown_as_it_is(text):
    made = html(text)

    assert len(made) < 2 * len(text) + 2_000
    assert "<a " not in made
