"""What was read before."""

import pytest

from assistant_gui.engine.llm.remembered import MOST, Memories, Memory


class FakeCache:
    def __init__(self, croppable: bool = True) -> None:
        self.is_croppable = croppable
        self.cropped: list[int] = []

    def crop(self, count: int) -> None:
        self.cropped.append(count)


def memory(tokens: str, adapter: str = "", *, croppable: bool = True) -> Memory:
    return Memory(adapter, FakeCache(croppable), list(tokens.encode()))


@pytest.mark.parametrize(
    ("known", "prompt", "length"), [("abc", "abcd", 3), ("abc", "abc", 2), ("abc", "xbc", 0), ("abc", "ab", 1)]
)
def test_shared_beginnings(known, prompt, length):
    assert memory(known).shared(prompt.encode()) == length


def test_a_conversation_that_goes_on_is_found_again():
    memories = Memories()
    for said in ("hello there", "other words"):
        memories.keep(memory(said))

    found = memories.best(b"hello there again", "")

    assert bytes(found.tokens) == b"hello there"


def test_what_was_said_differently_is_cut_off():
    memories = Memories()
    kept = memory("hello there")
    memories.keep(kept)

    found = memories.best(b"hello then", "")

    assert found is kept
    assert bytes(found.tokens) == b"hello the"
    assert found.cache.cropped == [-2]


@pytest.mark.parametrize("prompt", [b"xello", b"he"])
def test_too_little_in_common_begins_anew(prompt):
    memories = Memories()
    memories.keep(memory("hello there"))

    assert memories.best(prompt, "").tokens == []
    assert bytes(memories.best(b"hello there!", "").tokens) == b"hello there"


def test_another_adapter_remembers_nothing_of_it():
    memories = Memories()
    memories.keep(memory("hello"))

    assert memories.best(b"hello!", "pirate").tokens == []


def test_what_cannot_be_cut_is_read_again():
    memories = Memories()
    memories.keep(memory("hello there", croppable=False))

    assert memories.best(b"hello then", "").tokens == []


def test_only_a_few_are_kept():
    memories = Memories()
    for n in range(MOST + 1):
        memories.keep(memory(f"{n} words"))

    assert memories.best(b"0 words!", "").tokens == []
    assert memories.best(b"1 words!", "").tokens != []
