"""Time marks: token 100 is 0 s, one more is 20 ms; smaller ones are words."""

from assistant_gui.engine.asr.segments import Stretch, stretches


def at(seconds: float) -> int:
    return 100 + round(seconds / 0.02)


def test_marks_begin_and_end_a_stretch():
    read = stretches([at(0), 1, 2, at(3), at(3), 3, at(5)], 100, 6.0, last=True)

    assert read.stretches == (Stretch(0.0, 3.0, (1, 2)), Stretch(3.0, 5.0, (3,)))
    assert read.upto == 6.0


def test_speech_that_the_window_cuts_off_is_left_to_the_next():
    read = stretches([at(0), 1, at(20), at(20), 2, 3], 100, 30.0, last=False)

    assert read.stretches == (Stretch(0.0, 20.0, (1,)),)
    assert read.upto == 20.0


def test_the_last_window_gives_all_it_has():
    read = stretches([at(0), 1, at(20), at(20), 2, 3], 100, 28.0, last=True)

    assert read.stretches[-1] == Stretch(20.0, 28.0, (2, 3))
    assert read.upto == 28.0


def test_speech_that_goes_on_after_two_marks_is_read_from_there():
    read = stretches([at(0), 1, at(20), at(20)], 100, 30.0, last=True)

    assert read.upto == 20.0


def test_speech_without_marks_fills_the_window():
    assert stretches([1, 2], 100, 4.0, last=True).stretches == (Stretch(0.0, 4.0, (1, 2)),)


def test_what_begins_after_the_sound_ended_is_dropped():
    read = stretches([at(0), 1, at(1), at(2.5), 2, at(4)], 100, 2.0, last=True)

    assert read.stretches == (Stretch(0.0, 1.0, (1,)),)


def test_an_end_after_the_sound_ended_is_its_end():
    assert stretches([at(0), 1, at(7)], 100, 5.3, last=True).stretches == (Stretch(0.0, 5.3, (1,)),)


def test_nothing_is_nothing():
    read = stretches([], 100, 3.0, last=True)

    assert read.stretches == ()
    assert read.upto == 3.0


def test_a_window_always_moves_on():
    assert stretches([at(0), 1, at(0.2), at(0.2), 2], 100, 30.0, last=False).upto == 30.0
