"""The parts, put together, with stand-ins for what runs in other processes."""

import logging
import queue
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from assistant_gui.app import App
from assistant_gui.core.attached import attached
from assistant_gui.core.conversation import Message, Origin, Rating, Role
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.events import (
    ConversationsReplaced,
    Event,
    Failed,
    MessageChanged,
    ModelChanged,
    ReplyEnded,
    TurnEnded,
)
from assistant_gui.core.learning import Adapter
from assistant_gui.core.manner import AS_SET, Manner
from assistant_gui.core.ports import Counted, Sampling, Summary
from assistant_gui.core.turn import Turn
from assistant_gui.paths import Profile
from assistant_gui.session.reply import Choices
from assistant_gui.session.tokens import Guessing
from tests.fakes import FakeEars, FakeMicrophone, FakeSpeaker, FakeThinker, FakeVoice


class FakeAudio(FakeMicrophone, FakeSpeaker):
    def __init__(self) -> None:
        FakeMicrophone.__init__(self)
        FakeSpeaker.__init__(self)
        self.ended = False

    def close(self) -> None:
        self.ended = True


@pytest.fixture
def app(tmp_path) -> Iterator[App]:
    app = App(Profile.opened(tmp_path))
    app.thinker, app.ears, app.voice, app.audio = FakeThinker(), FakeEars(), FakeVoice(), FakeAudio()
    app.counter = Guessing()
    app.choices = lambda manner=AS_SET: Choices("tiny", Sampling(seed=manner.seed), "", 2000)
    yield app
    app.close()


def told_by(app: App, text: str, manner: Manner = AS_SET) -> list[Event]:
    """What a command is told of its question."""
    told: queue.SimpleQueue[Event] = queue.SimpleQueue()
    events: list[Event] = []
    with app.assistant(told.put, manner=manner) as assistant:
        assistant.ask("", text)
        while not events or not isinstance(events[-1], TurnEnded):
            events.append(told.get(timeout=10))
    return events


def test_of_a_commands_question_the_window_learns_only_what_has_changed(app):
    shown: list[Event] = []
    app.listen(shown.append)

    told = told_by(app, "Hi")

    answer = next(event.message for event in told if isinstance(event, ReplyEnded))
    assert {type(event).__name__ for event in shown} == {"ConversationChanged", "MessageChanged"}
    assert [event.message for event in shown if isinstance(event, MessageChanged)] == [answer]


def test_the_seed_of_a_command_is_drawn_with(app):
    ended = next(event for event in told_by(app, "Hi", Manner(seed=7)) if isinstance(event, ReplyEnded))

    assert ended.message.generator.seed == 7


def test_sound_is_ended_when_nobody_listens(app):
    app.talk.hands_free(True)
    app.end_sound()
    assert not app.audio.ended

    app.talk.hands_free(False)
    app.end_sound()
    assert app.audio.ended


def test_an_adapter_that_is_activated_answers_on_its_own_base(app):
    app.model_in_use = lambda: ("other@pirate", "Other + pirate")
    shown: list[Event] = []
    app.listen(shown.append)

    app.adapter_changed(Adapter("pirate", "pirate", "other", 0.0, 12))

    assert app.settings.chat.model == "other"
    assert shown == [ModelChanged("other@pirate", "Other + pirate")]


WORDS = "xylophone quokka"
"""Said in a temporary chat, and nowhere else."""


def traces(*places: Path) -> list[Path]:
    """Files that hold any of WORDS, in whichever encoding SQLite or JSON would write it."""
    found = []
    for file in (file for place in places for file in place.rglob("*") if file.is_file()):
        content = file.read_bytes().lower()
        if any(word.encode() in content for word in WORDS.split()):
            found.append(file)
    return found


def test_a_temporary_chat_leaves_no_byte_on_disk(app, tmp_path, monkeypatch, caplog):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))  # where a temporary file would go
    monkeypatch.setenv("SQLITE_TMPDIR", str(scratch))
    monkeypatch.chdir(scratch)  # where a file without a folder would go
    caplog.set_level(logging.DEBUG)
    app.archive.create("another")
    app.thinker.pieces = ["A quokka ", "plays it."]
    shown: list[Event] = []
    app.listen(shown.append)
    told: queue.SimpleQueue[Event] = queue.SimpleQueue()
    file = attached("quokka.txt", "text/plain", b"xylophone", "xylophone")

    chat = app.temporary(told.put)
    chat.assistant.ask("", "Who plays the xylophone?", [file])
    while not isinstance(event := told.get(timeout=10), TurnEnded):
        if isinstance(event, ReplyEnded):
            answer = event.message
    chat.archive.rate(answer.id, Rating.UP)
    chat.archive.correct(answer.id, "The quokka does.")
    chat.archive.manners.summarise(Summary(answer.id, "About a xylophone.", "m"))
    said = [message.text for message in chat.archive.thread(answer.conversation)]

    assert traces(tmp_path) == []
    chat.close()
    assert traces(tmp_path) == []
    assert said == ["Who plays the xylophone?", "The quokka does."]
    assert shown == []
    assert not any(word in caplog.text.lower() for word in WORDS.split())
    assert [one.title for one in app.archive.conversations()] == ["another"]
    assert app.archive.tally().total == 0


