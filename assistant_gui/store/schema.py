"""The tables, and how an older file becomes a newer one.

``user_version`` in the file counts the migrations it has had. A migration that
was published is never changed; what comes later is a new one at the end.
"""

import sqlite3
from contextlib import closing
from functools import cache

Migration = tuple[str, ...]

_FIRST: Migration = (
    """
    CREATE TABLE conversations (
      id      TEXT PRIMARY KEY NOT NULL,
      title   TEXT NOT NULL,
      created REAL NOT NULL,
      changed REAL NOT NULL,
      recency INTEGER NOT NULL UNIQUE,  -- counts changes: the order of the list, whatever the clock does
      head    TEXT REFERENCES messages (id) DEFERRABLE INITIALLY DEFERRED,
      digest  TEXT                      -- of the content, when it was imported
    ) STRICT
    """,
    """
    CREATE TABLE messages (
      seq          INTEGER PRIMARY KEY,  -- the order in which they were stored, whatever the clock does
      id           TEXT NOT NULL UNIQUE,
      conversation TEXT NOT NULL REFERENCES conversations (id) DEFERRABLE INITIALLY DEFERRED,
      parent       TEXT REFERENCES messages (id) DEFERRABLE INITIALLY DEFERRED,
      role         TEXT NOT NULL CHECK (role IN ('system', 'user', 'assistant')),
      text         TEXT NOT NULL,
      created      REAL NOT NULL,
      origin       TEXT NOT NULL CHECK (origin IN ('typed', 'spoken', 'model', 'correction', 'imported')),
      state        TEXT NOT NULL CHECK (state IN ('growing', 'whole', 'stopped', 'broken')),
      corrects     TEXT REFERENCES messages (id) DEFERRABLE INITIALLY DEFERRED,
      generator    TEXT,                 -- JSON: core.conversation.Generator
      rating       TEXT CHECK (rating IN ('up', 'down')),
      spoken       INTEGER NOT NULL DEFAULT 0 CHECK (spoken IN (0, 1)),
      heard        INTEGER,
      signal       TEXT GENERATED ALWAYS AS (
        CASE
          WHEN role <> 'assistant' OR state <> 'whole' OR rating = 'down' OR trim(text) = '' THEN NULL
          WHEN origin = 'correction' THEN 'corrected'
          WHEN origin = 'imported' THEN 'imported'
          WHEN rating = 'up' THEN 'rated_up'
        END
      ) VIRTUAL                          -- why this answer teaches something: core.learning.Signal
    ) STRICT
    """,
    "CREATE INDEX conversations_head ON conversations (head)",
    "CREATE UNIQUE INDEX conversations_digest ON conversations (digest) WHERE digest IS NOT NULL",
    "CREATE INDEX messages_conversation ON messages (conversation)",
    "CREATE INDEX messages_parent ON messages (parent)",
    "CREATE INDEX messages_root ON messages (conversation) WHERE parent IS NULL",
    "CREATE INDEX messages_corrects ON messages (corrects) WHERE corrects IS NOT NULL",
    "CREATE INDEX messages_signal ON messages (conversation, signal) WHERE signal IS NOT NULL",
    "CREATE INDEX messages_growing ON messages (seq) WHERE state = 'growing'",
    # The text itself is not kept twice: store/words.py gives the index what to forget.
    "CREATE VIRTUAL TABLE words USING fts5 (text, content = '', tokenize = 'unicode61 remove_diacritics 2')",
)

_SECOND: Migration = (
    """
    CREATE TABLE folders (
      id           TEXT PRIMARY KEY NOT NULL,
      name         TEXT NOT NULL,
      created      REAL NOT NULL,
      instructions TEXT NOT NULL,
      position     INTEGER NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE presets (
      id     TEXT PRIMARY KEY NOT NULL,
      name   TEXT NOT NULL,
      manner TEXT NOT NULL               -- JSON: core.manner.Manner
    ) STRICT
    """,
    """
    CREATE TABLE contents (              -- of attached files, each kept once
      digest TEXT PRIMARY KEY NOT NULL,  -- SHA-256, hex
      bytes  BLOB NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE attachments (
      id       TEXT PRIMARY KEY NOT NULL,
      message  TEXT NOT NULL REFERENCES messages (id) DEFERRABLE INITIALLY DEFERRED,
      position INTEGER NOT NULL,
      name     TEXT NOT NULL,
      media    TEXT NOT NULL,
      size     INTEGER NOT NULL,
      digest   TEXT NOT NULL REFERENCES contents (digest) DEFERRABLE INITIALLY DEFERRED,
      text     TEXT NOT NULL             -- what the model is given
    ) STRICT
    """,
    """
    CREATE TABLE summaries (
      message TEXT PRIMARY KEY NOT NULL REFERENCES messages (id) DEFERRABLE INITIALLY DEFERRED,
      text    TEXT NOT NULL,             -- the dialogue up to and with this message, in short
      model   TEXT NOT NULL,
      created REAL NOT NULL
    ) STRICT
    """,
    "CREATE INDEX attachments_message ON attachments (message, position)",
    "CREATE INDEX attachments_digest ON attachments (digest)",
    "ALTER TABLE conversations ADD COLUMN named INTEGER NOT NULL DEFAULT 0 CHECK (named IN (0, 1))",
    "ALTER TABLE conversations ADD COLUMN folder TEXT REFERENCES folders (id) DEFERRABLE INITIALLY DEFERRED",
    "ALTER TABLE conversations ADD COLUMN pinned REAL",
    "ALTER TABLE conversations ADD COLUMN archived REAL",
    "ALTER TABLE conversations ADD COLUMN trashed REAL",
    "ALTER TABLE conversations ADD COLUMN manner TEXT",  # JSON: core.manner.Manner
    "ALTER TABLE messages ADD COLUMN instead TEXT REFERENCES messages (id) DEFERRABLE INITIALLY DEFERRED",
    """
    ALTER TABLE messages ADD COLUMN wish TEXT
    CHECK (wish IN ('edited', 'another', 'shorter', 'longer', 'continued'))
    """,
    "ALTER TABLE messages ADD COLUMN faults TEXT",  # JSON: a list of core.conversation.Fault
    "ALTER TABLE messages ADD COLUMN remark TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE messages ADD COLUMN removed REAL",
    "CREATE INDEX conversations_folder ON conversations (folder) WHERE folder IS NOT NULL",
    "CREATE INDEX conversations_trashed ON conversations (trashed) WHERE trashed IS NOT NULL",
    "CREATE INDEX messages_instead ON messages (instead) WHERE instead IS NOT NULL",
    "CREATE INDEX messages_removed ON messages (removed) WHERE removed IS NOT NULL",
)

