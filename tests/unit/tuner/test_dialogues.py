"""Which examples are of one dialogue."""

import random

from assistant_gui.tuner.dialogues import dialogues
from assistant_gui.tuner.job import Taught


def taught(name: str, said: str) -> Taught:
    """Each letter is a message."""
    return Taught(
        name, "c", "corrected", 1.0, tuple((("user", "assistant")[at % 2], each) for at, each in enumerate(said))
    )


def names(examples) -> list[str]:
    return ["".join(each.id for each in dialogue) for dialogue in dialogues(examples)]


def by_comparing(examples):
    """Every example with every dialogue so far, by what is said."""
    groups: list[list[Taught]] = []
    for example in sorted(examples, key=lambda each: len(each.messages), reverse=True):
        for group in groups:
            if group[-1].messages[: len(example.messages)] == example.messages:
                group.insert(0, example)
                break
        else:
            groups.append([example])
    return ["".join(each.id for each in sorted(group, key=lambda each: len(each.messages))) for group in groups]


def test_what_goes_on_where_another_ended_is_one_dialogue():
    assert names([taught("1", "ab"), taught("2", "cd"), taught("3", "abcd"), taught("4", "abxy")]) == ["13", "4", "2"]


def test_none_and_one():
    assert names([]) == []
    assert names([taught("1", "ab")]) == ["1"]


def test_it_is_as_if_each_was_compared_with_each():
    r = random.Random(3)
    examples = [taught(f"<{n}>", "".join(r.choices("ab", k=r.choice((2, 2, 4, 6))))) for n in range(60)]

    assert names(examples) == by_comparing(examples)
