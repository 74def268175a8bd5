"""What is told in order, on a thread of its own."""

import threading

import pytest

from assistant_gui.remote.notices import Notices


@pytest.fixture
def notices():
    notices = Notices("notices")
    yield notices
    notices.end()


def test_all_that_was_put_is_told_in_order_before_the_end(notices):
    told = []
    notices.begin()
    for number in range(100):
        notices.put(lambda number=number: told.append(number))

    notices.end()

    assert told == list(range(100))


def test_who_breaks_does_not_keep_the_others_from_being_told(notices, caplog):
    told = []
    notices.begin()
    notices.put(lambda: told.remove("nothing"))
    notices.put(lambda: told.append("the next"))

    notices.end()

    assert told == ["the next"]
    assert "broke" in caplog.text


def test_what_is_put_after_the_end_waits_for_the_next_beginning(notices):
    told = threading.Event()
    notices.begin()
    notices.end()

    notices.put(told.set)
    notices.begin()

    assert told.wait(5)


def test_it_may_end_from_within(notices):
    ended = threading.Event()
    notices.begin()

    notices.put(lambda: (notices.end(), ended.set()))

    assert ended.wait(5)
