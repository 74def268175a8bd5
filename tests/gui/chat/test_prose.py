"""A document that is drawn piece by piece is the one that would be drawn at once."""

import random

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextCursor

from assistant_gui.gui.chat.prose import Prose
from assistant_gui.gui.formulas import Formulas
from assistant_gui.gui.icons import IconButton
from assistant_gui.gui.markdown import Renderer
from assistant_gui.gui.tasks import InlineTasks
from tests.gui.documents import all_words, shown

CORPUS = {
    "prose": "One **bold** word.\n\nAnother paragraph, with `code`.\n\nA third\nwith two lines.",
    "headings": "# One\ntext\n\n## Two\n\n### Three\ntext",
    "lists": "Before\n\n1. one\n   - inner\n   - more\n\n2. two\n\n   still two\n\n- a\n- b\n\nAfter",
    "tasks": "- [x] done\n- [ ] to do\n- plain",
    "code": "Look:\n\n```python\ndef f(x):\n\n    return '<x>'\n```\n\nand\n```\nmore\n```\n```c\nint x;\n```",
    "unclosed": "```python\ndef f(x):\n    return x",
    "quotes": "> one\n>\n> > deeper\n> > > > > deepest\n\nAfter\n\n> - in a quote\n>\n> ```\n> code\n> ```",
    "tables": "| A | B |\n|:--|--:|\n| 1 | **2** |\n| 3 | 4 |\n\nAfter\n\n|x|\n|-|",
    "formulas": "In a line $x^2$, money $5 and $10.\n\n$$\n\\frac{a}{b}\n$$\n\n\\[ x \\]\n\nThen \\(y\\).",
    "rules": "a\n\n---\n\n***\nb",
    "references": "See [here][a] and [there].\n\n[a]: https://example.org\n\nMore [there].\n\n[there]: https://example.net",
    "chinese": "中文**加粗**，见https://example.org/x。\n\n- 一\n- 二\n\n| 表 | 格 |\n|--|--|\n| 你 | 好 |",
    "long code": "```python\n" + "x = 1  # words\n" * 900 + "```\n\nEnd",
    "long list": "".join(f"{n}. item **{n}**\n\n" for n in range(1, 400)) + "End",
    "emoji": "👩‍👩‍👧 family\n\n```\n🏳️‍🌈\n```\n👍🏽",
}

MARKS = (
    "a ", "b", "**", "`", "```\n", "\n", "\n\n", "- ", "1. ", "> ", "|a|b|\n", "|-|-|\n", "[r]", "[r]: http://x.example\n",
    "# ", "    ", "  ", "---\n", "*", "~~", "![a](b)", "~~~\n", "- [ ] ", "\\[", "\\]", "$$", "\t", "   ```\n",
)  # fmt: skip


@pytest.fixture
def prose(qtbot):
    def make() -> Prose:
        made = Prose(Formulas(InlineTasks()))
        qtbot.addWidget(made)
        return made

    return make


def draw(prose, text, renderer=None, *, growing=False):
    prose.show_pieces((renderer or Renderer()).rendered(text, growing=growing))


