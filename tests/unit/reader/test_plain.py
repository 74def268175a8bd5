"""Lists of messages, and ShareGPT's turns."""

import pytest

from assistant_gui.reader.recognise import conversation
from assistant_gui.reader.values import Unreadable
from tests.unit.reader.trees import drawn, messages, opening

TALK = [{"role": "user", "content": "hi"}, {"role": "assistant", "content": "ho"}]


def test_messages_form():
    name, lines = conversation(
        {"title": "T", "messages": [{"role": "developer", "content": "Be brief."}, *TALK], "extra": 1}
    )

    assert name == "messages"
    assert drawn(lines) == ["# Be brief.", "? hi < Be brief.", "! ho < hi *"]
    assert (opening(lines).title, opening(lines).named) == ("T", True)


@pytest.mark.parametrize(("person", "assistant"), [("human", "gpt"), ("user", "chatgpt"), ("human", "model")])
def test_sharegpt_form(person, assistant):
    value = {"conversations": [{"from": person, "value": "hi"}, {"from": assistant, "value": "ho"}]}

    name, lines = conversation(value)

    assert name == "ShareGPT"
    assert drawn(lines) == ["? hi", "! ho < hi *"]


def test_the_same_talk_is_the_same_in_both_forms_and_under_any_title():
    _, one = conversation({"title": "T", "messages": TALK})
    _, other = conversation({"conversations": [{"from": "human", "value": "hi"}, {"from": "gpt", "value": "ho"}]})

    assert one[0].digest == other[0].digest
    assert [each.id for each in messages(one)] == [each.id for each in messages(other)]


def test_parts_of_text_are_joined():
    parts = [{"type": "text", "text": "h"}, {"type": "text", "text": "i"}]

    assert drawn(conversation({"messages": [{"role": "user", "content": parts}]})[1]) == ["? hi *"]


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (5, "not a JSON object"),
        ({"text": "hi"}, "neither"),
        ({"messages": []}, "empty or no list"),
        ({"messages": "hi"}, "empty or no list"),
        ({"messages": ["hi"]}, "not a JSON object"),
        ({"messages": [{"role": "tool", "content": "hi"}]}, "from neither"),
        ({"messages": [{"role": ["user"], "content": "hi"}]}, "from neither"),
        ({"messages": [{"role": "user"}]}, "no text"),
        ({"messages": [{"role": "user", "content": None}]}, "no text"),
        ({"messages": [{"role": "user", "content": [{"type": "image_url"}]}]}, "more than text"),
        ({"messages": [{"role": "user", "content": " "}]}, "all its messages are empty"),
        ({"conversations": [{"from": "alien", "value": "hi"}]}, "from neither"),
        ({"mapping": {}}, "no text"),
        ({"chat_messages": []}, "no text"),
        ({"chat": {"x": 1}}, "no text"),
        ({"messages": [{"versions": []}]}, "no text"),
    ],
)
def test_why_it_is_left_out(value, why):
    with pytest.raises(Unreadable, match=why):
        conversation(value)
