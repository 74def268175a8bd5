"""Makes the README's pictures from the real window, with made-up conversations in a temporary profile.

    python packaging/screenshots.py             # those of the README, into packaging/pictures
    python packaging/screenshots.py FOLDER      # every one, in both languages, to look at

Nothing is started: no engine, no microphone; what they would say is told to the window as events.
"""

import json
import math
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1.25")
sys.path.insert(0, str(Path(__file__).parents[1]))

import psutil
from demo import CHINESE, ENGLISH, Talk
from PySide6.QtWidgets import QApplication

from assistant_gui.app import App
from assistant_gui.core.conversation import Generator, Message, Origin, Rating, Role, State
from assistant_gui.core.events import (
    Asked,
    DevicesListed,
    Floor,
    FloorChanged,
    LevelMeasured,
    ModelChanged,
    PromptRead,
    Recognised,
    ReplyBegan,
    ReplyEnded,
    ReplyGrew,
    RoleChanged,
    RoleState,
    Spoke,
    TurnTimed,
)
from assistant_gui.core.models import Format, Kind, Model
from assistant_gui.core.plan import Plan
from assistant_gui.desktop import SETTINGS, VOICE, Desktop
from assistant_gui.gui.chat.sidebar import Sidebar
from assistant_gui.gui.window import CHAT
from assistant_gui.learning import runs
from assistant_gui.learning.division import divided
from assistant_gui.paths import Profile

DEADLINE_S = 10.0
SIZE = (1120, 740)
LOOKS = ("light", "dark", "light-zh", "dark-zh")
"""Themes, in English and in Chinese; pictures are named after them."""
README = {
    "chat-light", "chat-dark-zh", "formula-light", "found-dark", "found-light-zh", "voice-light", "voice-dark-zh", "tuning-dark",
    "tuning-light-zh",
}  # fmt: skip
FIGURES = Generator("smollm2-135m", tokens=96, tokens_per_s=71.4, ttft_ms=180)
STAGES = {"soft_end": 0.19, "recognised": 0.52, "committed": 0.6, "first_token": 0.56, "first_clause": 0.64}
STAGES["first_sound"] = 0.78


class Quiet:
    """Stands where the session is: does nothing, whatever it is asked."""

    busy = False

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *_, **__: None


def settle(until: Callable[[], bool] = lambda: True) -> None:
    """Let the window work until *until* holds, and a little longer."""
    end = time.monotonic() + DEADLINE_S
    while not until():
        if time.monotonic() > end:
            raise TimeoutError("the window did not come to rest")
        QApplication.processEvents()
    rest = time.monotonic() + 0.4
    while time.monotonic() < rest:
        QApplication.processEvents()


class Demo:
    """Writes conversations as a session would."""

    def __init__(self, app: App, talk: Talk) -> None:
        self.talk = talk
        self._archive = app.archive
        self._number = 0

    def message(self, conversation: str, role: Role, text: str, state: State = State.WHOLE) -> Message:
        self._number += 1
        answer = role is Role.ASSISTANT
        kept = self._archive.conversation(conversation)
        return Message(
            id=f"demo-{self._number}",
            conversation=conversation,
            parent=kept.head if kept is not None else None,
            role=role,
            text=text,
            created=time.time(),
            origin=Origin.MODEL if answer else Origin.TYPED,
            state=state,
            generator=FIGURES if answer else None,
        )

    def say(self, conversation: str, question: str, answer: str) -> Message:
        self._archive.add(self.message(conversation, Role.PERSON, question))
        added = self.message(conversation, Role.ASSISTANT, answer)
        self._archive.add(added)
        return added

    def fill(self) -> str:
        """Some conversations; the id of the last."""
        for title in self.talk.titles:
            made = self._archive.create(title)
            for number in range(3):
                learned = self.say(made.id, f"{title}: question {number}", f"Answer {number} about {title}.")
                self._archive.rate(learned.id, Rating.UP)
        shown = self._archive.create(self.talk.title)
        question, answer, better_one = self.talk.rainbow
        rainbow = self.say(shown.id, question, answer)
        better = self._archive.correct(rainbow.id, better_one)
        self._archive.rate(better.id, Rating.UP)
        self.say(shown.id, *self.talk.code)
        self.file()
        return shown.id

    def file(self) -> None:
        """Two folders, one with something in it, and a conversation that is pinned."""
        filing = self._archive.filing
        garden, work = (filing.create_folder(name) for name in self.talk.folders)
        titled = {each.title: each.id for each in self._archive.conversations()}
        filing.move([titled[self.talk.titles[4]], titled[self.talk.titles[2]]], work.id)
        filing.move([titled[self.talk.titles[3]]], garden.id)
        filing.pin([titled[self.talk.titles[5]]])


