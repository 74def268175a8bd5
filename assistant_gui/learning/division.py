"""Which conversations teach, which say when to stop, and which only judge.

Whole conversations are kept aside, never single answers, and the newest ones judge:
what was learned is to help with what comes next. One that ever judged goes on judging
and is never taught; one that was ever taught never judges.
"""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant_gui.core.lazily import some
from assistant_gui.core.learning import Example
from assistant_gui.core.lessons import Part
from assistant_gui.learning.parts import key_of

JUDGES = 10
"""So many conversations judge, if there are enough..."""

JUDGED_ANSWERS = 30
"""...and so many answers in them..."""

MOST_OF_FOUR = 4
"""...but never more than a fourth of all answers."""

VALIDATES_FROM = 30
"""With fewer conversations left nothing says when to stop: the run takes its course."""

VALIDATES_OF = 10
"""Then one in ten of them does..."""

MOST_STOP = 1000
"""...until there are so many: all of it is looked at several times in a run."""


@dataclass(frozen=True, slots=True)
class Division:
    """The examples by what they are for, in the order in which they were given."""

    teaching: Sequence[Example]
    stopping: Sequence[Example]
    judging: Sequence[Example]

    def parts(self) -> dict[int, Part]:
        """Conversation, by its key -> what it is for, to be remembered."""
        named = ((Part.TEACHES, self.teaching), (Part.STOPS, self.stopping), (Part.JUDGES, self.judging))
        return {key_of(example.conversation): part for part, examples in named for example in examples}


def divided(examples: Sequence[Example], before: Mapping[int, Part]) -> Division:
    """*examples* come oldest conversation first; *before* says what conversations were for in earlier runs.

    Of each example only its number and the key of its conversation are held.
    """
    keys = array("Q", (key_of(example.conversation) for example in examples))
    answers: dict[int, int] = {}
    for key in keys:
        answers[key] = answers.get(key, 0) + 1
    judges = _judges(answers, before)
    stops = _stops([each for each in answers if each not in judges], before)
    return Division(
        teaching=some(
            examples, array("I", (at for at, key in enumerate(keys) if key not in judges and key not in stops))
        ),
        stopping=some(examples, array("I", (at for at, key in enumerate(keys) if key in stops))),
        judging=some(examples, array("I", (at for at, key in enumerate(keys) if key in judges))),
    )


def _judges(answers: Mapping[int, int], before: Mapping[int, Part]) -> set[int]:
    """*answers* is how many each conversation has, oldest conversation first."""
    judges = {each for each in answers if before.get(each) is Part.JUDGES}
    judged = sum(answers[each] for each in judges)
    most = sum(answers.values()) // MOST_OF_FOUR
    for each in reversed(answers):
        if len(judges) >= JUDGES and judged >= JUDGED_ANSWERS:
            break
        if each not in before and judged + answers[each] <= most:
            judges.add(each)
            judged += answers[each]
    return judges


def _stops(rest: Sequence[int], before: Mapping[int, Part]) -> set[int]:
    """Those that did go on; of the new ones some by chance, always the same."""
    if len(rest) < VALIDATES_FROM:
        return set()
    stops = {each for each in rest if before.get(each) is Part.STOPS}
    for each in rest:
        if len(stops) >= MOST_STOP:
            break
        if each not in before and (each & 0xFF) % VALIDATES_OF == 0:
            stops.add(each)
    return stops
