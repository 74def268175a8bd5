"""Examples rendered as a run would render them, for people to look at before one.

``python -m assistant_gui tuner --preview`` is told a model in its orders, then reads
one question per line, ``{"messages": [[role, text], ...], "max_tokens": n}``, and writes
one answer per line: ``{"pieces": [[text, learned, control], ...], "tokens": n,
"learned": n, "shortened": bool, "left_out": reason or ""}``. Weights are never loaded.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant_gui import roles
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.models import Format
from assistant_gui.tuner.examples import Tongue, lessons
from assistant_gui.tuner.job import Taught
from assistant_gui.tuner.lesson import Lesson

BROKEN_LETTER = "\ufffd"
MOST_TOGETHER = 8
"""Tokens that may be one letter; more are none."""

Piece = tuple[str, bool, bool]
"""Its text, whether it is learned, whether it is a control token."""


def main() -> None:
    out = roles.claim_stdout()
    orders = roles.orders()
    roles.log_to(str(orders["log"]))
    roles.give_way(5)
    try:
        tongue = _tongue(Format(str(orders["format"])), Path(str(orders["path"])))
    except AssistantError as error:
        roles.not_ready(out, error)
        return
    roles.ready(out)
    for line in sys.stdin.buffer:
        question = json.loads(line)
        out.write(json.dumps(answer(question, tongue)).encode() + b"\n")


def answer(question: dict[str, object], tongue: Tongue) -> dict[str, object]:
    messages = question["messages"]
    assert isinstance(messages, list)
    example = Taught("", "", "", 1.0, tuple((str(role), str(text)) for role, text in messages))
    try:
        made = lessons([example], tongue, int(str(question["max_tokens"])))
    except AssistantError:  # its template cannot be used with these messages
        return {"left_out": "unclear"}
    if not made.lessons:
        return {"left_out": next(iter(made.dropped), "unclear")}
    lesson = made.lessons[0]
    return {
        "pieces": list(pieces(lesson, tongue)),
        "tokens": len(lesson.ids),
        "learned": lesson.learned,
        "shortened": bool(made.shortened),
        "left_out": "",
    }


def pieces(lesson: Lesson, tongue: Tongue) -> Iterator[Piece]:
    """One per token; those that only together are a letter are one."""
    waiting: list[int] = []
    for token, weight in zip(lesson.ids, lesson.weights, strict=True):
        if token in tongue.controls:
            yield from _text(waiting, tongue, learned=bool(weight))
            waiting = []
            yield tongue.decode([token]), bool(weight), True
            continue
        waiting.append(token)
        if BROKEN_LETTER not in tongue.decode(waiting) or len(waiting) == MOST_TOGETHER:
            yield from _text(waiting, tongue, learned=bool(weight))
            waiting = []
    yield from _text(waiting, tongue, learned=bool(lesson.weights and lesson.weights[-1]))


def _text(tokens: Sequence[int], tongue: Tongue, *, learned: bool) -> Iterator[Piece]:
    if tokens:
        yield tongue.decode(tokens), learned, False


def _tongue(format: Format, path: Path) -> Tongue:
    from assistant_gui.tuner.tongue import ChatTongue
    from assistant_gui.weights.base import spoken

    return ChatTongue(spoken(format, path))
