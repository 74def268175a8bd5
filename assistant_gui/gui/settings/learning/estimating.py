"""What the chosen run will take of this machine, asked again when the plan changes and rests."""

from PySide6.QtCore import QObject, QTimer, Signal

from assistant_gui.core.language import translated as _
from assistant_gui.core.learning import Estimate
from assistant_gui.core.plan import Plan
from assistant_gui.core.teaching import School
from assistant_gui.gui.settings.learning.planmodel import PlanModel
from assistant_gui.gui.tasks import Tasks
from assistant_gui.gui.words import bytes_in_words, seconds_in_words

REST_MS = 300
"""A number that is still turned is not asked about."""


class Estimating(QObject):
    changed = Signal()

    def __init__(self, school: School, plan: PlanModel, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.estimate: Estimate | None = None
        """None while it is not known."""
        self.asked = False
        """It was asked for, and what is here is the answer."""
        self.refusal = ""
        """Why the chosen model cannot be taught, or not in this way; empty when it can, as far as is known."""
        self._school = school
        self._plan = plan
        self._tasks = tasks
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self.ask)
        plan.changed.connect(self._rest.start)

    def ask(self) -> None:
        """Now; what is free may have changed, too."""
        plan = self._plan.plan
        if plan is not None:
            self._tasks.run(
                lambda: self._school.estimate(plan),
                lambda found: self._show(plan, found),
                lambda error: self._show(plan, None, str(error)),
            )

    def _show(self, plan: Plan, found: Estimate | None, refusal: str = "") -> None:
        if plan == self._plan.plan and (True, found, refusal) != (self.asked, self.estimate, self.refusal):
            self.asked, self.estimate, self.refusal = True, found, refusal
            self.changed.emit()


def in_words(estimate: Estimate | None) -> str:
    if estimate is None:
        return _(
            "How much memory and time it takes cannot be told beforehand: the files of this model do not say enough. "
            "It can begin all the same, and tries one step before it learns."
        )
    memory, free = bytes_in_words(estimate.memory_bytes), bytes_in_words(estimate.free_bytes)
    if not estimate.fits:
        return _(
            "Will not fit: about {memory} of memory are needed, and {free} are free. Allow shorter examples or a "
            "smaller rank under Advanced, choose a smaller model, or close other programs."
        ).format(memory=memory, free=free)
    words = (
        _(
            "Learning takes about {time} and {memory} of memory; {free} are free. It recomputes to save memory, which "
            "is slower. Judging it afterwards takes some minutes more."
        )
        if estimate.recomputes
        else _(
            "Learning takes about {time} and {memory} of memory; {free} are free. "
            "Judging it afterwards takes some minutes more."
        )
    )
    return words.format(time=seconds_in_words(estimate.seconds), memory=memory, free=free)
