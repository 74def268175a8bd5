"""The HTTP server of an engine: one loopback socket, one token, the routes of one kind."""

import socket
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.engine.errors import EXCEPTION_HANDLERS
from assistant_gui.engine.guard import Guard

_SECONDS_TO_FINISH = 2


def _nothing() -> None:
    pass


@dataclass(frozen=True, slots=True)
class Kind:
    """What one kind of engine serves."""

    routes: Sequence[BaseRoute]
    begin: Callable[[], None] = _nothing
    """Called once the server is ready: start loading. Must return at once."""
    close: Callable[[], None] = _nothing
    """Called when the server has stopped listening."""


def kind_for(orders: Mapping[str, object]) -> Kind:
    """The kind that *orders* ask for; only its own libraries are imported."""
    match orders.get("kind"):
        case "language":
            from assistant_gui.engine import language

            desk = language.opened(orders)
            return Kind(desk.routes(), desk.begin, desk.close)
        case "speech":
            from assistant_gui.engine import speech

            voices = speech.opened(orders)
            return Kind(voices.routes(), voices.begin, voices.close)
        case other:
            raise AssistantError(N_("There is no engine of the kind “{kind}”."), kind=other)


def application(kind: Kind, token: str, on_ready: Callable[[], None] = _nothing) -> Guard:
    """The ASGI application; *on_ready* is called when it can take requests."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        on_ready()
        kind.begin()
        yield
        kind.close()

    routes = [*kind.routes, Route("/health", _healthy)]  # a kind's own /health comes first
    return Guard(Starlette(routes=routes, lifespan=lifespan, exception_handlers=EXCEPTION_HANDLERS), token=token)


def listening() -> socket.socket:
    """A socket on a free loopback port; connections queue from now on."""
    # With the protocol left out asyncio does not turn Nagle off, and a short stream stalls for 40 ms.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    listener.listen(64)
    return listener


def server(app: Guard) -> uvicorn.Server:
    """Not yet running: ``run(sockets=[...])`` serves until ``should_exit`` is set."""
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="on",
        ws="none",
        timeout_graceful_shutdown=_SECONDS_TO_FINISH,
    )
    return uvicorn.Server(config)


async def _healthy(request: Request) -> Response:
    return JSONResponse({"status": "ok"})
