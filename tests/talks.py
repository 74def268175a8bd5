"""Conversations as the reader role tells of them, for tests that need some in an archive."""

from collections.abc import Iterable, Iterator

from assistant_gui.core.conversation import Role
from assistant_gui.core.exchange import Import, Line
from assistant_gui.reader.recognise import conversation
from assistant_gui.store.archive import Archive
from assistant_gui.store.imports import imported

Turns = Iterable[tuple[Role, str]]


def talk(title: str, turns: Turns) -> list[Line]:
    """The lines of one conversation, as from a file without ids."""
    messages = [{"role": str(role), "content": text} for role, text in turns]
    _, lines = conversation({"title": title, "messages": messages})
    return lines


def taken(archive: Archive, talks: Iterable[tuple[str, Turns]]) -> Import:
    """Import *talks*, each a title and its turns."""

    def lines() -> Iterator[Line]:
        for title, turns in talks:
            yield from talk(title, turns)

    return imported(archive, lines())
