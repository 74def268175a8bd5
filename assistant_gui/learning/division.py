"""Which conversations teach, which say when to stop, and which only judge.

Whole conversations are kept aside, never single answers, and the newest ones judge:
what was learned is to help with what comes next. One that ever judged goes on judging
and is never taught; one that was ever taught never judges.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant_gui.core.learning import Example
from assistant_gui.core.lessons import Part
from assistant_gui.learning.files import read_json, write_json

JUDGES = 10
"""So many conversations judge, if there are enough..."""

JUDGED_ANSWERS = 30
"""...and so many answers in them..."""

MOST_OF_FOUR = 4
"""...but never more than a fourth of all answers."""

VALIDATES_FROM = 30
"""With fewer conversations left nothing says when to stop: the run takes its course."""

VALIDATES_OF = 10
"""Then one in ten of them does."""


@dataclass(frozen=True, slots=True)
class Division:
    """The examples by what they are for, in the order in which they were given."""

    teaching: tuple[Example, ...]
    stopping: tuple[Example, ...]
    judging: tuple[Example, ...]

    def parts(self) -> dict[str, Part]:
        """Conversation -> what it is for, to be remembered."""
        named = ((Part.TEACHES, self.teaching), (Part.STOPS, self.stopping), (Part.JUDGES, self.judging))
        return {example.conversation: part for part, examples in named for example in examples}


def divided(examples: Sequence[Example], before: Mapping[str, Part]) -> Division:
    """*examples* come oldest conversation first; *before* says what conversations were for in earlier runs."""
    conversations = list(dict.fromkeys(example.conversation for example in examples))
    judges = _judges(examples, conversations, before)
    rest = [each for each in conversations if each not in judges]
    stops = {each for each in rest if _stops(each, before)} if len(rest) >= VALIDATES_FROM else set[str]()
    return Division(
        teaching=tuple(each for each in examples if each.conversation not in judges | stops),
        stopping=tuple(each for each in examples if each.conversation in stops),
        judging=tuple(each for each in examples if each.conversation in judges),
    )


def remembered(file: Path) -> dict[str, Part]:
    """What conversations were for until now; empty before the first run."""
    known = {part.value for part in Part}
    return {name: Part(part) for name, part in read_json(file).items() if isinstance(part, str) and part in known}


def remember(file: Path, division: Division) -> None:
    """What was taught or judged once stays so, also when the conversation is gone for now."""
    write_json(file, {**remembered(file), **division.parts()})


def _judges(examples: Sequence[Example], conversations: Sequence[str], before: Mapping[str, Part]) -> set[str]:
    answers = dict.fromkeys(conversations, 0)
    for example in examples:
        answers[example.conversation] += 1
    judges = {each for each in conversations if before.get(each) is Part.JUDGES}
    judged = sum(answers[each] for each in judges)
    most = len(examples) // MOST_OF_FOUR
    for each in reversed(conversations):
        if len(judges) >= JUDGES and judged >= JUDGED_ANSWERS:
            break
        if each not in before and judged + answers[each] <= most:
            judges.add(each)
            judged += answers[each]
    return judges


def _stops(conversation: str, before: Mapping[str, Part]) -> bool:
    if conversation in before:
        return before[conversation] is Part.STOPS
    return hashlib.sha256(conversation.encode()).digest()[0] % VALIDATES_OF == 0
