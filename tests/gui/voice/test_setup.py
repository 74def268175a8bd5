"""The sound check, step by step, and its window."""

import pytest
from PySide6.QtCore import Qt

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.events import LevelMeasured
from assistant_gui.core.setup import SetupChecked
from assistant_gui.core.sound import Sound
from assistant_gui.core.turn import TurnCancelled
from assistant_gui.gui.tasks import InlineTasks
from assistant_gui.gui.voice.setup import SetupModel, Stage
from assistant_gui.gui.voice.setupview import SetupDialog

VOICE = Sound(b"\x00\x10" * 48_000, 16_000)
WELL = SetupChecked(heard=True, delay=0.08, noise_dbfs=-62, echo_dbfs=-30, left_dbfs=-60, clipped=0, cancelling=True)


class FakeTrial:
    def __init__(self):
        self.told = []
        self.refusal = None

    def begin(self):
        self.told.append("begin")

    def end(self):
        self.told.append("end")

    def record(self, seconds, turn):
        self.told.append("record")
        if self.refusal:
            raise self.refusal
        return VOICE

    def play(self, sound, turn):
        self.told.append(sound)

    def check(self, turn):
        self.told.append("check")
        return WELL


class Later:
    """Does nothing until it is told to."""

    def __init__(self):
        self.waiting = []

    def run(self, work, done=None, failed=None):
        self.waiting.append(lambda: InlineTasks().run(work, done, failed))

    def step(self):
        self.waiting.pop(0)()


@pytest.fixture
def trial():
    return FakeTrial()


@pytest.fixture
def later():
    return Later()


@pytest.fixture
def model(qapp, trial, later):
    return SetupModel(trial, later)


@pytest.fixture
def dialog(qtbot, model):
    made = SetupDialog(model)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_the_person_is_recorded_and_hears_that_and_then_it_listens_to_itself(model, trial, later):
    model.start()
    stages = [model.shown.stage]
    for _ in range(3):
        later.step()
        stages.append(model.shown.stage)

    assert stages == [Stage.SPEAK, Stage.HEAR, Stage.LISTEN, Stage.DONE]
    assert trial.told == ["begin", "record", VOICE, "check", "end"]
    assert len(model.shown.verdicts) == 4


def test_a_device_that_cannot_be_used_ends_it_in_a_sentence(model, trial, later):
    trial.refusal = AssistantError("There is no microphone.", "Plug one in.")

    model.start()
    later.step()

    assert model.shown.stage is Stage.FAILED
    assert model.shown.error == "There is no microphone. Plug one in."
    assert trial.told == ["begin", "record", "end"]


def test_given_up_it_goes_no_further(model, trial, later):
    model.start()
    model.cancel()
    model.cancel()
    later.step()

    assert model.shown.stage is Stage.IDLE
    assert trial.told == ["begin", "end", "record"]
    assert later.waiting == []


def test_work_that_was_cut_short_is_no_failure(model, trial, later):
    trial.refusal = TurnCancelled()

    model.start()
    later.step()

    assert model.shown.stage is Stage.SPEAK


def test_the_level_moves_while_it_goes_on(qtbot, model):
    model.on_event(LevelMeasured(0.5, 0))
    model.start()

    with qtbot.waitSignal(model.level_changed) as moved:
        model.on_event(LevelMeasured(0.25, 0))

    assert moved.args == [0.25]


def test_the_window_says_what_to_do_and_then_how_it_is(dialog, model, later):
    model.start()
    assert dialog.title.text() == "Say something now"
    assert dialog.meter.isVisible()
    assert dialog.cancel_button.hasFocus()
    for _ in range(3):
        later.step()

    assert dialog.title.text() == "All is well"
    assert dialog.found.count() == 4
    assert dialog.found.itemAt(0).widget().accessibleName() == "Your voice: Good. It is heard loud and clear."
    assert dialog.close_button.hasFocus()


def test_escape_gives_it_up(qtbot, dialog, model, trial):
    model.start()

    qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    assert not dialog.isVisible()
    assert trial.told == ["begin", "end"]


def test_it_can_be_done_again(qtbot, dialog, model, later):
    model.start()
    for _ in range(3):
        later.step()

    dialog.again_button.click()

    assert model.shown.stage is Stage.SPEAK
    assert dialog.found.count() == 0