@pytest.mark.parametrize("text", CORPUS.values(), ids=CORPUS)
@pytest.mark.parametrize("seed", [1, 2])
def test_what_was_streamed_is_what_is_shown_at_once(prose, text, seed, qapp):
    chance, at = random.Random(seed), 0
    streamed, renderer = prose(), Renderer()
    step = max(12, len(text) // 25)
    while at < len(text):
        at += chance.randint(1, step)
        draw(streamed, text[:at], renderer, growing=True)
    draw(streamed, text, renderer)
    at_once = prose()
    draw(at_once, text)
    for _ in range(3):
        qapp.processEvents()  # formulas come when they are drawn

    assert shown(streamed.document()) == shown(at_once.document())
    assert streamed.toPlainText() == at_once.toPlainText()


@pytest.mark.parametrize("seed", range(60))
def test_any_jumble_of_marks_streams_to_what_is_shown_at_once(prose, seed):
    chance, at = random.Random(seed), 0
    text = "".join(chance.choice(MARKS) for _ in range(chance.randint(3, 40)))
    streamed, renderer = prose(), Renderer()
    while at < len(text):
        at += chance.randint(1, 8)
        draw(streamed, text[:at], renderer, growing=True)
    draw(streamed, text, renderer)
    at_once = prose()
    draw(at_once, text)

    assert shown(streamed.document()) == shown(at_once.document())


def test_only_the_end_is_drawn_again_as_an_answer_grows(prose):
    text = "".join(f"Paragraph **{number}**.\n\n" for number in range(200))
    grown, renderer, drawn = prose(), Renderer(), []
    grown.document().contentsChange.connect(lambda _at, removed, added: drawn.append(removed + added))

    draw(grown, text, renderer, growing=True)
    drawn.clear()
    draw(grown, text + "And", renderer, growing=True)
    draw(grown, text + "And so", renderer, growing=True)

    assert sum(drawn) < 100


def test_what_is_selected_stays_selected_while_the_end_grows(prose):
    grown, renderer = prose(), Renderer()
    draw(grown, "one two\n\nthree", renderer, growing=True)
    cursor = grown.textCursor()
    cursor.setPosition(4)
    cursor.setPosition(7, QTextCursor.MoveMode.KeepAnchor)
    grown.setTextCursor(cursor)

    draw(grown, "one two\n\nthree four\n\n```\ncode\n```", renderer, growing=True)

    assert grown.textCursor().selectedText() == "two"


def test_a_formula_is_a_picture_and_is_copied_as_it_was_written(prose, qapp):
    made = prose()
    draw(made, "Say $E = mc^2$ and 👍 \\(y\\).")
    before = made.toPlainText()
    for _ in range(3):
        qapp.processEvents()
    made.selectAll()

    assert before == "Say $E = mc^2$ and 👍 \\(y\\)."
    assert made.toPlainText() == "Say \ufffc and 👍 \ufffc."
    assert made.createMimeDataFromSelection().text() == before


def test_a_formula_that_cannot_be_drawn_is_shown_as_it_is_written(prose, qapp):
    made = prose()
    draw(made, "So $\\frac{$ and $\\def\\a{\\a}\\a$.")
    for _ in range(3):
        qapp.processEvents()

    assert made.toPlainText() == "So $\\frac{$ and $\\def\\a{\\a}\\a$."


def test_what_is_copied_is_words_only(prose):
    made = prose()
    draw(made, "**a** [b](https://example.org)")
    made.selectAll()

    assert made.createMimeDataFromSelection().formats() == ["text/plain"]


def test_bold_words_are_bold_and_links_lead_where_they_say(prose):
    made = prose()
    draw(made, "**a** [b](https://example.org) [c](javascript:alert(1))")
    looks = dict(all_words(made.document()))

    assert looks["a"].fontWeight() == 700
    assert looks["b"].anchorHref() == "https://example.org"
    assert not any("c" in text and form.isAnchor() for text, form in looks.items())


def test_nothing_is_loaded(prose):
    made = prose()

    assert made.loadResource(2, QUrl("file:///etc/passwd")) is None
    assert made.document().loadResource(2, QUrl("file:///etc/passwd")) is None


def test_a_formula_that_is_too_wide_is_made_smaller(prose, qapp):
    made = prose()
    draw(made, "$$" + "+".join(f"a_{{{number}}}" for number in range(40)) + "$$")
    for _ in range(3):
        qapp.processEvents()

    made.fit(300)

    assert made.toPlainText() == "\ufffc"
    assert made.document().size().width() <= 300


def test_short_columns_are_not_broken_beside_long_ones(prose):
    made = prose()
    draw(made, "| Name | Text |\n|--|--|\n| alpha | " + "long words that wrap " * 8 + "|")
    made.fit(300)
    block = made.document().find("alpha").block()

    assert block.layout().lineCount() == 1


def test_tab_leads_from_the_words_to_the_copy_buttons_in_order(prose):
    made = prose()
    draw(made, "```\none\n```\n\ntext\n\n```\ntwo\n```")
    made.fit(300)
    reached, widget = [], made.nextInFocusChain()
    while widget is not made:
        reached += [widget] if isinstance(widget, IconButton) else []
        widget = widget.nextInFocusChain()

    assert [button.y() for button in reached] == sorted(button.y() for button in made.findChildren(IconButton))


@pytest.mark.parametrize("before", ["words", "- a bullet"])
@pytest.mark.parametrize("after", ["words", "words\n\n- a bullet", "> a quote", "words\n\n---\n\nmore"])
def test_what_is_beside_a_text_that_changed_is_painted(prose, before, after):
    changed, fresh = prose(), prose()
    draw(changed, before)
    changed.fit(300)
    changed.grab()

    for each in (changed, fresh):
        draw(each, after)
        each.fit(300)
        each.resize(300, each.height())

    assert changed.grab().toImage() == fresh.grab().toImage()
