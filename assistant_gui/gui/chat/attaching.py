"""The files above the entry: being read, counted, cut to what fits, and handed over with the question."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from assistant_gui.core.attached import Attached, attached, shown_name, with_attachments
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.events import ConversationChanged, Event, ModelChanged
from assistant_gui.core.language import N_
from assistant_gui.core.ports import CannotLook, Files
from assistant_gui.core.turn import Turn, TurnCancelled
from assistant_gui.gui.inbox import Inbox
from assistant_gui.gui.tasks import Tasks
from assistant_gui.session.cutting import beginning, shares
from assistant_gui.session.tokens import PICTURE_TOKENS

MOST_FILES = 20
"""With one question."""
BYTES_PER_TOKEN = 3
"""Until the engine has counted."""


@dataclass(frozen=True, slots=True)
class Chip:
    """One file above the entry."""

    number: int
    name: str
    path: Path | None = None
    """Where it is read from; None for what was pasted."""
    fraction: float = 0.0
    """How much of it is read."""
    file: Attached | None = None
    """Once it is read."""
    tokens: int = 0
    """What it costs of the model's memory..."""
    counted: bool = False
    """...as the engine counts; until then it is a guess."""
    failure: AssistantError | None = None
    seen: bool = False
    """It is a picture, and the model that answers sees."""

    @property
    def reading(self) -> bool:
        return self.file is None and self.failure is None

    @property
    def unseen(self) -> bool:
        """A picture that the model that answers cannot look at: it is kept and not sent."""
        return self.picture and not self.seen

    @property
    def picture(self) -> bool:
        return self.file is not None and self.file.picture


