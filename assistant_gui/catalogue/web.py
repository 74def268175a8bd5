"""A file over HTTP that goes on where it was cut off, and is hashed before it counts."""

import contextlib
import shutil
import socket
from pathlib import Path
from typing import TYPE_CHECKING

from assistant_gui.catalogue.card import Seen, wrong_hash
from assistant_gui.catalogue.progress import Progress
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.core.turn import Turn

if TYPE_CHECKING:
    import httpx

_CONNECT_S = 15.0
_SILENCE_S = 60.0


def client() -> "httpx.Client":
    """For the outside world: the configured proxy is used, redirects are followed."""
    import httpx  # only when something is fetched

    return httpx.Client(timeout=httpx.Timeout(_SILENCE_S, connect=_CONNECT_S), follow_redirects=True)


def fetch(
    web: "httpx.Client", url: str, target: Path, sha256: str, progress: Progress, turn: Turn, size: int = 0
) -> str:
    """Bring *url* to *target* and return its SHA-256; *sha256* may be empty when another check follows.

    What has come so far is in ``<target>.partial``. Raises TurnCancelled or
    AssistantError; the part is kept unless its hash is wrong.
    """
    part = target.with_name(target.name + ".partial")
    if target.exists():  # finished before another file of the same model was cut off
        target.replace(part)
    seen = Seen()
    if part.exists():
        seen.read(part, turn)
        progress.at(seen.bytes)
    if not (seen.bytes and seen.bytes == size):
        seen = _grow(web, url, part, seen, progress, turn)
    if sha256 and seen.sha256 != sha256:
        part.unlink()
        raise wrong_hash(target.name)
    progress.finished(seen.bytes)
    part.replace(target)
    return seen.sha256


def _grow(web: "httpx.Client", url: str, part: Path, seen: Seen, progress: Progress, turn: Turn) -> Seen:
    """Add to *part*, of which *seen* is there, what is still missing; all that is there then."""
    import httpx

    # "identity": a compressed body could not be continued in the middle
    headers = {"Accept-Encoding": "identity", **({"Range": f"bytes={seen.bytes}-"} if seen.bytes else {})}
    try:
        with web.stream("GET", url, headers=headers) as answer:
            if answer.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
                return seen  # it is all here; the hash decides
            _refuse(answer)
            turn.on_cancel(lambda: _hang_up(answer))
            goes_on = answer.status_code == httpx.codes.PARTIAL_CONTENT
            if not goes_on:
                seen = Seen()
            _room(part.parent, int(answer.headers.get("content-length", 0)))
            with part.open("ab" if goes_on else "wb") as out:
                for block in answer.iter_raw():  # as it comes: a fixed size would hold back the last piece
                    turn.check()
                    out.write(block)
                    seen.add(block)
                    progress.at(seen.bytes)
    except httpx.HTTPError as error:
        turn.check()
        raise unreachable(url) from error
    return seen


def _hang_up(answer: "httpx.Response") -> None:
    """Wake the thread that reads *answer*: closing would not, from another thread."""
    stream = answer.extensions.get("network_stream")
    line = stream.get_extra_info("socket") if stream is not None else None
    if line is not None:
        with contextlib.suppress(OSError):  # it is over already
            line.shutdown(socket.SHUT_RDWR)


def _refuse(answer: "httpx.Response") -> None:
    if answer.status_code in (401, 403):
        raise AssistantError(
            N_("{host} does not give this file to everybody."),
            N_("Fetch it with your own account and add it from its folder instead."),
            host=answer.url.host,
        )
    if answer.status_code >= 400:
        raise AssistantError(
            N_("{host} answered {status} instead of sending the file."),
            N_("Try again later, or get another model."),
            host=answer.url.host,
            status=answer.status_code,
        )


def _room(folder: Path, wanted_bytes: int) -> None:
    if shutil.disk_usage(folder).free < wanted_bytes:
        raise disk_full(wanted_bytes)


def disk_full(wanted_bytes: int) -> AssistantError:
    return AssistantError(
        N_("The disk is full: {size} GB more are needed."),
        N_("Free some space and get the model again; what has come is kept."),
        size=f"{wanted_bytes / 1e9:.1f}",
    )


def unreachable(url: str) -> AssistantError:
    host = url.split("/")[2] if url.count("/") > 1 else url
    return AssistantError(
        N_("{host} could not be reached."),
        N_("Check the network and the proxy, then get the model again; it goes on where it was."),
        host=host,
    )
