"""What a recording of an interruption shows."""

import numpy as np
import pytest

from assistant_gui.bench.rig import RATE_HZ
from assistant_gui.bench.voice.clips import Clip
from assistant_gui.bench.voice.interrupting import interruption_of
from assistant_gui.bench.voice.levels import Samples
from assistant_gui.bench.voice.room import Heard, Unanswered

OVER = Clip("over", np.random.default_rng(1).uniform(-0.5, 0.5, 2 * RATE_HZ).astype(np.float32))


def program(*parts: tuple[float, float]) -> Samples:
    """(seconds, loudness) after one another."""
    noise = np.random.default_rng(2)
    return np.concatenate(
        [loud * noise.choice([-1.0, 1.0], size=round(seconds * RATE_HZ)) for seconds, loud in parts]
    ).astype(np.float32)


def person(before: float, after: float) -> Samples:
    silence = [np.zeros(round(seconds * RATE_HZ), np.float32) for seconds in (before, after)]
    return np.concatenate([silence[0], OVER.samples, silence[1]])


def test_quieter_and_silent_are_counted_from_where_the_person_begins() -> None:
    heard = Heard(person(2.0, 1.0), program((2.2, 0.3), (0.2, 0.03), (2.6, 0.0)))

    found = interruption_of(heard, OVER)

    assert (found.duck_ms, found.silence_ms) == (200, 400)


def test_a_pause_of_the_answer_is_not_its_end() -> None:
    heard = Heard(person(2.0, 1.0), program((2.0, 0.3), (0.2, 0.0), (0.3, 0.3), (2.5, 0.0)))

    assert interruption_of(heard, OVER).silence_ms == 500


def test_one_that_is_quieter_for_a_while_and_then_goes_on_was_quieter_but_not_silent() -> None:
    heard = Heard(person(2.0, 1.0), program((2.2, 0.3), (0.4, 0.0), (2.4, 0.3)))

    found = interruption_of(heard, OVER)

    assert (found.duck_ms, found.silence_ms) == (200, 2000)


def test_what_is_said_into_silence_interrupts_nothing() -> None:
    with pytest.raises(Unanswered):
        interruption_of(Heard(person(2.0, 1.0), program((5.0, 0.0))), OVER)


@pytest.mark.parametrize("already", [0.0, 0.03])
def test_an_answer_that_was_quiet_before_the_person_began_is_no_trial(already: float) -> None:
    with pytest.raises(Unanswered):
        interruption_of(Heard(person(2.0, 1.0), program((1.7, 0.3), (3.3, already))), OVER)


def test_one_that_speaks_on_counts_as_long_as_the_person_spoke() -> None:
    heard = Heard(person(2.0, 1.0), program((5.0, 0.3)))

    assert interruption_of(heard, OVER).duck_ms == 2000
