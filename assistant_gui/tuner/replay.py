"""What is replayed so that less is forgotten: the model's own answers, from conversations or to general questions.

They are targets only as far as they keep the model what it was; they carry the weight of
a rated answer and no more.
"""

import json
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from assistant_gui import assets, whole
from assistant_gui.tuner import writing
from assistant_gui.tuner.examples import Tongue
from assistant_gui.tuner.job import Taught, taught

if TYPE_CHECKING:
    from peft import PeftModel

_T = TypeVar("_T")

FILE = "replay.jsonl"
"""In the run's folder: unrated answers from the desk, and then what was written here."""

QUESTIONS = "replay/questions.txt"
MOST_TOKENS = 96
_MADE = "replay-"
"""How the ids of answers begin that were written here."""


def wanted(share: float, lessons: int) -> int:
    """So many, that they are *share* of all that is learned."""
    return round(lessons * share / (1 - share))


def replayed(
    folder: Path,
    count: int,
    seed: int,
    model: "PeftModel",
    tongue: Tongue,
    halted: Callable[[], None] = lambda: None,
) -> list[Taught]:
    """At most *count* own answers; what conversations lack the base writes now, once, to general questions."""
    if not count:
        return []
    own = list(taught(folder, FILE))
    missing = count - len(own)
    if missing > 0 and not any(each.id.startswith(_MADE) for each in own):
        own += _written(_drawn(assets.text(QUESTIONS).splitlines(), missing, seed), model, tongue, halted)
        _note(folder / FILE, own)
    return _drawn(own, count, seed)


def _written(questions: Sequence[str], model: "PeftModel", tongue: Tongue, halted: Callable[[], None]) -> list[Taught]:
    prompts = [[("user", question)] for question in questions]
    with model.disable_adapter():
        given = writing.answers(model, tongue, prompts, most_tokens=MOST_TOKENS, halted=halted)
    return [
        Taught(f"{_MADE}{at}", f"{_MADE}{at}", "replay", 1.0, (("user", question), ("assistant", answer.text)))
        for at, (question, answer) in enumerate(zip(questions, given, strict=True))
        if answer.ended and answer.text  # one that was cut off would teach to stop anywhere
    ]


def _note(file: Path, answers: Sequence[Taught]) -> None:
    with whole.written(file) as lines:
        for each in answers:
            messages = [{"role": role, "content": text} for role, text in each.messages]
            line = {
                "id": each.id,
                "conversation": each.conversation,
                "signal": each.signal,
                "weight": each.weight,
                "messages": messages,
            }
            lines.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")


def _drawn(things: Sequence[_T], count: int, seed: int) -> list[_T]:
    return list(things) if count >= len(things) else random.Random(seed).sample(list(things), count)  # noqa: S311
