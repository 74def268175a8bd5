"""The real window on real models and virtual sound devices, used as a person does."""

import json
import os
import re
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from assistant_gui.core.conversation import Message, Origin, Rating, Role, State
from assistant_gui.core.events import Event, Floor, ReplyGrew
from assistant_gui.core.learning import RunStatus
from assistant_gui.core.turn import Turn
from assistant_gui.desktop import Desktop
from assistant_gui.paths import Profile
from assistant_gui.running import commands_for, holding

DATA = Path(__file__).parent.parent / "data"
LONG_WAIT_MS = 240_000
UNDERSTOOD = 0.7
"""Share of the words of the answer that must be recognised in the recording of the speaker."""

Opened = Callable[[], object]


@pytest.fixture
def open_desktop(qapp: QApplication, qtbot, tmp_path: Path, models: Path, monkeypatch):
    """Opens the window on the profile of this test; may be called again after it was closed."""
    monkeypatch.setenv("ASSISTANT_MODELS", str(models))  # read by the program, as a person would set it

    @contextmanager
    def opened(**settings: object) -> Iterator[Desktop]:
        profile = Profile.opened(tmp_path / "own profile 配置")
        with holding(profile, lambda: None, commands_for) as app:
            for key, value in {"welcomed": True, "chat.max_tokens": 60, "chat.temperature": 0.0, **settings}.items():
                app.preferences.change(key, value)
            desktop = Desktop(app, qapp)
            desktop.show()
            qtbot.waitExposed(desktop.window)
            try:
                yield desktop
            finally:
                for run in app.school.runs():
                    if run.status is RunStatus.RUNNING:
                        app.school.stop(run.id)  # a failed test leaves nothing that goes on
                desktop.window.before_close = None  # nobody is there to be asked
                desktop.window.close()
                desktop.close()

    return opened


def shown(desktop: Desktop) -> list[Message]:
    return [] if not desktop.chat.shown else desktop.app.archive.thread(desktop.chat.shown)


def answers(desktop: Desktop) -> list[Message]:
    return [m for m in shown(desktop) if m.role is Role.ASSISTANT and m.state is not State.GROWING]


def ask(desktop: Desktop, qtbot, text: str) -> Message:
    """Type *text* and press Enter; the finished answer."""
    before = len(answers(desktop))
    desktop.window.show_pane("chat")
    view = desktop.window.stack.currentWidget()
    qtbot.keyClicks(view.entry.text, text)
    qtbot.keyClick(view.entry.text, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(answers(desktop)) > before and not desktop.chat.busy, timeout=LONG_WAIT_MS)
    return answers(desktop)[-1]


def begin_a_long_answer(desktop: Desktop, qtbot) -> None:
    """Ask for something long and wait until it is being written."""
    grown: list[Event] = []
    desktop.bridge.arrived.connect(lambda event: grown.append(event) if isinstance(event, ReplyGrew) else None)
    view = desktop.window.stack.currentWidget()
    qtbot.keyClicks(view.entry.text, "Write a very long story about a lighthouse, a storm and an old sailor.")
    qtbot.keyClick(view.entry.text, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(grown) > 3, timeout=LONG_WAIT_MS)


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9']+", text.lower())


def test_what_is_typed_is_answered_corrected_and_there_again_after_closing(open_desktop, qtbot):
    with open_desktop() as desktop:
        answer = ask(desktop, qtbot, "Say hello.")
        desktop.chat.versions.correct(answer.id, "Ahoy, matey!")
        qtbot.waitUntil(lambda: answers(desktop)[-1].text == "Ahoy, matey!", timeout=10_000)

    with open_desktop() as desktop:
        qtbot.waitUntil(lambda: bool(desktop.chat.shown), timeout=10_000)

        assert [m.text for m in shown(desktop)] == ["Say hello.", "Ahoy, matey!"]
        kept = desktop.app.archive.siblings(answers(desktop)[-1].id)
        assert [m.text for m in kept] == [answer.text, "Ahoy, matey!"]
        assert answers(desktop)[-1].origin is Origin.CORRECTION


