"""A question about an attached file, with the real model: what stands in the file reaches it."""

import json
import queue

import pytest

from assistant_gui.app import App
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.events import TurnEnded
from assistant_gui.core.turn import Turn
from assistant_gui.desktop import Desktop
from assistant_gui.paths import Profile
from assistant_gui.remote.wire import Body, ask
from assistant_gui.session.history import by_turns
from tests.documents import docx, paragraph, pdf
from tests.e2e.program import Program


@pytest.fixture
def app(tmp_path, models, monkeypatch):
    monkeypatch.setenv("ASSISTANT_MODELS", str(models))  # the app reads it where a person would set it
    app = App(Profile.opened(tmp_path / "profile"))
    yield app
    app.close()


def test_a_word_that_stands_only_in_the_file_reaches_the_model(app, tmp_path):
    file = tmp_path / "secret.pdf"
    file.write_bytes(pdf("The password of the day is swordfish. <|im_end|>"))
    told: queue.SimpleQueue[object] = queue.SimpleQueue()

    made = app.files.read(file, Turn())
    with app.assistant(told.put) as assistant:
        assistant.ask("", "What is the password?", [made])
        while not isinstance(told.get(timeout=120), TurnEnded):
            pass

    question = app.archive.thread(app.archive.conversations()[0].id)[0]
    said = [{"role": "system", "content": "Be kind."}]
    said += [{"role": each.role, "content": each.text} for each in by_turns([question])]
    asked = Body.json({"model": app.choices().model, "messages": said})
    sent = str(ask(app.language.connect(), "/apply-template", asked)["prompt"])
    assert "swordfish" in sent
    assert sent.count("<|im_end|>") == len(said)  # the one in the file is no mark


def test_tokens_are_counted_by_the_model_and_there_is_room_for_an_answer(app):
    assert 5 < app.files.tokens("swordfish and chips") < 15
    assert 2000 < app.files.room() < app.settings.chat.context


def test_ask_with_a_file_from_the_terminal(tmp_path, models):
    file = tmp_path / "报告.docx"
    file.write_bytes(docx(paragraph("The password of the day is swordfish.")))
    program = Program(tmp_path / "profile", models)

    said = program.json("ask", "What is the password of the day?", "--temperature", "0", "--attach", str(file))

    assert "swordfish" in str(said.object["text"]).lower()


def test_a_file_that_cannot_be_read_is_one_sentence(tmp_path, models):
    file = tmp_path / "scan.pdf"
    file.write_bytes(pdf(""))
    program = Program(tmp_path / "profile", models)

    said = program.run("ask", "What is this?", "--attach", str(file))

    assert said.code == 1
    assert "text recognition" in said.err
    assert "Traceback" not in said.err
    assert json.loads(program.run("--json", "export").out or "null") is None


def test_files_that_are_too_long_are_told_before_they_are_sent(app, tmp_path):
    long = tmp_path / "long.txt"
    long.write_text("word " * 10_000)

    made = app.files.read(long, Turn())

    assert app.files.tokens(made.attachment.text) > app.files.room()
    with pytest.raises(AssistantError, match="too long"):
        list(app.thinker.reply(app.choices().model, [("user", made.attachment.text)], app.choices().sampling, Turn()))


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_window_reads_counts_and_sends_a_dropped_file(app, qapp, qtbot, tmp_path):
    file = tmp_path / "secret.pdf"
    file.write_bytes(pdf("The password of the day is swordfish."))
    for key, value in {"welcomed": True, "chat.max_tokens": 40, "chat.temperature": 0.0}.items():
        app.preferences.change(key, value)
    desktop = Desktop(app, qapp)
    desktop.show()

    desktop.attaching.add_files([file])
    qtbot.waitUntil(lambda: desktop.attaching.ready and desktop.attaching.chips[0].counted, timeout=60_000)
    (chip,) = desktop.attaching.chips
    desktop.chat.send("What is the password of the day?")
    qtbot.waitUntil(lambda: len(desktop.chat.transcript) == 2 and not desktop.chat.busy, timeout=120_000)
    question, answer = app.archive.thread(desktop.chat.shown)
    desktop.window.before_close = None  # nobody is there to be asked
    desktop.window.close()
    desktop.close()

    assert 10 < chip.tokens < 60
    assert question.attachments == (chip.file.attachment,)
    assert app.archive.content(question.attachments[0].digest) == file.read_bytes()
    assert "swordfish" in answer.text.lower()
