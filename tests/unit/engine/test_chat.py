"""One answer over HTTP, with a model that is a function."""

import asyncio
import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant_gui.core.turn import Turn
from assistant_gui.engine.chat import Chat
from assistant_gui.engine.chat_request import ChatRequest
from assistant_gui.engine.errors import EXCEPTION_HANDLERS, Refused
from assistant_gui.engine.llm.port import Chosen, Cost, Likelihood, Progress, Tell, Weighed, Written

COST = Cost("stop", prompt_tokens=12, cached_tokens=2, tokens=3, prompt_ms=5.0, predicted_ms=30.0)
LIKELY = Chosen(Likelihood("Hé", "Hé".encode(), -0.5), (Likelihood("Ho", b"Ho", -1.5),))
ASKED = {"model": "m", "messages": [{"role": "user", "content": "Hi"}], "stream": True}


def hello(request: ChatRequest, turn: Turn, tell: Tell) -> None:
    tell(Progress(4, 12))
    tell(Written("Hé", (LIKELY,) if request.wish.logprobs is not None else ()))
    tell(Written(" you"))
    tell(COST)


@pytest.fixture
def chat():
    """The endpoint around a model."""
    with ThreadPoolExecutor(2) as threads:

        def made(answer: Callable[[ChatRequest, Turn, Tell], None]) -> object:
            from starlette.applications import Starlette
            from starlette.routing import Route

            endpoint = Chat(answer, lambda name: name, threads)
            return Starlette(routes=[Route("/", endpoint, methods=["POST"])], exception_handlers=EXCEPTION_HANDLERS)

        yield made


def test_a_stream_tells_progress_then_text_then_the_cost(chat, ask):
    answer = ask(chat(hello), "/", ASKED)

    role, progress, first, second, last = answer.events()
    assert answer.status == 200
    assert role["choices"][0]["delta"] == {"role": "assistant", "content": ""}
    assert progress["prompt_progress"] == {"processed": 4, "total": 12}
    assert [each["choices"][0]["delta"]["content"] for each in (first, second)] == ["Hé", " you"]
    assert last["choices"][0]["finish_reason"] == "stop"
    assert last["usage"]["total_tokens"] == 15
    assert last["timings"]["predicted_per_second"] == pytest.approx(100)
    assert last["timings"]["prompt_n"] == 10
    assert answer.body.endswith(b"data: [DONE]\n\n")


def test_an_answer_in_one_piece(chat, ask):
    answered = ask(chat(hello), "/", {**ASKED, "stream": False}).json()

    assert answered["choices"][0]["message"] == {"role": "assistant", "content": "Hé you"}
    assert answered["usage"]["completion_tokens"] == 3


def test_logprobs_come_in_openais_shape(chat, ask):
    events = ask(chat(hello), "/", {**ASKED, "logprobs": True, "top_logprobs": 1}).events()

    (told,) = [each["choices"][0]["logprobs"] for each in events if each["choices"][0].get("logprobs")]
    assert told["content"][0]["token"] == "Hé"
    assert told["content"][0]["bytes"] == [72, 195, 169]
    assert told["content"][0]["top_logprobs"] == [{"token": "Ho", "bytes": [72, 111], "logprob": -1.5}]


def weigh(request: ChatRequest, turn: Turn, tell: Tell) -> None:
    given = Likelihood("Hé", "Hé".encode(), -0.5, 7)
    tell(Weighed((Chosen(given, (Likelihood("Ho", b"Ho", -0.25, 8), given)),)))
    tell(Weighed((Chosen(Likelihood("!", b"!", -3.0, 9), ()),)))
    tell(COST)


FIRST = {
    "7": {"logprob": -0.5, "decoded_token": "Hé", "bytes": [72, 195, 169]},
    "8": {"logprob": -0.25, "decoded_token": "Ho", "bytes": [72, 111]},
}
SECOND = {"9": {"logprob": -3.0, "decoded_token": "!", "bytes": [33]}}


def test_what_was_given_is_weighed_in_vllms_shape(chat, ask):
    whole = ask(chat(weigh), "/", {**ASKED, "stream": False}).json()

    assert whole["prompt_logprobs"] == [None] * 10 + [FIRST, SECOND]
    assert list(whole["prompt_logprobs"][10]) == ["7", "8"]


def test_a_stream_tells_it_as_it_comes(chat, ask):
    events = ask(chat(weigh), "/", ASKED).events()

    assert [each["prompt_logprobs"] for each in events if "prompt_logprobs" in each] == [[FIRST], [SECOND]]


def test_an_error_before_the_first_word_is_a_status(chat, ask):
    def refuse(request, turn, tell):
        raise Refused("Too long.")

    answer = ask(chat(refuse), "/", ASKED)

    assert answer.status == 400
    assert answer.json()["error"]["message"] == "Too long."


def test_an_error_in_the_middle_is_an_event(chat, ask):
    def stumble(request, turn, tell):
        tell(Written("So"))
        raise RuntimeError("oh")

    answer = ask(chat(stumble), "/", ASKED)

    assert answer.status == 200
    assert "broke" in answer.events()[-1]["error"]["message"]


def test_what_is_not_json_is_refused(chat, ask):
    assert ask(chat(hello), "/", b"{").status == 400


def test_silence_is_filled_with_signs_of_life(chat, ask):
    def slow(request, turn, tell):
        pings = threading.Event()
        waiting.append(pings)
        assert pings.wait(20)
        hello(request, turn, tell)

    waiting: list[threading.Event] = []
    app = chat(slow)

    async def whole() -> list[bytes]:
        parts: list[bytes] = []
        asked = [{"type": "http.request", "body": json.dumps(ASKED).encode(), "more_body": False}]

        async def receive():
            return asked.pop() if asked else await asyncio.Event().wait()

        async def send(message):
            parts.append(message.get("body", b""))
            if message.get("body", b"").startswith(b":"):
                waiting[0].set()

        scope = {"type": "http", "method": "POST", "path": "/", "query_string": b"", "headers": []}
        await app(scope, receive, send)
        return parts

    parts = asyncio.run(whole())

    assert b": ping\n\n" in parts
    assert parts[-1] == b"data: [DONE]\n\n"


@pytest.mark.parametrize("stream", [True, False])
def test_hanging_up_cancels_the_turn(chat, stream):
    stopped = threading.Event()

    def endless(request, turn, tell):
        turn.on_cancel(stopped.set)
        tell(Written("So"))
        begun.set()
        turn.wait(20)
        turn.check()

    begun = threading.Event()
    app = chat(endless)
    asked = [{"type": "http.request", "body": json.dumps({**ASKED, "stream": stream}).encode(), "more_body": False}]

    async def receive():
        if asked:
            return asked.pop()
        await asyncio.get_running_loop().run_in_executor(None, begun.wait, 20)
        return {"type": "http.disconnect"}

    async def send(message):
        pass

    scope = {"type": "http", "method": "POST", "path": "/", "query_string": b"", "headers": []}
    asyncio.run(app(scope, receive, send))

    assert stopped.wait(20)
