"""The real audio role, spoken to in packets as the desk does."""

import json
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from assistant_gui.core.packets import packed, packets


class Role:
    """Every packet it sends is kept with the time of its arrival."""

    def __init__(self, process: "subprocess.Popen[bytes]", ready: Mapping[str, object]) -> None:
        self.process = process
        self.ready = ready
        self.frames: list[dict[str, object]] = []
        self.levels: list[float] = []
        self._events: queue.SimpleQueue[tuple[float, dict[str, object]]] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, args=(process.stdout,), name="role's packets")
        self._reader.start()

    def do(self, what: str, payload: bytes = b"", **more: object) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(packed({"do": what, **more}, payload))
        self.process.stdin.flush()

    def event(self, name: str, *, within: float = 10.0) -> dict[str, object]:
        """The next event called *name*; those before it are passed over. Its ``at`` is monotonic."""
        deadline = time.monotonic() + within
        while True:
            try:
                at, event = self._events.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"no {name} within {within} seconds") from None
            if event["event"] == name:
                return {**event, "at": at}

    def nothing(self, seconds: float) -> list[dict[str, object]]:
        """What comes within *seconds*, apart from frames and levels."""
        deadline, seen = time.monotonic() + seconds, []
        while (left := deadline - time.monotonic()) > 0:
            try:
                seen.append(self._events.get(timeout=left)[1])
            except queue.Empty:
                break
        return seen

    def leave(self) -> int:
        assert self.process.stdin is not None
        self.process.stdin.close()
        code = self.process.wait(5)
        self._reader.join()
        return code

    def _read(self, stdout: BinaryIO) -> None:
        for header, payload in packets(stdout):
            if header["event"] == "frame":
                self.frames += [{**header, "pcm": payload[at : at + 1024]} for at in range(0, len(payload), 1024)]
            elif header["event"] == "level":
                self.levels.append(float(str(header["speaker"])))
            self._events.put((time.monotonic(), header))


@contextmanager
def audio_role(log: Path, env: Mapping[str, str], **orders: object) -> Iterator[Role]:
    """Start it, and end it by closing its stdin; one that is not ready has an empty ``ready``."""
    with (log.with_suffix(".err")).open("wb") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "assistant_gui", "audio"],
            cwd=Path(__file__).parents[2],
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
        )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps({"log": str(log), "microphone": "", "speaker": "", **orders}).encode() + b"\n")
    process.stdin.flush()
    role = Role(process, json.loads(process.stdout.readline() or b"{}"))
    try:
        yield role
    finally:
        if process.poll() is None:
            role.leave()
        role._reader.join()
        process.stdin.close()
        process.stdout.close()
