"""What every role does at its birth and at the death of its parent.

A role is ``python -m assistant_gui ROLE``. The first line on stdin is one JSON
object: settings and secrets. The first line on stdout is one JSON object: the
role is ready (``{"ready": true, ...}``) or says in a sentence why it is not
(``{"ready": false, "message": ..., "hint": ...}``). The end of stdin means that
the parent is gone, however it went, and the role exits.
"""

import json
import logging
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from assistant_gui.core.errors import AssistantError, sent


def orders() -> dict[str, object]:
    """Read the first line on stdin. Raises EOFError when the parent died before it wrote one."""
    line = sys.stdin.buffer.readline()
    if not line.endswith(b"\n"):
        raise EOFError("the parent closed stdin before it gave orders")
    loaded: dict[str, object] = json.loads(line)
    return loaded


def claim_stdout() -> BinaryIO:
    """Keep stdout for what the parent reads; whatever libraries print goes to stderr from now on."""
    mine = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return mine


def ready(out: BinaryIO, **facts: object) -> None:
    out.write(json.dumps({"ready": True, **facts}).encode() + b"\n")
    out.flush()


def not_ready(out: BinaryIO, error: AssistantError) -> None:
    out.write(json.dumps({"ready": False, **sent(error)}).encode() + b"\n")
    out.flush()


def exit_with_parent(leave: Callable[[], None] | None = None) -> None:
    """Watch stdin from a thread; at its end call *leave*, or end this process at once.

    For roles that read nothing more from stdin after their orders.
    """

    def watch() -> None:
        while sys.stdin.buffer.read(4096):
            pass
        if leave is None:
            os._exit(0)
        leave()

    threading.Thread(target=watch, name="parent watch", daemon=True).start()


def give_way(by: int) -> None:
    """Let sound and the window go first when processors are scarce (POSIX; elsewhere nothing is done)."""
    if sys.platform != "win32":
        os.nice(by)


def log_to(file: Path | str, *, level: int = logging.INFO) -> None:
    """Write this role's log to *file* (0600); nothing of what was said is logged at INFO or above."""
    path = Path(file)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    handler = logging.StreamHandler(os.fdopen(descriptor, "a", encoding="utf-8"))
    handler.setFormatter(logging.Formatter("%(asctime)s %(process)d %(name)s %(levelname)s %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.raiseExceptions = False  # a full disk must not bring tracebacks to the terminal
