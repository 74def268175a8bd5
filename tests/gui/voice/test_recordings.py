"""Recordings that are written down: dropped, followed, stopped, saved, asked about."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.ports import Listened, Segment, Transcript
from assistant_gui.core.turn import Turn, TurnCancelled
from assistant_gui.gui.tasks import InlineTasks
from assistant_gui.gui.voice.pane import VoicePane
from assistant_gui.gui.voice.putright import PutRight
from assistant_gui.gui.voice.recordings import Recordings, Stage
from assistant_gui.gui.voice.viewmodel import VoiceModel
from tests.fakes import FakeArchive, FakePreferences, FakeTalk

HELLO, BYE = Segment(0.5, 1.5, "Hello."), Segment(62.0, 63.0, "Good bye.")


class FakeScribe:
    """Reads from a script whatever it is given."""

    def __init__(self) -> None:
        self.script: list[Segment | Listened | AssistantError] = [HELLO, Listened(30, 90), BYE, Listened(90, 90)]
        self.asked: list[str] = []

    def follow(self, file: Path, turn: Turn, language: str = "") -> Iterator[Segment | Listened | Transcript]:
        self.asked.append(file.name)
        for told in self.script:
            if turn.cancelled:
                raise TurnCancelled
            if isinstance(told, AssistantError):
                raise told
            yield told
        yield Transcript("", "en")


class Later(InlineTasks):
    """Does the work when it is told to."""

    def __init__(self) -> None:
        self.waiting = []

    def run(self, work, done=None, failed=None):
        self.waiting.append((work, done, failed))

    def do(self) -> None:
        for each in self.waiting[:]:
            self.waiting.remove(each)
            super().run(*each)


@pytest.fixture
def scribe():
    return FakeScribe()


@pytest.fixture
def model(qapp, scribe):
    return Recordings(lambda: scribe, InlineTasks())


@pytest.fixture
def pane(qtbot, model):
    made = VoicePane(VoiceModel(FakeTalk(), FakePreferences()), put_right(), model)
    qtbot.addWidget(made)
    made.resize(700, 600)
    with qtbot.waitExposed(made):
        made.show()
    return made


def put_right() -> PutRight:
    return PutRight(lambda: FakeArchive().corrections, lambda _conversation: None, InlineTasks())


def drop(pane, *files: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    how = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(pane, QDragEnterEvent(QPoint(9, 9), *how))
    QApplication.sendEvent(pane, QDropEvent(QPointF(9, 9), *how))


def card(pane, number=1):
    return pane.recordings.cards[number]


def test_what_is_dropped_is_written_down(pane, scribe, tmp_path):
    drop(pane, tmp_path / "call.mp3", tmp_path / "talk.wav")

    assert scribe.asked == ["call.mp3", "talk.wav"]
    assert pane.currentWidget() is pane.recordings
    assert card(pane, 2).lines.toPlainText() == "0:00  Hello.\n1:02  Good bye."
    assert card(pane).words.text() == "Written down."


def test_one_is_listened_to_after_the_other(qapp, scribe, tmp_path):
    tasks = Later()
    model = Recordings(lambda: scribe, tasks)

    model.add([tmp_path / "a.wav", tmp_path / "b.wav"])
    before = [each.stage for each in model.all().values()]
    tasks.do()

    assert before == [Stage.GOING, Stage.WAITING]
    assert [each.stage for each in model.all().values()] == [Stage.DONE, Stage.GOING]


def test_how_far_it_is_and_how_long_it_takes_are_told(qapp, scribe, tmp_path):
    seen = []
    times = iter([0.0, 10.0, 30.0])
    model = Recordings(lambda: scribe, InlineTasks(), clock=lambda: next(times))
    model.changed.connect(lambda held: seen.append(held.progress))

    model.add([tmp_path / "a.wav"])

    assert (seen[-1].upto, seen[-1].total, seen[-1].left) == (90, 90, 0)


def test_stopped_it_keeps_what_was_written_down(qapp, scribe, tmp_path):
    model = Recordings(lambda: scribe, InlineTasks())
    follow = scribe.follow

    def stopping(file, turn, language=""):
        for number, told in enumerate(follow(file, turn, language)):
            yield told
            if number == 0:
                model.stop(1)

    scribe.follow = stopping
    model.add([tmp_path / "a.wav"])

    held = model.all()[1]
    assert held.stage is Stage.STOPPED
    assert held.segments == (HELLO,)


def test_one_that_waits_can_be_stopped_and_begun_again(qapp, scribe, tmp_path):
    tasks = Later()
    model = Recordings(lambda: scribe, tasks)
    model.add([tmp_path / "a.wav", tmp_path / "b.wav"])

    model.stop(2)
    tasks.do()
    stopped = model.all()[2].stage
    model.again(2)
    tasks.do()

    assert stopped is Stage.STOPPED
    assert model.all()[2].stage is Stage.DONE


def test_what_cannot_be_read_says_what_works_and_the_next_goes_on(pane, scribe, tmp_path):
    scribe.script = [AssistantError("This file holds no sound.", "WAV and MP3 can be transcribed.")]

    drop(pane, tmp_path / "a.m4a", tmp_path / "b.m4a")

    assert card(pane).trouble.text() == "This file holds no sound. WAV and MP3 can be transcribed."
    assert scribe.asked == ["a.m4a", "b.m4a"]
    assert not card(pane).save.isVisible()


@pytest.mark.parametrize(("name", "begins"), [("a.txt", "Hello."), ("a.srt", "1\n00:00:00,500"), ("a.vtt", "WEBVTT")])
def test_it_is_saved_in_the_form_of_its_name(model, tmp_path, name, begins):
    model.add([tmp_path / "a.wav"])

    model.save(1, tmp_path / name)

    assert (tmp_path / name).read_text().startswith(begins)


def test_what_cannot_be_saved_is_said(pane, model, tmp_path):
    model.add([tmp_path / "a.wav"])

    model.save(1, tmp_path / "nowhere" / "a.txt")

    assert "cannot be used" in pane.recordings.notice.words.text()


def test_it_is_copied_without_the_times(qtbot, pane, tmp_path):
    drop(pane, tmp_path / "a.wav")
    qtbot.mouseClick(card(pane).copy, Qt.MouseButton.LeftButton)

    assert QGuiApplication.clipboard().text() == "Hello.\nGood bye.\n"


def test_it_can_be_asked_about(qtbot, pane, model, tmp_path):
    told = []
    model.asked_about.connect(lambda name, text: told.append((name, text)))
    drop(pane, tmp_path / "a call.wav")
    qtbot.mouseClick(card(pane).ask, Qt.MouseButton.LeftButton)

    assert told == [("a call.txt", "[0:00] Hello.\n[1:02] Good bye.\n")]


def test_put_away_the_last_one_leads_back_to_talking(qtbot, pane, tmp_path):
    drop(pane, tmp_path / "a.wav")
    qtbot.mouseClick(card(pane).remove, Qt.MouseButton.LeftButton)

    assert pane.currentWidget() is pane.talking


def test_a_view_that_is_made_again_shows_what_there_is(qtbot, model, tmp_path):
    model.add([tmp_path / "a.wav"])
    again = VoicePane(VoiceModel(FakeTalk(), FakePreferences()), put_right(), model)
    qtbot.addWidget(again)

    assert card(again).lines.toPlainText().startswith("0:00  Hello.")


def test_the_button_leads_to_those_that_are_there(qtbot, pane, tmp_path):
    drop(pane, tmp_path / "a.wav")
    pane.recordings.back.click()
    pane.talking.recordings.click()

    assert pane.currentWidget() is pane.recordings
