"""HTTP to an engine, with the right to hang up at any moment.

The standard library's client, because it hands out the socket: closing a
response from another thread does not wake whoever reads it, shutting its socket
down does. It also never looks at proxy settings, which must not see loopback.
"""

import contextlib
import http.client
import json
import socket
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.core.turn import Turn

SILENCE_SECONDS = 20.0
"""A stream has a sign of life every quarter second; one that is silent this long is dead."""

WHOLE_SECONDS = 900.0
"""An answer that comes in one piece (an hour of sound, written down) shows nothing before it is done."""


class EngineLost(AssistantError):
    """The engine died, or went silent, in the middle of something."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where an engine listens, and the secret it wants to hear."""

    base: str
    """Without ``/v1``: ``http://127.0.0.1:40123``."""
    token: str


@dataclass(frozen=True, slots=True)
class Body:
    content: bytes | Iterable[bytes]
    """All of it, or what is sent piece by piece, once..."""
    type: str
    size: int = 0
    """...and then is so many bytes long."""

    @classmethod
    def json(cls, value: Mapping[str, object]) -> "Body":
        return cls(json.dumps(value, ensure_ascii=False).encode(), "application/json")


class Exchange:
    """One request and its response, opened by ``with``; cancelling *turn* ends it at once."""

    def __init__(
        self,
        address: Address,
        method: str,
        path: str,
        body: Body | None,
        turn: Turn | None = None,
        *,
        patience: float = SILENCE_SECONDS,
    ) -> None:
        parts = urlsplit(address.base)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        self._connection = kind(parts.hostname or "", parts.port, timeout=patience)
        self._path = parts.path.rstrip("/") + path
        self._method = method
        self._body = body
        self._turn = turn
        self._headers = {"Authorization": f"Bearer {address.token}"} if address.token else {}
        if body is not None:
            self._headers["Content-Type"] = body.type
            if not isinstance(body.content, bytes):
                self._headers["Content-Length"] = str(body.size)

    def __enter__(self) -> "http.client.HTTPResponse":
        try:
            self._connection.connect()
            if self._turn is not None:
                self._turn.on_cancel(self._hang_up)
            content = self._body.content if self._body else None
            self._connection.request(self._method, self._path, content, self._headers)
            response = self._connection.getresponse()
        except (OSError, http.client.HTTPException) as error:
            self._connection.close()
            raise self._lost() from error
        if response.status >= 400:
            with contextlib.closing(self._connection):
                raise _refusal(response)
        return response

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        self._connection.close()
        if isinstance(error, OSError | http.client.HTTPException):
            raise self._lost() from error

    def _hang_up(self) -> None:
        sock = self._connection.sock
        if sock is not None:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)

    def _lost(self) -> Exception:
        if self._turn is not None:
            self._turn.check()
        return engine_lost()


def engine_lost() -> EngineLost:
    return EngineLost(N_("The engine stopped in the middle of its work."), N_("It is being restarted: try again."))


def ask(address: Address, path: str, body: Body | None = None, turn: Turn | None = None) -> dict[str, object]:
    """One request, one JSON object back. Raises AssistantError with the engine's own sentence."""
    with Exchange(address, "POST" if body else "GET", path, body, turn, patience=WHOLE_SECONDS) as response:
        answered = json.loads(response.read())
    if not isinstance(answered, dict):
        raise engine_lost()
    return answered


def server_sent(response: http.client.HTTPResponse, turn: Turn) -> Iterator[dict[str, object]]:
    """The JSON objects of an event stream, until ``[DONE]``. A stream that just ends was cut off."""
    for line in response:
        turn.check()
        if not line.startswith(b"data: "):
            continue  # a blank line or a sign of life
        told = line[6:].strip()
        if told == b"[DONE]":
            return
        yield json.loads(told)
    turn.check()
    raise engine_lost()


def told(error: Mapping[str, object]) -> AssistantError:
    """An engine's ``error`` object as what the person reads."""
    message = str(error.get("message") or N_("The engine refused."))
    hint = str(error.get("hint") or "")
    if error.get("type") == "context_full":
        return ContextFull(_plain(message), _plain(hint))
    return AssistantError(_plain(message), _plain(hint))


class ContextFull(AssistantError):
    """The prompt is longer than the model's memory."""


def _plain(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _refusal(response: http.client.HTTPResponse) -> AssistantError:
    try:
        answered = json.loads(response.read())
        return told(answered["error"])
    except (ValueError, KeyError, TypeError, OSError, http.client.HTTPException):
        return AssistantError(
            N_("The engine answered with error {status}."),
            N_("Try again; details are in the log."),
            status=response.status,
        )
