"""What a person decided elsewhere about training data, taken in with the messages it is about."""

import sqlite3

from assistant_gui.core.exchange import Confirmed, LeftAlone
from assistant_gui.core.lessons import Decision
from assistant_gui.core.letters import clean

INTO_DECISIONS = """
    INTO decisions (message, decided, mark, text) SELECT id, ?, ?, ? FROM messages WHERE id = ? AND role = 'assistant'
"""
INTO_LEFT = "INTO left_alone (message, since, digest, reason) SELECT id, ?, ?, ? FROM messages WHERE id = ?"


def adopt(connection: sqlite3.Connection, line: Decision | LeftAlone | Confirmed, now: float) -> None:
    """Take in what was decided elsewhere; what was decided here stays."""
    match line:
        case Decision():
            text = None if line.text is None else clean(line.text)
            connection.execute(f"INSERT OR IGNORE {INTO_DECISIONS}", (now, line.mark, text, line.id))
        case LeftAlone():
            left = (now, line.digest, clean(line.reason), line.message)
            connection.execute(f"INSERT OR IGNORE {INTO_LEFT}", left)
        case Confirmed():
            connection.execute("INSERT OR IGNORE INTO confirmed (kind, since) VALUES (?, ?)", (line.kind.value, now))
