"""Backups of the conversations: made beside the running program, checked, thinned, and put back."""

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from assistant_gui.core.backups import EVERY_S, Backup, Health, Restored
from assistant_gui.core.errors import AssistantError, using
from assistant_gui.core.language import N_
from assistant_gui.core.turn import Turn, TurnCancelled
from assistant_gui.paths import Profile, private_folder
from assistant_gui.store.copying import copied
from assistant_gui.store.exchanging import beside, exchange, new_folder, put_back, ready
from assistant_gui.store.file import Damaged, damaged, explaining, nothing_stored, open_as_it_is, open_to_write
from assistant_gui.store.health import damage, examined
from assistant_gui.store.salvage import salvaged
from assistant_gui.store.thinning import kept

SPARE_BYTES = 50_000_000
"""Left free on the disk by a backup, for the conversations themselves."""

_NAME = "%Y%m%dT%H%M%SZ.sqlite3"

Step = Callable[[], None]
Swap = Callable[[Step, Step], None]
"""Runs the first while nobody has the file open; the second undoes it when what is there then cannot be opened."""


class FileBackups:
    """Of the database *file*, in ``backups`` beside it. Safe from any thread; one thing is done at a time."""

    def __init__(self, file: Path, swap: Swap | None = None, clock: Callable[[], float] = time.time) -> None:
        """Without *swap* the file must not be open anywhere while something is put in its place."""
        profile = Profile(file.parent)
        self.folder = profile.backups
        self._aside = profile.aside
        self._file = file
        self._swap = swap or (lambda change, undo: swapped(file, change, undo))
        self._clock = clock
        self._turn = Turn()
        self._lock = threading.Lock()
        self._known: dict[tuple[Path, int, int], Backup] = {}

    def close(self) -> None:
        """Call off what is going on, and wait until it has ended; nothing can be done afterwards."""
        self._turn.cancel()
        self._lock.acquire()
        self._lock.release()

    def all(self) -> list[Backup]:
        backups = (self._seen(made, file) for made, file in stored_in(self.folder))
        return [backup for backup in backups if backup is not None]

    def make(self, target: Path | None = None) -> Backup:
        with self._one_at_a_time():
            return self._made(target)

    def make_if_due(self, after: float = EVERY_S) -> Backup | None:
        with self._one_at_a_time():
            return self._made(None) if self._due(after) else None

    def restore(self, file: Path | None = None) -> Restored:
        with self._one_at_a_time():
            health = self._newest_ready() if file is None else self._ready(file)
            self._keep_present()
            return self._put_in_place(health)

    def salvage(self) -> Restored:
        with self._one_at_a_time():
            ready(self._file).unlink(missing_ok=True)
            return self._put_in_place(salvaged(self._file, ready(self._file)))

    def start_empty(self) -> Restored:
        with self._one_at_a_time():
            new = ready(self._file)
            new.unlink(missing_ok=True)
            open_to_write(new).close()
            return self._put_in_place(Health(0, 0))

    def check(self) -> Health:
        if not self._file.exists():
            raise nothing_stored(self._file)
        with self._called_off():
            try:
                return examined(self._file, self._turn)
            except Damaged as error:
                return Health(0, 0, (str(error),))

    @contextmanager
    def _one_at_a_time(self) -> Iterator[None]:
        with self._lock, self._called_off():
            yield

    @contextmanager
    def _called_off(self) -> Iterator[None]:
        try:
            yield
        except TurnCancelled as cancelled:
            raise AssistantError(N_("This was called off, as the assistant is closed.")) from cancelled

    # -- making

    def _made(self, target: Path | None) -> Backup:
        if not self._file.exists():
            raise nothing_stored(self._file)
        now = datetime.fromtimestamp(int(self._clock()), UTC)
        if target is None:
            with using(self.folder):
                private_folder(self.folder)
            self._refuse_full_disk()
            target = _free_name(self.folder, now)
        elif target.exists() and target.samefile(self._file):
            raise AssistantError(N_("{file} is the file itself."), N_("Choose another place."), file=target)
        health = copied(self._file, target, self._sound, self._turn)
        self._thin(now)
        return Backup(target, now.timestamp(), target.stat().st_size, health.conversations, health.messages)

    def _sound(self, copy: Path) -> Health:
        health = examined(copy, self._turn, each_row=False)
        if health.faults:
            raise damaged(self._file)
        return health

    def _thin(self, now: datetime) -> None:
        stored = dict(stored_in(self.folder))
        for made in stored.keys() - kept(stored, now):
            with using(self.folder):
                stored[made].unlink(missing_ok=True)

    def _due(self, after: float) -> bool:
        """Something is stored, and was changed since the newest backup, which is *after* seconds old."""
        if not self._file.exists():
            return False
        stored = stored_in(self.folder)
        if not stored:
            return _counts(self._file)[0] > 0
        newest = stored[0][0].timestamp()
        return abs(self._clock() - newest) >= after and self._changed() > newest

    def _changed(self) -> float:
        files = (self._file, beside(self._file, "-wal"))
        return max(each.stat().st_mtime for each in files if each.exists())

    def _refuse_full_disk(self) -> None:
        size = sum(each.stat().st_size for each in (self._file, beside(self._file, "-wal")) if each.exists())
        if shutil.disk_usage(self.folder).free < size + SPARE_BYTES:
            raise AssistantError(
                N_("There is no space left for a backup in {folder}."),
                N_("Free some space; your conversations themselves are safe."),
                folder=self.folder,
            )

    def _seen(self, made: datetime, file: Path) -> Backup | None:
        try:
            told = file.stat()
            key = file, told.st_size, told.st_mtime_ns
            if key not in self._known:
                self._known[key] = Backup(file, made.timestamp(), told.st_size, *_counts(file))
        except (OSError, AssistantError):
            return None
        return self._known[key]

    # -- putting in place

    def _newest_ready(self) -> Health:
        for _, file in stored_in(self.folder):
            try:
                return self._ready(file)
            except AssistantError:
                continue
        raise AssistantError(N_("There is no backup in {folder}."), N_("Name a file."), folder=self.folder)

    def _ready(self, file: Path) -> Health:
        if not file.is_file():
            raise AssistantError(N_("There is no file {file}."), N_("Check the name."), file=file)
        if file.exists() and self._file.exists() and file.samefile(self._file):
            raise AssistantError(N_("{file} is the file itself."), N_("Name a backup of it."), file=file)

        def refused(why: str) -> AssistantError:
            return AssistantError(
                N_("{file} is no good backup: {why}"),
                N_("Nothing was changed; choose another one."),
                file=file,
                why=why,
            )

        def sound(copy: Path) -> Health:
            health = examined(copy, self._turn)
            if health.faults:
                raise refused(health.faults[0])
            return health

        try:
            return copied(file, ready(self._file), sound, self._turn)
        except Damaged as error:  # what it says is for the conversations themselves
            raise refused(damage(error.__cause__ or error)) from error

    def _keep_present(self) -> None:
        """So that the way back is in the list; a file that is damaged or empty is only put aside."""
        try:
            if self._file.exists() and _counts(self._file)[0]:
                self._made(None)
        except AssistantError:
            pass

    def _put_in_place(self, health: Health) -> Restored:
        aside = new_folder(self._aside, datetime.fromtimestamp(self._clock(), UTC))
        self._swap(lambda: exchange(self._file, aside), lambda: put_back(self._file, aside))
        return Restored(health.conversations, health.messages, aside if aside.exists() else None)


def swapped(file: Path, change: Step, undo: Step) -> None:
    """A :data:`Swap` for a *file* that nobody has open."""
    try:
        change()
        open_to_write(file).close()
    except BaseException:
        undo()
        raise


def stored_in(folder: Path) -> list[tuple[datetime, Path]]:
    """When each backup was made, and where it is, newest first."""
    found = []
    for file in folder.glob("*.sqlite3"):
        try:
            found.append((datetime.strptime(file.name, _NAME).replace(tzinfo=UTC), file))
        except ValueError:
            continue  # not one of ours
    return sorted(found, reverse=True)


def _free_name(folder: Path, now: datetime) -> Path:
    """Named after the second it was made in, or the first free one after it."""
    second = int(now.timestamp())
    while (file := folder / datetime.fromtimestamp(second, UTC).strftime(_NAME)).exists():
        second += 1
    return file


def _counts(file: Path) -> tuple[int, int]:
    with explaining(file, opening=True), closing(open_as_it_is(file)) as looking:
        query = "SELECT (SELECT count(*) FROM conversations), (SELECT count(*) FROM messages)"
        conversations, messages = looking.execute(query).fetchone()
        return conversations, messages
