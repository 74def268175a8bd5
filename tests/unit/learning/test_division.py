"""Who teaches and who judges; a letter is a conversation, as often as it has answers."""

import pytest

from assistant_gui.core.learning import Example, Signal
from assistant_gui.learning.division import MOST_STOP, divided


def example(conversation: str, number: int) -> Example:
    return Example(f"{conversation}{number}", conversation, (("user", "?"), ("assistant", "!")), Signal.CORRECTED)


def told(script: str) -> list[Example]:
    return [example(conversation, number) for number, conversation in enumerate(script)]


def names(examples) -> str:
    return "".join(each.conversation for each in examples)


@pytest.mark.parametrize(
    ("script", "judging"),
    [
        ("abcd", "d"),  # the newest judges
        ("abcdefgh", "gh"),  # a fourth of the answers
        ("abccdd", "b"),  # two answers would be more than a fourth of six
        ("aaabccccd", "bd"),  # whole conversations that fit, newest first
        ("abc", ""),
        ("", ""),
    ],
)
def test_the_newest_conversations_judge(script, judging):
    division = divided(told(script), {})

    assert names(division.judging) == judging
    assert sorted(names(division.teaching) + judging) == sorted(script)


def test_no_more_judge_than_are_needed():
    division = divided([example(f"c{n}", k) for n in range(100) for k in range(4)], {})

    assert len({each.conversation for each in division.judging}) == 10
    assert len(division.judging) == 40


def test_what_judged_once_judges_for_ever_and_what_was_taught_never_does():
    first = divided(told("abcdefgh"), {})
    later = divided(told("ghijklab"), first.parts())

    assert set(names(first.judging)) == {"g", "h"}
    assert set("gh") <= set(names(later.judging))
    assert not set("ab") & set(names(later.judging))


def test_with_many_conversations_some_say_when_to_stop_and_neither_teach_nor_judge():
    examples = [example(f"c{n}", 0) for n in range(300)]
    division = divided(examples, {})
    parts = [names(division.teaching), names(division.stopping), names(division.judging)]

    assert 10 <= len(division.stopping) <= 50
    assert sum(map(len, parts)) == len(names(examples))
    assert divided(examples, division.parts()) == division


def test_so_many_say_when_to_stop_and_no_more():
    division = divided([example(f"c{n}", 0) for n in range(15 * MOST_STOP)], {})

    assert len(division.stopping) == MOST_STOP