class Attaching(QObject):
    """Lives in the window's thread. Each conversation has its own files that are not sent yet."""

    changed = Signal()
    """The chips, or whether they can be sent."""
    files_wanted = Signal()
    """The person wants to choose files."""
    refused = Signal(object)
    """An AssistantError to show."""

    def __init__(self, files: Files | None, tasks: Tasks, parent: QObject | None = None) -> None:
        """Without *files* nothing can be attached."""
        super().__init__(parent)
        self.room = 0
        """How many tokens of files fit; 0 while it is not known."""
        self.cutting = False
        self._files = files
        self._tasks = tasks
        self._shown = ""
        self._drafts: dict[str, list[Chip]] = {}
        self._turns: dict[int, Turn] = {}
        self._last = 0
        self._progress = Inbox(self)
        self._progress.arrived.connect(self._on_progress)

    @property
    def available(self) -> bool:
        return self._files is not None

    @property
    def chips(self) -> Sequence[Chip]:
        """Those of the conversation on screen."""
        return tuple(self._drafts.get(self._shown, ()))

    @property
    def tokens(self) -> int:
        return sum(chip.tokens for chip in self.chips)

    @property
    def too_long(self) -> bool:
        """More than the model can read at once."""
        return 0 < self.room < self.tokens

    @property
    def pictures_too_many(self) -> bool:
        """The pictures alone are more than the model can look at, and cannot be cut."""
        return 0 < self.room < sum(chip.tokens for chip in self.chips if chip.picture)

    @property
    def ready(self) -> bool:
        """Nothing is still being read, has failed or is too long."""
        return not self.cutting and not self.too_long and all(chip.file is not None for chip in self.chips)

    @property
    def says_something(self) -> bool:
        """There is something in the files for the model, so that they can be sent without a question."""
        return any(chip.seen or (chip.file is not None and chip.file.attachment.text) for chip in self.chips)

    # What the person does

    @Slot()
    def choose(self) -> None:
        """Let the person choose files."""
        if self.available:
            self.files_wanted.emit()

    def add_files(self, paths: Iterable[Path]) -> None:
        new = [(path, self._new(path.name, path)) for path in paths]
        self.changed.emit()
        for path, chip in new:
            if chip is not None:
                self._read(chip, partial(self._read_file, path, chip.number))

    def add_made(self, name: str, make: Callable[[], Attached]) -> None:
        """Attach what *make* gives, elsewhere than in the window's thread (a picture that was pasted)."""
        chip = self._new(name)
        self.changed.emit()
        if chip is not None:
            self._read(chip, lambda _: make())

    def add_text(self, name: str, text: str) -> None:
        """Attach *text* as if it were a file."""
        self.add_made(name, lambda: attached(name, "text/plain", text.encode(errors="replace"), text))

    def retry(self, number: int) -> None:
        chip = self._chip(number)
        if chip is not None and chip.failure is not None and chip.path is not None:
            self._put(replace(chip, failure=None, fraction=0.0))
            self._read(chip, partial(self._read_file, chip.path, number))

    def remove(self, number: int) -> None:
        """Take the file away, also while it is being read."""
        if (turn := self._turns.pop(number, None)) is not None:
            turn.cancel()
        for chips in self._drafts.values():
            chips[:] = [chip for chip in chips if chip.number != number]
        self.changed.emit()

    def cut(self) -> None:
        """Keep of each text as much, from its beginning, as the model can read."""
        files, chips = self._files, [chip for chip in self.chips if chip.file is not None and not chip.picture]
        if files is None or not self.too_long or self.cutting or self.pictures_too_many:
            return
        room = self.room - sum(chip.tokens for chip in self.chips if chip.picture)
        self.cutting = True
        self.changed.emit()

        def work() -> list[tuple[int, Attached, int]]:
            fits = shares([chip.tokens for chip in chips], room)
            return [
                (chip.number, *_cut(chip.file, most, files.tokens))
                for chip, most in zip(chips, fits, strict=True)
                if chip.file is not None
            ]

        self._tasks.run(work, self._on_cut, self._on_not_cut)

    # What the pane does with them

    def take(self) -> tuple[Chip, ...]:
        """The files that go with the question that is being sent; none are left here."""
        taken = self.chips
        self._drafts.pop(self._shown, None)
        self.changed.emit()
        return tuple(taken)

    def give_back(self, chips: Sequence[Chip]) -> None:
        """*chips* could not be sent."""
        if chips:
            self._drafts.setdefault(self._shown, [])[:0] = chips
            self.changed.emit()

    @Slot(str)
    def on_opened(self, conversation: str) -> None:
        self._shown = conversation
        self.room = 0
        self.changed.emit()
        QTimer.singleShot(0, self, self.count_again)  # when everybody knows which conversation is open

    @Slot(str)
    def on_stored(self, conversation: str) -> None:
        """The new chat has a name now; what was not sent goes with it."""
        self._drafts[conversation] = self._drafts.pop(self._shown, [])
        self._shown = conversation

    @Slot(object)
    def on_event(self, event: Event) -> None:
        if isinstance(event, ModelChanged | ConversationChanged):
            self.count_again()

    def end(self) -> None:
        """Nobody wants what is still being read."""
        for turn in self._turns.values():
            turn.cancel()

    # Reading

    def _new(self, name: str, path: Path | None = None) -> Chip | None:
        chips = self._drafts.setdefault(self._shown, [])
        if len(chips) >= MOST_FILES:
            self.refused.emit(
                AssistantError(
                    N_("No more than {count} files go with one question."), N_("Send these first."), count=MOST_FILES
                )
            )
            return None
        self._last += 1
        chip = Chip(self._last, shown_name(name), path)
        chips.append(chip)
        return chip

    def _read(self, chip: Chip, read: Callable[[Turn], Attached]) -> None:
        turn = self._turns[chip.number] = Turn()

        def work() -> tuple[Attached, int] | None:
            try:
                turn.check()
                file = read(turn)
            except TurnCancelled:
                return None
            return file, len(_as_sent(file).encode()) // BYTES_PER_TOKEN

        self._tasks.run(
            work, lambda made: self._on_read(chip.number, made), lambda error: self._on_not_read(chip.number, error)
        )

    def _read_file(self, path: Path, number: int, turn: Turn) -> Attached:
        assert self._files is not None
        return self._files.read(path, turn, lambda fraction: self._progress.put((number, fraction)))

    def _on_progress(self, told: Sequence[tuple[int, float]]) -> None:
        for number, fraction in dict(told).items():
            chip = self._chip(number)
            if chip is not None and chip.reading:
                self._put(replace(chip, fraction=fraction))

    def _on_read(self, number: int, made: tuple[Attached, int] | None) -> None:
        self._turns.pop(number, None)
        chip = self._chip(number)
        if chip is not None and made is not None:
            chip = replace(chip, file=made[0], tokens=made[1])
            self._put(chip)
            self._count(chip)

    def _on_not_read(self, number: int, error: AssistantError) -> None:
        self._turns.pop(number, None)
        chip = self._chip(number)
        if chip is not None:
            self._put(replace(chip, failure=error))

    def _on_not_looked_at(self, number: int, error: AssistantError) -> None:
        chip = self._chip(number)
        if chip is not None:
            self._put(replace(chip, file=None, seen=False, tokens=0, failure=error))

    # Counting and cutting

    @Slot()
    def count_again(self) -> None:
        """Another model may answer now."""
        for chip in self.chips:
            self._count(chip)

    def _count(self, chip: Chip) -> None:
        files, file = self._files, chip.file
        if files is None or file is None:
            return

        def work() -> tuple[int, int]:
            return files.tokens(_as_sent(file)), files.room()

        def done(counted: tuple[int, int]) -> None:
            now = self._chip(chip.number)
            self.room = counted[1]
            if now is not None and now.file is file:
                self._put(replace(now, tokens=counted[0], counted=True))

        if file.picture:
            self._see(files, chip, file)
        else:
            self._tasks.run(work, done)  # without a model the guess stays

    def _see(self, files: Files, chip: Chip, file: Attached) -> None:
        """Find out whether picture *file* can be looked at, and then what it costs."""

        def show(seen: bool, *, tokens: int, counted: bool) -> None:
            now = self._chip(chip.number)
            if now is not None and now.file is file:
                self._put(replace(now, seen=seen, tokens=tokens, counted=counted))

        def known(seen: bool) -> None:
            show(seen, tokens=PICTURE_TOKENS if seen else 0, counted=False)
            if seen:
                self._tasks.run(lambda: (files.picture_tokens(file), files.room()), count, fail)

        def count(counted: tuple[int, int]) -> None:
            self.room = counted[1]
            show(True, tokens=counted[0], counted=True)

        def fail(error: AssistantError) -> None:
            if isinstance(error, CannotLook):  # else nobody counts, and the guess stays
                self._on_not_looked_at(chip.number, error)

        self._tasks.run(files.sees, known)

    def _on_cut(self, cut: Sequence[tuple[int, Attached, int]]) -> None:
        self.cutting = False
        for number, file, tokens in cut:
            chip = self._chip(number)
            if chip is not None:
                self._put(replace(chip, file=file, tokens=tokens, counted=True))
        self.changed.emit()

    def _on_not_cut(self, error: AssistantError) -> None:
        self.cutting = False
        self.changed.emit()
        self.refused.emit(error)

    def _chip(self, number: int) -> Chip | None:
        return next((chip for chips in self._drafts.values() for chip in chips if chip.number == number), None)

    def _put(self, chip: Chip) -> None:
        for chips in self._drafts.values():
            chips[:] = [chip if each.number == chip.number else each for each in chips]
        self.changed.emit()


def _as_sent(file: Attached) -> str:
    return with_attachments("", [file.attachment])


def _cut(file: Attached, most: int, count: Callable[[str], int]) -> tuple[Attached, int]:
    """*file* with the beginning of its text that costs no more than *most* tokens, and what it costs."""

    def cost(text: str) -> int:
        return count(with_attachments("", [replace(file.attachment, text=text)]))

    text = beginning(file.attachment.text, most, cost)
    return replace(file, attachment=replace(file.attachment, text=text), cut=True), cost(text)
