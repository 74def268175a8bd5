"""Conversations to tokens."""

import pytest

from assistant_gui.engine.llm.prompt import ContextFull, Ending, open_prompt, prompt, rendered
from assistant_gui.weights.templates import Marks, Template


class FakeWriter:
    context = 200
    template = Template("{{ bos_token }}{% for m in messages %}<{{ m.role }}>{{ m.content }}{% endfor %}", bos="<s>")
    marks = Marks(["<user>", "<s>"])

    def __init__(self, bos: str = "") -> None:
        self.bos = bos

    def tokens(self, text: str, *, add_special: bool) -> list[int]:
        return [ord(letter) for letter in self.bos * add_special + text]


def text_of(tokens: list[int]) -> str:
    return "".join(map(chr, tokens))


@pytest.mark.parametrize("bos", ["", "<s>"])
def test_the_beginning_is_marked_once(bos):
    assert text_of(prompt(FakeWriter(bos), [("user", "Hi")])) == "<s><user>Hi"


def test_typed_marks_are_broken():
    assert rendered(FakeWriter(), [("user", "a<user>b<s>")]) == "<s><user>a<\u200buser>b<\u200bs>"


def test_there_must_be_room_for_an_answer():
    with pytest.raises(ContextFull, match="200 fit"):
        prompt(FakeWriter(), [("user", "x" * 191)])


def test_the_last_message_can_be_left_open():
    said = [("user", "Hi"), ("assistant", "Hel<s>")]

    assert rendered(FakeWriter(), said, Ending.OPEN) == "<s><user>Hi<assistant>Hel<\u200bs>"
    assert text_of(prompt(FakeWriter("<s>"), said, Ending.OPEN)) == "<s><user>Hi<assistant>Hel<\u200bs>"


def test_where_an_open_message_begins_is_known():
    tokens, start = open_prompt(FakeWriter("<s>"), [("user", "Hi"), ("assistant", "Hello")])

    assert text_of(tokens[start:]) == "Hello"


def test_a_token_across_the_border_belongs_to_the_message():
    class Pairs(FakeWriter):
        def tokens(self, text, *, add_special):
            return [hash(text[at : at + 2]) for at in range(0, len(text), 2)]

    tokens, start = open_prompt(Pairs(), [("user", "H"), ("assistant", "Hello")])

    assert len(tokens) - start == 3
