"""The body of a chat request, checked: what cannot be honoured is refused, never ignored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant_gui.core.content import Content, all_pictures, pictured, text_of
from assistant_gui.core.language import N_
from assistant_gui.engine.errors import Refused
from assistant_gui.engine.llm.port import Wish
from assistant_gui.engine.llm.prompt import Ending
from assistant_gui.engine.pictures import MOST, picture

_ROLES = ("system", "user", "assistant")
_MOST_LOGPROBS = 20
_MOST_STOPS = 16
_KNOWN = frozenset({
    "model", "messages", "stream", "stream_options", "temperature", "top_p", "max_tokens", "max_completion_tokens",
    "seed", "stop", "logprobs", "top_logprobs", "n", "add_generation_prompt", "continue_final_message",
    "prompt_logprobs",
})  # fmt: skip

Body = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ChatRequest:
    model: str
    messages: tuple[tuple[str, Content], ...]
    stream: bool
    wish: Wish
    ending: Ending = Ending.ANSWER
    weighed: int | None = None
    """Tell first how likely each token of the last message is, and this many likeliest ones beside it."""


def chat_request(body: object) -> ChatRequest:
    """Raises :exc:`Refused`."""
    given = fields(body)
    unknown = sorted(name for name, value in given.items() if name not in _KNOWN and value is not None)
    if unknown:
        raise Refused(N_("This engine does not know the field “{field}”."), N_("Leave it out."), field=unknown[0])
    if given.get("n") not in (None, 1):
        raise _wrong("n")
    if set(_object(given, "stream_options")) - {"include_usage"}:
        raise _wrong("stream_options")
    top = _whole(given, "top_logprobs", 0, _MOST_LOGPROBS)
    asked = _flag(given, "logprobs")
    if top and not asked:
        raise _wrong("top_logprobs")
    said = messages(given)
    return ChatRequest(
        model=text(given, "model"),
        messages=said,
        stream=_flag(given, "stream"),
        wish=Wish(
            temperature=_number(given, "temperature", 1.0, 0.0, 2.0),
            top_p=_number(given, "top_p", 1.0, 0.0, 1.0),
            max_tokens=_whole(given, "max_completion_tokens", 1) or _whole(given, "max_tokens", 1) or 0,
            seed=_whole(given, "seed", -(2**63), 2**63),
            stop=_stops(given.get("stop")),
            logprobs=(top or 0) if asked else None,
        ),
        ending=(ending := _ending(given, said)),
        weighed=_weighed(given, ending, said),
    )


def _ending(given: Body, said: Sequence[tuple[str, Content]]) -> Ending:
    """As vLLM has it: an answer is begun unless that is switched off, and only then may the last one go on."""
    begun, goes_on = _flag(given, "add_generation_prompt", usual=True), _flag(given, "continue_final_message")
    if goes_on and (begun or said[-1][0] != "assistant"):
        raise _wrong("continue_final_message")
    return Ending.ANSWER if begun else Ending.OPEN if goes_on else Ending.CLOSED


def _weighed(given: Body, ending: Ending, said: Sequence[tuple[str, Content]]) -> int | None:
    """Only what is still open is weighed: a whole conversation would take as long as writing it."""
    most = _whole(given, "prompt_logprobs", 0, _MOST_LOGPROBS)
    if most is not None and (ending is not Ending.OPEN or not text_of(said[-1][1])):
        raise _wrong("prompt_logprobs")
    return most


def fields(body: object) -> Body:
    if not isinstance(body, dict):
        raise Refused(N_("The request is not a JSON object."))
    return body


def text(given: Body, name: str) -> str:
    value = given.get(name, "")
    if not isinstance(value, str):
        raise _wrong(name)
    return value


def messages(given: Body) -> tuple[tuple[str, Content], ...]:
    listed = given.get("messages")
    if not isinstance(listed, list) or not listed:
        raise _wrong("messages")
    said = tuple(_message(each) for each in listed)
    if len(all_pictures(said)) > MOST:
        raise Refused(
            N_("There are too many pictures: up to {count} are taken at once."), N_("Send fewer."), count=MOST
        )
    return said


def _message(given: object) -> tuple[str, Content]:
    if not isinstance(given, dict) or set(given) - {"role", "content", "name"} or given.get("role") not in _ROLES:
        raise _wrong("messages")
    content = given.get("content")
    if isinstance(content, list):
        return given["role"], _parts(content, may_show=given["role"] == "user")
    if not isinstance(content, str):
        raise _wrong("messages")
    return given["role"], content


def _parts(given: Sequence[object], *, may_show: bool) -> Content:
    """Pictures stand before the text, wherever they are among its parts: that is how models learned to see them."""
    parts = [each for each in given if isinstance(each, dict)]
    shown = [each for each in parts if each.get("type") == "image_url"]
    said = [each["text"] for each in parts if each.get("type") == "text" and isinstance(each.get("text"), str)]
    if len(shown) + len(said) != len(given) or (shown and not may_show):
        raise _wrong("messages")
    return pictured("".join(said), [picture(each) for each in shown])


def _stops(given: object) -> tuple[str, ...]:
    listed = [given] if isinstance(given, str) else [] if given is None else given
    if not isinstance(listed, list) or len(listed) > _MOST_STOPS:
        raise _wrong("stop")
    if not all(isinstance(each, str) and each for each in listed):
        raise _wrong("stop")
    return tuple(listed)


def _flag(given: Body, name: str, *, usual: bool = False) -> bool:
    value = given.get(name)
    if value is None:
        return usual
    if not isinstance(value, bool):
        raise _wrong(name)
    return value


def _object(given: Body, name: str) -> Body:
    value = given.get(name) or {}
    if not isinstance(value, dict):
        raise _wrong(name)
    return value


def _number(given: Body, name: str, usual: float, low: float, high: float) -> float:
    value = given.get(name)
    if value is None:
        return usual
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise _wrong(name)
    return float(value)


def _whole(given: Body, name: str, low: int, high: int = 2**31 - 1) -> int | None:
    value = given.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise _wrong(name)
    return value


def _wrong(name: str) -> Refused:
    return Refused(N_("The field “{field}” is not as it should be."), field=name)
