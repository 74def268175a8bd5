"""Temporary chats, the context meter and summaries, with the real program and its starter model."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from assistant_gui.core.manner import Overflow
from assistant_gui.core.turn import Turn
from assistant_gui.desktop import Desktop
from assistant_gui.gui.chat.temporary import TEMPORARY
from assistant_gui.paths import Profile
from assistant_gui.running import commands_for, holding
from assistant_gui.session.context import Shown
from tests.e2e.program import Program

LONG_WAIT_MS = 240_000
SECRET = "xylophone"
"""Said in temporary chats alone."""


@pytest.fixture
def desktop(qapp: QApplication, qtbot, tmp_path: Path, models: Path, monkeypatch) -> Iterator[Desktop]:
    """The window on a profile of its own, with a small memory so that it is soon full."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    for name, place in {"ASSISTANT_MODELS": models, "TMPDIR": scratch, "SQLITE_TMPDIR": scratch}.items():
        monkeypatch.setenv(name, str(place))  # read by the program and its engines, as a person would set it
    with holding(Profile.opened(tmp_path / "profile"), lambda: None, commands_for) as app:
        settings = {"welcomed": True, "chat.max_tokens": 48, "chat.temperature": 0.0, "chat.context": 640}
        for key, value in settings.items():
            app.preferences.change(key, value)
        made = Desktop(app, qapp)
        made.show()
        try:
            yield made
        finally:
            made.window.before_close = None  # nobody is there to be asked
            made.window.close()
            made.close()


def ask(desktop: Desktop, qtbot, text: str) -> str:
    """Type *text* in the pane on screen; the whole answer."""
    temporary = desktop.window.pane == TEMPORARY
    model = desktop.temporary.chat.model if temporary else desktop.chat
    before = len(model.transcript)
    entry = desktop.window.stack.currentWidget().entry.text
    entry.setPlainText(text)
    qtbot.keyClick(entry, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(model.transcript) == before + 2 and not model.busy, timeout=LONG_WAIT_MS)
    return model.transcript.line(before + 1).message.text


def traces(place: Path) -> list[Path]:
    """The files that hold SECRET."""
    files = (Path(folder) / name for folder, _, names in os.walk(place) for name in names)
    return [file for file in files if file.is_file() and SECRET.encode() in file.read_bytes().lower()]


def test_a_temporary_chat_in_the_window_leaves_no_byte_on_disk(desktop, qtbot, tmp_path):
    ask(desktop, qtbot, "Say hello.")
    desktop.window.acts["temporary-chat"].trigger()
    qtbot.waitUntil(lambda: desktop.window.pane == TEMPORARY, timeout=10_000)
    answer = ask(desktop, qtbot, f"Repeat the word {SECRET} three times.")
    open_traces = traces(tmp_path)
    desktop.temporary.close()

    assert answer
    assert open_traces == traces(tmp_path) == []
    assert desktop.window.pane == "chat"
    assert len(desktop.app.archive.conversations()) == 1


def test_kept_after_all_it_is_in_the_list_and_can_be_gone_on_with(desktop, qtbot, tmp_path):
    desktop.window.acts["temporary-chat"].trigger()
    qtbot.waitUntil(lambda: desktop.window.pane == TEMPORARY, timeout=10_000)
    ask(desktop, qtbot, f"What is a {SECRET}?")
    desktop.temporary.keep()
    qtbot.waitUntil(lambda: len(desktop.chat.transcript) == 2, timeout=10_000)
    ask(desktop, qtbot, "And a drum?")

    assert traces(tmp_path) != []
    assert len(desktop.app.archive.thread(desktop.chat.shown)) == 4


def test_a_temporary_question_from_the_terminal_leaves_no_byte_on_disk(models, tmp_path):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    program = Program(tmp_path / "profile", models, {"TMPDIR": str(scratch), "SQLITE_TMPDIR": str(scratch)})
    said = program.json("ask", f"What is a {SECRET}?", "--temporary", "--max-tokens", "8", "--preset", "brief")

    assert set(said.object) == {"conversation", "message", "model", "text", "tokens", "tokens_per_s", "ttft_ms"}
    assert 0 < said.object["tokens"] <= 8
    assert traces(tmp_path) == []


def history(number: int) -> str:
    """A question of about 110 tokens."""
    known = "I know that it lies on a river, that it is very old, and that many people live and work there. " * 4
    return f"Tell me fact number {number} about the city of Paris, in two sentences. {known}"


def test_the_meter_shows_what_the_model_will_read(desktop, qtbot):
    app = desktop.app
    read: list[int] = []
    reply = app.thinker.reply

    def counted(model: str, messages: list[tuple[str, str]], *rest: object, **more: object) -> object:
        sizes = app.counter.count(model, messages, Turn())
        read.append(sizes.lead + sum(sizes.each))
        return reply(model, messages, *rest, **more)

    app.thinker.reply = counted  # the only place that sees what is really sent
    app.warm_up()
    foreseen: list[Shown] = []
    for number in range(7):
        foreseen.append(app.measure.shown(desktop.chat.shown, history(number), (), Turn()))
        ask(desktop, qtbot, history(number))

    assert [shown.tokens for shown in foreseen] == read
    assert all(shown.exact and shown.context == 640 and shown.tokens <= shown.room for shown in foreseen)
    assert foreseen[0].left_out == 0 < foreseen[-1].left_out


def test_what_no_longer_fits_is_summarised_while_the_person_thinks(desktop, qtbot):
    app = desktop.app
    app.preferences.change("chat.overflow", Overflow.SUMMARISE.value)
    for number in range(7):
        ask(desktop, qtbot, history(number))
        if app.measure.shown(desktop.chat.shown, history(number), (), Turn()).left_out:
            break
    conversation = desktop.chat.shown
    qtbot.waitUntil(lambda: bool(app.archive.manners.summaries(conversation)), timeout=LONG_WAIT_MS)

    shown = app.measure.shown(conversation, history(9), (), Turn())
    assert shown.summary in shown.said[0][1]
    assert shown.summarised
    assert not shown.left_out
    qtbot.waitUntil(lambda: bool(desktop.around.room.shown and desktop.around.room.shown.summary), timeout=10_000)


def test_the_meter_knows_what_the_model_was_trained_for_whatever_is_set(desktop):
    desktop.app.preferences.change("chat.context", 131072)
    desktop.app.warm_up()

    assert desktop.app.measure.shown("", "Hi", (), Turn()).context == 8192
