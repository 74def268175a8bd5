"""Looks now and then whether the active adapter is probably worse than what was before it."""

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from assistant_gui.core.aftermath import Aftermath, Reception, Regret
from assistant_gui.core.language import translated as _
from assistant_gui.gui.tasks import Tasks

LOOK_AFTER_MS = 30_000
"""Not while the window is still being opened."""
LOOK_EVERY_MS = 3_600_000


class Regretting(QObject):
    """Says nothing when it cannot look: nobody waits for it."""

    proposed = Signal(object)
    """A :class:`Regret`, once a day at most."""

    def __init__(self, aftermath: Aftermath, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._aftermath = aftermath
        self._tasks = tasks
        self._first = QTimer(self, interval=LOOK_AFTER_MS, singleShot=True)
        self._again = QTimer(self, interval=LOOK_EVERY_MS)

        self._first.timeout.connect(self.look)
        self._again.timeout.connect(self.look)

    def start(self) -> None:
        self._first.start()
        self._again.start()

    def stop(self) -> None:
        self._first.stop()
        self._again.stop()

    @Slot()
    def look(self) -> None:
        self._tasks.run(self._aftermath.regret, self._on_looked)

    def _on_looked(self, regret: Regret | None) -> None:
        if regret is not None:
            self.proposed.emit(regret)


def regret_in_words(regret: Regret) -> str:
    words = _(
        "“{name}” is probably worse than what answered before: {now} of 100 answers were rated down or asked for again, "
        "in the four weeks before it {before} of 100."
    )
    return words.format(name=regret.adapter.name, now=_of_100(regret.now), before=_of_100(regret.before))


def _of_100(reception: Reception) -> int:
    return round(100 * reception.unwelcome / max(1, reception.answers))
