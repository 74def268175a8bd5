"""What llama.cpp says while it writes, in our words."""

from collections.abc import Sequence
from typing import NotRequired, TypedDict

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.engine.llm.port import Chosen, Cost, Likelihood, Progress, Told, Written
from assistant_gui.engine.llm.prompt import context_full


class _Token(TypedDict):
    id: int
    token: str
    bytes: list[int]
    logprob: float


class _Position(_Token):
    top_logprobs: list[_Token]


class _Logprobs(TypedDict):
    content: list[_Position]


class _Choice(TypedDict):
    text: str
    logprobs: _Logprobs | None
    finish_reason: str | None


class _Progress(TypedDict):
    processed: int
    total: int


class _Timings(TypedDict):
    prompt_n: int
    cache_n: int
    predicted_n: int
    prompt_ms: float
    predicted_ms: float


class _Error(TypedDict):
    type: str
    message: str
    n_prompt_tokens: NotRequired[int]
    n_ctx: NotRequired[int]


class Chunk(TypedDict):
    """One object of llama.cpp's completion stream; the keys that matter here."""

    error: NotRequired[_Error]
    prompt_progress: NotRequired[_Progress]
    choices: Sequence[_Choice]
    timings: NotRequired[_Timings]


def told(chunk: Chunk, logprobs: int | None) -> list[Told]:
    """Raises AssistantError when *chunk* is llama.cpp's way to say no."""
    if "error" in chunk:
        raise _refusal(chunk["error"])
    if "prompt_progress" in chunk:
        return [Progress(chunk["prompt_progress"]["processed"], chunk["prompt_progress"]["total"])]
    found: list[Told] = []
    choice = chunk["choices"][0]
    known = choice["logprobs"] if logprobs is not None else None
    if choice["text"] or known:
        chosen = tuple(_chosen(each, logprobs or 0) for each in known["content"]) if known else ()
        found.append(Written(choice["text"], chosen))
    if "timings" in chunk:
        found.append(_cost(chunk["timings"], choice["finish_reason"] or "stop"))
    return found


def _chosen(position: _Position, most: int) -> Chosen:
    return Chosen(_likelihood(position), tuple(_likelihood(each) for each in position["top_logprobs"][:most]))


def _likelihood(token: _Token) -> Likelihood:
    return Likelihood(token["token"], bytes(token["bytes"]), token["logprob"], token["id"])


def _cost(timings: _Timings, finish: str) -> Cost:
    return Cost(
        finish,
        timings["prompt_n"] + timings["cache_n"],
        timings["cache_n"],
        timings["predicted_n"],
        timings["prompt_ms"],
        timings["predicted_ms"],
    )


def _refusal(error: _Error) -> AssistantError:
    if error["type"] == "exceed_context_size_error":
        return context_full(error.get("n_prompt_tokens", 0), error.get("n_ctx", 0))
    return AssistantError(N_("The model could not answer: {reason}"), N_("Try again."), reason=error["message"])
