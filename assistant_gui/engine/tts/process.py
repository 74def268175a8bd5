"""A voice's worker process: asked in packets, killed when it does not answer in time."""

import contextlib
import json
import os
import subprocess
import threading
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO, cast

import assistant_gui
from assistant_gui.core.errors import received
from assistant_gui.core.packets import packed, packets
from assistant_gui.engine.tts.manner import Listed, Manner


class WorkerGone(Exception):
    """The worker is not there any more; *late*: because it took too long and was killed."""

    def __init__(self, *, late: bool) -> None:
        super().__init__(late)
        self.late = late


class Worker:
    """Ready once it is made. One caller at a time. It ends when its stdin does, so also with our process."""

    def __init__(self, command: Sequence[str], within: float) -> None:
        """Start *command*. Raises WorkerGone, or the AssistantError that it says instead of being ready."""
        self.voices: tuple[Listed, ...] = ()
        self._late = False
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=_environment(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._requests = cast("BinaryIO", self._process.stdin)
        self._answers = cast("BinaryIO", self._process.stdout)
        try:
            with self._deadline(within):
                line = self._answers.readline()
            told: dict[str, object] = json.loads(line) if line.endswith(b"\n") else {}
            if not told:
                raise WorkerGone(late=self._late)
            if not told.get("ready"):
                raise received(told)
            listed = told.get("voices")
            self.voices = tuple(Listed.heard(one) for one in listed) if isinstance(listed, list) else ()
        except BaseException:
            self.end()
            raise

    def said(self, text: str, manner: Manner, within: float) -> bytes:
        """The sound of *text*. Raises WorkerGone, or the AssistantError that the worker answers with."""
        try:
            with self._deadline(within):
                self._requests.write(packed({"say": text, **asdict(manner)}))
                self._requests.flush()
                header, sound = next(packets(self._answers))
        except (OSError, ValueError, StopIteration):
            raise WorkerGone(late=self._late) from None
        if header.get("failed"):
            raise received(header)
        return sound

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._requests, self._answers):
            with contextlib.suppress(OSError):
                pipe.close()

    @contextlib.contextmanager
    def _deadline(self, seconds: float) -> Iterator[None]:
        """Kill the worker unless the block is left within *seconds*: its pipe then ends, and with it the waiting."""
        timer = threading.Timer(seconds, self._kill)
        timer.name, timer.daemon = "voice deadline", True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _kill(self) -> None:
        self._late = True
        self._process.kill()


def _environment() -> dict[str, str]:
    """Ours, with our package found even when it runs from a checkout."""
    home = str(Path(assistant_gui.__file__).resolve().parent.parent)
    before = os.environ.get("PYTHONPATH")
    return {**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": home + (os.pathsep + before if before else "")}
