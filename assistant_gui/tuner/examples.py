"""From dialogues to tokens with weights: only the answers to be learned carry any.

Which text is an answer is found by rendering the dialogue with and without it
(a *difference* of templates), so no template needs to mark it. Every lesson
made here is checked: its answers end with a stop token, decode to the text that
was to be learned, and no message forges a control token.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from assistant_gui.tuner.dialogues import dialogues
from assistant_gui.tuner.job import Taught
from assistant_gui.tuner.lesson import Lesson
from assistant_gui.tuner.shelf import Shelf

Messages = Sequence[tuple[str, str]]
"""(role, text) pairs."""

REMEMBERED = 64
"""So many of the last answers of each kind; one dialogue asks a handful, some of them the same as the one before."""


class Tongue(Protocol):
    """What turns a dialogue into tokens, as the engine does it."""

    @property
    def stops(self) -> Sequence[int]:
        """Tokens that end an answer."""
        ...

    @property
    def controls(self) -> frozenset[int]:
        """Tokens that steer the model and that no message may hold."""
        ...

    def render(self, messages: Messages, *, asking: bool) -> str:
        """The dialogue as the model reads it; *asking*: up to where an answer would begin."""
        ...

    def clean(self, text: str) -> str:
        """*text* without anything that would be read as a control token."""
        ...

    def encode(self, text: str) -> list[int]: ...
    def decode(self, ids: Sequence[int]) -> str: ...
    def opening(self) -> list[int]:
        """What the tokenizer puts before every text by itself (a BOS token, or nothing)."""
        ...


@dataclass(frozen=True, slots=True)
class Lessons:
    """What became of the examples."""

    lessons: Sequence[Lesson]
    shortened: int = 0
    """Examples whose oldest messages were left out to fit."""
    dropped: Mapping[str, int] = field(default_factory=dict)
    """Examples that could not be used, by reason: ``too_long``, ``empty``, ``unclear``."""


def lessons(
    examples: Sequence[Taught],
    tongue: Tongue,
    max_tokens: int,
    *,
    folder: Path | None = None,
    between: Callable[[], None] = lambda: None,
) -> Lessons:
    """Turn every example into a lesson; answers of one dialogue share one where they can.

    Many lessons are kept in a file without a name in *folder*; *between* is called between dialogues and may raise.
    """
    dropped: Counter[str] = Counter()
    shortened = 0
    tongue = _Fluent(tongue)

    def made() -> Iterator[Lesson]:
        nonlocal shortened
        for dialogue in dialogues(examples):
            between()
            whole = _together(dialogue, tongue)
            if whole is not None and len(whole.ids) <= max_tokens:
                yield whole
                continue
            for example in dialogue:
                lesson, cut, why = _alone(example, tongue, max_tokens)
                shortened += cut
                if lesson is None:
                    dropped[why] += 1
                else:
                    yield lesson

    return Lessons(Shelf(made(), folder), shortened, dict(dropped))


def read(texts: Iterable[str], tongue: Tongue, max_tokens: int) -> Iterator[Lesson]:
    """Plain texts as lessons, cut where they are too long: every token but the first is learned.

    What looks like a control token in them is text here too.
    """
    for number, text in enumerate(texts):
        ids = [*tongue.opening(), *tongue.encode(tongue.clean(text))]
        for start in range(0, len(ids), max_tokens):
            part = tuple(ids[start : start + max_tokens])
            if len(part) > 1:
                yield Lesson(f"plain-{number}-{start}", part, (0.0,) + (1.0,) * (len(part) - 1))


def _together(dialogue: Sequence[Taught], tongue: Tongue) -> Lesson | None:
    """One lesson with all learned answers of a dialogue, or None when the template rewrites history."""
    last = dialogue[-1]
    if not all(example.messages[-1][1].strip() for example in dialogue):
        return None
    full = tongue.render(last.messages, asking=False)
    pieces: list[tuple[str, float]] = []
    done = 0
    for example in dialogue:
        span = _span(full, example.messages, tongue)
        if span is None or span[0] < done:
            return None
        pieces += [(full[done : span[0]], 0.0), (full[span[0] : span[1]], example.weight)]
        done = span[1]
    return _checked(last.id, pieces, last.messages, tongue)


def _span(full: str, messages: Messages, tongue: Tongue) -> tuple[int, int] | None:
    """Where in *full* the last message's answer is, its stop token included."""
    before = tongue.render(messages[:-1], asking=True)
    after = tongue.render(messages, asking=False)
    if not after.startswith(before) or not full.startswith(after):
        return None
    answer = after[len(before) :]
    ends = [answer.find(stop) + len(stop) for stop in _stop_texts(tongue) if stop in answer]
    return (len(before), len(before) + min(ends)) if ends else None


