"""The folder of texts that a run would read: chosen, looked through, and what was found in it."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.lessons import Private
from assistant_gui.core.plan import with_texts
from assistant_gui.core.teaching import Texts
from assistant_gui.core.texts import TextsFound
from assistant_gui.core.turn import Turn, TurnCancelled
from assistant_gui.gui.inbox import Inbox
from assistant_gui.gui.settings.learning.planmodel import PlanModel
from assistant_gui.gui.tasks import Tasks


class TextsModel(QObject):
    """Looking takes seconds to minutes, and goes through *long_tasks*."""

    changed = Signal()
    progressed = Signal(int)
    """So many files have been read."""
    notice = Signal(str)

    def __init__(
        self,
        texts: Callable[[], Texts],
        confirm: Callable[[Sequence[Private]], None],
        plan: PlanModel,
        answers: Callable[[], int],
        long_tasks: Tasks,
        parent: QObject | None = None,
    ) -> None:
        """*texts* and *confirm* open the conversations, and are asked elsewhere; *answers* counts what teaches."""
        super().__init__(parent)
        self.plan = plan
        self.folder = ""
        """What is chosen, looked through or not."""
        self.found: TextsFound | None = None
        """None while it is not known."""
        self.busy = False
        self._texts = texts
        self._confirm = confirm
        self._answers = answers
        self._long_tasks = long_tasks
        self._turn = Turn()
        self._inbox = Inbox(self)
        self._inbox.arrived.connect(self._on_seen)
        plan.changed.connect(self._on_plan)

    def choose(self, folder: str) -> None:
        """Look through *folder*; when there is anything to read, the run reads it."""
        self._look(folder, [])

    def confirm(self, kinds: Sequence[Private]) -> None:
        """Agree to placeholders for what is of these *kinds*, here and in the answers."""
        if self.folder:
            self._look(self.folder, kinds)

    def put_away(self) -> None:
        """Read no texts."""
        self._turn.cancel()
        self.folder, self.found, self.busy = "", None, False
        self._plan("")
        self.notice.emit("")
        self.changed.emit()

    def stop(self) -> None:
        """Look no further; called when the window closes, too."""
        self._turn.cancel()

    def _look(self, folder: str, kinds: Sequence[Private]) -> None:
        self._turn.cancel()
        self._turn = turn = Turn()
        self.folder, self.found, self.busy = folder, None, True
        self.notice.emit("")
        self.changed.emit()

        def work() -> TextsFound | None:
            if kinds:
                self._confirm(kinds)
            try:
                return self._texts().look(Path(folder), turn, self._inbox.put)
            except TurnCancelled:
                return None

        self._long_tasks.run(
            work, lambda found: self._on_found(turn, found), lambda error: self._on_failed(turn, error)
        )

    @Slot(object)
    def _on_seen(self, counts: tuple[int, ...]) -> None:
        if self.busy:
            self.progressed.emit(counts[-1])

    def _on_found(self, turn: Turn, found: TextsFound | None) -> None:
        if turn is not self._turn:
            return
        if found is None:  # the person stopped it
            self.put_away()
            return
        self.busy, self.found = False, found
        self._plan(self.folder if found.passages else "")
        self.changed.emit()

    @Slot()
    def _on_plan(self) -> None:
        """The first plan there is knows nothing of a folder that was chosen before it."""
        plan, found = self.plan.plan, self.found
        if plan is not None and found is not None and found.passages and plan.texts != self.folder:
            self._plan(self.folder)

    def _on_failed(self, turn: Turn, error: AssistantError) -> None:
        if turn is self._turn:
            self.put_away()
            self.notice.emit(str(error))

    def _plan(self, folder: str) -> None:
        if self.plan.plan is not None:
            made = with_texts(self.plan.plan, folder, self._answers())
            self.plan.change("texts", made.texts)
            self.plan.change("plain_share", made.plain_share)
