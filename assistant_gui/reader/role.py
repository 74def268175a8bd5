"""The reader role: one foreign file -> JSON lines, with its memory and time limited."""

import contextlib
import io
import json
import logging
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from assistant_gui import roles
from assistant_gui.core.carrying import decoded, encoded
from assistant_gui.core.columns import GUESSED, Columns
from assistant_gui.core.errors import AssistantError, sent
from assistant_gui.core.exchange import Skipped, Unit
from assistant_gui.core.language import N_
from assistant_gui.reader import folder, picture, table
from assistant_gui.reader.documents import telling
from assistant_gui.reader.foreign import told

Told = dict[str, object]
"""One line on the way to the desk."""

_log = logging.getLogger(__name__)

MEMORY_BYTES = 1 << 30
PROCESSOR_SECONDS = 15 * 60
"""A gigabyte of conversations takes about half a minute."""


def main() -> None:
    """Orders: ``kind``, ``log``, and ``file`` (of a picture its ``content``: it may be in no file; of texts a ``folder`` and ``names``). Then lines; the last is ``{"end": true}``, or ``{"failed": ...}`` with why."""
    out = roles.claim_stdout()
    orders = roles.orders()
    roles.log_to(str(orders["log"]))
    roles.give_way(10)
    roles.exit_with_parent()
    try:
        lines = _lines(orders)
    except AssistantError as error:
        roles.not_ready(out, error)
    else:
        roles.ready(out)
        with contextlib.suppress(BrokenPipeError):
            _tell(lines, out)
    threading.Event().wait()  # until the parent lets go


def _lines(orders: Mapping[str, object]) -> Iterable[Told]:
    match orders.get("kind"):
        case "picture":
            limit(MEMORY_BYTES, picture.PROCESSOR_SECONDS)
            return picture.told(str(orders["content"]))
        case "document":
            limit(MEMORY_BYTES, telling.PROCESSOR_SECONDS)
            return telling.told(telling.opened(Path(str(orders["file"]))))
        case "texts":
            limit(MEMORY_BYTES, folder.PROCESSOR_SECONDS)
            names = orders["names"]
            return folder.told(Path(str(orders["folder"])), names if isinstance(names, list) else [])
        case "columns":
            limit(MEMORY_BYTES, telling.PROCESSOR_SECONDS)
            file = checked(Path(str(orders["file"])))
            with file.open("rb") as content:
                return [table.shown(content, file.suffix)]
        case _:
            limit(MEMORY_BYTES, PROCESSOR_SECONDS)
            chosen = orders.get("columns")
            columns = Columns(**chosen) if isinstance(chosen, dict) else GUESSED
            return _foreign(checked(Path(str(orders["file"]))), columns)


def checked(path: Path) -> Path:
    """*path*, when it is a file or a folder that may be read. Raises AssistantError when it is not."""
    try:
        if not path.is_file() and not path.is_dir():  # a device, a pipe that never ends
            raise AssistantError(N_("There is no file {file}."), N_("Check the name."), file=path)
        if path.is_file():
            path.open("rb").close()
    except OSError as error:
        raise AssistantError(
            N_("{file} cannot be read: {reason}."),
            N_("Check that the file is yours to read."),
            file=path,
            reason=error.strerror or error,
        ) from error
    return path


def _foreign(path: Path, columns: Columns) -> Iterator[Told]:
    """The lines of *path*, each of them one that the desk can read."""
    for line in told(path, columns):
        written = encoded(line)
        try:
            decoded(written)
        except ValueError:
            _log.exception("a line of kind %s is none", type(line).__name__)
            written = encoded(Skipped(N_("it holds something that cannot be kept"), Unit.CONVERSATION))
        yield written


def limit(memory_bytes: int, processor_seconds: int) -> None:
    """Let this process take no more than this (Windows has no such limits)."""
    if sys.platform == "win32":
        return
    import resource

    limits = {resource.RLIMIT_CPU: processor_seconds, resource.RLIMIT_CORE: 0, resource.RLIMIT_AS: memory_bytes}
    for kind, most in limits.items():
        with contextlib.suppress(ValueError, OSError):  # macOS refuses RLIMIT_AS; a lower one may be set already
            resource.setrlimit(kind, (most, most))


def _tell(lines: Iterable[Told], out: BinaryIO) -> None:
    with io.BufferedWriter(io.FileIO(out.fileno(), "wb", closefd=False), 1 << 16) as stream:
        try:
            for each in lines:
                _write(stream, each)
            _write(stream, {"end": True})
        except AssistantError as error:
            _write(stream, {"failed": sent(error)})
        except OSError as error:
            _log.exception("the file could not be read to its end")
            reason = AssistantError(
                N_("The file could not be read to its end: {reason}."),
                N_("Check the disk it is on and import it again; what was read is kept."),
                reason=error.strerror or error,
            )
            _write(stream, {"failed": sent(reason)})


def _write(stream: BinaryIO, told: dict[str, object]) -> None:
    stream.write(json.dumps(told).encode() + b"\n")
