"""The right to cut an exchange short."""

import pytest

from assistant_gui.core.turn import Turn, TurnCancelled


def test_a_cancelled_turn_raises_at_the_next_check():
    turn = Turn()
    turn.check()
    turn.cancel()

    with pytest.raises(TurnCancelled):
        turn.check()


def test_farewells_run_once_however_often_it_is_cancelled():
    said = []
    turn = Turn()
    turn.on_cancel(lambda: said.append("bye"))
    turn.cancel()
    turn.cancel()

    assert said == ["bye"]


def test_a_farewell_to_a_turn_that_is_over_runs_now():
    said = []
    turn = Turn()
    turn.cancel()
    turn.on_cancel(lambda: said.append("bye"))

    assert said == ["bye"]


def test_turns_are_numbered_upwards():
    assert Turn().number < Turn().number
