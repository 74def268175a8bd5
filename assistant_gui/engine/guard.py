"""Who may talk to an engine: only the one who holds its token and calls it by its loopback name."""

import contextlib
import hmac

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})


class Guard:
    """Lets a request through to *app* when ``Authorization`` holds the token and ``Host`` is loopback.

    Pure ASGI, so that streams and disconnects pass untouched. No CORS header is
    ever sent: no web page has business here.
    """

    def __init__(self, app: ASGIApp, *, token: str) -> None:
        self._app = app
        self._credential = f"Bearer {token}".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        with contextlib.suppress(Exception):  # Starlette has answered and errors.py has logged it
            await self._app(scope, receive, send)

    def _refusal(self, scope: Scope) -> ASGIApp | None:
        if scope["type"] != "http":
            return _no(403, "Only HTTP is spoken here.")
        headers = Headers(scope=scope)
        if _without_port(headers.get("host", "")) not in _NAMES or "origin" in headers:
            return _no(403, "This engine answers only to programs on this machine.")
        if not hmac.compare_digest(headers.get("authorization", "").encode(), self._credential):
            return _no(401, "The token is missing or wrong.")
        return None


def _without_port(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdigit() else host


def _no(status: int, message: str) -> JSONResponse:
    return JSONResponse({"error": {"message": message, "hint": "", "type": "Forbidden"}}, status_code=status)
