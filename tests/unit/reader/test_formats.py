"""One JSON value -> one conversation."""

import pytest

from assistant_gui.reader.formats import Unreadable, conversation

TALK = [{"role": "user", "content": "hi"}, {"role": "assistant", "content": "ho"}]


def test_messages_form():
    value = {"title": "T", "messages": [{"role": "developer", "content": "Be brief."}, *TALK], "extra": 1}

    assert conversation(value) == {"title": "T", "messages": [{"role": "system", "content": "Be brief."}, *TALK]}


@pytest.mark.parametrize(("person", "assistant"), [("human", "gpt"), ("user", "chatgpt"), ("human", "model")])
def test_sharegpt_form(person, assistant):
    value = {"conversations": [{"from": person, "value": "hi"}, {"from": assistant, "value": "ho"}]}

    assert conversation(value) == {"title": "", "messages": TALK}


def test_parts_of_text_are_joined():
    parts = [{"type": "text", "text": "h"}, {"type": "text", "text": "i"}]

    assert conversation({"messages": [{"role": "user", "content": parts}]})["messages"] == [TALK[0]]


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
    ],
)
def test_why_it_is_left_out(value, why):
    with pytest.raises(Unreadable, match=why):
        conversation(value)
