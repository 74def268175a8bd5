"""Wishing for another version of an answer."""

from dataclasses import replace

import pytest

from assistant_gui.core.conversation import Message, Origin, Role, Wish
from assistant_gui.core.ports import Sampling
from assistant_gui.session.again import LONGER, SHORTER, Again

QUESTION = Message("q", "c", None, Role.PERSON, "Why?", 0.0, Origin.TYPED)
OLD = Message("a", "c", "q", Role.ASSISTANT, "Because of ", 0.0, Origin.MODEL, spoken=True, heard=7)
EMPTY = Message("b", "c", "q", Role.ASSISTANT, "", 0.0, Origin.MODEL)


def told(wish: Wish, old: Message = OLD) -> list[tuple[str, str]]:
    return [(message.role.value, message.text) for message in Again(old, wish).told([QUESTION])]


@pytest.mark.parametrize(("wish", "words"), [(Wish.SHORTER, SHORTER), (Wish.LONGER, LONGER)])
def test_shorter_and_longer_are_asked_for_after_the_old_answer(wish, words):
    assert told(wish) == [("user", "Why?"), ("assistant", "Because of "), ("user", words)]


def test_another_one_knows_nothing_of_the_old_one():
    assert told(Wish.ANOTHER) == [("user", "Why?")]


def test_what_goes_on_is_shown_all_of_the_old_answer_up_to_its_last_word():
    assert told(Wish.CONTINUED) == [("user", "Why?"), ("assistant", "Because of")]
    assert Again(OLD, Wish.CONTINUED).told([QUESTION])[-1].heard is None


def test_an_empty_answer_is_simply_written_anew():
    nothing = replace(OLD, text=" ")

    assert told(Wish.SHORTER, nothing) == told(Wish.CONTINUED, nothing)[:1] == [("user", "Why?")]
    assert Again(nothing, Wish.CONTINUED).begun(EMPTY).text == ""


@pytest.mark.parametrize("wish", list(Wish))
def test_the_new_answer_says_what_it_stands_instead_of_and_why(wish):
    begun = Again(OLD, wish).begun(EMPTY)

    assert (begun.instead, begun.wish) == ("a", wish)
    assert begun.text == (OLD.text if wish is Wish.CONTINUED else "")


@pytest.mark.parametrize(
    ("old", "piece", "joint"),
    [
        ("Because of ", " the rain", "the rain"),
        ("Because of", " the", " the"),
        ("rai", "n", "n"),
        ("a\n\n", "\n\nb", "b"),
    ],
)
def test_no_space_is_doubled_where_the_parts_meet(old, piece, joint):
    assert Again(replace(OLD, text=old), Wish.CONTINUED).joint(piece) == joint


def test_other_wishes_leave_the_first_piece_as_it_is():
    assert Again(OLD, Wish.SHORTER).joint(" x") == " x"


def test_another_one_is_drawn_otherwise_even_with_a_fixed_seed_and_no_heat():
    fixed = Sampling(temperature=0.0, seed=7)

    assert Again(OLD, Wish.ANOTHER).varied(fixed, 2) == Sampling(temperature=0.6, seed=9)
    assert Again(OLD, Wish.ANOTHER).varied(Sampling(temperature=1.1), 2) == Sampling(temperature=1.1)
    assert Again(OLD, Wish.CONTINUED).varied(fixed, 2) == fixed
