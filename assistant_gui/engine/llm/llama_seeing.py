"""A GGUF model that is shown pictures, through the projector file beside it.

It is a second server over the same weights (they are mapped, not loaded twice),
opened with the first picture: one with a projector takes no tokens as a prompt,
and text alone must stay as quick and as exact as it is. It is asked through the
chat route, whose template merely repeats what it is given, as no other takes
pictures: what it is given is our own rendering, with the pictures in their places.
"""

import base64
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NotRequired, TypedDict

from assistant_gui.core.content import Picture
from assistant_gui.engine.llm.llama_chunks import Chunk
from assistant_gui.engine.llm.port import Wish

if TYPE_CHECKING:
    import xllamacpp

_REPEATS = "{% for message in messages %}{{ message['content'] }}{% endfor %}"
_AT_ONCE = "gemma"
"""Models of this family read a picture as a whole: all its tokens must fit into one batch, or llama.cpp ends."""
_WHOLE_PICTURE = 2048
_MOST_TOKENS = 1024
"""Of one picture, where the model leaves that open; half of the memory when that is more."""

Part = Mapping[str, object]
Post = Callable[[str, Mapping[str, object]], Mapping[str, object]]


class _Delta(TypedDict):
    content: NotRequired[str | None]


class _Choice(TypedDict):
    delta: _Delta
    finish_reason: str | None


def with_projector(made: "xllamacpp.CommonParams", projector: str, architecture: str) -> "xllamacpp.CommonParams":
    """*made*, such that the server sees."""
    made.mmproj.path = projector
    made.mmproj_use_gpu = made.n_gpu_layers != 0
    made.image_max_tokens = max(_MOST_TOKENS, made.n_ctx // 2)
    made.chat_template = _REPEATS
    made.use_jinja = True
    if architecture.startswith(_AT_ONCE):
        made.n_batch = made.n_ubatch = _WHOLE_PICTURE
    return made


def asked(prompt: str, mark: str, pictures: Sequence[Picture], wish: Wish) -> dict[str, object]:
    """What the server is asked for: *prompt* with one of *pictures* at every *mark*."""
    made: dict[str, object] = {
        "messages": [{"role": "user", "content": _parts(prompt, mark, pictures)}],
        "stream": True,
        "return_progress": True,
        "reasoning_format": "none",
        "temperature": wish.temperature,
        "top_p": wish.top_p,
        "top_k": 0,
        "min_p": 0.0,
        "stop": list(wish.stop),
    }
    if wish.max_tokens:
        made["max_tokens"] = wish.max_tokens
    if wish.seed is not None:
        made["seed"] = wish.seed % 2**32
    if wish.logprobs is not None:
        made |= {"logprobs": True, "top_logprobs": max(wish.logprobs, 1)}
    return made


def picture_tokens(picture: Picture, post: Post) -> int:
    """What *picture* takes of a prompt, marks included."""

    def size(*pictures: Picture) -> int:
        content = [*(_shown(each) for each in pictures), {"type": "text", "text": "x"}]
        told = post("/v1/chat/completions/input_tokens", {"messages": [{"role": "user", "content": content}]})
        found = told.get("input_tokens")
        assert isinstance(found, int), told
        return found

    return size(picture) - size()


def as_completion(chunk: Mapping[str, object]) -> Chunk | None:
    """A chunk of the chat route as one of the other; None when it says nothing."""
    if "error" in chunk or "prompt_progress" in chunk:
        return chunk  # type: ignore[return-value]
    choices = chunk.get("choices")
    if not isinstance(choices, list) or not choices:
        return None
    choice: _Choice = choices[0]
    text = choice["delta"].get("content") or ""
    return {**chunk, "choices": [{"logprobs": None, **choice, "text": text}]}  # type: ignore[return-value]


def _parts(prompt: str, mark: str, pictures: Sequence[Picture]) -> list[Part]:
    first, *others = prompt.split(mark)
    assert len(others) == len(pictures)
    parts: list[Part] = [{"type": "text", "text": first}]
    for picture, text in zip(pictures, others, strict=True):
        parts += [_shown(picture), {"type": "text", "text": text}]
    return [part for part in parts if part.get("text") != ""]


def _shown(picture: Picture) -> Part:
    coded = base64.b64encode(picture.content).decode()
    return {"type": "image_url", "image_url": {"url": f"data:{picture.media};base64,{coded}"}}
