"""What is left out of a run, and what becomes of what is private in it."""

import random

import pytest

from assistant_gui.core.learning import Example, Signal
from assistant_gui.learning import near
from assistant_gui.learning.curating import curated, form_of
from assistant_gui.learning.division import Division

LONG = "The ferry to the island leaves from the northern pier every morning, and the crossing takes about {}."


def example(name: str, question: str, answer: str) -> Example:
    return Example(name, f"c-{name}", (("user", question), ("assistant", answer)), Signal.CORRECTED)


def teaching(*examples: Example) -> Division:
    return Division(examples, (), ())


def test_what_is_said_twice_is_learned_once_however_it_is_written():
    left = curated(teaching(example("a", "Tea?", "Green  tea."), example("b", "tea?", "ＧREEN tea.")))

    assert [each.id for each in left.division.teaching] == ["a"]
    assert [(each.example, each.of, each.exact) for each in left.repeats] == [("b", "a", True)]


def test_what_is_nearly_the_same_is_learned_once():
    one, other = example("a", "When?", LONG.format("an hour")), example("b", "When?", LONG.format("two hours"))

    left = curated(teaching(one, other, example("c", "Why?", "Because the wind is from the west today, they say.")))

    assert [each.id for each in left.division.teaching] == ["a", "c"]
    assert [(each.example, each.exact) for each in left.repeats] == [("b", False)]


def test_what_is_near_to_what_judges_is_not_taught():
    asked = example("judge", "When?", LONG.format("an hour"))

    left = curated(Division((example("a", "When?", LONG.format("one hour")),), (), (asked,)))

    assert (left.division.teaching, left.division.judging, left.judged) == ((), (asked,), ("a",))


def test_a_fourth_question_of_the_same_form_is_left_out():
    answers = ("It rains all day.", "Sunny, with little wind.", "Snow in the hills.", "Fog until noon.")
    asked = [example(str(n), f"What's the weather on day {n}?!", answer) for n, answer in enumerate(answers)]

    left = curated(teaching(*asked))

    assert left.crowded == ("3",)
    assert form_of(asked[0]) == form_of(asked[3])


@pytest.mark.parametrize("share", [0.0, 0.03, 0.3, 0.9])
def test_hashing_agrees_with_the_pieces_themselves(share):
    r = random.Random(7)
    words = ["".join(r.choice("abcdefghij") for _ in range(6)) for _ in range(500)]
    texts: list[str] = []
    for _ in range(60):
        said = r.sample(words, 60)
        texts += [" ".join(said), " ".join(r.choice(words) if r.random() < share else each for each in said)]

    found = near.repeats(texts, lambda one, other: near.alike(texts[one], texts[other]))

    assert found == {n: n - 1 for n in range(1, 120, 2) if near.alike(texts[n - 1], texts[n])}


def test_of_many_that_say_nearly_the_same_only_the_first_stays():
    said = "The ferry to the island leaves from the northern pier every morning at eight, whatever the weather is, says {}."

    found = near.repeats([said.format(name) for name in map(str, range(40))], None)

    assert found == dict.fromkeys(range(1, 40), 0)


def test_short_and_empty_texts_are_only_near_to_themselves():
    assert near.repeats(["", "a", "ab", "你好", "a", "", "你好吗"], None) == {4: 1, 5: 0}
