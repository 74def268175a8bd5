"""Judging two models blind: which question, which answer stands where, and what the votes come to."""

from collections import deque
from collections.abc import Callable
from enum import Enum, auto
from random import Random, SystemRandom
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from assistant_gui.core.comparing import Answers, Blind, Choice, Comparing, Count, Match, Proven, Question
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.turn import Turn, TurnCancelled
from assistant_gui.gui.tasks import Tasks

T = TypeVar("T")


class Stage(Enum):
    READING = auto()
    """Looking what there is to compare."""
    ANSWERING = auto()
    """Both write their answers."""
    JUDGING = auto()
    """The person reads them."""
    OUT_OF_QUESTIONS = auto()
    """None was kept aside, or all were voted on in earlier comparisons."""
    REVEALED = auto()
    FAILED = auto()


class ComparingModel(QObject):
    """All that takes time goes through *tasks*; the next answers are written while the person reads."""

    changed = Signal()
    voted = Signal(str)
    """A vote on this adapter was kept."""

    def __init__(
        self, comparing: Comparing, tasks: Tasks, parent: QObject | None = None, *, chance: Random | None = None
    ) -> None:
        super().__init__(parent)
        self.stage = Stage.READING
        self.matches: tuple[Match, ...] = ()
        self.match: Match | None = None
        self.blind: Blind | None = None
        """What is to be judged now."""
        self.number = 0
        """Which question it is, from 1."""
        self.total = 0
        self.count = Count()
        """The votes of this sitting."""
        self.same = 0
        """So often both said the same, which nobody is asked about."""
        self.proofs: tuple[Proven, ...] = ()
        """Which weights answered; empty until it is measured."""
        self.unproven = ""
        """Why that could not be measured."""
        self.error = ""
        self._proving = False
        self._comparing = comparing
        self._tasks = tasks
        self._chance = chance or SystemRandom()
        self._turn = Turn()
        self._questions: deque[Question] = deque()
        self._ready: deque[Answers] = deque()
        self._writing = False

    def start(self, adapter: str) -> None:
        """Compare *adapter* with what answers now, or with its base."""
        self.matches, self.match = (), None
        self._begin()
        self._run(lambda: self._comparing.matches(adapter), self._on_matches)

    def choose_match(self, place: int) -> None:
        """Compare it with another one; the votes that were cast are kept."""
        if 0 <= place < len(self.matches):
            self._use(self.matches[place])

    def choose(self, choice: Choice) -> None:
        """What the person says of the two answers that are shown."""
        if self.blind is None or self.match is None or self.stage is not Stage.JUDGING:
            return
        vote, answers, match = self.blind.vote(choice), self.blind.answers, self.match
        self.blind = None
        if vote is not None:
            self.count = self.count.counted(vote)
            self._tasks.run(
                lambda: self._comparing.vote(match, answers, vote),
                lambda _nothing: self.voted.emit(match.new.adapter),
                self._on_failed,
            )
        self._go_on()

    def ask(self, text: str) -> None:
        """Let both answer a question of the person's own, next."""
        match, wanted = self.match, text.strip()
        if match is None or not wanted or self.stage is Stage.REVEALED:
            return
        self._run(lambda: self._comparing.typed(match, wanted), self._on_typed)

    def reveal(self) -> None:
        """Enough: tell which was which."""
        if self.stage in (Stage.ANSWERING, Stage.JUDGING, Stage.OUT_OF_QUESTIONS):
            self._questions.clear()
            self._ready.clear()
            self.blind = None
            self._set(Stage.REVEALED)

    def end(self) -> None:
        """Whoever looks has gone: nothing is written any more."""
        self._turn.cancel()

    def _begin(self) -> None:
        self._turn.cancel()
        self._turn = Turn()
        self._questions.clear()
        self._ready.clear()
        self._writing = False
        self.blind, self.number, self.total, self.same = None, 0, 0, 0
        self.count, self.proofs, self.error, self.unproven = Count(), (), "", ""
        self._proving = False
        self._set(Stage.READING)

    def _on_matches(self, matches: tuple[Match, ...]) -> None:
        self.matches = matches
        self._use(matches[0])

    def _use(self, match: Match) -> None:
        self._begin()
        self.match = match
        self._run(lambda: tuple(self._comparing.questions(match)), self._on_questions)

    def _on_questions(self, questions: tuple[Question, ...]) -> None:
        self._questions.extend(questions)
        self.total = len(questions)
        self._go_on()

    def _on_typed(self, question: Question) -> None:
        if self.stage is Stage.REVEALED:
            return
        self._questions.appendleft(question)
        self.total += 1
        if self.stage is Stage.JUDGING:
            self._write()
        else:
            self._go_on()

    def _go_on(self) -> None:
        """Show what is ready; have the next answers written meanwhile; when there is neither, it is over."""
        if self._ready:
            self.number += 1
            self.blind = Blind(self._ready.popleft(), self._chance.random() < 1 / 2)
            self._set(Stage.JUDGING)
            self._write()
        elif self._writing or self._questions:
            self._set(Stage.ANSWERING)
            self._write()
        else:
            self._set(Stage.REVEALED if self.number else Stage.OUT_OF_QUESTIONS)

    def _write(self) -> None:
        """Have the next answers written, two at a time, unless some wait already."""
        match, turn = self.match, self._turn
        if not self._writing and not self._ready and self._questions and match is not None:
            question = self._questions.popleft()
            self._writing = True
            self._run(lambda: self._comparing.ask(match, question, turn), self._on_answers)

    def _on_answers(self, answers: Answers) -> None:
        self._writing = False
        if self.stage is Stage.REVEALED:
            return
        self._prove()
        if answers.same:
            self.same += 1
            self.number += 1
        else:
            self._ready.append(answers)
        if self.stage is Stage.ANSWERING:
            self._go_on()
        else:
            self._write()

    def _prove(self) -> None:
        """Measure once which weights answer: a name has the same ones as long as the engine runs."""
        match, turn = self.match, self._turn
        if not self._proving and match is not None:
            self._proving = True
            self._run(lambda: self._comparing.prove(match, turn), self._on_proven, self._on_unproven)

    def _on_unproven(self, error: AssistantError) -> None:
        self.unproven = str(error)
        self.changed.emit()

    def _on_proven(self, proofs: tuple[Proven, ...]) -> None:
        self.proofs = tuple(proofs)
        self.changed.emit()

    def _run(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[AssistantError], None] | None = None
    ) -> None:
        """Do *work*; what comes of it when somebody has begun anew meanwhile is dropped."""
        turn, explain = self._turn, failed or self._on_failed

        def unless_cut_short() -> tuple[T, ...]:
            try:
                return () if turn.cancelled else (work(),)
            except TurnCancelled:
                return ()

        def arrived(found: tuple[T, ...]) -> None:
            if found and not turn.cancelled:
                done(found[0])

        self._tasks.run(unless_cut_short, arrived, lambda error: None if turn.cancelled else explain(error))

    def _on_failed(self, error: AssistantError) -> None:
        self._writing = False
        self.error = str(error)
        self._set(Stage.REVEALED if self.count.asked else Stage.FAILED)

    def _set(self, stage: Stage) -> None:
        self.stage = stage
        self.changed.emit()
