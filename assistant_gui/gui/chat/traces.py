"""What is left in adapters of conversations that go, and learning one again without them."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from assistant_gui.core.aftermath import Remembering
from assistant_gui.core.language import translated as _
from assistant_gui.core.learning import Adapter, Run
from assistant_gui.gui.tasks import Tasks

MOST_NAMES = 3

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


def learned_in_words(adapters: Sequence[Adapter], conversations: int) -> str:
    """Which adapters learned from so many *conversations*; nothing when none did."""
    if not adapters:
        return ""
    one = _("An adapter learned from it and does not forget it: {names}.")
    many = _("Adapters learned from it and do not forget it: {names}.")
    if conversations > 1:
        one = _("An adapter learned from them and does not forget them: {names}.")
        many = _("Adapters learned from them and do not forget them: {names}.")
    return (one if len(adapters) == 1 else many).format(names=_names(adapters))


def worth_rebuilding(adapters: Sequence[Adapter]) -> Adapter | None:
    """The one of *adapters* that answers now, or else the newest."""
    return next((each for each in adapters if each.active), adapters[0] if adapters else None)


def _names(adapters: Sequence[Adapter]) -> str:
    named = _(", ").join(_("“{name}”").format(name=each.name) for each in adapters[:MOST_NAMES])
    left = len(adapters) - MOST_NAMES
    return named if left <= 0 else _("{names} and {count} more").format(names=named, count=left)
