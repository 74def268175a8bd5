"""What llama.cpp is asked about pictures, and what it says in our words."""

from assistant_gui.core.content import Picture
from assistant_gui.engine.llm.llama_chunks import told
from assistant_gui.engine.llm.llama_seeing import as_completion, asked, picture_tokens
from assistant_gui.engine.llm.port import Progress, Wish, Written

ONE, OTHER = Picture("image/png", b"one"), Picture("image/jpeg", b"other")


def content(prompt: str, *pictures: Picture) -> list[str]:
    (message,) = asked(prompt, "<here>", pictures, Wish())["messages"]
    return [each.get("text") or each["image_url"]["url"] for each in message["content"]]


def test_each_picture_stands_where_its_mark_stood():
    assert content("a<here>b<here>c", ONE, OTHER) == [
        "a", "data:image/png;base64,b25l", "b", "data:image/jpeg;base64,b3RoZXI=", "c",
    ]  # fmt: skip


def test_two_beside_each_other_have_nothing_between_them():
    assert content("<here><here>c", ONE, ONE) == [*["data:image/png;base64,b25l"] * 2, "c"]


def test_the_wish_is_passed_on():
    made = asked("<here>", "<here>", [ONE], Wish(temperature=0, max_tokens=5, seed=-1, stop=("x",), logprobs=3))

    assert (made["temperature"], made["max_tokens"], made["seed"], made["stop"]) == (0, 5, 2**32 - 1, ["x"])
    assert (made["logprobs"], made["top_logprobs"]) == (True, 3)


def test_what_it_says_is_told_as_of_the_other_route():
    chunk = {"choices": [{"delta": {"content": "Hi"}, "finish_reason": None}]}

    assert told(as_completion(chunk), None) == [Written("Hi")]


def test_progress_is_told_and_silence_is_not():
    begins = {"choices": [{"delta": {"role": "assistant", "content": None}, "finish_reason": None}]}

    assert told(as_completion({**begins, "prompt_progress": {"processed": 3, "total": 9}}), None) == [Progress(3, 9)]
    assert told(as_completion(begins), None) == []
    assert as_completion({"choices": []}) is None


def test_a_picture_costs_what_a_prompt_has_more_with_it():
    def post(path, asked):
        return {"input_tokens": 10 + 64 * (len(asked["messages"][0]["content"]) - 1)}

    assert picture_tokens(ONE, post) == 64
