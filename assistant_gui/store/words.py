"""Finding words in messages, also in scripts that put no spaces between them."""

import re
import sqlite3

CJK = (
    "\u1100-\u11ff\u3130-\u318f\uac00-\ud7af"  # Hangul
    "\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"  # Han
    "\u3040-\u30ff\u31f0-\u31ff"  # kana
    "\u3100-\u312f\u31a0-\u31bf"  # bopomofo
)
"""The letters of scripts without spaces, as ranges of a regular expression."""

_PIECES = re.compile(f"[{CJK}]|[^{CJK}]+")


def split(text: str) -> str:
    """*text* with every Chinese, Japanese or Korean character a word of its own."""
    return text if text.isascii() else " ".join(_PIECES.findall(text))


def query(text: str) -> str:
    """What FTS5 is asked for *text*: every word of it somewhere, the last one perhaps unfinished."""
    words = text.replace("\0", " ").replace('"', " ").split()
    phrases = [f'"{split(word).strip()}"' for word in words]
    return " ".join(phrases) + "*" if phrases else ""


def remember(connection: sqlite3.Connection, seq: int, text: str) -> None:
    """Make the message numbered *seq* findable."""
    connection.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (seq, split(text)))


def forget(connection: sqlite3.Connection, seq: int, text: str) -> None:
    """Undo :func:`remember`; *text* must be the same."""
    connection.execute("INSERT INTO words (words, rowid, text) VALUES ('delete', ?, ?)", (seq, split(text)))


def purge(connection: sqlite3.Connection) -> None:
    """Rewrite the index, which until then still holds the words it was told to forget."""
    connection.execute("INSERT INTO words (words) VALUES ('optimize')")


def rebuild(connection: sqlite3.Connection) -> None:
    """Make the index anew from the messages."""
    connection.execute("INSERT INTO words (words) VALUES ('delete-all')")
    for seq, text in connection.execute("SELECT seq, text FROM messages WHERE state <> 'growing'"):
        remember(connection, seq, text)
