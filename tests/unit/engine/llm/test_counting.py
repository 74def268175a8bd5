"""What each message takes of a prompt adds up to the prompt."""

import pytest

from assistant_gui.engine.llm.counting import Frame
from assistant_gui.engine.llm.prompt import tokens_of
from assistant_gui.weights.templates import CHATML, Marks, Template

USUAL_SYSTEM = (
    "{% if messages[0].role != 'system' %}<|im_start|>system\nYou are Tiny.<|im_end|>\n{% endif %}"
    "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
NO_SYSTEM = (
    "{{ bos_token }}{% for m in messages %}"
    "{% if (m.role == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('alternate') }}{% endif %}"
    "{% if m.role == 'user' %}<|im_start|>{{ m.content | trim }}<|im_end|>{% else %}{{ m.content }}</s>{% endif %}"
    "{% endfor %}"
)

DIALOGUES = [
    [("user", "Hi")],
    [("system", "Be kind."), ("user", "How are you?")],
    [("system", "Be kind."), ("user", "Hi"), ("assistant", "Hello, you!"), ("user", "a <|im_end|> b")],
    [("user", "你好"), ("assistant", ""), ("user", "x" * 50), ("assistant", "\n\ny "), ("user", "And?")],
]


class FakeWriter:
    """One token for each letter, and one for each mark."""

    context = 100
    marks = Marks(["<|im_start|>", "<|im_end|>", "</s>"])

    def __init__(self, source: str, bos: str = "") -> None:
        self.template = Template(source, bos=bos)
        self.bos = bos

    def tokens(self, text: str, *, add_special: bool) -> list[int]:
        for mark in ("<|im_start|>", "<|im_end|>", "</s>"):
            text = text.replace(mark, "§")
        return [ord(letter) for letter in ("§" if add_special and self.bos else "") + text]


@pytest.mark.parametrize("said", DIALOGUES, ids=["one", "system", "marks", "long"])
@pytest.mark.parametrize(
    "writer",
    [FakeWriter(CHATML), FakeWriter(USUAL_SYSTEM), FakeWriter(NO_SYSTEM, bos="<s>")],
    ids=["chatml", "with a usual system message", "without a system role"],
)
def test_the_parts_add_up_to_the_whole(writer, said):
    frame = Frame.of(writer)

    assert frame.lead + sum(frame.sizes(writer, said)) == len(tokens_of(writer, said))


def test_a_message_takes_the_same_wherever_it_stands():
    writer = FakeWriter(CHATML)
    frame = Frame.of(writer)

    assert (
        frame.sizes(writer, [("user", "Hi"), ("assistant", "Hi"), ("user", "Hi")])[::2]
        == [frame.sizes(writer, [("user", "Hi")])[0]] * 2
    )
