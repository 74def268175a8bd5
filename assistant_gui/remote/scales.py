"""How likely given words are to a language engine, as the desk asks it."""

from collections.abc import Iterator, Mapping
from math import exp

from assistant_gui.core.content import Messages
from assistant_gui.core.likelihood import Token
from assistant_gui.core.ports import Reading
from assistant_gui.core.turn import Turn
from assistant_gui.remote.engine import Connect, in_parts, number, objects, reached
from assistant_gui.remote.wire import Body, Exchange, server_sent, told


class RemoteScales:
    """See :class:`assistant_gui.core.ports.Scales`; an engine that knows ``prompt_logprobs``."""

    def __init__(self, connect: Connect) -> None:
        self._connect = connect

    def weigh(self, model: str, messages: Messages, most: int, turn: Turn) -> Iterator[Token | Reading]:
        wanted: dict[str, object] = {
            "model": model,
            "messages": in_parts(messages),
            "temperature": 0,
            "max_tokens": 1,
            "stream": True,
            "add_generation_prompt": False,
            "continue_final_message": True,
            "prompt_logprobs": most,
        }
        address = reached(self._connect, turn)
        with Exchange(address, "POST", "/v1/chat/completions", Body.json(wanted), turn) as response:
            for chunk in server_sent(response, turn):
                if isinstance(error := chunk.get("error"), dict):
                    raise told(error)
                if isinstance(progress := chunk.get("prompt_progress"), dict):
                    yield Reading(number(progress, "processed") / max(number(progress, "total"), 1))
                for position in objects(chunk.get("prompt_logprobs")):
                    yield _token(position, most)


def _token(position: Mapping[str, object], most: int) -> Token:
    """The one that stands there comes first, then those that might have."""
    given, *others = objects(list(position.values()))
    ranked = sorted((given, *others), key=lambda each: -number(each, "logprob"))[:most]
    return Token(
        content=_content(given),
        probability=exp(number(given, "logprob")),
        instead=tuple((_content(each).decode(errors="replace"), exp(number(each, "logprob"))) for each in ranked),
    )


def _content(token: Mapping[str, object]) -> bytes:
    known = token.get("bytes")
    return bytes(known) if isinstance(known, list) else str(token.get("decoded_token", "")).encode()
