"""Speaking to an ASGI application without a socket."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from starlette.types import ASGIApp, Message

TOKEN = "secret"
GOOD = {"host": "127.0.0.1:4711", "authorization": f"Bearer {TOKEN}"}


@dataclass(slots=True)
class Answer:
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    parts: list[bytes] = field(default_factory=list)

    def json(self) -> dict:
        return json.loads(self.body)

    def events(self) -> list[dict]:
        """The objects of an event stream; its end and signs of life are left out."""
        lines = [line for line in self.body.split(b"\n") if line.startswith(b"data: {")]
        return [json.loads(line[6:]) for line in lines]


async def exchange(app: ASGIApp, path: str, body: object, headers: dict[str, str], hang_up: asyncio.Event) -> Answer:
    content = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
    asked = [{"type": "http.request", "body": content, "more_body": False}]
    answer = Answer()

    async def receive() -> Message:
        if asked:
            return asked.pop()
        await hang_up.wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            answer.status = message["status"]
            answer.headers = {name.decode(): value.decode() for name, value in message["headers"]}
        elif part := message.get("body", b""):
            answer.parts.append(part)
            answer.body += part

    scope = {
        "type": "http",
        "method": "GET" if body is None else "POST",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }
    await app(scope, receive, send)
    return answer


@pytest.fixture
def ask() -> Callable[..., Answer]:
    """``ask(app, path, body)``: GET without a body, POST with one; *headers* replace the good ones."""

    def asked(app: ASGIApp, path: str, body: object = None, headers: dict[str, str] | None = None) -> Answer:
        async def whole() -> Answer:
            return await exchange(app, path, body, GOOD if headers is None else headers, asyncio.Event())

        return asyncio.run(whole())

    return asked
