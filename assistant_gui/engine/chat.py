"""``/v1/chat/completions``: one answer, streamed or whole, that ends when the one who asked hangs up."""

import asyncio
import contextlib
import json
import time
import uuid
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import Executor

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from assistant_gui.core.language import N_
from assistant_gui.core.turn import Turn, TurnCancelled
from assistant_gui.engine.chat_request import ChatRequest, chat_request
from assistant_gui.engine.errors import Refused, as_told, told
from assistant_gui.engine.llm.port import Chosen, Cost, Likelihood, Progress, Tell, Told, Weighed, Written

SIGN_OF_LIFE_SECONDS = 0.25

Answer = Callable[[ChatRequest, Turn, Tell], None]
"""Blocks until the answer is written; called on a thread of the executor."""


class Chat:
    """An ASGI endpoint. *check* raises at once for a model that is not served."""

    def __init__(self, answer: Answer, check: Callable[[str], str], executor: Executor) -> None:
        self._answer = answer
        self._check = check
        self._executor = executor

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = chat_request(await body_of(Request(scope, receive)))
        name = self._check(request.model)
        turn = Turn()
        watch = asyncio.create_task(_hang_up(receive, turn))
        try:
            events = self._events(request, turn)
            if request.stream:
                await _stream(events, _Envelope(name), send)
            else:
                whole = await _whole(events, _Envelope(name))
                await JSONResponse(whole)(scope, receive, send)
        except (TurnCancelled, OSError):
            pass  # nobody is there any more
        finally:
            turn.cancel()
            watch.cancel()

    async def _events(self, request: ChatRequest, turn: Turn) -> AsyncIterator[Told | None]:
        """What the model tells; None where there was nothing to tell for a while."""
        loop = asyncio.get_running_loop()
        coming: asyncio.Queue[Told | BaseException] = asyncio.Queue()

        def tell(event: Told | BaseException) -> None:
            with contextlib.suppress(RuntimeError):  # the loop is closed: the engine is ending
                loop.call_soon_threadsafe(coming.put_nowait, event)

        def work() -> None:
            try:
                self._answer(request, turn, tell)
            except BaseException as error:  # noqa: BLE001 - raised where the events are read
                tell(error)

        self._executor.submit(work)
        while True:
            try:
                async with asyncio.timeout(SIGN_OF_LIFE_SECONDS):
                    event = await coming.get()
            except TimeoutError:
                yield None
                continue
            if isinstance(event, BaseException):
                raise event
            yield event
            if isinstance(event, Cost):
                return


async def body_of(request: Request) -> object:
    try:
        return await request.json()
    except ValueError:
        raise Refused(N_("The request is not JSON.")) from None


async def _hang_up(receive: Receive, turn: Turn) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    turn.cancel()


class _Envelope:
    """What is the same in every chunk of one answer."""

    def __init__(self, model: str) -> None:
        self._same = {"id": f"chatcmpl-{uuid.uuid4().hex}", "created": int(time.time()), "model": model}

    def chunk(self, delta: dict[str, object], finish: str | None = None, **more: object) -> dict[str, object]:
        choice: dict[str, object] = {"index": 0, "delta": delta, "finish_reason": finish}
        if logprobs := more.pop("logprobs", None):
            choice["logprobs"] = logprobs
        return {**self._same, "object": "chat.completion.chunk", "choices": [choice], **more}

    def whole(self, text: str, chosen: list[Chosen], weighed: list[Chosen], cost: Cost) -> dict[str, object]:
        choice = {
            "index": 0,
            "message": {"role": "assistant", "content": text},
            "finish_reason": cost.finish,
            "logprobs": _logprobs(chosen) if chosen else None,
        }
        known: dict[str, object] = {}
        if weighed:
            known["prompt_logprobs"] = [None] * (cost.prompt_tokens - len(weighed)) + _prompt_logprobs(weighed)
        return {**self._same, "object": "chat.completion", "choices": [choice], **known, **_costs(cost)}


async def _stream(events: AsyncIterator[Told | None], envelope: _Envelope, send: Send) -> None:
    """The status waits for the first sign, so that an error that comes before it has a status of its own."""
    started = False
    try:
        async for event in events:
            if not started:
                await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
                await _put(send, _event(envelope.chunk({"role": "assistant", "content": ""})))
                started = True
            await _put(send, b": ping\n\n" if event is None else _event(_chunk(event, envelope)))
    except TurnCancelled:
        raise
    except Exception as error:
        if not started:
            raise
        await _put(send, _event({"error": told(as_told(error))}))
    await send({"type": "http.response.body", "body": b"data: [DONE]\n\n", "more_body": False})


_HEADERS = [(b"content-type", b"text/event-stream; charset=utf-8"), (b"cache-control", b"no-store")]


async def _put(send: Send, content: bytes) -> None:
    await send({"type": "http.response.body", "body": content, "more_body": True})


def _event(value: dict[str, object]) -> bytes:
    return b"data: %b\n\n" % json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _chunk(event: Told, envelope: _Envelope) -> dict[str, object]:
    match event:
        case Written(text=text, chosen=chosen):
            return envelope.chunk({"content": text}, logprobs=_logprobs(chosen) if chosen else None)
        case Weighed(chosen=chosen):
            return envelope.chunk({}, prompt_logprobs=_prompt_logprobs(chosen))
        case Progress(processed=processed, total=total):
            return envelope.chunk({}, prompt_progress={"processed": processed, "total": total})
        case Cost():
            return envelope.chunk({}, event.finish, **_costs(event))


async def _whole(events: AsyncIterator[Told | None], envelope: _Envelope) -> dict[str, object]:
    texts: list[str] = []
    chosen: list[Chosen] = []
    weighed: list[Chosen] = []
    async for event in events:
        match event:
            case Written():
                texts.append(event.text)
                chosen.extend(event.chosen)
            case Weighed():
                weighed.extend(event.chosen)
            case Cost():
                return envelope.whole("".join(texts), chosen, weighed, event)
    raise TurnCancelled


def _costs(cost: Cost) -> dict[str, object]:
    return {
        "usage": {
            "prompt_tokens": cost.prompt_tokens,
            "completion_tokens": cost.tokens,
            "total_tokens": cost.prompt_tokens + cost.tokens,
            "prompt_tokens_details": {"cached_tokens": cost.cached_tokens},
        },
        "timings": {
            "prompt_n": cost.prompt_tokens - cost.cached_tokens,
            "cache_n": cost.cached_tokens,
            "prompt_ms": cost.prompt_ms,
            "predicted_n": cost.tokens,
            "predicted_ms": cost.predicted_ms,
            "predicted_per_second": 1000 * cost.tokens / cost.predicted_ms if cost.predicted_ms else 0.0,
        },
    }


def _logprobs(chosen: tuple[Chosen, ...] | list[Chosen]) -> dict[str, object]:
    return {
        "content": [
            {**_likelihood(each.likelihood), "top_logprobs": [_likelihood(other) for other in each.instead]}
            for each in chosen
        ]
    }


def _prompt_logprobs(weighed: Sequence[Chosen]) -> list[dict[str, object]]:
    """As vLLM tells them: by token, the one that stands there first."""
    return [
        {
            str(one.id): {"logprob": one.logprob, "decoded_token": one.token, "bytes": list(one.content)}
            for one in (each.likelihood, *(other for other in each.instead if other.id != each.likelihood.id))
        }
        for each in weighed
    ]


def _likelihood(one: Likelihood) -> dict[str, object]:
    return {"token": one.token, "bytes": list(one.content), "logprob": one.logprob}
