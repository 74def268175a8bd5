"""What it would answer now: two of the questions it learns from, asked at checkpoints."""

import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from assistant_gui.tuner import writing
from assistant_gui.tuner.events import Diary
from assistant_gui.tuner.examples import Tongue
from assistant_gui.tuner.job import Taught

if TYPE_CHECKING:
    from peft import PeftModel

QUESTIONS, MOST_TOKENS = 2, 24

MOST_OF_TIME = 0.02
"""So little of a run may go into samples; when they took longer the next ones are left out."""


def sampler(
    examples: Sequence[Taught],
    model: "PeftModel",
    tongue: Tongue,
    autocast: Callable[[], AbstractContextManager[object]],
    diary: Diary,
) -> Callable[[int], None]:
    """What tells, after a step, what the first and the last of *examples* are answered with now."""
    chosen = list(dict.fromkeys(each.messages[:-1] for each in (*examples[:1], *examples[-1:])))[:QUESTIONS]
    began = time.monotonic()
    spent = 0.0

    def sample(step: int) -> None:
        nonlocal spent
        now = time.monotonic()
        if not chosen or (spent and spent > MOST_OF_TIME * (now - began)):
            return
        try:
            with autocast():
                answers = writing.answers(model, tongue, chosen, most_tokens=MOST_TOKENS)
        finally:
            model.train()
        spent += time.monotonic() - now
        for messages, answer in zip(chosen, answers, strict=True):
            diary.tell("sample", step=step, question=messages[-1][1], answer=answer.text)

    return sample
