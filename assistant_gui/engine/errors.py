"""How an engine says no: an HTTP status, and the sentence and the hint of an :class:`AssistantError` as JSON."""

import logging

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ExceptionHandler

from assistant_gui.core.errors import AssistantError, sent
from assistant_gui.core.language import N_

log = logging.getLogger(__name__)


class Refused(AssistantError):
    """The request itself cannot be honoured (400)."""


class NotServed(AssistantError):
    """The request names a model that this engine was not told of (404)."""


def told(error: AssistantError) -> dict[str, object]:
    """*error* as the value of ``"error"``; ``marked`` is what a desk that speaks another language translates."""
    return {
        "message": error.message.format(**error.facts),
        "hint": error.hint.format(**error.facts),
        "type": getattr(error, "type", type(error).__name__),
        "marked": sent(error),
    }


def response_to(error: AssistantError) -> Response:
    return JSONResponse({"error": told(error)}, status_code=status_of(error))


def status_of(error: AssistantError) -> int:
    """400 and 404 for what the request got wrong, 503 for what the engine cannot do now."""
    if isinstance(error, Refused):
        return 400
    return 404 if isinstance(error, NotServed) else 503


def as_told(error: BaseException) -> AssistantError:
    """*error* itself when it is meant for people; anything else is a bug: logged, and said to be one."""
    if isinstance(error, AssistantError):
        return error
    log.error("a request broke", exc_info=error)
    return AssistantError(N_("Something broke inside the engine."), N_("Its log says more; try again."))


async def _on_error(request: Request, error: Exception) -> Response:
    known = as_told(error)
    return JSONResponse({"error": told(known)}, status_code=status_of(known) if known is error else 500)


async def _on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    shape = {"message": error.detail, "hint": "", "type": "HTTPException"}
    return JSONResponse({"error": shape}, status_code=error.status_code)


EXCEPTION_HANDLERS: dict[type[Exception], ExceptionHandler] = {
    AssistantError: _on_error,
    HTTPException: _on_http,
    Exception: _on_error,
}
