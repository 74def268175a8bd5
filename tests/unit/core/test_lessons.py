"""The words of training data, and the stand-in that the window is tested with."""

import pytest

from assistant_gui.core.learning import Signal
from assistant_gui.core.lessons import TITLES, Entry, Findings, Leak, Mark, Private, Repeat, Show, Wanted
from tests.fakes import FakeLessons

ENTRIES = (
    Entry("b", "c", "Tea", "Green?", "Green.", Signal.RATED_UP, 2.0),
    Entry("a", "c", "Tea", "Black?", "Black.", None, 1.0),
)


@pytest.fixture
def lessons() -> FakeLessons:
    return FakeLessons(ENTRIES)


def names(lessons: FakeLessons, **wanted: object) -> list[str]:
    return [each.id for each in lessons.list(Wanted(**wanted)).entries]


def test_what_is_excluded_teaches_nothing_and_can_be_taken_back(lessons):
    before = lessons.mark(["b"], Mark.EXCLUDED)

    assert lessons.list().entries[0].signal is None
    lessons.decide(before)
    assert lessons.list().entries[0] == ENTRIES[0]


def test_an_unrated_answer_is_listed_apart_until_it_is_approved(lessons):
    assert (names(lessons), names(lessons, show=Show.UNRATED)) == (["b"], ["a"])

    lessons.mark(["a"], Mark.APPROVED)

    assert names(lessons) == ["b", "a"]


def test_an_edited_answer_counts_as_corrected_until_the_edit_is_taken_back(lessons):
    lessons.edit("b", "Very green.")
    edited = lessons.list().entries[0]
    lessons.edit("b", "")

    assert (edited.answer, edited.signal, edited.edited) == ("Very green.", Signal.CORRECTED, True)
    assert lessons.list().entries[0].answer == "Green."


def test_what_is_left_as_it_is_is_not_counted():
    leaks = [Leak("a", 0, 0, 5, Private.EMAIL, "a@b.c", "[EMAIL_1]", left=why) for why in ("", "It is public.")]

    assert Findings(1, 1, tuple(leaks)).kinds == {Private.EMAIL: 1}


def test_what_neither_teaches_nor_is_left_out_is_kept_aside():
    assert Findings(9, 4, repeats=(Repeat("b", "a", exact=True),), crowded=("c",), too_long=("d",)).aside == 2


def test_every_kind_has_a_title():
    assert set(TITLES) == set(Private)
