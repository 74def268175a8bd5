"""Waiting for sound to be heard, without any sound."""

import threading

import pytest

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.turn import Turn, TurnCancelled
from assistant_gui.remote.playing import Playing, SpeakerStuck


@pytest.fixture
def playing():
    return Playing()


@pytest.fixture
def waiting():
    """Run a wait on a thread; what is given says, once it is over, what it raised, or None."""
    threads = []

    def start(wait, turn):
        raised = []

        def run():
            try:
                wait(turn)
            except (AssistantError, TurnCancelled) as error:
                raised.append(error)

        thread = threading.Thread(target=run)
        thread.start()
        threads.append(thread)

        def outcome():
            thread.join(5)
            assert not thread.is_alive()
            return raised[0] if raised else None

        return outcome

    yield start
    for thread in threads:
        thread.join(5)


def test_there_is_room_at_first(playing, waiting):
    assert waiting(playing.wait_for_room, Turn())() is None


def test_room_comes_when_something_was_heard(playing, waiting):
    turn = Turn()
    mark = playing.add(turn, 2.5, None)

    outcome = waiting(playing.wait_for_room, turn)
    playing.played(mark)

    assert outcome() is None


def test_all_is_heard_when_the_last_of_the_turn_was(playing, waiting):
    turn, other = Turn(), Turn()
    playing.add(other, 1.0, None)

    playing.played(playing.add(turn, 1.0, None))

    assert waiting(playing.wait_for_all, turn)() is None


def test_what_was_heard_is_reported_before_a_wait_for_it_ends(playing):
    turn, told = Turn(), []
    mark = playing.add(turn, 1.0, lambda: told.append("heard"))

    playing.played(mark)
    playing.wait_for_all(turn)

    assert told == ["heard"]


def test_what_was_dropped_is_not_reported(playing):
    turn, told = Turn(), []
    mark = playing.add(turn, 1.0, lambda: told.append("heard"))

    playing.drop(turn)
    playing.played(mark)

    assert told == []


def test_cancelling_wakes_every_wait(playing, waiting):
    turn = Turn()
    playing.add(turn, 3.0, None)
    outcomes = [waiting(playing.wait_for_room, turn), waiting(playing.wait_for_all, turn)]

    turn.cancel()

    assert all(isinstance(outcome(), TurnCancelled) for outcome in outcomes)


def test_a_failure_is_raised_at_who_waits_and_who_comes_later(playing, waiting):
    turn, other, error = Turn(), Turn(), AssistantError("The speaker is gone.")
    playing.add(turn, 3.0, None)
    outcome = waiting(playing.wait_for_all, turn)

    assert playing.fail(error)

    assert outcome() is error
    with pytest.raises(AssistantError):
        playing.wait_for_room(turn)
    playing.wait_for_room(other)


def test_a_failure_with_nothing_on_its_way_concerns_nobody(playing):
    assert not playing.fail(AssistantError("The speaker is gone."))


def test_a_speaker_that_never_answers_is_not_waited_for():
    now = [0.0]
    playing, turn = Playing(clock=lambda: now[0]), Turn()
    playing.add(turn, 3.0, None)
    now[0] = 11.0

    with pytest.raises(SpeakerStuck):
        playing.wait_for_all(turn)