def _alone(example: Taught, tongue: Tongue, max_tokens: int) -> tuple[Lesson | None, bool, str]:
    """One lesson for one answer, its oldest turns left out until it fits; or why there is none."""
    answer = example.messages[-1][1]
    if not answer.strip():
        return None, False, "empty"
    for messages in _shorter(example.messages):
        lesson = _one_answer(example, messages, tongue)
        if lesson is None:
            return None, False, "unclear"
        if len(lesson.ids) <= max_tokens:
            return lesson, len(messages) < len(example.messages), ""
    return None, False, "too_long"


def _one_answer(example: Taught, messages: Messages, tongue: Tongue) -> Lesson | None:
    """The prompt as the app would render it at that moment, then the answer and a stop token."""
    full = tongue.render(messages, asking=False)
    span = _span(full, messages, tongue)
    if span is not None:
        pieces = [(full[: span[0]], 0.0), (full[span[0] : span[1]], example.weight)]
    elif stops := _stop_texts(tongue):
        answer = tongue.clean(messages[-1][1])
        pieces = [(tongue.render(messages[:-1], asking=True), 0.0), (answer + stops[0], example.weight)]
    else:
        return None
    return _checked(example.id, pieces, messages, tongue)


def _shorter(messages: Messages) -> Iterator[Messages]:
    """*messages*, then without its oldest turn, and so on; instructions and the last question stay."""
    head = [each for each in messages[:1] if each[0] == "system"]
    turns = list(messages[len(head) :])
    yield [*head, *turns]
    while any(role == "user" for role, _ in turns[1:-1]):
        turns = turns[1:]
        while turns[0][0] != "user":
            turns = turns[1:]
        yield [*head, *turns]


def _checked(id: str, pieces: Sequence[tuple[str, float]], messages: Messages, tongue: Tongue) -> Lesson | None:
    """Encode the pieces apart, as inference does; None when they do not come out as they went in."""
    ids: list[int] = []
    weights: list[float] = []
    for text, weight in pieces:
        tokens = tongue.encode(text)
        if weight and (not tokens or tokens[-1] not in tongue.stops):
            return None
        if weight and tongue.decode(tokens).strip() != text.strip():
            return None
        ids += tokens
        weights += [weight] * len(tokens)
    if _forges(ids, messages, tongue):
        return None
    opening = tongue.opening()
    if ids[: len(opening)] != opening:
        ids, weights = opening + ids, [0.0] * len(opening) + weights
    return Lesson(id, tuple(ids), tuple(weights))


def _forges(ids: Sequence[int], messages: Messages, tongue: Tongue) -> bool:
    """A message holds a control token: there are more of them than the same dialogue has with other words.

    The stop token at the very end is not counted, as it may have been put there by us.
    """
    plain = tongue.encode(tongue.render([(role, "x") for role, _ in messages[:-1]], asking=True))
    return _count(ids[:-1], tongue.controls) > _count(plain, tongue.controls)


def _count(ids: Sequence[int], controls: frozenset[int]) -> int:
    return sum(1 for token in ids if token in controls)


def _stop_texts(tongue: Tongue) -> list[str]:
    return [text for text in (tongue.decode([stop]) for stop in tongue.stops) if text]


class _Fluent:
    """Says what *tongue* says, and knows what it said a moment ago."""

    def __init__(self, tongue: Tongue) -> None:
        self.stops: Sequence[int] = tongue.stops
        self.controls = tongue.controls
        self.clean = tongue.clean
        self.encode = lru_cache(REMEMBERED)(tongue.encode)
        self.opening = lru_cache(1)(tongue.opening)
        self._rendered = lru_cache(REMEMBERED)(lambda messages, asking: tongue.render(messages, asking=asking))
        self._decoded = lru_cache(REMEMBERED)(tongue.decode)

    def render(self, messages: Messages, *, asking: bool) -> str:
        return self._rendered(tuple(messages), asking)

    def decode(self, ids: Sequence[int]) -> str:
        return self._decoded(tuple(ids))
