"""Training data as the window and the command line see it: the Lessons of core's ports."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Protocol

from assistant_gui.core.comparing import Ballot, Vote
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.core.lazily import mapped
from assistant_gui.core.learning import Example
from assistant_gui.core.lessons import EVERYTHING, Decision, Findings, Leak, Listed, Mark, Private, Wanted
from assistant_gui.core.turn import Turn
from assistant_gui.learning import preferences
from assistant_gui.learning.curating import curated
from assistant_gui.learning.division import Division, divided
from assistant_gui.learning.gathered import Gathered
from assistant_gui.learning.parts import Remembering, remembered
from assistant_gui.learning.private.finding import found
from assistant_gui.learning.private.placeholders import Placeholders, same
from assistant_gui.learning.private.rules import Rules
from assistant_gui.learning.private.spans import Span

TOLD = 2000
"""So many leaks are told of one by one."""
REPLAYED = 1000
"""So many of the newest are offered."""
ANSWER_TOKENS = 1000
"""An answer that is probably longer fits into no run as it is usually set."""


class Decisions(Protocol):
    """Where what the person decided is kept."""

    def mark(self, ids: Sequence[str], mark: Mark | None) -> tuple[Decision, ...]: ...
    def edit(self, id: str, text: str) -> Decision: ...
    def decide(self, decisions: Sequence[Decision]) -> None: ...
    def confirm(self, kinds: Sequence[Private], *, on: bool) -> None: ...
    def confirmed(self) -> Set[Private]: ...
    def leave(self, example: str, kind: Private, thing: str, reason: str) -> None: ...
    def left(self) -> Mapping[str, str]:
        """Why things are learned as they are, by their digests."""
        ...

    def digest(self, kind: Private, thing: str) -> str: ...


class Votes(Protocol):
    def preferences(self) -> Iterator[Ballot]: ...


class Store(Protocol):
    """The conversations, as far as they teach."""

    @property
    def decisions(self) -> Decisions: ...
    @property
    def votes(self) -> Votes: ...
    def examples(self) -> Iterator[Example]: ...
    def example(self, id: str) -> Example | None: ...
    def replays(self, most: int) -> Iterator[Example]: ...
    def listed(self, wanted: Wanted, first: int, count: int) -> Listed: ...


class Lessons:
    """Safe from any thread but the window's."""

    def __init__(self, store: Callable[[], Store], parts: Path) -> None:
        """*parts* is the file that remembers what conversations were for."""
        self._store = store
        self._parts = Remembering(parts)

    def list(self, wanted: Wanted = EVERYTHING, first: int = 0, count: int = 100) -> Listed:
        listed = self._store().listed(wanted, first, count)
        return replace(
            listed, entries=tuple(replace(each, part=self._parts.of(each.conversation)) for each in listed.entries)
        )

    def example(self, id: str) -> Example:
        example = self._store().example(id)
        if example is None:
            raise AssistantError(N_("This answer is no longer stored."), N_("Choose another one."))
        return example

    def mark(self, ids: Sequence[str], mark: Mark | None) -> tuple[Decision, ...]:
        return self._store().decisions.mark(ids, mark)

    def edit(self, id: str, text: str) -> Decision:
        return self._store().decisions.edit(id, text)

    def decide(self, decisions: Sequence[Decision]) -> None:
        self._store().decisions.decide(decisions)

    def confirm(self, kinds: Sequence[Private], *, on: bool = True) -> None:
        self._store().decisions.confirm(kinds, on=on)

    def leave(self, leak: Leak, reason: str) -> None:
        self._store().decisions.leave(leak.example, leak.kind, same(leak.kind, leak.text), reason)

    def check(self, turn: Turn, on_progress: Callable[[int], None] = lambda seen: None) -> Findings:
        with self._gathered(lambda _seen: turn.check()) as gathered:  # told once, when they are looked at
            left = curated(divided(gathered.examples, remembered(self._parts.file)), turn.check)
            rules, placeholders = self.rules(), Placeholders()
            leaks: list[Leak] = []
            too_long: list[str] = []
            unnamed = 0
            for seen, example in enumerate(left.division.teaching, 1):
                turn.check()
                for leak in _leaks(example, rules, placeholders):
                    if len(leaks) < TOLD:
                        leaks.append(leak)
                    else:
                        unnamed += 1
                if tokens(example.messages[-1][1]) > ANSWER_TOKENS:
                    too_long.append(example.id)
                on_progress(seen)
            return Findings(
                examples=len(gathered.examples),
                teaching=len(left.division.teaching) - len(too_long),
                leaks=tuple(leaks),
                repeats=left.repeats,
                crowded=left.crowded,
                judged=left.judged,
                too_long=tuple(too_long),
                unnamed=unnamed,
            )

    def ready(self, division: Division) -> Division:
        """*division* as it is learned: nothing twice, and placeholders for what is private, the same in all parts.

        What is changed is changed when it is read: go through the parts once, in their order.
        """
        rules, placeholders = self.rules(), Placeholders()

        def cleaned(example: Example) -> Example:
            return _cleaned(example, rules, placeholders)

        left = curated(division).division
        return Division(mapped(left.teaching, cleaned), mapped(left.stopping, cleaned), mapped(left.judging, cleaned))

    def replays(self) -> Iterator[Example]:
        """The model's own answers that nobody rated, with placeholders: for replay, never to be learned from."""
        rules, placeholders = self.rules(), Placeholders()
        for example in self._store().replays(REPLAYED):
            yield _cleaned(example, rules, placeholders)

    def export(self) -> Iterator[str]:
        with self._gathered() as gathered:
            left = self.ready(divided(gathered.examples, remembered(self._parts.file)))
            for example in chain(left.teaching, left.stopping, left.judging):
                messages = [{"role": role, "content": text} for role, text in example.messages]
                yield json.dumps({"messages": messages}, ensure_ascii=False) + "\n"

    def _gathered(self, on_progress: Callable[[int], None] = lambda seen: None) -> Gathered:
        return Gathered(self._store().examples(), self._parts.file.parent, on_progress)

    def preferences(self) -> Iterator[str]:
        """See :class:`~assistant_gui.core.teaching.Lessons`."""
        rules, placeholders = self.rules(), Placeholders()
        for ballot in self._store().votes.preferences():
            if ballot.vote in (Vote.NEW, Vote.OLD):
                told = preferences.told(ballot, lambda text: _without_private(text, rules, placeholders))
                yield json.dumps(told, ensure_ascii=False) + "\n"

    def rules(self) -> Rules:
        """What becomes of private things now."""
        decisions = self._store().decisions
        return Rules(decisions.confirmed(), decisions.left(), decisions.digest)


