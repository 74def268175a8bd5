"""The database file: opening it to write or to read, and what can be wrong with it."""

import logging
import os
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.store.schema import MIGRATIONS, Migration, intact, migrate, version

_log = logging.getLogger(__name__)

_PATIENCE_S = 5.0
"""How long one connection waits for another's lock; with one writer only recovery and checkpoints lock."""

_CAREFUL = (
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA mmap_size = 0",
    "PRAGMA temp_store = MEMORY",
)

_WRITING = (
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA journal_size_limit = 16777216",
)


_NOWHERE = Path("only in memory")


def nowhere() -> Path:
    """A place for a file that is only in memory: nothing of it touches the disk, and it is gone when it is closed."""
    return _NOWHERE / uuid.uuid4().hex


def is_nowhere(file: Path) -> bool:
    return file.parent == _NOWHERE


class Damaged(AssistantError):
    """The file with the conversations cannot be trusted any more; nothing in it was changed."""


def open_to_write(file: Path, migrations: tuple[Migration, ...] = MIGRATIONS) -> sqlite3.Connection:
    """The one writing connection to *file*, which is made or brought up to date if need be.

    Raises AssistantError when the file is newer than this program (nothing is
    changed then), damaged, or cannot be written.
    """
    with explaining(file, opening=True):
        if not _made(file):
            with closing(_connected(file, "ro")) as looking:
                _refuse_newer(looking, file, len(migrations))
        connection = _connected(file, "rw")
        try:
            _prepare(connection)
            migrate(connection, migrations)
            if not intact(connection, migrations):
                raise damaged(file)
        except BaseException:
            connection.close()
            raise
    _log.info("sqlite %s opened %s at version %d", sqlite3.sqlite_version, file.name, len(migrations))
    return connection


def open_to_read(file: Path) -> sqlite3.Connection:
    """A connection that cannot change *file*. Raises AssistantError when it cannot be read."""
    with explaining(file, opening=True):
        if not is_nowhere(file) and not file.exists():
            raise nothing_stored(file)
        connection = _connected(file, "ro")
        try:
            connection.execute("PRAGMA query_only = ON")
            _refuse_newer(connection, file, len(MIGRATIONS))
            if version(connection) < len(MIGRATIONS):
                raise AssistantError(
                    N_("{file} was made by an older version of this program."),
                    N_("Open the assistant once so that the file is brought up to date."),
                    file=file,
                )
            if not intact(connection):
                raise damaged(file)
        except BaseException:
            connection.close()
            raise
    return connection


def open_as_it_is(file: Path) -> sqlite3.Connection:
    """A connection that cannot change *file*, of whatever version it is; raises what SQLite raises."""
    return _connected(file, "ro")


@contextmanager
def explaining(file: Path, *, opening: bool = False) -> Iterator[None]:
    """Turn what SQLite says about the disk or *file* into a sentence; bugs pass as they are.

    While *opening*, a table that is missing or there twice means a damaged file too.
    """
    try:
        yield
    except sqlite3.Error as error:
        explained = _explained(error, file, opening=opening)
        if explained is None:
            raise
        raise explained from error
    except UnicodeDecodeError as error:  # Python could not even read SQLite's complaint
        raise damaged(file) from error
    except OSError as error:
        raise AssistantError(
            N_("{file} cannot be opened: {reason}."),
            N_("Check that the folder is yours and that the disk is neither full nor read-only."),
            file=file,
            reason=error.strerror or error,
        ) from error


def _explained(error: sqlite3.Error, file: Path, *, opening: bool) -> AssistantError | None:
    code = _code(error)
    if opening and (code == sqlite3.SQLITE_ERROR or (code == sqlite3.SQLITE_READONLY and os.access(file, os.W_OK))):
        code = sqlite3.SQLITE_CORRUPT  # its own header says that nobody may write
    match code:
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_FORMAT:
            return damaged(file)
        case sqlite3.SQLITE_FULL:
            return AssistantError(
                N_("There is no space left to store this in {folder}."),
                N_("Free some space and try again; everything stored before is safe."),
                folder=file.parent,
            )
        case sqlite3.SQLITE_IOERR:
            return AssistantError(
                N_("The disk could not read or write {file}."),
                N_("Check the disk and its free space and try again; everything stored before is kept."),
                file=file,
            )
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            return AssistantError(
                N_("{file} cannot be opened or written."),
                N_("Check that the file and its folder are yours and not read-only."),
                file=file,
            )
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED | sqlite3.SQLITE_PROTOCOL:
            return AssistantError(
                N_("Another program is using {file}."), N_("Close that program and try again."), file=file
            )
    return None


def nothing_stored(file: Path) -> AssistantError:
    return AssistantError(
        N_("There are no conversations in {folder} yet."),
        N_("Ask something first, or name another profile."),
        folder=file.parent,
    )


def damaged(file: Path) -> Damaged:
    return Damaged(
        N_("The file with your conversations is damaged: {file}."),
        N_(
            "It was left as it is. Open the window to choose what to do, "
            "or type: assistant-gui restore --list, or: assistant-gui restore --salvage"
        ),
        file=file,
    )


def tells_of_damage(error: sqlite3.Error) -> bool:
    """Whether it is the file that is wrong, and not the disk or the program."""
    return _code(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT)


def private_file(file: Path) -> None:
    """Make *file*, readable by its owner alone. Raises FileExistsError when it is there."""
    os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))


def sync_folder(folder: Path) -> None:
    """Wait until names that were made, changed or taken away in *folder* are on the disk."""
    if os.name == "posix":
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def _code(error: sqlite3.Error) -> int:
    """SQLite's primary result code; what only Python found wrong is misuse, or text that is no text any more."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF
    misused = isinstance(error, sqlite3.ProgrammingError | sqlite3.InterfaceError | sqlite3.NotSupportedError)
    return sqlite3.SQLITE_MISUSE if misused else sqlite3.SQLITE_CORRUPT


def _made(file: Path) -> bool:
    """Make *file* if it is not there, readable by its owner alone; say whether it was made."""
    if is_nowhere(file):
        return True
    try:
        private_file(file)
    except FileExistsError:
        if os.name == "posix" and file.stat().st_mode & 0o077:
            file.chmod(0o600)  # -wal and -shm take their mode from it
        return False
    sync_folder(file.parent)
    return True


def _connected(file: Path, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"file:/{file.name}?vfs=memdb" if is_nowhere(file) else f"{file.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=_PATIENCE_S,
        isolation_level=None,  # transactions are ours to begin
        check_same_thread=False,  # handed from thread to thread, never shared
        cached_statements=64,
    )
    try:
        for pragma in _CAREFUL:
            connection.execute(pragma)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection) -> None:
    mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
    if mode not in ("wal", "memory"):
        raise AssistantError(
            N_("The disk that holds the profile cannot keep conversations safely."),
            N_("Choose a profile folder on a local disk."),
        )
    for pragma in _WRITING:
        connection.execute(pragma)


def _refuse_newer(connection: sqlite3.Connection, file: Path, known: int) -> None:
    if version(connection) > known:
        raise AssistantError(
            N_("{file} was made by a newer version of this program."),
            N_("Install that version again, or choose another profile; the file was not changed."),
            file=file,
        )