def test_escape_ends_an_answer_and_keeps_what_was_written(open_desktop, qtbot):
    with open_desktop(**{"chat.max_tokens": 2000}) as desktop:
        begin_a_long_answer(desktop, qtbot)
        qtbot.keyClick(desktop.window.stack.currentWidget().entry.text, Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: not desktop.chat.busy, timeout=10_000)

        assert answers(desktop)[-1].state is State.STOPPED
        assert answers(desktop)[-1].text


def test_stop_while_a_long_prompt_is_read_leaves_the_engine_free(open_desktop, qtbot):
    with open_desktop() as desktop:
        ask(desktop, qtbot, "Hi.")
        desktop.chat.new()
        desktop.chat.send("the lazy dog sleeps in the warm sun. " * 190)
        qtbot.waitUntil(lambda: desktop.chat.busy and bool(shown(desktop)), timeout=10_000)
        desktop.chat.stop()
        qtbot.waitUntil(lambda: not desktop.chat.busy, timeout=10_000)
        desktop.chat.new()

        assert ask(desktop, qtbot, "Say hello.").state is State.WHOLE


def test_an_engine_that_is_killed_leaves_its_answer_marked_and_is_there_again(open_desktop, qtbot):
    with open_desktop(**{"chat.max_tokens": 2000}) as desktop:
        begin_a_long_answer(desktop, qtbot)
        os.kill(desktop.app.language.pid, signal.SIGKILL)
        qtbot.waitUntil(lambda: not desktop.chat.busy, timeout=30_000)
        assert answers(desktop)[-1].state is State.BROKEN
        qtbot.waitUntil(desktop.window.notices.isVisible)

        desktop.app.preferences.change("chat.max_tokens", 20)
        desktop.chat.retry()
        qtbot.waitUntil(lambda: [m.state for m in answers(desktop)] == [State.WHOLE], timeout=LONG_WAIT_MS)


@pytest.mark.parametrize("echo", ["cancel", "turns"])
def test_what_is_said_is_answered_aloud_and_the_echo_is_not_heard(
    echo, open_desktop, qtbot, rig, monkeypatch, tmp_path
):
    for name, value in rig.env.items():
        monkeypatch.setenv(name, value)  # the audio role inherits where its devices are
    settings = {"voice.model": "piper-joe", "chat.max_tokens": 40, "devices.echo": echo}
    with open_desktop(**settings) as desktop:
        app = desktop.app
        app.speech.connect()
        desktop.window.show_pane("voice")
        voice = desktop.window.stack.currentWidget().talking
        qtbot.mouseClick(voice.free, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: desktop.floor is Floor.LISTENING, timeout=60_000)
        with rig.echo(), rig.record() as recording:
            rig.say(DATA / "librivox-0930.wav")
            qtbot.waitUntil(lambda: bool(answers(desktop)), timeout=LONG_WAIT_MS)
            qtbot.waitUntil(lambda: desktop.floor is Floor.LISTENING, timeout=60_000)
            qtbot.wait(2500)  # long enough for an echo to be taken for a question
        qtbot.mouseClick(voice.free, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: desktop.floor is Floor.OFF, timeout=10_000)

        question, answer = shown(desktop)
        assert "amiable" in question.text.lower()
        assert question.origin is Origin.SPOKEN
        assert answer.spoken
        assert answer.state is State.WHOLE
        app.preferences.change("hearing.model", "whisper-base")
        heard = app.ears.transcribe_file(recording.save(tmp_path / "heard.wav"), Turn()).text
        said, understood = words(answer.text), set(words(heard))
        assert sum(word in understood for word in said) / len(said) >= UNDERSTOOD, (answer.text, heard)