def test_the_search_for_traces_finds_what_is_stored(app, tmp_path):
    told_by(app, "Who plays the xylophone?")

    assert traces(tmp_path) != []


def test_a_temporary_chat_that_is_kept_is_stored_and_told(app):
    told: queue.SimpleQueue[Event] = queue.SimpleQueue()
    shown: list[Event] = []
    app.listen(shown.append)
    chat = app.temporary(told.put)
    chat.assistant.ask("", "Who plays the xylophone?")
    while not isinstance(event := told.get(timeout=10), TurnEnded):
        if isinstance(event, ReplyEnded):
            conversation = event.message.conversation

    kept = chat.keep(conversation)
    chat.close()

    assert [message.text for message in app.archive.thread(kept.id)] == ["Who plays the xylophone?", "Hello there."]
    assert [event.conversation.id for event in shown] == [kept.id]


def test_files_of_a_temporary_chat_are_counted_for_its_own_model(app):
    class Telling:
        def count(self, model, messages, turn):
            models.append(model)
            return Counted((5,), 1, 2000)

    models: list[str] = []
    app.counter = Telling()
    app.choices = lambda manner=AS_SET: Choices(manner.model or "usual", Sampling(), "", 2000)
    chat = app.temporary(lambda _: None)
    chat.drafted = Manner(model="drafted")
    chat.files.tokens("a word")
    chat.conversation = chat.archive.create(manner=Manner(model="larger")).id
    chat.files.tokens("a word")
    app.files.tokens("a word")
    chat.close()

    assert models == ["drafted", "larger", "usual"]


def test_a_temporary_question_of_a_command_is_not_stored(app, tmp_path):
    told: queue.SimpleQueue[Event] = queue.SimpleQueue()
    with app.assistant(told.put, temporary=True) as assistant:
        assistant.ask("", "Who plays the xylophone?")
        while not isinstance(told.get(timeout=10), TurnEnded):
            pass

    assert traces(tmp_path) == []


def test_an_import_keeps_a_backup_of_what_was_before(app, tmp_path):
    app.archive.create("before")
    file = tmp_path / "talk.jsonl"
    file.write_text('{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Yes"}]}\n')

    app.import_file(file, lambda *_: None, Turn())

    assert [each.conversations for each in app.backups.all()] == [1]
    assert len(app.archive.conversations()) == 2


def test_a_backup_that_fails_is_told_and_stops_no_import(app, tmp_path):
    app.archive.create("before")
    (app.profile.root / "backups").write_text("a file in its place")
    told = []
    app.listen(told.append)
    file = tmp_path / "talk.jsonl"
    file.write_text('{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Yes"}]}\n')

    made = app.import_file(file, lambda *_: None, Turn())

    assert made.conversations == 1
    assert [event.error for event in told if isinstance(event, Failed)]


def test_a_search_index_that_is_out_of_step_is_made_anew(app):
    conversation = app.archive.create().id
    app.archive.add(Message("m", conversation, None, Role.PERSON, "hello", 1.0, Origin.TYPED))
    app.archive._writing.do(lambda connection: connection.execute("INSERT INTO words (words) VALUES ('delete-all')"))
    assert app.archive.search("hello") == []

    assert app.look_through().slips

    assert [message.id for message in app.archive.search("hello")] == ["m"]
    assert app.look_through().ok


def test_a_restored_backup_is_announced_and_read_from_then_on(app):
    app.archive.create("before")
    made = app.backups.make()
    app.archive.create("after")
    told = []
    app.listen(told.append)

    app.backups.restore(made.file)

    assert [each.title for each in app.archive.conversations()] == ["before"]
    assert ConversationsReplaced() in told


def test_whoever_only_reads_makes_no_file(tmp_path):
    with closing(App(Profile.opened(tmp_path), to_read=True)) as app:
        assert app.archive.conversations() == []
        assert app.archive.find("anything") == []

    assert not app.profile.database.exists()


def test_whoever_only_reads_is_told_of_a_file_that_is_gone(tmp_path):
    with closing(App(Profile.opened(tmp_path))) as app:
        app.archive.create("Talk")
        app.backups.make()
    app.profile.database.unlink()

    with closing(App(app.profile, to_read=True)) as reader, pytest.raises(AssistantError, match="not there any more"):
        reader.archive.conversations()


def test_what_was_put_right_is_listened_for_beside_what_is_written_down(app):
    app.preferences.change("hearing.vocabulary", "Piper")
    conversation = app.archive.create("Talk").id
    app.archive.add(Message("q", conversation, None, Role.PERSON, "open cue gis", 1.0, Origin.SPOKEN, spoken=True))
    before = app.vocabulary()
    app.archive.corrections.correct("q", "open QGIS")

    assert (before, app.vocabulary()) == ("Piper.", "Piper, QGIS.")