# The columns stand so that a row of one table fits into no other: store/salvage.py tells them apart by that.
_THIRD: Migration = (
    """
    CREATE TABLE decisions (             -- what the person decided about an answer that teaches, or might
      message TEXT PRIMARY KEY NOT NULL REFERENCES messages (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
      decided REAL NOT NULL,
      mark    TEXT CHECK (mark IN ('approved', 'excluded')),
      text    TEXT,                      -- learned instead of the answer, which stays as it is
      CHECK (mark IS NOT NULL OR text IS NOT NULL)
    ) STRICT
    """,
    """
    CREATE TABLE confirmed (             -- kinds of private things that are replaced: core.lessons.Private
      kind  TEXT PRIMARY KEY NOT NULL,
      since REAL NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE left_alone (            -- private things that are learned as they are
      message TEXT NOT NULL REFERENCES messages (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
      since   REAL NOT NULL,
      digest  TEXT NOT NULL CHECK (length(digest) = 64),  -- of the kind and the thing: SHA-256, hex
      reason  TEXT NOT NULL,
      PRIMARY KEY (message, digest)
    ) STRICT
    """,
    "CREATE INDEX messages_taught ON messages (seq) WHERE signal IS NOT NULL",
)

_FOURTH: Migration = (
    """
    CREATE TABLE votes (                 -- how the person voted on two answers: core.comparing.Ballot
      number  INTEGER PRIMARY KEY,
      voted   REAL NOT NULL,
      adapter TEXT NOT NULL,             -- the one on trial
      against TEXT NOT NULL,             -- the other one; empty is the base
      base    TEXT NOT NULL,
      message TEXT REFERENCES messages (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,  -- NULL: it was typed
      vote    TEXT NOT NULL CHECK (vote IN ('new', 'old', 'good', 'bad')),
      prompt  TEXT NOT NULL,             -- JSON: (role, text) up to the question
      new     TEXT NOT NULL,
      old     TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX votes_adapter ON votes (adapter, against)",
    "CREATE INDEX votes_message ON votes (message) WHERE message IS NOT NULL",
)

MIGRATIONS: tuple[Migration, ...] = (_FIRST, _SECOND, _THIRD, _FOURTH)


def version(connection: sqlite3.Connection) -> int:
    """How many migrations the file has had."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection, migrations: tuple[Migration, ...] = MIGRATIONS) -> None:
    """Bring the file up to date: each migration wholly or not at all, its number last."""
    for number in range(version(connection) + 1, len(migrations) + 1):
        connection.execute("BEGIN IMMEDIATE")
        try:
            for statement in migrations[number - 1]:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")
            connection.execute("COMMIT")
        except BaseException:
            connection.rollback()
            raise


def intact(connection: sqlite3.Connection, migrations: tuple[Migration, ...] = MIGRATIONS) -> bool:
    """Whether the file holds the tables that *migrations* make, to the letter."""
    return _tables(connection) == _expected(migrations)


@cache
def _expected(migrations: tuple[Migration, ...]) -> frozenset[tuple[str, str]]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        migrate(connection, migrations)
        return _tables(connection)


def _tables(connection: sqlite3.Connection) -> frozenset[tuple[str, str]]:
    """What the file says of its tables and indexes; those inside the search index are SQLite's own affair."""
    query = "SELECT name, iif(name LIKE 'words^_%' ESCAPE '^', '', ifnull(sql, '')) FROM sqlite_schema"
    return frozenset(connection.execute(query).fetchall())
