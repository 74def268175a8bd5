"""What a model writes becomes text, never something that runs, loads or opens."""

import random
from collections.abc import Iterable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant_gui.gui.blocks import (
    Block,
    Cell,
    Code,
    Formula,
    Inline,
    Item,
    Listing,
    Look,
    Paragraph,
    Quote,
    Rule,
    Run,
    Table,
)
from assistant_gui.gui.links import safe
from assistant_gui.gui.markdown import Renderer

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


def read(text: str, *, growing: bool = False) -> list[Block]:
    return [block for piece in Renderer().rendered(text, growing=growing) for block in piece.blocks]


def inlines(blocks: Iterable[Block]) -> Iterator[Inline]:
    """Everything that is written, in order."""
    for block in blocks:
        match block:
            case Paragraph(inlines=found):
                yield from found
            case Code(runs=runs):
                yield from runs
            case Listing(items=items):
                for item in items:
                    yield from inlines(item.blocks)
            case Quote(blocks=inner):
                yield from inlines(inner)
            case Table(rows=rows):
                for cell in (cell for row in rows for cell in row):
                    yield from cell.inlines


def written(blocks: Iterable[Block]) -> str:
    return "".join(one.text if isinstance(one, Run) else one.written for one in inlines(blocks))


def links(blocks: Iterable[Block]) -> list[str]:
    return [one.look.link for one in inlines(blocks) if isinstance(one, Run) and one.look.link]


def words(text: str, **look: object) -> Paragraph:
    return Paragraph((Run(text, Look(**look)),))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**a**", words("a", bold=True)),
        ("*a*", words("a", italic=True)),
        ("~~a~~", words("a", struck=True)),
        ("`<b>`", words("<b>", code=True)),
        ("a\nb", Paragraph((Run("a"), Run("\u2028"), Run("b")))),
        ("## a", Paragraph((Run("a"),), heading=2)),
        ("- a", Listing((Item((words("a"),)),))),
        ("3. a", Listing((Item((words("a"),)),), start=3)),
        ("- [ ] a\n- [x] b", Listing((Item((words("a"),), ticked=False), Item((words("b"),), ticked=True)))),
        ("> a", Quote((words("a"),))),
        ("***", Rule()),
        ("a < b & c", words("a < b & c")),
        ("[x](https://example.org)", words("x", link="https://example.org")),
        ("|a|\n|-:|\n|b|", Table(((Cell((Run("a"),), "right"),), (Cell((Run("b"),), "right"),)))),
        ("$x$", Paragraph((Formula("x", "$x$"),))),
    ],
)
def test_markdown_is_understood(text, expected):
    assert read(text) == [expected]


@pytest.mark.parametrize(
    ("text", "address", "after"),
    [
        ("see https://example.org/x.", "https://example.org/x", "."),
        ("见https://example.org/x。好", "https://example.org/x", "。好"),
    ],
)
def test_an_address_is_a_link_up_to_the_end_of_the_sentence(text, address, after):
    assert read(text)[0].inlines[1:] == (Run(address, Look(link=address)), Run(after))


def test_the_name_of_a_link_counts_in_the_whole_text():
    made = read("First [here][a].\n\nThen more.\n\n[a]: https://example.org\n\nThe end [here][a].")

    assert links(made) == ["https://example.org"] * 2


def test_what_a_model_writes_in_html_is_only_words():
    assert written(read("<script>alert(1)</script> <img src=x>")) == "<script>alert(1)</script> <img src=x>"


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab <>&\"'`*_[]()!#|-:/\\\n\t.1~\x00\u202ehtps$"), max_size=80))
def test_whatever_is_written_leads_nowhere_but_to_the_web(text):
    for address in links(read(text)):
        assert safe(address) is not None


def test_a_picture_is_named_and_not_fetched():
    made = read("![a cat](https://example.org/cat.png) ![](file:///etc/passwd)")

    assert "[picture: a cat https://example.org/cat.png]" in written(made)
    assert links(made) == ["https://example.org/cat.png"]


@pytest.mark.parametrize("growing", [True, False])
def test_code_is_kept_exactly(growing):
    code = "if a < b:\n\n    print('&')  \n\ttab"

    made = read(f"x\n\n```python\n{code}\n```\n\ny\n\n```\nz\n```", growing=growing)

    assert [block.text for block in made if isinstance(block, Code)] == [code, "z"]
    assert "".join(run.text for run in made[1].runs) == code


def test_code_in_a_known_language_has_colours_and_others_do_not():
    assert any(run.look.kind for run in read("```python\ndef f(): pass\n```")[0].runs)
    assert not any(run.look.kind for run in read("```klingon\ndef f(): pass\n```")[0].runs)


def test_an_open_fence_shows_as_code_while_it_grows():
    assert read("Look:\n\n```python\nprint(1", growing=True)[1] == Code(
        "python", (Run("print(1", Look(code=True)),), "print(1"
    )


def test_however_it_is_cut_the_stream_ends_up_the_same():
    whole = read(SAMPLE)
    chance = random.Random(7)

    for _ in range(20):
        renderer, at = Renderer(), 0
        while at < len(SAMPLE):
            at += chance.randint(1, 40)
            renderer.rendered(SAMPLE[:at], growing=True)
        made = renderer.rendered(SAMPLE, growing=False)
        assert [block for piece in made for block in piece.blocks] == whole


@pytest.mark.parametrize(
    "text",
    ["![" * 15_000, "[a](b " * 5_000, "**a" * 9_000, "- a\n" * 3_000, ">" * 5_000, "a`" * 5_000, "a" * 300_000],
    ids=["pictures", "links", "stars", "list", "quotes", "ticks", "huge"],
)
def test_too_much_of_anything_is_still_all_there(text):
    made = written(read(text))

    assert made.count("a") == text.count("a")
    assert not links(read(text))
