"""Conversations from a foreign file into the archive."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant_gui.core.conversation import Origin
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.learning import Tally
from assistant_gui.core.ports import Import
from assistant_gui.store.archive import Archive
from assistant_gui.store.imports import imported


def told(*texts: str, title: str = "") -> dict[str, object]:
    roles = ("user", "assistant")
    messages = [{"role": roles[number % 2], "content": text} for number, text in enumerate(texts)]
    return {"conversation": {"title": title, "messages": messages, "line": 1}}


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "assistant.sqlite3") as archive:
        yield archive


def test_conversations_arrive_in_order_and_teach(archive):
    made = imported(archive, [told("2+2?", "4", "3+3?", "6"), told("hi", "ho", title="A greeting")])

    assert made == Import(conversations=2, messages=6, duplicates=0, skipped=())
    named, first = archive.conversations()
    assert (first.title, named.title) == ("2+2?", "A greeting")
    assert [each.text for each in archive.thread(first.id)] == ["2+2?", "4", "3+3?", "6"]
    assert {each.origin for each in archive.thread(first.id)} == {Origin.IMPORTED}
    assert archive.tally() == Tally(imported=3)


def test_the_same_conversation_is_taken_once(archive):
    imported(archive, [told("2+2?", "4")])
    made = imported(archive, [told("2+2?", "4", title="other title"), told("2+2?", "four"), told("2+2?", "four")])

    assert made == Import(conversations=1, messages=2, duplicates=2, skipped=())
    assert len(archive.conversations()) == 2


def test_one_that_was_deleted_can_be_taken_again(archive):
    imported(archive, [told("2+2?", "4")])
    archive.delete(archive.conversations()[0].id)

    assert imported(archive, [told("2+2?", "4")]).conversations == 1


def test_lines_that_could_not_be_read_are_counted_and_named(archive):
    made = imported(archive, [{"skipped": {"line": 3, "why": "it is not JSON"}}, told("a", "b")])

    assert made == Import(1, 2, 0, ((3, "it is not JSON"),))


def test_progress_is_told_as_it_goes(archive):
    counts: list[int] = []
    imported(archive, [told(str(number), "yes") for number in range(250)], counts.append)

    assert counts == [100, 200, 250]


def test_what_was_read_before_the_reader_died_stays_and_the_rest_comes_later(archive):
    lines = [told(str(number), "yes") for number in range(150)]

    def dying() -> Iterator[dict[str, object]]:
        yield from lines[:120]
        raise AssistantError("The reader died.")

    with pytest.raises(AssistantError):
        imported(archive, dying())
    assert len(archive.conversations()) == 100

    assert imported(archive, lines) == Import(50, 100, 100, ())
