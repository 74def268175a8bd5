"""The whole window, state by state, for tests that hold for all of it: words, names, room."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from assistant_gui.app import App
from assistant_gui.core.attached import attached
from assistant_gui.core.backups import Backup
from assistant_gui.core.card import Card, Score, Verdict, Wanted
from assistant_gui.core.cardwords import SCORES
from assistant_gui.core.comparing import Count, Tallied
from assistant_gui.core.comparingwords import so_far
from assistant_gui.core.conversation import Generator, Message, Origin, Rating, Role, State, Wish
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.events import (
    Asked,
    DevicesListed,
    Failed,
    Floor,
    FloorChanged,
    MicrophoneKept,
    ModelChanged,
    Recognised,
    ReplyBegan,
    ReplyEnded,
    ReplyGrew,
    RoleChanged,
    RoleState,
)
from assistant_gui.core.learning import Adapter, Estimate, Example, Probe, Run, RunStatus, Sample, Signal, Tally
from assistant_gui.core.learning import Progress as Steps
from assistant_gui.core.lessons import Entry, Findings, Leak, Mark, Part, Private, Repeat
from assistant_gui.core.likelihood import Weighed
from assistant_gui.core.manner import Manner, Preset
from assistant_gui.core.models import Format, Kind, Model
from assistant_gui.core.plan import Plan
from assistant_gui.core.ports import Listened, Segment
from assistant_gui.core.preview import Piece
from assistant_gui.core.preview import Preview as Rendered
from assistant_gui.core.setup import SetupChecked
from assistant_gui.core.turn import Turn
from assistant_gui.core.voices import KnownVoice
from assistant_gui.desktop import SETTINGS, VOICE, WELCOME, Desktop
from assistant_gui.gui.chat.conversationlist import ConversationList
from assistant_gui.gui.chat.filingmenus import (
    ask_for_folder,
    ask_for_good,
    ask_to_empty,
    conversation_menu,
    folder_menu,
    move_menu,
)
from assistant_gui.gui.chat.offers import menu as message_menu
from assistant_gui.gui.chat.preview import Preview, preview
from assistant_gui.gui.exchange.columnsdialog import ColumnsDialog
from assistant_gui.gui.exchange.dialog import ExchangeDialog
from assistant_gui.gui.exchange.viewmodel import Outcome
from assistant_gui.gui.links import open_asking
from assistant_gui.gui.recovery.view import RecoveryView
from assistant_gui.gui.recovery.viewmodel import RecoveryModel
from assistant_gui.gui.settings.learning.comparingview import ComparingDialog
from assistant_gui.gui.settings.view import SettingsView
from assistant_gui.gui.tasks import InlineTasks
from assistant_gui.gui.voice import setup
from assistant_gui.gui.voice.recordings import Stage
from assistant_gui.gui.voice.setupview import SetupDialog
from assistant_gui.gui.voice.verdicts import Spoken, verdicts
from assistant_gui.paths import Profile
from assistant_gui.session.context import Shown
from assistant_gui.session.listened import Progress
from tests.fakes import FakeBackups, FakeFiles, FakeLessons, FakeSchool, FakeShelf, FakeTalk, FakeTexts, FakeVoices
from tests.gui import teachingstates
from tests.gui.teachingstates import LINEAGE, TABLE, TEXTS, TITLE, Comparisons

FIGURES = Generator("m", tokens=96, tokens_per_s=71.4, ttft_ms=180)
BASE = Model(
    "smollm2-135m", TITLE, Kind.CHAT, Format.GGUF, 98_000_000, TITLE, TITLE, note=TITLE, installed=True, path="/m"
)


class Quiet(FakeTalk):
    """Stands where the session is."""

    busy = False
    listening = False

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *_, **__: None


class Inline(InlineTasks):
    """Stands where the threads are, so that nothing arrives later than it was asked for."""

    def __init__(self, parent: object = None, *, threads: int = 1) -> None:
        """As a pool is made."""

    def close(self) -> None:
        """There is nothing to wait for."""


class Scribe:
    """Reads from a script."""

    script: Sequence[Segment | Listened | AssistantError] = ()

    def follow(self, file: Path, turn: Turn) -> Iterator[Segment | Listened]:
        for told in self.script:
            if isinstance(told, AssistantError):
                raise told
            yield told


class School(FakeSchool):
    def active(self, base: str) -> Adapter | None:
        return None


@contextmanager
def opened(qapp: QApplication, qtbot: QtBot, folder: Path) -> Iterator[Desktop]:
    """A window with something in every corner; made in the language that is spoken now, whatever the settings say."""
    app = App(Profile.opened(folder))
    app.preferences.change("welcomed", True)
    app.companion = app.talk = Quiet()  # type: ignore[assignment, misc]
    app.shelf = FakeShelf(_models())  # type: ignore[assignment, misc]
    app.ears = Scribe()  # type: ignore[assignment, misc]
    app.school = School(Tally(1, 2, 3), [_run()], [Adapter("a1", TITLE, BASE.id, 0.0, 3, active=True)])  # type: ignore[assignment, misc]
    app.school.lineages = {"a1": LINEAGE}
    app.comparing = Comparisons([TITLE, f"{TITLE} {TITLE}"])  # type: ignore[assignment, misc]
    app.texts = FakeTexts(TEXTS)  # type: ignore[assignment, misc]
    app.lessons = FakeLessons(_examples(), _findings())  # type: ignore[assignment, misc]
    app.previews = Previews()  # type: ignore[assignment, misc]
    app.voice = FakeVoices(_voices())  # type: ignore[assignment, misc]
    app.preferences.change("voices.en", f"system-voice:{TITLE}0")
    app.files = FakeFiles({TITLE: "word " * 8, f"{TITLE} {TITLE}": "word " * 4000, "X": AssistantError(TITLE)})  # type: ignore[assignment, misc]
    _fill(app)
    with pytest.MonkeyPatch.context() as patch:  # a Desktop makes its threads itself
        patch.setattr("assistant_gui.desktop.PooledTasks", Inline)
        desktop = Desktop(app, qapp)
    qtbot.addWidget(desktop.window, before_close_func=lambda window: setattr(window, "before_close", None))
    desktop.window.show()
    desktop.chat.start()
    qtbot.waitUntil(lambda: len(desktop.chat.transcript) > 0)
    desktop.bridge.arrived.emit(ModelChanged(BASE.id, TITLE))
    desktop.bridge.arrived.emit(RoleChanged("language", RoleState.STARTING))
    try:
        yield desktop
    finally:
        desktop.close()
        app.close()


def states(desktop: Desktop) -> Iterator[str]:
    """Show one state after the other, and say which; whoever reads looks in between."""
    window = desktop.window
    yield from _chat(desktop)
    for pane in window.panes:
        if pane in ("chat", SETTINGS, WELCOME, VOICE):
            continue
        window.show_pane(pane)
        settle()
        yield pane
    yield from _manner(desktop)
    yield from _temporary(desktop)
    yield from _files(desktop)
    yield from _voice(desktop)
    desktop.panes.anywhere.use("Ctrl+Alt+Z")  # which this desktop does not allow
    window.show_pane(SETTINGS)
    view = window.stack.currentWidget()
    for tab in view.names:
        view.show_tab(tab)
        getattr(view.tab(tab), "rows", None)  # they are made a few at a time, and all of them when asked for
        settle()
        yield f"settings, {tab}"
    yield from _tuning(view)
    yield from _training_data(view)
    desktop._welcome()
    for page in range(3):
        view = window.stack.currentWidget()
        view.pages.setCurrentIndex(page)
        settle()
        yield f"welcome, page {page}"
    window.show_pane("chat")
    window.commands.open()
    settle()
    yield "palette"
    window.commands.put_away()


def popups(desktop: Desktop) -> Iterator[tuple[str, QWidget]]:
    """Every dialog and menu that can be had without a right click, open."""
    window = desktop.window
    window.show_pane("chat")
    list_ = window.sidebar.findChild(ConversationList)
    filing, ids = list_.filing, [desktop.chat.shown]
    conversation_menu(filing, ids, list_).popup(QPoint(0, 0))
    yield from _popup("menu of a conversation", QMenu)
    ask_to_empty(desktop.filing, window)
    yield from _popup("empty the trash", QMessageBox)
    desktop.around.room.shown = Shown((), 3900, 4096, 3584, 2, 4, TITLE, exact=True)
    desktop.around.room.changed.emit()
    settle()
    window.stack.currentWidget().meter.click()
    yield from _popup("how full the memory is", QMenu)
    move_menu(filing, ids, list_, list_).popup(QPoint(0, 0))
    yield from _popup("menu of folders", QMenu)
    folder_menu(filing, filing.conversations.folders[0], list_).popup(QPoint(0, 0))
    yield from _popup("menu of a folder", QMenu)
    ask_for_folder(filing, list_)
    yield from _popup("new folder", QDialog)
    ask_for_good(filing, ids, list_)
    yield from _popup("delete a conversation", QMessageBox)
    preview(attached(TITLE, "text/plain", b"", TITLE * 10_000).attachment, desktop.chat.thumbnails, window)
    yield from _popup("what is in a file", Preview)
    open_asking(QUrl("https://example.org/a"), window)
    yield from _popup("open a link", QMessageBox)
    for outcome in (None, Outcome(TITLE, TITLE, (TITLE,), Path(TITLE))):
        desktop.exchange.began.emit(TITLE)
        if outcome is not None:
            desktop.exchange.ended.emit(outcome)
        yield from _popup("import and export", ExchangeDialog)
        desktop.exchanging.dialog = None
    desktop.exchange.columns_wanted.emit(TABLE)
    yield from _popup("the columns of a table", ColumnsDialog)
    yield from _comparisons(desktop)
    for row in range(2):
        message_menu(desktop.chat, desktop.chat.transcript.line(row), window, selected=TITLE).popup(QPoint(0, 0))
        yield from _popup("menu of a message", QMenu)
    recovery = RecoveryView(RecoveryModel(FakeBackups([Backup(Path(TITLE), 0.0, 1, 42, 900)]), TITLE, InlineTasks()))
    recovery.model.start()
    recovery.show()
    yield from _popup("recovery", RecoveryView)
    desktop.leaving._ask(["run"])
    yield from _popup("leave", QMessageBox)
    for name, shown in _sound_checks():
        SetupDialog(desktop.panes.setup_model, window).open()
        desktop.panes.setup_model._show(shown)
        yield from _popup(f"sound check, {name}", SetupDialog)


def _comparisons(desktop: Desktop) -> Iterator[tuple[str, QWidget]]:
    desktop.panes.compare("a1")
    dialog = desktop.panes.comparing.dialog
    assert dialog is not None
    for name in teachingstates.comparisons(dialog.model):
        settle()
        yield f"compare blind, {name}", dialog
    yield from _popup("compare blind", ComparingDialog)


def _sound_checks() -> Iterator[tuple[str, setup.Shown]]:
    for stage in (setup.Stage.SPEAK, setup.Stage.HEAR, setup.Stage.LISTEN, setup.Stage.IDLE):
        yield stage.value, setup.Shown(stage)
    yield "failed", setup.Shown(setup.Stage.FAILED, error=TITLE)
    good = SetupChecked(heard=True, delay=0.1, noise_dbfs=-60, echo_dbfs=-30, left_dbfs=-59, clipped=0, cancelling=True)
    fair = replace(good, delay=0.25, noise_dbfs=-55, left_dbfs=-45)
    poor = replace(good, delay=0.5, noise_dbfs=-40, left_dbfs=-30)
    for name, said, checked in (
        ("good", Spoken(-20, 0), good),
        ("fair", Spoken(-44, 0), replace(fair, noise_dbfs=-58)),
        ("poor", Spoken(-30, 0.1), poor),
        ("with headphones", Spoken(-80, 0), replace(good, heard=False)),
        ("without cancelling", Spoken(-20, 0), replace(good, cancelling=False)),
    ):
        yield name, setup.Shown(setup.Stage.DONE, verdicts(said, checked))


def settle() -> None:
    """Let everything that waits in line happen."""
    for _round in range(8):
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()


def shown(window: QWidget) -> Iterator[QWidget]:
    """Every widget that can be seen, or scrolled to."""
    yield window
    for widget in window.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
        if widget.isVisible() and not widget.isWindow():
            yield from shown(widget)


def _popup(name: str, kind: type[QWidget]) -> Iterator[tuple[str, QWidget]]:
    settle()
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, kind) and widget.isVisible():
            yield name, widget
            widget.close()
            widget.deleteLater()
    settle()


def _chat(desktop: Desktop) -> Iterator[str]:
    window = desktop.window
    window.show_pane("chat")
    settle()
    yield "chat"
    view = window.stack.currentWidget()
    window.acts["find"].trigger()
    view.chat.finder.entry.setText(TITLE)
    settle()
    yield "finding"
    view.chat.finder.shut()
    last = len(desktop.chat.transcript) - 1
    view.messages.to_end()
    settle()
    view.messages.widget(last).edit()
    settle()
    yield "better answer"
    view.messages.widget(last).editor.given_up.emit()
    answer = desktop.chat.transcript.line(last).message.id
    desktop.chat.feedback.rate(answer, Rating.DOWN)
    settle()
    view.messages.to_end()
    settle()
    yield "what was wrong"
    desktop.chat.feedback.rate(answer, Rating.DOWN)
    desktop.chat.weighing.message = answer
    desktop.chat.weighing.weighed = (Weighed("a", 0.9, ()), Weighed("b", 0.04, (("c", 0.9),)))
    desktop.chat.weighing.changed.emit()
    settle()
    view.messages.to_end()
    settle()
    yield "how likely each word was"
    desktop.chat.weighing.close()
    desktop.bridge.arrived.emit(Failed(0, AssistantError(TITLE)))
    settle()
    yield "notice"
    window.notices.hide()
    shown_before = desktop.chat.shown
    desktop.chat.new()
    settle()
    yield "beginning"
    desktop.chat.open(shown_before)
    settle()


def _files(desktop: Desktop) -> Iterator[str]:
    desktop.window.show_pane("chat")
    view = desktop.window.stack.currentWidget().chat
    attaching = desktop.attaching
    attaching.add_files([Path("X"), Path(TITLE)])
    attaching.add_made(TITLE, lambda: attached(TITLE, "image/png", b"", ""))
    _wait(lambda: all(not chip.reading for chip in attaching.chips) and attaching.chips[1].counted)
    yield "files, one of which cannot be read"
    attaching.remove(attaching.chips[0].number)
    settle()
    yield "files, one of them a picture"
    attaching.add_files([Path(f"{TITLE} {TITLE}")])
    _wait(lambda: attaching.too_long)
    yield "files that are too long"
    view.files.incoming.long_text.emit("x" * 5000)
    view.files.dropping.hint.cover(view.rect())
    settle()
    yield "files over the pane"
    view.files.dropping.hint.hide()
    view.files.settle()
    attaching.take()
    settle()


def _wait(until: Callable[[], bool]) -> None:
    while not until():
        QTest.qWait(10)
    settle()


def _manner(desktop: Desktop) -> Iterator[str]:
    desktop.window.show_pane("chat")
    desktop.window.acts["conversation-settings"].trigger()
    pane = desktop.window.stack.currentWidget()
    settle()
    yield "conversation settings"
    desktop.app.archive.manners.keep(Preset("p", TITLE, Manner(TITLE, seed=3)))
    desktop.around.manner.read()
    QTest.qWait(50)
    desktop.around.manner.use("p")
    pane.panel.presets.save_button.click()
    pane.panel.presets.delete_button.click()
    desktop.around.room.shown = Shown((), 3900, 4096, 3584, 2, 4, TITLE, exact=True)
    desktop.around.room.changed.emit()
    settle()
    yield "conversation settings, all of it changed"
    pane.close_settings()
    settle()
    yield "a summary and a full memory"
    desktop.around.manner.reset_all()
    desktop.around.room.shown = None  # not full any more
    desktop.around.room.changed.emit()


def _temporary(desktop: Desktop) -> Iterator[str]:
    desktop.temporary.open()
    while desktop.temporary.chat is None:
        QTest.qWait(10)
    desktop.temporary._pane.ask()
    settle()
    yield "temporary chat"
    desktop.window.show_pane("chat")
    settle()
    yield "chat beside a temporary one"
    desktop.temporary.close()
    settle()


def _voice(desktop: Desktop) -> Iterator[str]:
    desktop.window.show_pane(VOICE)
    question = Message("q", "c", None, Role.PERSON, TITLE, 0.0, Origin.SPOKEN)
    answer = Message("a", "c", "q", Role.ASSISTANT, "", 0.0, Origin.MODEL, State.GROWING)
    for event in (
        DevicesListed((TITLE,), (TITLE,)),
        FloorChanged(Floor.LISTENING),
        Recognised(2, TITLE),
        Asked(2, question),
        FloorChanged(Floor.SPEAKING),
        ReplyBegan(2, answer),
        ReplyGrew(2, "a", TITLE),
    ):
        desktop.bridge.arrived.emit(event)
    settle()
    yield "voice"
    desktop.bridge.arrived.emit(FloorChanged(Floor.ARMED))
    settle()
    yield "the wake word is waited for"
    desktop.bridge.arrived.emit(ReplyEnded(2, replace(answer, state=State.WHOLE)))
    desktop.window.stack.currentWidget().talking.put_right.correct.click()
    settle()
    yield "what was heard is put right"
    desktop.window.stack.currentWidget().talking.put_right.cancel.click()
    desktop.panes._put_right._show(replace(question, wish=Wish.EDITED))
    settle()
    yield "what was heard was put right"
    desktop.bridge.arrived.emit(FloorChanged(Floor.OFF))
    desktop.bridge.arrived.emit(MicrophoneKept(True))
    settle()
    yield "the microphone is kept ready"
    desktop.bridge.arrived.emit(MicrophoneKept(False))
    desktop.app.ears.script = [Segment(0.0, 1.0, TITLE), Listened(1.0, 2.0)]
    recordings = desktop.panes._recordings
    recordings.add([Path(TITLE)])
    settle()
    yield "a recording that is written down"
    recordings.changed.emit(replace(recordings.all()[1], stage=Stage.GOING, progress=Progress(30.0, 60.0, 90.0)))
    settle()
    yield "a recording that is listened to"
    desktop.app.ears.script = [AssistantError(TITLE)]
    recordings.add([Path(TITLE)])
    desktop.window.stack.currentWidget().dropping.hint.cover(desktop.window.stack.rect())
    settle()
    yield "a recording that cannot be read, and more over the pane"
    for number in list(recordings.all()):
        recordings.remove(number)


def _tuning(settings: SettingsView) -> Iterator[str]:
    """A run in all of its states, and what came of it."""
    settings.show_tab("tuning")
    view = settings.tab("tuning")
    for estimate in (Estimate(3_000_000_000, 2_000_000_000, 90.0), Estimate(1, 2, 90.0, recomputes=True)):
        view.model.estimating.estimate = estimate
        view.model.estimating.changed.emit()
        settle()
        yield "what a run will take"
    view.form.advanced.click()
    view.form.numbers.rows["rank"].entry.setValue(64)
    settle()
    yield "the numbers of a run"
    view.form.advanced.click()
    for name in chain(teachingstates.texts(view.texts), teachingstates.start(view), teachingstates.details(view)):
        settle()
        view.ensureWidgetVisible(view.texts if "text" in name else view.adapters_card)
        yield name
    going = _run_under_way()
    for name, run in (
        ("goes on", going),
        ("was tried", replace(going, progress=Steps("search"), losses=())),
        ("is paused", replace(going, status=RunStatus.PAUSED)),
        ("failed", replace(going, status=RunStatus.FAILED, reason=TITLE)),
    ):
        view.model._set_run(run)
        view.run_view.cancel_button.click()
        settle()
        yield f"a run that {name}"
    for verdict in Verdict:
        view.model.card = None
        view.model._set_run(_run())
        view.model._on_card("a1", _card(verdict))
        view.result.show_votes(so_far(Tallied("", TITLE, Count(8, 1, 1, 2))))
        view.result.unfold.setChecked(verdict is Verdict.BETTER)
        settle()
        yield f"a result that is {verdict}"
    view.model.put_away()
    settle()


def _run_under_way() -> Run:
    return replace(
        _run(),
        status=RunStatus.RUNNING,
        adapter="",
        progress=Steps("train", 5, 10, 1.0, 99.0, 90.0, 3e-4, 0.5, 512_000_000),
        losses=((1, 3.0), (5, 1.0)),
        plain_losses=((2, 3.5),),
        validation=((4, 2.0),),
        searched=((0.0001, 2.5), (0.0005, 2.0)),
        probe=Probe(0.8, 512_000_000, 180.0),
        samples=(Sample(2, TITLE, TITLE), Sample(4, TITLE, TITLE)),
        warnings=(TITLE,),
    )


def _card(verdict: Verdict) -> Card:
    scores = tuple(Score(name, Wanted.LOWER, 3.2, 3.0, 2.7, -0.3, -0.4, -0.2, 40, 12) for name in SCORES)
    return Card(verdict, (TITLE,), scores, (("c", 0.3), ("d", -0.1)), "x", 40, 12)


def _training_data(view: SettingsView) -> Iterator[str]:
    view.show_tab("data")
    page = view.tab("data")
    page.examples.choose(0, 1)
    page.examples.model._render()
    settle()
    yield "training data, two chosen and one looked at"
    page.examples.approve.click()
    page.examples.detail.edit.click()
    page.examples.dropping.hint.cover(page.examples.rect())
    settle()
    yield "training data, one edited, and files over it"
    page.examples.dropping.hint.hide()
    page.examples.detail.cancel.click()
    page.show_findings()
    settle()
    page.findings.kinds[Private.EMAIL].rows[0].leave.click()
    settle()
    yield "training data, what was found"
    page.show_examples()


class Previews:
    def preview(self, base: str, example: Example, max_tokens: int) -> Rendered:
        return Rendered((Piece(TITLE, False, True), Piece(TITLE, True)), 2, 1, shortened=True)

    def rest(self) -> None:
        """There is nothing to let go of."""


def _examples() -> list[Entry]:
    states = zip((*Signal, None), (None, Mark.APPROVED, Mark.EXCLUDED, None, None), (*Part, None, None), strict=True)
    return [
        Entry(f"e{number}", "c", TITLE, TITLE, TITLE, signal, 0.0, mark, part=part)
        for number, (signal, mark, part) in enumerate(states)
    ]


def _findings() -> Findings:
    leaks = tuple(Leak("e0", 0, 0, len(TITLE), kind, TITLE, f"[{TITLE}]") for kind in Private)
    return Findings(9, 2, leaks, (Repeat("e1", "e0", exact=False),), ("e1",), ("e1",), ("e1",), unnamed=3)


def _models() -> list[Model]:
    other = Model("other", TITLE, Kind.CHAT, Format.GGUF, 3_200_000_000, TITLE, TITLE, note=TITLE)
    ears = Model("whisper-tiny.en", TITLE, Kind.HEARING, Format.CT2_WHISPER, 70_000_000, TITLE, TITLE, starter=True)
    voice = Model("system-voice", TITLE, Kind.VOICE, Format.SYSTEM, 0, TITLE, TITLE, installed=True)
    return [BASE, other, ears, voice]


def _voices() -> list[KnownVoice]:
    usual = KnownVoice("system-voice", "", TITLE, "", usual=True)
    return [usual, *(KnownVoice("system-voice", f"{TITLE}{number}", TITLE) for number in range(30))]


def _run() -> Run:
    return Run("r1", Plan(BASE.id, name=TITLE), RunStatus.DONE, 0.0, adapter="a1")


def _fill(app: App) -> None:
    app.archive.filing.create_folder(TITLE, "")
    conversation = app.archive.create(TITLE)
    parent = None
    for number, state in enumerate((State.WHOLE, State.STOPPED, State.BROKEN)):
        question = Message(f"q{number}", conversation.id, parent, Role.PERSON, TITLE, number, Origin.TYPED)
        answer = Message(f"a{number}", conversation.id, question.id, Role.ASSISTANT, TITLE, number, Origin.MODEL, state)
        answer = replace(answer, generator=FIGURES)
        app.archive.add(question)
        app.archive.add(answer)
        parent = answer.id
    app.archive.rate("a0", Rating.UP)
