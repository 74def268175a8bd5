"""Words are found whatever their case and script, and as they are seen, not as they are written."""

import pytest

from assistant_gui.core.conversation import Message, Origin, Role
from assistant_gui.gui.chat.hits import Hit, hits


def conversation(*texts: str) -> list[Message]:
    roles = (Role.PERSON, Role.ASSISTANT)
    return [Message(str(n), "c", None, roles[n % 2], text, 0.0, Origin.TYPED) for n, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("texts", "query", "count"),
    [
        (("Hello", "hello HELLO"), "hello", 3),
        (("你好，世界", "好的"), "好", 2),
        (("", "a **bold** word"), "a bold word", 1),
        (("", "see [here](https://example.org)"), "example", 0),
        (("", "```python\nprint(1)\n```"), "python", 0),
        (("", "`a`** b"), "**", 1),
        (("a.c abc", ""), "a.c", 1),
        (("👍👍", ""), "👍", 2),
        (("x", "y"), "z", 0),
    ],
)
def test_it_counts_what_is_seen(texts, query, count):
    assert len(hits(conversation(*texts), query)) == count


def test_hits_are_numbered_from_the_top():
    found = hits(conversation("a", "b", "a a", "c", "a"), "a")

    assert [found[number] for number in range(4)] == [Hit("0", 0), Hit("2", 0), Hit("2", 1), Hit("4", 0)]
    assert [found.number(found[number]) for number in range(4)] == [0, 1, 2, 3]
    assert found.number(Hit("2", 2)) is None
    assert found.number(Hit("gone", 0)) is None


@pytest.mark.parametrize(("place", "number"), [(0, 0), (1, 1), (2, 1), (3, 3), (4, 3), (5, 3)])
def test_the_first_from_a_message_on_is_the_one_to_look_at(place, number):
    assert hits(conversation("a", "b", "a a", "c", "a"), "a").from_message(place) == number
