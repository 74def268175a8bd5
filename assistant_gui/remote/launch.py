"""How a process of ours is started and ended: its command, environment and log."""

import contextlib
import io
import os
import site
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

import assistant_gui

PATIENCE = 2.0
"""How long a role may take to leave by itself once its stdin has ended, and again after being told."""
LOG_BYTES = 4 * 1024 * 1024
"""A log longer than this is put aside (``.1``) at the next start."""


def role_command(role: str, arguments: Sequence[str] = ()) -> list[str]:
    """What to run; ``-P`` keeps a ``torch.py`` lying in the current folder from being imported."""
    return [sys.executable, "-P", "-m", "assistant_gui", role, *arguments]


_QUIET = {
    "HF_HUB_OFFLINE": "1",  # whatever a library would fetch by itself
    "ORT_DISABLE_TELEMETRY": "1",  # onnxruntime from 1.29 tells its maker about every process that imports it
}


def role_environment() -> dict[str, str]:
    """This process's environment, with our package found even when it runs from a checkout, and no way out."""
    environment = {**os.environ, "PYTHONUTF8": "1", **_QUIET}
    home = str(Path(assistant_gui.__file__).resolve().parent.parent)
    if home not in {*site.getsitepackages(), site.getusersitepackages()}:
        before = environment.get("PYTHONPATH")
        environment["PYTHONPATH"] = home + (os.pathsep + before if before else "")
    return environment


def opened_log(log: Path) -> BinaryIO:
    """The log to append to, private; a long one is put aside first."""
    log.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with contextlib.suppress(OSError):  # not there yet; on Windows: still open somewhere
        if log.stat().st_size > LOG_BYTES:
            log.replace(log.with_name(log.name + ".1"))
    return os.fdopen(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab", buffering=0)


def end(process: subprocess.Popen[bytes]) -> None:
    """Wait for it to leave, then tell it to, then make it."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(PATIENCE)
        return
    process.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(PATIENCE)
        return
    process.kill()
    process.wait()


def close(stream: object) -> None:
    if isinstance(stream, io.IOBase):
        with contextlib.suppress(OSError, ValueError):
            stream.close()
