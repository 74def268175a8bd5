"""What the person does with examples: look, approve, exclude, edit, take back, and see one as it would be learned."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.events import ConversationsChanged, Event, MessageChanged
from assistant_gui.core.language import N_
from assistant_gui.core.language import translated as _
from assistant_gui.core.lessons import Decision, Entry, Mark, Wanted
from assistant_gui.core.preview import Preview, Previewing
from assistant_gui.core.teaching import Lessons
from assistant_gui.gui.tasks import Tasks
from assistant_gui.gui.trainingdata.examples import Examples

Rows = Sequence[tuple[int, int]]
"""Ranges of the list, from the first row to the last of each."""

AT_ONCE = 1000
"""So many are decided in one change to the store."""

_DONE = {
    Mark.APPROVED: (N_("The example is approved."), N_("{count} examples are approved.")),
    Mark.EXCLUDED: (N_("The example is excluded."), N_("{count} examples are excluded.")),
    None: (N_("The example is as it was rated."), N_("{count} examples are as they were rated.")),
}


class Base(Protocol):
    """Which model examples are rendered for, and how long they may be there; not for the window's thread."""

    def __call__(self) -> tuple[str, int]: ...


@dataclass(frozen=True, slots=True)
class Shown:
    """The example beside the list."""

    entry: Entry
    preview: Preview | None = None
    """None while it is being made, or when it cannot be."""
    trouble: str = ""


class TrainingDataModel(QObject):
    """Lives in the window's thread."""

    shown_changed = Signal(object)
    """The :class:`Shown` example, or None."""
    done = Signal(str, bool)
    """What was done, and whether it can be taken back."""
    notice = Signal(str)
    open_wanted = Signal(str, str)
    """The person wants to see a conversation at a message."""

    def __init__(
        self,
        lessons: Callable[[], Lessons],
        previewing: Previewing,
        base: Base,
        tasks: Tasks,
        long_tasks: Tasks,
        parent: QObject | None = None,
        *,
        wait_ms: int = 200,
    ) -> None:
        super().__init__(parent)
        self.examples = Examples(lessons, tasks, self)
        self.shown: Shown | None = None
        self._lessons = lessons
        self._previewing = previewing
        self._base = base
        self._tasks = tasks
        self._long_tasks = long_tasks
        self._before: tuple[Decision, ...] = ()
        """What undo puts back."""
        self._wanted = Wanted()
        self._pause = QTimer(self, singleShot=True, interval=wait_ms)
        self._look = QTimer(self, singleShot=True, interval=wait_ms)
        self._pause.timeout.connect(self._on_paused)
        self._look.timeout.connect(self._render)
        self.examples.failed.connect(self._on_failed)
        self.examples.counted.connect(self._on_counted)

    def refresh(self) -> None:
        self.examples.read_again()

    @Slot(object)
    def on_event(self, event: Event) -> None:
        """What is stored changed: read it again, if it was read at all."""
        if isinstance(event, ConversationsChanged | MessageChanged) and self.examples.total is not None:
            self.examples.read_again()

    def look_for(self, wanted: Wanted) -> None:
        """List what is *wanted*, as soon as nothing more is typed."""
        self._wanted = wanted
        self._pause.start()

    def show(self, row: int) -> None:
        """Show the example in *row* beside the list, as it would be learned."""
        entry = self.examples.entry(row)
        if entry is None or (self.shown is not None and self.shown.entry == entry):
            return
        self._set_shown(Shown(entry))
        self._look.start()

    def mark(self, rows: Rows, mark: Mark | None) -> None:
        """Approve or exclude what is in *rows*, or leave it to how it was rated."""
        one, many = _DONE[mark]

        def done(before: tuple[Decision, ...]) -> None:
            self._on_decided(before, _(one if len(before) == 1 else many).format(count=f"{len(before):,}"))

        wanted = self.examples.wanted
        self._long_tasks.run(lambda: self._marked(wanted, rows, mark), done, self._on_failed)

    def edit(self, id: str, text: str) -> None:
        """Learn *text* instead of the answer; nothing takes the edit back."""
        told = _("The example is edited; the conversation stays as it was.") if text else _("The edit is taken back.")
        self._tasks.run(
            lambda: self._lessons().edit(id, text), lambda before: self._on_decided((before,), told), self._on_failed
        )

    def undo(self) -> None:
        """Take back what was done last, once."""
        before, self._before = self._before, ()
        if before:
            self._long_tasks.run(
                lambda: self._lessons().decide(before),
                lambda _nothing: self._on_decided((), _("It is as it was before.")),
                self._on_failed,
            )

    def open(self, row: int) -> None:
        entry = self.examples.entry(row)
        if entry is not None:
            self.open_wanted.emit(entry.conversation, entry.id)

    def rest(self) -> None:
        """Nobody looks any more: let go of what renders."""
        self._long_tasks.run(self._previewing.rest)

    def _marked(self, wanted: Wanted, rows: Rows, mark: Mark | None) -> tuple[Decision, ...]:
        """All ids are found before the first is marked, as marking may take it from the list."""
        lessons = self._lessons()
        ids: list[str] = []
        for first, last in rows:
            for start in range(first, last + 1, AT_ONCE):
                listed = lessons.list(wanted, start, min(AT_ONCE, last + 1 - start))
                ids += [entry.id for entry in listed.entries]
        before: list[Decision] = []
        for start in range(0, len(ids), AT_ONCE):
            before += lessons.mark(ids[start : start + AT_ONCE], mark)
        return tuple(before)

    def _on_decided(self, before: tuple[Decision, ...], told: str) -> None:
        self._before = before
        self.done.emit(told, bool(before))
        self.examples.read_again()

    def _on_counted(self, _total: int) -> None:
        """What is shown beside the list may have changed."""
        if self.shown is None:
            return
        row = self.examples.row_of(self.shown.entry.id)
        entry = self.examples.entry(row) if row is not None else None
        if entry is not None and entry != self.shown.entry:
            self._set_shown(Shown(entry))
            self._look.start()

    def _on_paused(self) -> None:
        self._set_shown(None)
        self.examples.show_wanted(self._wanted)

    def _render(self) -> None:
        if self.shown is None:
            return
        answer = self.shown.entry.id

        def work() -> Preview:
            base, longest = self._base()
            return self._previewing.preview(base, self._lessons().example(answer), longest)

        self._long_tasks.run(
            work,
            lambda made: self._on_rendered(answer, made, ""),
            lambda error: self._on_rendered(answer, None, str(error)),
        )

    def _on_rendered(self, id: str, preview: Preview | None, trouble: str) -> None:
        if self.shown is not None and self.shown.entry.id == id:
            self._set_shown(Shown(self.shown.entry, preview, trouble))

    def _set_shown(self, shown: Shown | None) -> None:
        self.shown = shown
        self.shown_changed.emit(shown)

    def _on_failed(self, error: AssistantError) -> None:
        self.notice.emit(str(error))