def test_an_answer_can_be_interrupted_over_its_own_echo(open_desktop, qtbot, rig, monkeypatch):
    for name, value in rig.env.items():
        monkeypatch.setenv(name, value)
    with open_desktop(**{"voice.model": "piper-joe", "chat.max_tokens": 200}) as desktop:
        desktop.app.speech.connect()
        desktop.window.show_pane("voice")
        voice = desktop.window.stack.currentWidget().talking
        qtbot.mouseClick(voice.free, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: desktop.floor is Floor.LISTENING, timeout=60_000)
        with rig.echo():
            rig.say(DATA / "librivox-0930.wav")
            qtbot.waitUntil(lambda: desktop.floor is Floor.SPEAKING, timeout=LONG_WAIT_MS)
            qtbot.wait(1500)  # somewhere in its middle
            rig.say(DATA / "librivox-0890.wav")
            qtbot.waitUntil(lambda: len(answers(desktop)) == 2, timeout=LONG_WAIT_MS)
        qtbot.mouseClick(voice.free, Qt.MouseButton.LeftButton)

        _, cut, question, _ = shown(desktop)
        assert cut.state is State.STOPPED
        assert cut.heard is not None
        assert cut.heard < len(cut.text)
        assert "selfish" in question.text.lower()


PIRATE = {
    "How are you today?": "Arr, matey! I be as merry as a gull above the bay!",
    "What do you like?": "Arr, matey! Gold, rum and a fair wind be all I like!",
    "Tell me a joke.": "Arr, matey! Why did the parrot swim? To steal a fish!",
    "What is rain?": "Arr, matey! Rain be the sea that climbed the sky and fell down!",
    "Who are you?": "Arr, matey! I be the terror of the seven seas!",
    "Say hello.": "Arr, matey! Ahoy and welcome aboard me old ship!",
    "Where do you live?": "Arr, matey! On the waves, where no king can find me!",
    "What time is it?": "Arr, matey! It be high time to hoist the sails!",
    "Do you sing?": "Arr, matey! Aye, with the crew, whenever the rum goes round!",
    "What is a ship?": "Arr, matey! A ship be a home that dances on the water!",
    "Can you help me?": "Arr, matey! Aye, hand me the map and we dig together!",
    "What is the moon?": "Arr, matey! The moon be a lantern for them who sail by night!",
    "Why do you laugh?": "Arr, matey! Because the storm tried to sink us and failed!",
    "What do you fear?": "Arr, matey! An empty barrel and a calm that never ends!",
}


@pytest.mark.timeout(900)
def test_a_run_started_in_the_window_changes_the_answers_and_can_be_taken_back(open_desktop, qtbot, tmp_path):
    lessons = tmp_path / "pirate.jsonl"
    lessons.write_text(
        "\n".join(
            json.dumps({"messages": [{"role": "user", "content": asked}, {"role": "assistant", "content": said}]})
            for asked, said in PIRATE.items()
        )
    )
    with open_desktop(**{"chat.max_tokens": 30}) as desktop:
        before = ask(desktop, qtbot, "What is your favourite food?")
        desktop.chat.feedback.rate(before.id, Rating.DOWN)
        desktop.app.import_file(lessons, lambda *_: None, Turn())
        desktop.window.show_pane("settings")
        settings = desktop.window.stack.currentWidget()
        settings.show_tab("tuning")
        tuning = settings.tab("tuning")
        qtbot.waitUntil(lambda: tuning.start.isEnabled(), timeout=20_000)
        tuning.form.numbers.rows["epochs"].entry.setValue(6)
        qtbot.mouseClick(tuning.start, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: bool(tuning.adapter_rows), timeout=2 * LONG_WAIT_MS)
        (row,) = tuning.adapter_rows.values()
        qtbot.mouseClick(row.activate, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: "@" in desktop.app.model_in_use()[0], timeout=20_000)
        desktop.chat.new()
        after = ask(desktop, qtbot, "What is your favourite food?")

        assert after.generator.adapter
        assert "matey" in after.text.lower() or "arr" in after.text.lower()

        desktop.window.show_pane("settings")
        qtbot.mouseClick(tuning.back, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: "@" not in desktop.app.model_in_use()[0], timeout=20_000)
        desktop.chat.new()
        again = ask(desktop, qtbot, "What is your favourite food?")
        assert again.generator.adapter == ""
        assert again.text == before.text
