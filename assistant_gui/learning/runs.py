"""Run folders as the desk sees them: written, started, followed, stopped, and found again."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import psutil

import assistant_gui
from assistant_gui import whole
from assistant_gui.core import following
from assistant_gui.core.learning import (
    DIVIDED,
    MANY,
    MARKS,
    MOST_LISTED,
    SIGNAL_WEIGHT,
    TEXTS,
    Example,
    Run,
    RunStatus,
    Wish,
)
from assistant_gui.core.models import Model
from assistant_gui.core.plan import Plan, as_told
from assistant_gui.core.samples import without_words
from assistant_gui.core.turn import Turn
from assistant_gui.learning.division import Division
from assistant_gui.learning.files import read_json, write_json, write_lines

LOOK_S = 0.2
"""How often a followed run is looked at: its process is no child of whoever follows it."""

HELD_S = 5.0
"""How long a run waits when it is told to and then hears no more."""

Event = dict[str, object]


@dataclass(frozen=True, slots=True)
class Order:
    """What goes into a new run's ``spec.json``."""

    id: str
    plan: Plan
    base: Model
    created: float
    adapter: str
    adapter_folder: Path
    threads: int = 0
    current_folder: str = ""
    """Of the adapter that answers now; empty while the base does."""


def write_examples(folder: Path, division: Division) -> None:
    """Make the folder, with what is said in it. The texts go again when the run ends; ids and hashes stay."""
    folder.mkdir(mode=0o700)
    write_lines(folder / DIVIDED[0], _noted(division.teaching, folder))
    for name, examples in zip(DIVIDED[1:], (division.stopping, division.judging), strict=True):
        write_lines(folder / name, map(line, examples))


def _noted(examples: Sequence[Example], folder: Path) -> Iterator[Mapping[str, object]]:
    """The lines of *examples*; what each was is noted on the way, to stay."""
    listed: list[Mapping[str, object]] = []
    many = len(examples) if len(examples) > MOST_LISTED else 0
    with ExitStack() as open_files:
        marks = open_files.enter_context((folder / MARKS).open("w", encoding="utf-8")) if many else None
        for example in examples:
            if marks is not None:
                marks.write(json.dumps(_mark(example)) + "\n")
            else:
                listed.append(_mark(example))
            yield line(example)
    write_json(folder / "manifest.json", {"examples": listed} | ({MANY: many} if many else {}))


def write_replays(folder: Path, examples: Iterable[Example]) -> None:
    """Answers of the model itself, in the form of those to be learned."""
    write_lines(folder / "replay.jsonl", (line(example) for example in examples))


def write_order(folder: Path, order: Order) -> None:
    """The last of what the tuner reads: with it there is a run, and it is dead if it has no process."""
    write_json(
        folder / "spec.json",
        {
            "id": order.id,
            "adapts": "lora",
            "learns": "replies",
            "plan": asdict(order.plan),
            "base": {"id": order.base.id, "format": order.base.format.value, "path": order.base.path},
            "created": order.created,
            "adapter_id": order.adapter,
            "adapter_folder": str(order.adapter_folder),
            "threads": order.threads,
            "current_folder": order.current_folder,
        },
    )


def start(folder: Path) -> int:
    """Start a tuner that outlives this process, and write down how to find it again; its process id."""
    environment = os.environ | {
        "HF_HUB_OFFLINE": "1",
        "TOKENIZERS_PARALLELISM": "false",
        "OMP_WAIT_POLICY": "PASSIVE",  # beside other programs that work, threads that spin wait for each other for ever
        "PYTHONPATH": os.pathsep.join(filter(None, [_package_parent(), os.environ.get("PYTHONPATH")])),
    }
    with (folder / "worker.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "assistant_gui", "tuner", str(folder)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=environment,
            start_new_session=os.name == "posix",
            creationflags=_apart(),
        )
    with suppress(psutil.Error):
        write_json(folder / "started.json", {"pid": process.pid, "born": psutil.Process(process.pid).create_time()})
    process.returncode = 0  # or the object would warn, when it goes, that the process is still there: it should be
    return process.pid


def ended(child: int) -> tuple[bool, int | None]:
    """Whether a process that we started is gone, and its exit code if that can be known.

    Asked once after the end, as that takes it off the system's list. One whose first
    thread is dead looks gone to everybody else while its other threads still leave.
    """
    if os.name != "posix":
        return True, None
    try:
        pid, status = os.waitpid(child, os.WNOHANG)
    except ChildProcessError:
        return True, None
    return (True, os.waitstatus_to_exitcode(status)) if pid else (False, None)


def ask(folder: Path, wish: Wish) -> None:
    """Heard by the tuner within one micro-batch."""
    write_json(folder / "control.json", {"do": wish.value})


def take_up(folder: Path) -> int:
    """Start the tuner of a paused run again, on what it was told before; its process id."""
    with (folder / "events.jsonl").open("ab") as file:
        file.write(_event(folder, "resumed"))
    return start(folder)


def resumable(folder: Path) -> bool:
    """There is a checkpoint to go on from, and there are still the texts to learn."""
    return (folder / DIVIDED[0]).exists() and any((folder / "checkpoints").glob("step-*/COMPLETE"))


def hold(folder: Path, now: float) -> None:
    """Let the run wait for :data:`HELD_S`; it does between two layers of its model."""
    write_json(folder / "held.json", {"until": now + HELD_S})


def release(folder: Path) -> None:
    """Let a held run go on."""
    (folder / "held.json").unlink(missing_ok=True)


