"""How conversations are to be answered: their manners, the presets, and summaries of what became too long."""

import json
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol, TypeVar, cast

from assistant_gui.core.conversation import Conversation
from assistant_gui.core.letters import clean
from assistant_gui.core.manner import AS_SET, Manner, Preset
from assistant_gui.core.ports import Summary
from assistant_gui.store import changes
from assistant_gui.store.reading import Reading, Row
from assistant_gui.store.rows import CONVERSATION, conversation_of, json_of, manner_of
from assistant_gui.store.writing import Work

T = TypeVar("T")

_KEEP = """
    INSERT INTO presets (id, name, manner) VALUES (?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, manner = excluded.manner
"""

_SUMMARIES = """
    SELECT s.message, s.text, s.model FROM messages AS m CROSS JOIN summaries AS s ON s.message = m.id
    WHERE m.conversation = ? ORDER BY m.seq
"""

_SUMMARISE = """
    INSERT INTO summaries (message, text, model, created) VALUES (?, ?, ?, ?)
    ON CONFLICT (message) DO UPDATE SET text = excluded.text, model = excluded.model, created = excluded.created
"""


class Do(Protocol):
    """Runs work in a transaction of the writing thread and waits for it."""

    def __call__(self, work: Work[T]) -> T: ...


class Manners:
    """Part of an :class:`~assistant_gui.store.archive.Archive`; see :class:`assistant_gui.core.ports.Manners`."""

    def __init__(self, reading: Reading, do: Do, clock: Callable[[], float]) -> None:
        self._reading = reading
        self._do = do
        self._clock = clock

    def change(self, conversation: str, manner: Manner) -> Conversation:
        stored = None if manner == AS_SET else json_of(_clean(manner))

        def work(connection: sqlite3.Connection) -> Conversation:
            connection.execute("UPDATE conversations SET manner = ? WHERE id = ?", (stored, conversation))
            query = f"SELECT {CONVERSATION} FROM conversations WHERE id = ?"
            row = connection.execute(query, (conversation,)).fetchone()
            if row is None:
                raise changes.gone()
            return conversation_of(row)

        return self._do(work)

    def instructions(self, folder: str | None) -> str:
        if folder is None:
            return ""
        return self._reading.one(_first_text, "SELECT instructions FROM folders WHERE id = ?", (folder,)) or ""

    def presets(self) -> list[Preset]:
        return self._reading.all(_preset_of, "SELECT id, name, manner FROM presets ORDER BY name COLLATE NOCASE, id")

    def keep(self, preset: Preset) -> None:
        row = (preset.id, changes.one_line(preset.name), json_of(_clean(preset.manner)))
        self._do(lambda connection: _executed(connection, _KEEP, row))

    def forget(self, preset: str) -> None:
        self._do(lambda connection: _executed(connection, "DELETE FROM presets WHERE id = ?", (preset,)))

    def summaries(self, conversation: str) -> list[Summary]:
        return self._reading.all(_summary_of, _SUMMARIES, (conversation,))

    def summarise(self, summary: Summary) -> None:
        now = self._clock()

        def work(connection: sqlite3.Connection) -> None:
            changes.found(connection, summary.message)
            connection.execute(_SUMMARISE, (summary.message, clean(summary.text), summary.model, now))

        self._do(work)


def _executed(connection: sqlite3.Connection, query: str, places: tuple[str | None, ...]) -> None:
    connection.execute(query, places)


def _clean(manner: Manner) -> Manner:
    return manner if manner.instructions is None else replace(manner, instructions=clean(manner.instructions))


def _first_text(row: Row) -> str:
    return cast(tuple[str], row)[0]


def _summary_of(row: Row) -> Summary:
    return Summary(*cast(tuple[str, str, str], row))


def _preset_of(row: Row) -> Preset:
    name, title, manner = cast(tuple[str, str, str], row)
    try:
        return Preset(name, title, manner_of(manner))
    except (json.JSONDecodeError, ValueError, TypeError) as error:
        raise sqlite3.DatabaseError(f"preset {name!r}: {error}") from error
