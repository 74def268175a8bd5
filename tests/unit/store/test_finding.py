"""Searching messages and titles together."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant_gui.core.conversation import Message, Origin, Role
from assistant_gui.store.archive import Archive


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "assistant.sqlite3") as archive:
        for title, text in (("Weather", "今天天气很好"), ("Tomatoes", "The weather was fine"), ("Naps", "Sleep well")):
            conversation = archive.create(title)
            archive.add(Message(title, conversation.id, None, Role.PERSON, text, 1.0, Origin.TYPED))
        yield archive


def told(archive, wanted, **more):
    return [
        (hit.conversation.title, hit.message is not None, [hit.snippet[a:b] for a, b in hit.marks])
        for hit in archive.find(wanted, **more)
    ]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("weather", [("Weather", False, ["Weather"]), ("Tomatoes", True, ["weather"])]),
        ("天", [("Weather", True, ["天", "天"])]),
        ("WÉATH", [("Weather", False, ["Weath"]), ("Tomatoes", True, ["weath"])]),
        ("sleep well", [("Naps", True, ["Sleep", "well"])]),
        ("matoe", [("Tomatoes", False, [])]),
        ("sleep badly", []),
        ("", []),
        ('"', []),
    ],
)
def test_titles_come_first_and_hits_are_marked(archive, wanted, expected):
    assert told(archive, wanted) == expected


def test_no_more_are_found_than_wanted(archive):
    assert told(archive, "weather", limit=1) == [("Weather", False, ["Weather"])]


def test_what_is_archived_is_found(archive):
    tomatoes = next(each.id for each in archive.conversations() if each.title == "Tomatoes")

    archive.filing.archive([tomatoes])

    (hit,) = archive.find("fine")
    assert hit.conversation.archived is not None


def test_what_was_removed_is_not_found(archive):
    archive._write(lambda connection: connection.execute("UPDATE messages SET removed = 5.0 WHERE id = 'Naps'"))

    assert archive.find("sleep") == []
    assert archive.search("sleep") == []
