"""What is wrong with the training data, looked for before a run, and what the person decides about it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from PySide6.QtCore import QObject, Signal, Slot

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.learning import Example
from assistant_gui.core.lessons import Findings, Leak, Private
from assistant_gui.core.teaching import Lessons
from assistant_gui.core.turn import Turn, TurnCancelled
from assistant_gui.gui.inbox import Inbox
from assistant_gui.gui.tasks import Tasks

MOST_OF_A_KIND = 50
"""Leaks of one kind, and examples of one fault, that are shown one by one."""
AROUND = 60
"""Letters shown before and after a leak."""


@dataclass(frozen=True, slots=True)
class Checked:
    findings: Findings
    texts: Mapping[str, Example]
    """The examples that are shown one by one, by their ids."""

    def leaks(self, kind: Private) -> list[Leak]:
        return [leak for leak in self.findings.leaks if leak.kind is kind]

    def around(self, leak: Leak) -> tuple[str, str, str]:
        """What stands before *leak*, the leak itself, and what stands after it, on one line."""
        example = self.texts.get(leak.example)
        text = example.messages[leak.message][1] if example and leak.message < len(example.messages) else ""
        if text[leak.start : leak.end] != leak.text:
            return "", leak.text, ""
        before, after = text[max(0, leak.start - AROUND) : leak.start], text[leak.end : leak.end + AROUND]
        return _one_line(before), leak.text, _one_line(after)

    def answer(self, id: str) -> str:
        example = self.texts.get(id)
        return _one_line(example.messages[-1][1][: 4 * AROUND]) if example is not None else ""


class CheckingModel(QObject):
    """Lives in the window's thread; one check at a time."""

    changed = Signal(object)
    """The :class:`Checked` training data, or None while there is none."""
    progressed = Signal(int)
    """So many examples have been looked at; -1 when nothing goes on."""
    notice = Signal(str)

    def __init__(
        self, lessons: Callable[[], Lessons], tasks: Tasks, long_tasks: Tasks, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.checked: Checked | None = None
        self._lessons = lessons
        self._tasks = tasks
        self._long_tasks = long_tasks
        self._turn: Turn | None = None
        self._inbox = Inbox(self)
        self._inbox.arrived.connect(self._on_told)

    @property
    def busy(self) -> bool:
        return self._turn is not None

    def check(self) -> None:
        """Look through all that would be learned now."""
        if self.busy:
            return
        turn = self._turn = Turn()
        self.notice.emit("")
        self.progressed.emit(0)

        def work() -> Checked | None:
            try:
                return self._checked(turn)
            except TurnCancelled:
                return None

        self._long_tasks.run(work, lambda made: self._on_checked(turn, made), self._on_failed)

    def stop(self) -> None:
        if self._turn is not None:
            self._turn.cancel()
            self._turn = None
            self.progressed.emit(-1)

    def confirm(self, kinds: Sequence[Private], *, on: bool) -> None:
        """Put placeholders in the place of all that is of *kinds*, or take that back."""
        chosen = tuple(kinds)

        def done(_nothing: None) -> None:
            self._change(lambda leak: replace(leak, confirmed=on) if leak.kind in chosen else leak)

        self._tasks.run(lambda: self._lessons().confirm(chosen, on=on), done, self._on_failed)

    def leave(self, leak: Leak, reason: str) -> None:
        """Learn it as it is, for this *reason*; none takes that back."""

        def done(_nothing: None) -> None:
            same = (leak.kind, leak.text)
            self._change(lambda each: replace(each, left=reason) if (each.kind, each.text) == same else each)

        self._tasks.run(lambda: self._lessons().leave(leak, reason), done, self._on_failed)

    def _checked(self, turn: Turn) -> Checked:
        lessons = self._lessons()
        findings = lessons.check(turn, self._inbox.put)
        shown: dict[Private, int] = {}
        wanted: list[str] = []
        for leak in findings.leaks:
            shown[leak.kind] = shown.get(leak.kind, 0) + 1
            if shown[leak.kind] <= MOST_OF_A_KIND:
                wanted.append(leak.example)
        for ids in (findings.crowded, findings.judged, findings.too_long):
            wanted += ids[:MOST_OF_A_KIND]
        wanted += chain.from_iterable((each.example, each.of) for each in findings.repeats[:MOST_OF_A_KIND])
        texts: dict[str, Example] = {}
        for example in dict.fromkeys(wanted):
            turn.check()
            texts[example] = lessons.example(example)
        return Checked(findings, texts)

    def _on_checked(self, turn: Turn, checked: Checked | None) -> None:
        if turn is self._turn and checked is not None:
            self._turn = None
            self._show(checked)
            self.progressed.emit(-1)

    def _change(self, of: Callable[[Leak], Leak]) -> None:
        if self.checked is not None:
            leaks = tuple(map(of, self.checked.findings.leaks))
            self._show(replace(self.checked, findings=replace(self.checked.findings, leaks=leaks)))

    def _show(self, checked: Checked) -> None:
        self.checked = checked
        self.changed.emit(checked)

    @Slot(object)
    def _on_told(self, told: tuple[int, ...]) -> None:
        if self.busy:
            self.progressed.emit(told[-1])

    def _on_failed(self, error: AssistantError) -> None:
        self._turn = None
        self.progressed.emit(-1)
        self.notice.emit(str(error))


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)
