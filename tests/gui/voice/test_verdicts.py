"""What the figures of a sound check are called."""

from dataclasses import replace

import pytest

from assistant_gui.core.setup import SetupChecked
from assistant_gui.core.sound import Sound
from assistant_gui.gui.voice.verdicts import Grade, Spoken, spoken, verdicts, worst

CLEAR = Spoken(level_dbfs=-22, clipped=0)
WELL = SetupChecked(heard=True, delay=0.08, noise_dbfs=-62, echo_dbfs=-30, left_dbfs=-60, clipped=0, cancelling=True)


def grades(said: Spoken, checked: SetupChecked) -> list[Grade]:
    return [each.grade for each in verdicts(said, checked)]


def test_a_good_setup_is_good_in_every_line():
    assert grades(CLEAR, WELL) == [Grade.GOOD] * 4
    assert worst(verdicts(CLEAR, WELL)) is Grade.GOOD


@pytest.mark.parametrize(
    ("said", "grade", "advice"),
    [
        (Spoken(-45, 0), Grade.FAIR, "Come nearer"),
        (Spoken(-8, 0.02), Grade.POOR, "Turn the microphone down"),
        (Spoken(-80, 0), Grade.POOR, "Choose another microphone"),
    ],
)
def test_the_voice(said, grade, advice):
    line = verdicts(said, WELL)[0]

    assert line.grade is grade
    assert advice in line.words


@pytest.mark.parametrize(
    ("checked", "line", "grade", "advice"),
    [
        (replace(WELL, noise_dbfs=-40), 1, Grade.FAIR, "nearer"),
        (replace(WELL, noise_dbfs=-30), 1, Grade.POOR, "headset"),
        (replace(WELL, left_dbfs=-45), 2, Grade.FAIR, "speaker down a little"),
        (replace(WELL, left_dbfs=-34), 2, Grade.POOR, "Use headphones"),
        (replace(WELL, cancelling=False), 2, Grade.POOR, "Use headphones"),
        (replace(WELL, delay=0.25), 3, Grade.FAIR, "250 ms"),
        (replace(WELL, delay=0.5), 3, Grade.POOR, "Bluetooth"),
    ],
)
def test_the_room_the_echo_and_the_delay(checked, line, grade, advice):
    found = verdicts(CLEAR, checked)

    assert found[line].grade is grade
    assert advice in found[line].words
    assert worst(found) is grade


def test_with_headphones_there_is_no_echo_and_no_delay_to_tell_of():
    found = verdicts(CLEAR, replace(WELL, heard=False, delay=0))

    assert [each.what for each in found] == ["Your voice", "Noise in the room", "The speaker in the microphone"]
    assert worst(found) is Grade.GOOD


def test_noise_is_not_compared_with_somebody_who_was_not_heard():
    assert "Noise in the room" not in [each.what for each in verdicts(Spoken(-80, 0), WELL)]


def test_the_voice_is_measured_where_it_is_loud_and_where_it_is_cut_off():
    quiet, loud = b"\x10\x00" * 512, b"\x00\x10" * 512  # 16 and 4096
    cut = b"\xff\x7f" * 512

    assert spoken(Sound(quiet * 8 + loud * 2, 16_000)).level_dbfs == pytest.approx(-18.06, abs=0.01)
    assert spoken(Sound(loud * 9 + cut, 16_000)).clipped == pytest.approx(0.1)
    assert spoken(Sound(b"", 16_000)).level_dbfs < -100
