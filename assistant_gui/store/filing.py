"""Where conversations lie: in folders, pinned, archived, in the trash. Many at once are one transaction."""

import json
import sqlite3
import uuid
from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from assistant_gui.core.conversation import Conversation, Folder
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.filing import KEPT_IN_TRASH_S
from assistant_gui.core.language import N_
from assistant_gui.core.letters import clean
from assistant_gui.store import changes
from assistant_gui.store.reading import Place, Reading
from assistant_gui.store.rows import CONVERSATION, conversation_of, folder_of
from assistant_gui.store.writing import Work

T = TypeVar("T")

_FOLDER = "id, name, created, instructions, position"
_MANY = "(SELECT value FROM json_each(?))"


class _Write(Protocol):
    def __call__(self, work: Work[T]) -> T: ...


class Filing:
    """Belongs to an archive (``Archive.filing``) and may be called from where that may be called.

    What takes many ids leaves out those that are gone, and raises AssistantError
    only when none is left. Each change gives back the conversations as they are
    now; :meth:`refile` with those of before undoes it.
    """

    def __init__(self, reading: Reading, write: _Write, forget: Callable[[], None], clock: Callable[[], float]) -> None:
        """*forget* has deleted words wiped from the disk."""
        self._reading = reading
        self._write = write
        self._forget = forget
        self._clock = clock

    # Folders

    def folders(self) -> list[Folder]:
        """From the top of the list."""
        return self._reading.all(folder_of, f"SELECT {_FOLDER} FROM folders ORDER BY position, created")

    def folder(self, id: str) -> Folder | None:
        return self._reading.one(folder_of, f"SELECT {_FOLDER} FROM folders WHERE id = ?", (id,))

    def create_folder(self, name: str, instructions: str = "") -> Folder:
        """A folder below the others."""
        made, now = uuid.uuid4().hex, self._clock()

        def work(connection: sqlite3.Connection) -> Folder:
            below = "(SELECT coalesce(max(position), 0) + 1 FROM folders)"
            query = f"INSERT INTO folders ({_FOLDER}) VALUES (?, ?, ?, ?, {below}) RETURNING {_FOLDER}"
            return folder_of(connection.execute(query, (made, _named(name), now, clean(instructions))).fetchone())

        return self._write(work)

    def rename_folder(self, id: str, name: str) -> Folder:
        return self._write(lambda connection: _set_folder(connection, id, "name", _named(name)))

    def instruct(self, id: str, instructions: str) -> Folder:
        """Give the conversations of folder *id* a system prompt; empty is as in the settings."""
        return self._write(lambda connection: _set_folder(connection, id, "instructions", clean(instructions)))

    def arrange(self, folders: Sequence[str]) -> list[Folder]:
        """Put the folders in this order; those not named keep their places' order, below."""

        def work(connection: sqlite3.Connection) -> None:
            known = [name for (name,) in connection.execute("SELECT id FROM folders ORDER BY position, created")]
            wanted = [each for each in folders if each in known] + [each for each in known if each not in folders]
            connection.executemany("UPDATE folders SET position = ? WHERE id = ?", list(enumerate(wanted, 1)))

        self._write(work)
        return self.folders()

    def delete_folder(self, id: str) -> list[Conversation]:
        """The folder goes, its conversations stay; they come back without it."""

        def work(connection: sqlite3.Connection) -> list[Conversation]:
            query = f"UPDATE conversations SET folder = NULL WHERE folder = ? RETURNING {CONVERSATION}"
            freed = [conversation_of(row) for row in connection.execute(query, (id,)).fetchall()]
            if connection.execute("DELETE FROM folders WHERE id = ?", (id,)).rowcount != 1:
                raise _folder_gone()
            return freed

        return self._write(work)

    # Conversations

    def move(self, ids: Sequence[str], folder: str | None) -> list[Conversation]:
        """Into *folder*, or out of any."""

        def work(connection: sqlite3.Connection) -> list[Conversation]:
            if folder is not None and not has_folder(connection, folder):
                raise _folder_gone()
            return _placed(connection, ids, "folder = ?", folder)

        return self._write(work)

    def pin(self, ids: Sequence[str], *, on: bool = True) -> list[Conversation]:
        return self._since(ids, "pinned", on=on)

    def archive(self, ids: Sequence[str], *, on: bool = True) -> list[Conversation]:
        """Out of the list, or back into it; archived ones are found by a search."""
        return self._since(ids, "archived", on=on)

    def trash(self, ids: Sequence[str]) -> list[Conversation]:
        """Out of sight of everything but the trash; deleted for good after 30 days."""
        return self._since(ids, "trashed", on=True)

    def restore(self, ids: Sequence[str]) -> list[Conversation]:
        """Out of the trash, to where they were."""
        return self._since(ids, "trashed", on=False)

    def refile(self, before: Sequence[Conversation], folder: Folder | None = None) -> list[Conversation]:
        """Put conversations back where *before* says they were; *folder* is made again if it was deleted."""
        query = f"""
            UPDATE conversations SET folder = (SELECT id FROM folders WHERE id = ?), pinned = ?, archived = ?, trashed = ?
            WHERE id = ? RETURNING {CONVERSATION}
        """

        def work(connection: sqlite3.Connection) -> list[Conversation]:
            if folder is not None:
                _bring_back(connection, folder)
            filed = []
            for each in before:
                places = (each.folder, each.pinned, each.archived, each.trashed, each.id)
                filed += connection.execute(query, places).fetchall()
            if before and not filed:
                raise changes.gone()
            return [conversation_of(row) for row in filed]

        return self._write(work)

    # The trash

    def trashed(self) -> list[Conversation]:
        """What is in the trash, newest in it first."""
        query = (
            f"SELECT {CONVERSATION} FROM conversations WHERE trashed IS NOT NULL ORDER BY trashed DESC, recency DESC"
        )
        return self._reading.all(conversation_of, query)

    def delete_for_good(self, ids: Sequence[str]) -> list[str]:
        """Delete with all that is in them, in the trash or not; which were still here."""

        def work(connection: sqlite3.Connection) -> list[str]:
            query = f"SELECT id FROM conversations WHERE id IN {_MANY}"
            return _deleted(connection, connection.execute(query, (json.dumps(list(ids)),)).fetchall())

        deleted = self._write(work)
        if not deleted:
            raise changes.gone()
        self._forget()
        return deleted

    def empty_trash(self) -> list[str]:
        """Delete for good all that is in the trash; which those were."""

        def work(connection: sqlite3.Connection) -> list[str]:
            query = "SELECT id FROM conversations WHERE trashed IS NOT NULL"
            return _deleted(connection, connection.execute(query).fetchall())

        deleted = self._write(work)
        self._forget()
        return deleted

    def _since(self, ids: Sequence[str], column: str, *, on: bool) -> list[Conversation]:
        if on:
            now = self._clock()
            return self._write(lambda connection: _placed(connection, ids, f"{column} = coalesce({column}, ?)", now))
        return self._write(lambda connection: _placed(connection, ids, f"{column} = ?", None))


