"""How answers were taken, by the adapter that gave them."""

from dataclasses import replace

import pytest

from assistant_gui.core.aftermath import Reception
from assistant_gui.core.conversation import Generator, Message, Origin, Rating, Role, State, Wish
from assistant_gui.store.archive import Archive

SINCE = 10_000_000.0
DAY = 24 * 3600.0


@pytest.fixture
def archive(tmp_path):
    with Archive(tmp_path / "a.sqlite3", clock=lambda: SINCE) as made:
        yield made


@pytest.fixture
def answered(archive):
    """Store an answer of *adapter*, given *days* after it was activated."""
    conversation = archive.create("Tea").id
    count = 0

    def made(days, adapter="pirate", **other):
        nonlocal count
        count += 1
        answer = Message(
            f"a{count}", conversation, None, Role.ASSISTANT, "Ahoy.", SINCE + days * DAY, Origin.MODEL,
            generator=Generator("m", adapter),
        )  # fmt: skip
        archive.add(replace(answer, **other))
        return answer.id

    return made


def test_nothing_was_said_yet(archive):
    assert archive.reception("pirate", SINCE) == (Reception(), Reception())


def test_what_was_rated_down_or_asked_for_again_was_unwelcome(archive, answered):
    answered(1)
    archive.rate(answered(1), Rating.DOWN)
    archive.rate(answered(1), Rating.UP)
    asked_again = answered(2)
    answered(2, instead=asked_again, wish=Wish.ANOTHER)

    assert archive.reception("pirate", SINCE)[0] == Reception(5, 2)


def test_an_answer_that_only_went_on_was_welcome(archive, answered):
    cut = answered(1)
    answered(1, instead=cut, wish=Wish.CONTINUED)

    assert archive.reception("pirate", SINCE)[0] == Reception(2, 0)


def test_it_is_compared_with_the_four_weeks_before(archive, answered):
    archive.rate(answered(-29, ""), Rating.DOWN)
    archive.rate(answered(-27, ""), Rating.DOWN)
    answered(-1, "parrot")

    assert archive.reception("pirate", SINCE) == (Reception(), Reception(2, 1))


def test_what_it_said_in_an_earlier_time_and_others_say_now_does_not_count(archive, answered):
    answered(-3, "pirate")
    answered(3, "")

    assert archive.reception("pirate", SINCE) == (Reception(), Reception())


def test_what_no_model_wrote_or_was_cut_short_does_not_count(archive, answered):
    answered(1, origin=Origin.IMPORTED, generator=None)
    answered(1, state=State.STOPPED)

    assert archive.reception("pirate", SINCE)[0] == Reception()
