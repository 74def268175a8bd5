"""What is left in adapters of conversations that go, and learning one again without them."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from assistant_gui.core.aftermath import Remembering
from assistant_gui.core.learning import Adapter, Run
from assistant_gui.gui.tasks import Tasks

Tell = Callable[[tuple[Adapter, ...]], None]


class Traces(QObject):
    """Lives in the window's thread; without *remembering* there are none."""

    rebuilding = Signal(object)
    """A :class:`Run` that makes an adapter again has begun."""
    failed = Signal(object)

    def __init__(self, remembering: Remembering | None, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._remembering = remembering
        self._tasks = tasks

    def find(self, conversations: Callable[[], Sequence[str]], tell: Tell) -> None:
        """Tell which adapters learned from *conversations*, which are listed elsewhere; none when it is not known."""
        remembering = self._remembering
        if remembering is None:
            tell(())
            return
        self._tasks.run(lambda: remembering.learned_from(conversations()), tell, lambda _error: tell(()))

    def rebuild(self, adapter: str) -> None:
        """Learn it again from what there is now."""
        remembering = self._remembering
        if remembering is not None:
            self._tasks.run(lambda: remembering.rebuild(adapter), self._on_begun, self.failed.emit)

    def _on_begun(self, run: Run) -> None:
        self.rebuilding.emit(run)


def worth_rebuilding(adapters: Sequence[Adapter]) -> Adapter | None:
    """The one of *adapters* that answers now, or else the newest."""
    return next((each for each in adapters if each.active), adapters[0] if adapters else None)