def tokens(text: str) -> int:
    """About so many: a letter of Chinese is one, of English a fourth of one."""
    ascii_only = sum(each.isascii() for each in text)
    return ascii_only // 4 + len(text) - ascii_only


@lru_cache(maxsize=4096)  # the same messages come again in every later example of a conversation
def _found(text: str) -> tuple[Span, ...]:
    return tuple(found(text))


def _leaks(example: Example, rules: Rules, placeholders: Placeholders) -> Iterator[Leak]:
    for number, (_role, text) in enumerate(example.messages):
        for span in _found(text):
            thing = text[span.start : span.end]
            yield Leak(
                example=example.id,
                message=number,
                start=span.start,
                end=span.end,
                kind=span.kind,
                text=thing,
                placeholder=placeholders.of(span.kind, thing),
                confirmed=span.kind in rules.confirmed,
                left=rules.why_left(text, span),
            )


def _cleaned(example: Example, rules: Rules, placeholders: Placeholders) -> Example:
    cleaned = tuple((role, _without_private(text, rules, placeholders)) for role, text in example.messages)
    return replace(example, messages=cleaned)


def _without_private(text: str, rules: Rules, placeholders: Placeholders) -> str:
    return placeholders.replaced(text, [span for span in _found(text) if rules.replaced(text, span)])
