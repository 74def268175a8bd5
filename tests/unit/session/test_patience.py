"""The longest hold, learned from the pauses of one person."""

import pytest

from assistant_gui.session.holding import Holds, Said
from assistant_gui.session.patience import ENOUGH, LEAST, MOST, Patience

USUAL = Holds().longest


class Remembered:
    def __init__(self, *pauses: float) -> None:
        self.pauses = list(pauses)

    def read(self) -> list[float]:
        return self.pauses

    def keep(self, pauses) -> None:
        self.pauses = list(pauses)


def test_nothing_is_changed_by_a_few_pauses():
    assert Patience(Remembered(*[0.4] * (ENOUGH - 1))).longest == USUAL


@pytest.mark.parametrize(("pause", "longest"), [(0.3, LEAST), (1.0, 1.1), (1.8, 1.98), (3.0, MOST)])
def test_the_longest_hold_is_a_little_more_than_the_pauses(pause, longest):
    assert Patience(Remembered(*[pause] * ENOUGH)).longest == pytest.approx(longest)


def test_it_is_what_a_voice_that_breaks_off_is_waited_for():
    assert Patience(Remembered(*[1.0] * ENOUGH)).hold(Said("And then", -3)) == pytest.approx(1.1)


def test_what_was_learned_is_there_at_the_next_start():
    kept = Remembered()
    patience = Patience(kept)
    for _ in range(ENOUGH):
        patience.went_on(1.0)
    patience.keep()

    assert Patience(kept).longest == pytest.approx(1.1)


@pytest.mark.parametrize("pause", [0.05, 30.0, float("inf")])
def test_what_is_no_pause_to_think_is_not_learned(pause):
    kept = Remembered()
    patience = Patience(kept)
    patience.went_on(pause)
    patience.keep()

    assert kept.pauses == []