def run_under_way(profile: Profile, app: App, name: str) -> None:
    """A run folder as a tuner in mid-run leaves it; its process is this one."""
    base = Model("smollm2-135m", "SmolLM2 135M", Kind.CHAT, Format.GGUF, 98_362_432, "Apache-2.0", "English")
    folder = profile.runs / "demo"
    plan = Plan(base.id, name=name)
    order = runs.Order("demo", plan, base, time.time() - 40, "demo-adapter", profile.adapters / "demo-adapter")
    runs.write_examples(folder, divided(list(app.archive.examples()), {}))
    runs.write_order(folder, order)
    steps, done = 60, 38
    lines: list[dict[str, object]] = [{"event": "stage", "stage": name} for name in ("prepare", "load", "train")]
    for step in range(1, done + 1):
        loss = 0.9 + 2.4 * math.exp(-step / 11) + 0.12 * math.sin(step * 2.3) * math.exp(-step / 40)
        left = (steps - step) * 0.9
        figures = {"loss": loss, "lr": 5e-4, "tokens": 180 * step, "tokens_per_s": 412.0, "seconds_left": left}
        figures |= {"grad_norm": 0.4 + loss / 4, "memory_bytes": 912_000_000}
        lines.append({"event": "step", "step": step, "steps": steps, "epoch": step / 20, **figures})
        if step % 6 == 0:
            lines.append({"event": "eval", "step": step, "loss": 1.2 + 2.2 * math.exp(-step / 13)})
    told = [{"v": 1, "seq": number, "t": time.time(), **line} for number, line in enumerate(lines, 1)]
    (folder / "events.jsonl").write_text("".join(json.dumps(line) + "\n" for line in told), encoding="utf-8")
    me = psutil.Process()
    status = {"pid": me.pid, "born": me.create_time(), "status": "running", "stage": "train", "step": done}
    (folder / "status.json").write_text(json.dumps(status), encoding="utf-8")


@contextmanager
def opened(look: str, *, tuning: bool = False) -> Iterator[tuple[Desktop, Demo, str]]:
    """The window on a profile of its own, in one of :data:`LOOKS`; with *tuning* while a run goes on."""
    theme, _, language = look.partition("-")
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    with tempfile.TemporaryDirectory() as folder:
        profile = Profile.opened(Path(folder) / "profile")
        app = App(profile)
        app.preferences.change("welcomed", True)
        app.preferences.change("looks.theme", theme)
        app.preferences.change("looks.language", "zh_CN" if language else "en")
        app.companion = app.talk = Quiet()  # type: ignore[assignment]
        demo = Demo(app, CHINESE if language else ENGLISH)
        shown = demo.fill()
        if tuning:
            run_under_way(profile, app, demo.talk.adapter)
        desktop = Desktop(app, application)
        desktop.window.resize(*SIZE)
        desktop.window.show()
        desktop.chat.start()
        settle(lambda: len(desktop.chat.transcript) > 0)
        desktop.bridge.carry(ModelChanged("smollm2-135m", f"SmolLM2 135M + {demo.talk.adapter}"))
        desktop.bridge.carry(RoleChanged("language", RoleState.READY))
        settle()
        try:
            yield desktop, demo, shown
        finally:
            desktop.window.before_close = None
            desktop.window.close()
            desktop.close()
            app.close()


