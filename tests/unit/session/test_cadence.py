"""How final the end of a voice sounds, from the loudness of its frames."""

import pytest

from assistant_gui.session.cadence import finality

LOUD, SOFT, FAINT = 0.2, 0.03, 0.008


def test_a_voice_that_fades_for_a_quarter_of_a_second_sounds_as_if_all_were_said():
    assert finality([LOUD] * 30 + [SOFT] * 6 + [FAINT] * 2) > 0


def test_a_voice_that_breaks_off_while_it_is_loud_will_go_on():
    assert finality([LOUD] * 30 + [FAINT]) < 0


def test_the_longer_it_fades_the_surer_it_is():
    fading = [finality([LOUD] * 30 + [SOFT] * frames) for frames in range(3, 12)]

    assert fading == sorted(fading)


@pytest.mark.parametrize("factor", [0.02, 0.5, 3.0])
def test_it_does_not_matter_how_loud_somebody_is(factor):
    levels = [LOUD] * 30 + [SOFT] * 6

    assert finality([level * factor for level in levels]) == pytest.approx(finality(levels))


def test_one_loud_frame_is_not_the_measure():
    levels = [LOUD] * 30 + [SOFT] * 6

    assert finality([1.0, *levels]) == pytest.approx(finality(levels))


@pytest.mark.parametrize("levels", [[], [0.0] * 5])
def test_nothing_heard_says_nothing(levels):
    assert isinstance(finality(levels), float)
