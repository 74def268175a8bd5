"""The figures of the last turns, kept from one start to the next."""

import json

import pytest

from assistant_gui.core.events import TurnTimed
from assistant_gui.gui.tasks import InlineTasks
from assistant_gui.gui.voice.keptturns import KeptTurns, read, write
from assistant_gui.gui.voice.viewmodel import VoiceModel
from assistant_gui.session.waterfall import FIRST_SOUND, KEPT, SOFT_END
from tests.fakes import FakePreferences, FakeTalk


@pytest.fixture
def file(tmp_path):
    return tmp_path / "turns.json"


@pytest.fixture
def started(qapp, file):
    """Starts the program once more; its voice model."""

    def start():
        model = VoiceModel(FakeTalk(), FakePreferences())
        KeptTurns(model, file, InlineTasks()).restore()
        return model

    return start


def test_the_turns_of_before_count_with_those_of_now(started):
    before = started()
    before.on_event(TurnTimed(1, {SOFT_END: 0.2, FIRST_SOUND: 1.0}))
    before.on_event(TurnTimed(2, {FIRST_SOUND: 3.0}))

    now = started()
    now.on_event(TurnTimed(1, {FIRST_SOUND: 2.0}))

    assert now.timings.turns == 3
    assert now.timings.spread.p50 == pytest.approx(2.0)


def test_only_so_many_are_kept_and_the_newest(file):
    write(file, [{FIRST_SOUND: float(number)} for number in range(KEPT + 3)])

    assert [turn[FIRST_SOUND] for turn in read(file)] == [float(number) for number in range(3, KEPT + 3)]


def test_nobody_else_reads_them(started, file):
    started().on_event(TurnTimed(1, {FIRST_SOUND: 1.0}))

    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "damaged",
    ["", "{", "3", '{"first_sound": 1}', '[1, "x", null]', '[{"first_sound": "soon"}, {"first_sound": true}]'],
)
def test_a_damaged_file_holds_none(started, file, damaged):
    file.write_text(damaged)

    assert len(started().turns) == 0


def test_what_is_no_stage_is_left_out(file):
    file.write_text(json.dumps([{FIRST_SOUND: 1, "said": "hello", SOFT_END: float("nan")}]))

    assert read(file) == [{FIRST_SOUND: 1.0}]


def test_where_nothing_can_be_written_talking_goes_on(started, file):
    file.mkdir()
    model = started()

    model.on_event(TurnTimed(1, {FIRST_SOUND: 1.0}))

    assert len(model.turns) == 1
