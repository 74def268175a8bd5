"""What a run tells the desk: one JSON line per event, and one small file that says it is alive."""

import json
import math
import os
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil

from assistant_gui.core.learning import RunStatus, Wish
from assistant_gui.core.samples import without_words
from assistant_gui.tuner.tensorboard import Board

HEARTBEAT_S = 2.0
_DRAWN = frozenset({"loss", "lr", "grad_norm", "tokens_per_s", "memory_bytes"})


class Diary:
    """Writes ``events.jsonl`` and ``status.json`` of a run folder, and reads ``control.json``.

    Use it in a ``with`` block: its thread renews ``status.json`` every two seconds.
    Events may be told from any thread.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._told = _complete_lines(folder / "events.jsonl")
        self._status: dict[str, object] = {
            "pid": os.getpid(),
            "born": psutil.Process().create_time(),
            "status": "running",
            "stage": "",
            "step": 0,
        }
        self._board: Board | None = None
        self._over = threading.Event()
        self._heart = threading.Thread(target=self._beat, name="heartbeat", daemon=True)

    def __enter__(self) -> Self:
        self._renew()
        self._heart.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._heart.join()

    @property
    def ended(self) -> bool:
        """The run had ended before this process came; a pause is no end."""
        return _last(self._folder).get("event") == "end" and not self.paused

    @property
    def paused(self) -> bool:
        """The run was paused, and nobody has said yet that it goes on."""
        last = _last(self._folder)
        return last.get("event") == "end" and last.get("status") == RunStatus.PAUSED.value

    @property
    def wish(self) -> Wish | None:
        """What the person wants of the run now; None while it should just go on."""
        try:
            control = json.loads((self._folder / "control.json").read_bytes())
            wanted = control["do"]
            return Wish.CANCEL if wanted == "stop" else Wish(wanted)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def go_on(self) -> None:
        """The run is taken up again: forget the wish that paused it."""
        (self._folder / "control.json").unlink(missing_ok=True)
        self.tell("resumed")

    def stage(self, name: str) -> None:
        """Say what is being done now: prepare, load, train, check or write."""
        self.tell("stage", stage=name)
        self._renew(stage=name)

    def warn(self, message: str) -> None:
        self.tell("warning", message=message)

    def step(self, step: int, **facts: object) -> None:
        self.tell("step", step=step, **facts)
        self._renew(step=step)

    def end(self, status: str, **facts: object) -> None:
        """The last event; nothing follows it."""
        with suppress(OSError):  # the event says it too
            self._renew(status=status)
        self.tell("end", status=status, **facts)

    def forget(self) -> None:
        """Take the words of samples out of what was told; the lines stay as long as they are."""
        with self._lock:
            file = self._folder / "events.jsonl"
            if file.exists():
                told = file.read_bytes()
                with file.open("r+b") as lines:
                    lines.write(without_words(told))

    def tell(self, event: str, **facts: object) -> None:
        with self._lock:
            line = {"v": 1, "seq": self._told + 1, "t": round(time.time(), 3), "event": event, **finite(facts)}
            _add_line(
                self._folder / "events.jsonl", json.dumps(line, ensure_ascii=False, allow_nan=False).encode() + b"\n"
            )
            self._told += 1
        self._draw(event, facts)

    def _draw(self, event: str, facts: Mapping[str, object]) -> None:
        """Put numbers of steps and looks into TensorBoard's file as well."""
        step = facts.get("step")
        if event not in ("step", "eval") or not isinstance(step, int):
            return
        if self._board is None:
            self._board = Board(self._folder / "tensorboard")
        kind = "plain" if facts.get("plain") else "train" if event == "step" else "validation"
        numbers = {
            f"{kind}/{name}": float(each)
            for name, each in facts.items()
            if name in _DRAWN and isinstance(each, int | float) and math.isfinite(each)
        }
        with suppress(OSError):  # nobody misses a point of a curve on a full disk
            self._board.numbers(step, numbers)

    def _renew(self, **facts: object) -> None:
        with self._lock:
            self._status |= {**finite(facts), "beat": round(time.time(), 3)}
            written_whole(self._folder / "status.json", self._status)

    def _beat(self) -> None:
        while not self._over.wait(HEARTBEAT_S):
            with suppress(OSError):  # a full disk is found, and told, by the run itself
                self._renew()


def events(folder: Path) -> list[dict[str, object]]:
    """The complete lines of a run's events."""
    try:
        text = (folder / "events.jsonl").read_bytes()
    except FileNotFoundError:
        return []
    return [json.loads(line) for line in text.split(b"\n")[:-1] if line]


def _last(folder: Path) -> dict[str, object]:
    told = events(folder)
    return told[-1] if told else {}


def written_whole(path: Path, content: Mapping[str, object]) -> None:
    """Write JSON so that a reader finds the old or the new file, never half of one."""
    partial = path.with_name(path.name + ".tmp")
    partial.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
    partial.replace(path)


def _add_line(path: Path, line: bytes) -> None:
    """All of it or nothing: what a full disk cut short would spoil the line that comes next."""
    with path.open("ab", buffering=0) as file:
        before = file.tell()
        written = 0
        try:
            while written < len(line):
                written += file.write(line[written:])
        except OSError:
            file.truncate(before)
            raise


def _complete_lines(path: Path) -> int:
    """Count the events told before; cut off a line that a killed tuner left half written."""
    if not path.exists():
        return 0
    text = path.read_bytes()
    whole = text[: text.rfind(b"\n") + 1]
    if len(whole) < len(text):
        os.truncate(path, len(whole))
    return whole.count(b"\n")


def finite(facts: Mapping[str, object]) -> dict[str, object]:
    """JSON has no NaN: such numbers become words."""
    return {
        name: str(value) if isinstance(value, float) and not math.isfinite(value) else value
        for name, value in facts.items()
    }