def chat(look: str, save: Callable[[Desktop, str], None]) -> None:
    with opened(look) as (desktop, demo, shown):
        save(desktop, f"chat-{look}")
        view = desktop.window.stack.currentWidget()
        view.messages.verticalScrollBar().setValue(0)  # type: ignore[union-attr]
        settle()
        view.messages.widget(1).edit()  # type: ignore[union-attr]
        save(desktop, f"better-answer-{look}")
        view.messages.widget(1).editor.given_up.emit()  # type: ignore[union-attr]
        question = demo.message(shown, Role.PERSON, demo.talk.poem)
        desktop.app.archive.add(question)
        desktop.bridge.carry(Asked(1, question))
        answer = demo.message(shown, Role.ASSISTANT, "", State.GROWING)
        desktop.bridge.carry(ReplyBegan(1, answer))
        desktop.bridge.carry(PromptRead(1, 0.4))
        settle()
        view.messages.to_end()  # type: ignore[union-attr]
        save(desktop, f"reading-{look}")
        desktop.bridge.carry(ReplyEnded(1, answer))
        desktop.chat.new()
        save(desktop, f"empty-{look}")


def found(look: str, save: Callable[[Desktop, str], None]) -> None:
    """A search at the side, formulas and a task list, and the conversation's settings beside them."""
    with opened(look) as (desktop, demo, shown):
        demo.say(shown, *demo.talk.formula)
        desktop.chat.new()
        desktop.chat.open(shown)
        settle(lambda: len(desktop.chat.transcript) > 4)
        view = desktop.window.stack.currentWidget()
        view.messages.to_end()  # type: ignore[union-attr]
        save(desktop, f"formula-{look}")
        desktop.window.resize(SIZE[0] + 120, SIZE[1])
        view.toggle_settings()  # type: ignore[union-attr]
        sidebar = desktop.window.findChild(Sidebar)
        sidebar.search_entry.setText(demo.talk.sought)
        settle(lambda: sidebar.search.hits.rowCount() > 0)
        view.messages.to_end()  # type: ignore[union-attr]
        save(desktop, f"found-{look}")


def voice(look: str, save: Callable[[Desktop, str], None]) -> None:
    with opened(look) as (desktop, demo, shown):
        desktop.window.show_pane(VOICE)
        question = demo.message(shown, Role.PERSON, demo.talk.moon[0])
        desktop.app.archive.add(question)
        answer = demo.message(shown, Role.ASSISTANT, "", State.GROWING)
        words = demo.talk.moon[1]
        headset, microphone, speaker = demo.talk.devices
        for event in (
            DevicesListed((headset, microphone), (headset, speaker)),
            FloorChanged(Floor.LISTENING),
            Recognised(2, question.text),
            Asked(2, question),
            FloorChanged(Floor.THINKING),
            ReplyBegan(2, answer),
            ReplyGrew(2, answer.id, words),
            FloorChanged(Floor.SPEAKING),
            Spoke(2, answer.id, re.search("[.。]", words).end()),
            LevelMeasured(0.004, 0.11),
            TurnTimed(1, {**STAGES, "first_sound": 0.93}),
            TurnTimed(2, STAGES),
        ):
            desktop.bridge.carry(event)
        settle()
        desktop.bridge.carry(LevelMeasured(0.004, 0.11))
        QApplication.processEvents()
        save(desktop, f"voice-{look}")


def settings(look: str, save: Callable[[Desktop, str], None]) -> None:
    with opened(look, tuning=True) as (desktop, _, _):
        desktop.window.show_pane(SETTINGS)
        settle()
        save(desktop, f"settings-{look}")
        view = desktop.window.stack.currentWidget()
        view.show_tab("models")  # type: ignore[union-attr]
        settle()
        save(desktop, f"models-{look}")
        view.show_tab("tuning")  # type: ignore[union-attr]
        settle()
        save(desktop, f"tuning-{look}")
        view.show_tab("data")  # type: ignore[union-attr]
        settle()
        save(desktop, f"data-{look}")
        view.show_tab("shortcuts")  # type: ignore[union-attr]
        settle()
        save(desktop, f"shortcuts-{look}")
        desktop.window.show_pane(CHAT)
        desktop.window.commands.open()
        save(desktop, f"palette-{look}")


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    application = QApplication(sys.argv[:1])

    def save(desktop: Desktop, name: str) -> None:
        if len(sys.argv) == 1 and name not in README:
            return
        settle()
        desktop.window.grab().save(str(folder / f"{name}.png"))
        print(folder / f"{name}.png")

    for look in LOOKS:
        if len(sys.argv) > 1 or any(name.endswith(look) for name in README):
            chat(look, save)
            found(look, save)
            voice(look, save)
            settings(look, save)
    del application


if __name__ == "__main__":
    main()
