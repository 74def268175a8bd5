"""Searching what was said, and the titles it was said under."""

from typing import cast

from assistant_gui.core.search import Hit
from assistant_gui.store import words
from assistant_gui.store.reading import Reading, Row
from assistant_gui.store.rows import CONVERSATION, conversation_of, message_of, whole_message
from assistant_gui.store.snippets import folded, found, snippet

TITLES_AT_MOST = 20

_COLUMNS = len(CONVERSATION.split(", "))
_CONVERSATION_OF_C = ", ".join(f"c.{column}" for column in CONVERSATION.split(", "))

_MESSAGES = f"""
    SELECT {_CONVERSATION_OF_C}, {whole_message("m")} FROM words
    CROSS JOIN messages AS m ON m.seq = words.rowid CROSS JOIN conversations AS c ON c.id = m.conversation
    WHERE words MATCH ? AND m.removed IS NULL AND c.trashed IS NULL
    ORDER BY words.rowid DESC LIMIT ?
"""

_TITLES = "SELECT id, title FROM conversations WHERE trashed IS NULL ORDER BY recency DESC"
_TITLED = f"SELECT {CONVERSATION} FROM conversations WHERE id = ?"


def everywhere(reading: Reading, text: str, limit: int) -> list[Hit]:
    """Titles first, newest change first; then messages, newest first."""
    titles = in_titles(reading, text, min(limit, TITLES_AT_MOST))
    return titles + in_messages(reading, text, limit - len(titles))


def in_messages(reading: Reading, text: str, limit: int) -> list[Hit]:
    """Messages that hold every word of *text*, the last one perhaps unfinished."""
    wanted = words.query(text)

    def hit(row: Row) -> Hit:
        message = message_of(row[_COLUMNS:])
        return Hit(conversation_of(row[:_COLUMNS]), message, *snippet(message.text, text))

    return reading.all(hit, _MESSAGES, (wanted, limit)) if wanted else []


def in_titles(reading: Reading, text: str, limit: int) -> list[Hit]:
    """Conversations with every word of *text* anywhere in their title; looks at all titles, which are few and short."""
    wanted = folded(text).split()
    if not wanted:
        return []
    titles = (cast(tuple[str, str], row) for row in reading.all(lambda row: row, _TITLES))
    matching = [name for name, title in titles if all(word in folded(title) for word in wanted)][:limit]
    conversations = [reading.one(conversation_of, _TITLED, (name,)) for name in matching]
    return [Hit(each, None, each.title, found(each.title, text)) for each in conversations if each is not None]
