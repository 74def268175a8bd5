"""Formulas are found where they are meant, and money is money."""

import pytest

from assistant_gui.gui.blocks import Formula, Paragraph
from assistant_gui.gui.markdown import Renderer


def found(text: str) -> list[tuple[str, bool]]:
    """(source, on a line of its own) of each formula."""
    blocks = [block for piece in Renderer().rendered(text, growing=False) for block in piece.blocks]
    inlines = [one for block in blocks if isinstance(block, Paragraph) for one in block.inlines]
    return [(one.source, one.display) for one in inlines if isinstance(one, Formula)]


@pytest.mark.parametrize(
    ("text", "formulas"),
    [
        ("so $x$.", [("x", False)]),
        ("$a_1$ and $b^2$", [("a_1", False), ("b^2", False)]),
        ("$3 + 4 = 7$", [("3 + 4 = 7", False)]),
        ("$n$-th, 设$x$为", [("n", False), ("x", False)]),
        ("\\(a*b*c\\)", [("a*b*c", False)]),
        ("so $$x$$ it", [("x", True)]),
        ("$$\nx\n- y\n$$", [("x\n- y", True)]),
        ("text\n\\[\nx = 1\n\\]\ntext", [("x = 1", True)]),
        ("\\[ x \\].", [("x", True)]),
        (
            "\\begin{align}\na &= b \\\\\nc &= d\n\\end{align}",
            [("\\begin{align}\na &= b \\\\\nc &= d\n\\end{align}", True)],
        ),
        ("$\\$5$", [("\\$5", False)]),
    ],
)
def test_a_formula_is_found(text, formulas):
    assert found(text) == formulas


@pytest.mark.parametrize(
    "text",
    [
        "It costs $5 and $10.", "$5-$10", "US$5 or A$6", "from $5 or 6$ on", "$ x $", "$x $", "$", "$$", "$$$$", "a $ b",
        "$20,000 is more than 10,000$ today", "`$x$`", "```\n$x$\n```", "\\$x\\$", "$HOME/bin and `$PATH`",
        "\\[not closed", "\\(not closed", "$$not closed\n\n$$", "$x", "$1.50, $2.50 and $3",
    ],
)  # fmt: skip
def test_what_is_no_formula_stays_words(text):
    assert found(text) == []