def has_folder(connection: sqlite3.Connection, id: str) -> bool:
    return connection.execute("SELECT 1 FROM folders WHERE id = ?", (id,)).fetchone() is not None


def purge_trash(connection: sqlite3.Connection, now: float) -> bool:
    """Delete for good what was put in the trash 30 days ago or earlier; whether there was any."""
    query = "SELECT id FROM conversations WHERE trashed <= ?"
    return bool(_deleted(connection, connection.execute(query, (now - KEPT_IN_TRASH_S,)).fetchall()))


def _placed(connection: sqlite3.Connection, ids: Sequence[str], what: str, value: Place) -> list[Conversation]:
    query = f"UPDATE conversations SET {what} WHERE id IN {_MANY} RETURNING {CONVERSATION}"
    rows = connection.execute(query, (value, json.dumps(list(ids)))).fetchall()
    if not rows:
        raise changes.gone()
    return [conversation_of(row) for row in rows]


def _deleted(connection: sqlite3.Connection, found: list[tuple[str]]) -> list[str]:
    ids = [name for (name,) in found]
    for each in ids:
        changes.delete(connection, each)
    return ids


def _set_folder(connection: sqlite3.Connection, id: str, column: str, value: str) -> Folder:
    row = connection.execute(
        f"UPDATE folders SET {column} = ? WHERE id = ? RETURNING {_FOLDER}", (value, id)
    ).fetchone()
    if row is None:
        raise _folder_gone()
    return folder_of(row)


def _bring_back(connection: sqlite3.Connection, folder: Folder) -> None:
    connection.execute(
        f"INSERT INTO folders ({_FOLDER}) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
        (folder.id, clean(folder.name), folder.created, clean(folder.instructions), folder.position),
    )


def _named(name: str) -> str:
    line = changes.one_line(name)
    if not line:
        raise AssistantError(N_("A folder needs a name."), N_("Write one."))
    return line


def _folder_gone() -> AssistantError:
    return AssistantError(N_("This folder is no longer there."), N_("Choose another one, or make a new one."))
