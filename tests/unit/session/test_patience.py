"""The holds, learned from the pauses and the ends of one person."""

import pytest

from assistant_gui.session.holding import Holds, Said
from assistant_gui.session.patience import ENOUGH, LEAST, MOST, SHIFT, Patience

USUAL = Holds().longest


class Remembered:
    def __init__(self, *numbers: float) -> None:
        self.numbers = list(numbers)

    def read(self) -> list[float]:
        return self.numbers

    def keep(self, numbers) -> None:
        self.numbers = list(numbers)


def patient(*pauses: float) -> Patience:
    return Patience(Remembered(*pauses), Remembered())


def test_nothing_is_changed_by_a_few_pauses():
    assert patient(*[0.4] * (ENOUGH - 1)).longest == USUAL


@pytest.mark.parametrize(("pause", "longest"), [(0.3, LEAST), (1.0, 1.1), (1.8, 1.98), (3.0, MOST)])
def test_the_longest_hold_is_a_little_more_than_the_pauses(pause, longest):
    assert patient(*[pause] * ENOUGH).longest == pytest.approx(longest)


def test_it_is_what_a_voice_that_breaks_off_is_waited_for():
    assert patient(*[1.0] * ENOUGH).hold(Said("And then", -3)) == pytest.approx(1.1)


def test_what_was_learned_is_there_at_the_next_start():
    kept = Remembered()
    patience = Patience(kept, Remembered())
    for _ in range(ENOUGH):
        patience.went_on(1.0)
    patience.keep()

    assert Patience(kept, Remembered()).longest == pytest.approx(1.1)


@pytest.mark.parametrize("pause", [0.05, 30.0, float("inf")])
def test_what_is_no_pause_to_think_is_not_learned(pause):
    kept = Remembered()
    patience = Patience(kept, Remembered())
    patience.went_on(pause)
    patience.keep()

    assert kept.numbers == []


def ending(*odds: float) -> Patience:
    return Patience(Remembered(), Remembered(*odds))


def test_of_somebody_unknown_it_is_as_sure_as_of_anybody():
    assert ending().sure == pytest.approx(Holds().sure)


def test_after_a_few_turns_the_ends_of_a_flat_voice_are_answered_as_soon_as_anybody_s():
    flat = Said("What time is it?", ending=0.5)

    assert ending().hold(flat) == Holds().longer
    assert ending(*[0.5] * 5).hold(flat) == Holds().shortest


def test_where_the_ears_cannot_tell_a_flat_voice_makes_nothing_surer():
    fading = Said("今天天气怎么样？", 0.1)

    assert ending(*[-0.5] * 50).hold(fading) == ending().hold(fading) == Holds().longer


def test_one_end_that_sounded_like_a_pause_changes_little():
    assert ending(-6.0).sure > Holds().sure - 0.25


@pytest.mark.parametrize(("odds", "sure"), [(-9.0, Holds().sure - SHIFT), (1.0, 1.0), (8.0, Holds().sure)])
def test_the_evidence_that_is_enough_keeps_within_bounds(odds, sure):
    assert ending(*[odds] * 50).sure == pytest.approx(sure)


def test_one_end_in_five_may_be_waited_for():
    assert ending(*[0.5, 2.0, 2.0, 2.0, 2.0] * 20).sure == pytest.approx(2.0)


def test_what_is_learned_of_the_ends_is_there_at_the_next_start():
    kept = Remembered()
    patience = Patience(Remembered(), kept)
    for _ in range(ENOUGH):
        patience.was_over(Said("What time is it?", ending=1.25))
    patience.was_over(Said("What time is it?"))  # the ears could not tell
    patience.keep()

    assert kept.numbers == [1.25] * ENOUGH
