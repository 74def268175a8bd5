"""Conversations as Markdown."""

import pytest
from markdown_it import MarkdownIt

from assistant_gui.core.conversation import Conversation, Generator, Message, Origin, Role
from assistant_gui.store.export.markdown import pieces

HELLO = Conversation("c", "Hello *world*", 0.0, 0.0)

OPEN_ENDS = [
    "```python\nprint(1)",
    "~~~\ncode ```",
    "````\n```\nstill code",
    "<!-- never closed",
    "<script>\nalert(1)",
    "<?php",
    "<![CDATA[ x",
    "> quoted",
    "- a list\n\n  ```\n  code in it",
    "1. one\n2. two",
    "    indented",
    "| a | b |",
    "text with ``` in it",
    "a\n===",
    "# heading",
    "[a]: http://x",
    "",
    "\\",
]


def message(text: str, role: Role = Role.ASSISTANT, **others: object) -> Message:
    return Message("m", "c", None, role, text, 0.0, Origin.MODEL, **others)


def written(*texts: str) -> str:
    return "".join(pieces([(HELLO, [message(text) for text in texts])]))


def headings(text: str) -> list[str]:
    tokens = MarkdownIt("commonmark").parse(text)
    return [
        tokens[at + 1].content for at, token in enumerate(tokens) if token.type == "heading_open" and token.level == 0
    ]


def fences(text: str) -> list[tuple[str, str]]:
    return [(token.info, token.content) for token in MarkdownIt("commonmark").parse(text) if token.type == "fence"]


@pytest.mark.parametrize("text", OPEN_ENDS)
def test_what_a_message_leaves_open_does_not_swallow_the_next(text):
    own = headings(text)

    assert headings(written(text, "after")) == ["Hello \\*world\\*", "Assistant", *own, "Assistant"]


def test_code_survives_to_the_letter():
    texts = [
        "```python\nx = '`'\n\n\tif x:\n        pass  \n```",
        "Look:\n\n~~~~html\n<b>```</b>\n~~~~\n\ndone",
        "````\n```\n````",
    ]

    assert fences(written(*texts)) == [fence for text in texts for fence in fences(text)]


def test_who_said_it_and_with_what():
    told = "".join(
        pieces(
            [
                (
                    HELLO,
                    [
                        message("hi", Role.PERSON),
                        message("ho", generator=Generator("qwen_3")),
                        message("x", Role.SYSTEM),
                    ],
                )
            ]
        )
    )

    assert [line for line in told.splitlines() if line.startswith("## ")] == [
        "## You",
        "## Assistant (qwen\\_3)",
        "## System",
    ]


def test_a_giant_message_is_written_as_it_is():
    giant = "`" * 5 + "[" * 300_000

    told = written(giant, "after")

    assert giant in told
    assert headings(told)[-1] == "Assistant"
