"""Everyday questions use an index: they cost what is asked for, not what was ever said."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from assistant_gui.core.conversation import Message, Origin, Rating, Role, State
from assistant_gui.store.archive import Archive


class Spy:
    """Collects every statement a connection runs."""

    def __init__(self, archive: Archive) -> None:
        self.statements: list[str] = []
        archive.conversations()  # so that there is a reading connection
        archive._reading._free[0].set_trace_callback(self.statements.append)
        archive._writing.do(lambda connection: connection.set_trace_callback(self.statements.append))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "assistant.sqlite3"


@pytest.fixture
def archive(file: Path) -> Iterator[Archive]:
    with Archive(file, grow_every=0) as archive:
        yield archive


def test_no_everyday_statement_scans_a_table(archive, file):
    conversation = archive.create()
    spy = Spy(archive)

    question = Message("q", conversation.id, None, Role.PERSON, "hello", 1.0, Origin.TYPED)
    archive.add(question)
    archive.add(Message("a", conversation.id, "q", Role.ASSISTANT, "", 1.0, Origin.MODEL, State.GROWING))
    archive.grow("a", "he")
    archive.settle(Message("a", conversation.id, "q", Role.ASSISTANT, "hello", 1.0, Origin.MODEL))
    archive.rate("a", Rating.UP)
    archive.correct("a", "good day")
    archive.choose("a")
    archive.thread(conversation.id)
    archive.siblings("q")
    archive.siblings("a")
    archive.conversation(conversation.id)
    archive.tally()
    archive.search("hello")
    archive.find("hello")
    archive.rename(conversation.id, "x")
    archive.entitle(conversation.id, "y")
    _file(archive, conversation.id)
    archive.delete(conversation.id)

    with closing(sqlite3.connect(file)) as planning:
        plans = {statement: _plan(planning, statement) for statement in spy.statements}
    assert len(plans) > 25
    scans = {statement: step for statement, plan in plans.items() for step in plan if _scans(step)}
    assert scans == {}


def test_a_search_gives_its_first_results_without_sorting_all(archive, file):
    conversation = archive.create()
    archive.add(Message("q", conversation.id, None, Role.PERSON, "hello", 1.0, Origin.TYPED))
    spy = Spy(archive)

    archive.find("hello")

    [searching] = [statement for statement in spy.statements if "MATCH" in statement]
    with closing(sqlite3.connect(file)) as planning:
        plan = _plan(planning, searching)
    assert plan[0].startswith("SCAN words VIRTUAL TABLE INDEX")
    assert not [step for step in plan if "ORDER BY" in step]


def test_opening_looks_only_for_answers_left_growing(file):
    Archive(file).close()

    with closing(sqlite3.connect(file)) as planning:
        plan = _plan(planning, "SELECT seq, text FROM messages WHERE state = 'growing'")
    assert plan == ["SCAN messages USING INDEX messages_growing"]


def _file(archive: Archive, conversation: str) -> None:
    filing = archive.filing
    folder = filing.create_folder("Work")
    filing.rename_folder(folder.id, "Play")
    filing.instruct(folder.id, "Be brief.")
    filing.arrange([folder.id])
    filing.folder(folder.id)
    moved = filing.move([conversation], folder.id)
    filing.pin([conversation])
    filing.archive([conversation])
    filing.trash([conversation])
    filing.trashed()
    filing.refile(moved, folder)
    filing.restore([conversation])
    filing.delete_folder(folder.id)
    filing.empty_trash()


def _plan(connection: sqlite3.Connection, statement: str) -> list[str]:
    if (
        not statement.lstrip()
        .upper()
        .startswith(
            ("SELECT", "WITH", "UPDATE", "DELETE", "INSERT INTO MESSAGES", "INSERT INTO CONV", "INSERT INTO FOL")
        )
    ):
        return []
    return [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}")]


def _scans(step: str) -> bool:
    """A walk through all of a table.

    A partial index, what was found by one, the search index, what recursion made, and folders are small; of
    conversations only the list, and a search of their titles, look at all.
    """
    small = (
        "branch",
        "below",
        "words VIRTUAL TABLE",
        "USING INDEX messages_signal",
        "USING INDEX messages_taught",
        "SCAN (subquery",
        "SCAN teaching",
        "SCAN same",
        "messages_corrects",
        "CONSTANT ROW",
        "words_config",
        "json_each VIRTUAL TABLE",
        "USING INDEX conversations_trashed",
        "USING COVERING INDEX conversations_trashed",
        "SCAN folders",
        "SCAN conversations USING INDEX sqlite_autoindex_conversations_2",
    )
    return step.startswith("SCAN") and not any(each in step for each in small)
