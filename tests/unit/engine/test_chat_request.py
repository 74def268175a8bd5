"""Chat requests: honoured or refused, never ignored."""

import pytest

from assistant_gui.engine.chat_request import chat_request
from assistant_gui.engine.errors import Refused
from assistant_gui.engine.llm.port import Wish
from assistant_gui.engine.llm.prompt import Ending

ASKED = {"model": "m", "messages": [{"role": "user", "content": "Hi"}]}


def test_the_least_that_can_be_asked():
    request = chat_request(ASKED)

    assert (request.model, request.messages, request.stream) == ("m", (("user", "Hi"),), False)
    assert request.wish == Wish()


def test_everything_that_can_be_asked():
    request = chat_request({
        **ASKED, "stream": True, "stream_options": {"include_usage": True}, "temperature": 0, "top_p": 0.5,
        "max_tokens": 7, "seed": -3, "stop": "x", "logprobs": True, "top_logprobs": 4, "n": 1,
    })  # fmt: skip

    assert request.stream
    assert request.wish == Wish(0.0, 0.5, 7, -3, ("x",), 4)


HALF = [*ASKED["messages"], {"role": "assistant", "content": "Hel"}]
OPEN = {"add_generation_prompt": False, "continue_final_message": True}


@pytest.mark.parametrize(
    ("given", "ending"),
    [
        ({}, Ending.ANSWER),
        ({"add_generation_prompt": True, "continue_final_message": False}, Ending.ANSWER),
        ({"add_generation_prompt": False}, Ending.CLOSED),
        (OPEN, Ending.OPEN),
    ],
)
def test_an_answer_is_begun_or_the_last_one_goes_on(given, ending):
    assert chat_request({"messages": HALF, **given}).ending is ending


def test_what_is_given_can_be_weighed():
    assert chat_request({"messages": HALF, **OPEN, "prompt_logprobs": 5}).weighed == 5
    assert chat_request({"messages": HALF, **OPEN}).weighed is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"continue_final_message": True},
        {**OPEN, "add_generation_prompt": True},
        {**OPEN, "messages": ASKED["messages"]},
        {"continue_final_message": "yes"},
        {"prompt_logprobs": 5},
        {**OPEN, "prompt_logprobs": 21},
        {**OPEN, "prompt_logprobs": 5, "messages": [*ASKED["messages"], {"role": "assistant", "content": ""}]},
    ],
)
def test_what_makes_no_sense_of_going_on_is_refused(wrong):
    with pytest.raises(Refused):
        chat_request({"messages": HALF, **wrong})


def test_null_is_the_same_as_nothing():
    assert chat_request({**ASKED, "tools": None, "stop": None, "seed": None, "max_tokens": None}).wish == Wish()


def test_text_in_parts_is_one_text():
    parts = [{"type": "text", "text": "He"}, {"type": "text", "text": "llo"}]

    assert chat_request({"messages": [{"role": "user", "content": parts}]}).messages == (("user", "Hello"),)


@pytest.mark.parametrize(
    "wrong",
    [
        {"tools": []}, {"response_format": {}}, {"presence_penalty": 1}, {"n": 2}, {"temperature": 3},
        {"temperature": "hot"}, {"temperature": True}, {"top_p": -1}, {"max_tokens": 0}, {"max_tokens": 1.5},
        {"seed": "x"}, {"stop": [""]}, {"stop": [1]}, {"stop": ["x"] * 17}, {"logprobs": 3}, {"top_logprobs": 3},
        {"logprobs": True, "top_logprobs": 21}, {"stream": "yes"}, {"stream_options": {"other": 1}}, {"messages": []},
        {"messages": "Hi"}, {"messages": [{"role": "tool", "content": "x"}]}, {"messages": [{"role": "user"}]},
        {"messages": [{"role": "user", "content": [{"type": "image_url"}]}]}, {"model": 3},
        {"messages": [{"role": "user", "content": "x", "tool_calls": []}]},
    ],
)  # fmt: skip
def test_what_cannot_be_honoured_is_refused(wrong):
    with pytest.raises(Refused):
        chat_request({**ASKED, **wrong})


@pytest.mark.parametrize("body", [None, [], "x", 3])
def test_a_body_that_is_not_an_object_is_refused(body):
    with pytest.raises(Refused):
        chat_request(body)