def alive(folder: Path) -> bool:
    """The run's process is there: the same id *and* the same birth, and no zombie.

    A birth is told by the clock on the wall; when that was put right since, the process is known by its orders.
    """
    for name in ("status.json", "started.json"):
        told = read_json(folder / name)
        pid, born = told.get("pid"), told.get("born")
        if not isinstance(pid, int) or not isinstance(born, int | float):
            continue
        with suppress(psutil.Error):
            process = psutil.Process(pid)
            known = abs(process.create_time() - born) < 1 or process.cmdline()[-2:] == ["tuner", str(folder)]
            if known and process.status() != psutil.STATUS_ZOMBIE:
                return True
    return False


def bury(folder: Path, reason: str, status: RunStatus = RunStatus.FAILED, adapter: str = "") -> None:
    """Write the end of a run that has no process; its texts go, unless it is only paused.

    They go first: on a full disk they make the room in which the end is written.
    """
    if status is not RunStatus.PAUSED:
        for texts in TEXTS:
            for left in (folder / texts, *folder.glob(f".{texts}.*")):  # also what a killed process wrote of it
                left.unlink(missing_ok=True)
        shutil.rmtree(folder / "checkpoints", ignore_errors=True)
    path = folder / "events.jsonl"
    text = path.read_bytes() if path.exists() else b""
    lines = text[: text.rfind(b"\n") + 1]
    kept = lines if status is RunStatus.PAUSED else without_words(lines)
    with whole.written(path) as file:
        file.write(kept + _event(folder, "end", adapter=adapter, status=status.value, reason=reason))


def published(folder: Path) -> str:
    """The id of the run's adapter if it appeared, though the run did not come to say so; else nothing."""
    spec = read_json(folder / "spec.json")
    made = read_json(Path(str(spec.get("adapter_folder", ""))) / "manifest.json")
    return str(spec.get("adapter_id")) if made and made.get("run") == spec.get("id") else ""


def events(folder: Path) -> list[Event]:
    """The complete lines so far."""
    found, _ = events_from(folder, 0)
    return found


def events_from(folder: Path, offset: int) -> tuple[list[Event], int]:
    """The complete lines after *offset* bytes, and where they end."""
    try:
        with (folder / "events.jsonl").open("rb") as file:
            file.seek(offset)
            text = file.read()
    except FileNotFoundError:
        return [], offset
    end = text.rfind(b"\n") + 1
    return [json.loads(line) for line in text[:end].splitlines() if line], offset + end


def followed(folder: Path, turn: Turn, look: Callable[[Path], None]) -> Iterator[Event]:
    """The events as they come, until ``end`` or until *turn* is cancelled; pauses that are over are left out.

    *look* is called while nothing comes; it buries a run whose process is gone.
    """
    offset = 0
    while not turn.cancelled:
        found, offset = events_from(folder, offset)
        for at, event in enumerate(found):
            if _pauses(event) and at + 1 < len(found):
                continue  # it was taken up again
            yield event
            if event.get("event") == "end":
                return
        if not found:
            look(folder)
            turn.wait(LOOK_S)


def read(folder: Path) -> Run | None:
    """The run as its folder tells it; None when there is no readable spec."""
    spec = read_json(folder / "spec.json")
    plan, created = spec.get("plan"), spec.get("created")
    if not isinstance(plan, dict) or not isinstance(created, int | float):
        return None
    told = events(folder)
    steps = [event for event in told if event["event"] == "step"]
    run = Run(folder.name, as_told(plan), RunStatus.RUNNING, float(created))
    for event in told:
        if event["event"] != "step" or event is steps[-1]:
            run = following.followed(run, event)
    return replace(run, losses=_losses(steps, plain=False), plain_losses=_losses(steps, plain=True))


def _losses(steps: Sequence[Event], *, plain: bool) -> tuple[tuple[int, float], ...]:
    """All at once, and the newest where a step was done again after a pause."""
    those = (each for each in steps if bool(each.get("plain")) is plain)
    return tuple(sorted({int(_number(each["step"])): _number(each["loss"]) for each in those}.items()))


def ended_with(told: Sequence[Event]) -> bool:
    """Nothing goes on: the last of the events is an end."""
    return bool(told) and told[-1].get("event") == "end"


def _pauses(event: Event) -> bool:
    return event.get("event") == "end" and event.get("status") == RunStatus.PAUSED.value


def _event(folder: Path, event: str, **facts: str) -> bytes:
    line = {"v": 1, "seq": len(events(folder)) + 1, "t": round(time.time(), 3), "event": event, "run": folder.name}
    return json.dumps({**line, **facts}, ensure_ascii=False).encode() + b"\n"


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float | str) else 0.0


def line(example: Example) -> Mapping[str, object]:
    """An example as a tuner reads it."""
    return {
        "id": example.id,
        "conversation": example.conversation,
        "signal": example.signal.value,
        "weight": SIGNAL_WEIGHT[example.signal],
        "messages": [{"role": role, "content": text} for role, text in example.messages],
    }


def _mark(example: Example) -> Mapping[str, object]:
    words = json.dumps(example.messages, ensure_ascii=False).encode()
    return {"id": example.id, "conversation": example.conversation, "sha256": hashlib.sha256(words).hexdigest()}


def _package_parent() -> str:
    return str(Path(assistant_gui.__file__).parent.parent)


def _apart() -> int:
    """On Windows: not the desk's console, not its group."""
    return getattr(subprocess, "DETACHED_PROCESS", 0) | getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
