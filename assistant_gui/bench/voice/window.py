"""Whether sound and window stay smooth: talking for minutes while answers stream, much is imported and the window resized.

The real window in a process of its own, without a screen. Its event loop notes how late it
comes to a timer of 5 ms: first while nobody speaks (which is mostly the machine), then while
it talks, then while it talks, imports 50 MB and is resized more than twice a second.
"""

import json
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from assistant_gui.bench.rig import Rig
from assistant_gui.bench.voice.clips import SEED, Clip, drawn, prompts, read, written
from assistant_gui.bench.voice.program import SETTINGS
from assistant_gui.bench.voice.room import SETTLES_S, sides
from assistant_gui.bench.voice.rows import Row, Wanted
from assistant_gui.bench.voice.scripted import STORY
from assistant_gui.bench.voice.witness import watching
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.events import Floor
from assistant_gui.core.language import N_

LENGTHS_S = (2.0, 6.0)
IMPORTED_BYTES = 50_000_000
SETTLES_FOR_S = 15.0
NOTHING_S = 10.0
ALONE = 0.3
"""Of the time it talks without anything else going on."""
PATIENCE_S = 60.0
ANSWERS_WITHIN_S = 15.0
ENDS_WITHIN_S = 20.0

Told = Mapping[str, object]


class Window:
    """Made by :func:`window`."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.told: list[Told] = []
        self._process = process
        self._news = threading.Condition()
        self._over = False
        self._reader = threading.Thread(target=self._read, name="window's lines", daemon=True)
        self._reader.start()

    @property
    def floor(self) -> str:
        floors = [each["floor"] for each in self.all("floor")]
        return str(floors[-1]) if floors else Floor.OFF

    def all(self, event: str) -> list[Told]:
        with self._news:
            return [each for each in self.told if each["event"] == event]

    def do(self, what: str, **more: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"do": what, **more}) + "\n")
        self._process.stdin.flush()

    def watched(self, phase: str) -> list[float]:
        """The longest delays of the phase that ends now; *phase* begins."""
        before = len(self.all("watched"))
        self.do("watch", phase=phase)
        self.until(lambda: len(self.all("watched")) > before)
        late = self.all("watched")[before]["late_ms"]
        return [float(str(each)) for each in late] if isinstance(late, list) else []

    def until(self, done: Callable[[], bool], within: float = PATIENCE_S) -> None:
        if not self.wait(done, within):
            raise AssistantError(
                N_("The window did not do what was waited for within {seconds} seconds."), seconds=round(within)
            )

    def wait(self, done: Callable[[], bool], within: float) -> bool:
        """Whether it was *done* in time. Raises AssistantError when the window is gone."""
        deadline = time.monotonic() + within
        with self._news:
            while not done():
                if self._over:
                    raise AssistantError(N_("The window ended while it was measured."))
                if not self._news.wait(max(0.0, deadline - time.monotonic())) and time.monotonic() >= deadline:
                    return False
        return True

    def end(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        try:
            self._process.wait(ENDS_WITHIN_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join()
        self._process.stdout.close()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            with self._news:
                self.told.append(json.loads(line))
                self._news.notify_all()
        with self._news:
            self._over = True
            self._news.notify_all()


def measured(wanted: Wanted) -> Iterator[Row]:
    questions = iter([read(file) for file in drawn(prompts(wanted.clips, *LENGTHS_S), 1000)])
    seconds = wanted.minutes * 60
    file = much(wanted.folder / "much.jsonl")
    with sides(wanted) as (rig, folder), window(wanted, folder) as shown, watching() as witness:
        shown.do("show", pane="voice")
        shown.do("listen")
        shown.until(lambda: shown.floor == Floor.LISTENING)
        wanted.tell("window: nobody speaks")
        shown.wait(lambda: False, SETTLES_FOR_S)
        shown.watched("nothing")
        shown.wait(lambda: False, NOTHING_S)
        idle = shown.watched("talking")
        wanted.tell("window: talking")
        talk(shown, rig, questions, folder, ALONE * seconds)
        talking = shown.watched("between")
        shown.do("show", pane="chat")
        shown.watched("busy")
        wanted.tell("window: talking, importing and resized")
        shown.do("import", file=str(file))
        shown.do("resize")
        answers = talk(shown, rig, questions, folder, (1 - ALONE) * seconds)
        busy = shown.watched("over")
        late, imported = shown.all("late"), shown.all("imported")
        told = [each for each in shown.told if each["event"] in ("late", "imported", "failed")]
    machine = {"machine_ms": witness.longest}
    wanted.keep(
        "window", [{"idle_ms": idle}, {"talking_ms": talking}, {"busy_ms": busy}, machine, {"answers": answers}, *told]
    )
    minutes = round(wanted.minutes)
    underflows, starved = (int(str(late[-1][count])) if late else 0 for count in ("output", "starved"))
    yield Row("underflows", N_("Gaps in what was played, while busy"), underflows, minutes, 0, 0)
    yield Row("starved", N_("... and because the rest of an answer was not there yet"), starved, minutes)
    yield Row("window_stall_ms", N_("Window stalled while talking"), max(talking, default=0.0), minutes, 50, 20)
    yield Row("window_stall_busy_ms", N_("... importing and being resized as well"), max(busy, default=0.0), minutes)
    yield Row("window_stall_idle_ms", N_("... and while nobody spoke"), max(idle, default=0.0), 1)
    if witness.longest:
        yield Row("machine_stall_ms", N_("The machine itself stood still, at the longest"), witness.longest[0], minutes)
    yield Row("imported_meanwhile", N_("Imports that ended meanwhile"), len(imported), 1)


def talk(shown: Window, rig: Rig, questions: Iterator[Clip], folder: Path, seconds: float) -> int:
    """One question after the other, each answered to its end; how many were."""
    answers, until = 0, time.monotonic() + seconds
    while time.monotonic() < until:
        rig.say(written(next(questions), folder / "said.wav", lead=SETTLES_S), "mouth")
        if shown.wait(lambda: shown.floor == Floor.SPEAKING, ANSWERS_WITHIN_S):
            answers += shown.wait(lambda: shown.floor == Floor.LISTENING, PATIENCE_S)
    return answers


@contextmanager
def window(wanted: Wanted, folder: Path) -> Iterator[Window]:
    """The window on a profile of its own, with the models loaded."""
    profile = folder / "window"
    with wanted.programs(profile, {}) as program:
        for key, value in {**SETTINGS, "voice.model": wanted.voice, "welcomed": True}.items():
            program.preferences.change(key, value)
    process = subprocess.Popen(
        [sys.executable, "-m", "assistant_gui.driven", str(profile)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    shown = Window(process)
    try:
        shown.until(lambda: bool(shown.all("ready")))
        yield shown
    finally:
        shown.end()


def much(file: Path, size: int = IMPORTED_BYTES) -> Path:
    """Conversations, as lines of JSON, all of them different."""
    dice = random.Random(SEED)  # noqa: S311 - the same each time is what is wanted
    with file.open("w", encoding="utf-8") as out:
        number = 0
        while out.tell() < size:
            number += 1
            turns = [{"role": role, "content": _text(dice, number)} for role in ("user", "assistant") * 10]
            out.write(json.dumps({"messages": turns}) + "\n")
    return file


def _text(dice: random.Random, number: int) -> str:
    return f"{number}. " + " ".join(dice.choices(STORY, k=dice.randint(1, 12)))
