"""The one thread that writes."""

import logging
import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant_gui.core.errors import AssistantError
from assistant_gui.store.archive import Archive
from assistant_gui.store.writing import Writing

GROWS_UNTIL_THE_QUOTA = """
import resource, sys
from pathlib import Path
from assistant_gui.core.errors import AssistantError
from assistant_gui.store.archive import Archive

with Archive(Path(sys.argv[1])) as archive:
    stored = 0
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, hard))
    try:
        while True:
            archive.create("x" * 10_000)
            stored += 1
    except AssistantError as error:
        print(error.message)
    assert len(archive.conversations()) == stored > 0
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    archive.create("the quota was raised")
    print(len(archive.conversations()) - stored)
"""


@pytest.fixture
def writing(tmp_path: Path) -> Iterator[Writing]:
    writing = Writing(tmp_path / "assistant.sqlite3", every=0)
    writing.do(lambda connection: connection.execute("CREATE TABLE notes (text TEXT) STRICT"))
    yield writing
    writing.close()


def note(text: str):
    def work(connection: sqlite3.Connection) -> None:
        connection.execute("INSERT INTO notes VALUES (?)", (text,))

    return work


def notes(writing: Writing) -> list[str]:
    return [row[0] for row in writing.do(lambda connection: connection.execute("SELECT text FROM notes").fetchall())]


def test_all_work_is_done_by_one_thread(writing):
    threads = set()
    asking = [
        threading.Thread(target=lambda: writing.do(lambda _: threads.add(threading.current_thread().name)))
        for _ in range(5)
    ]
    for each in asking:
        each.start()
    for each in asking:
        each.join()

    assert threads == {"store writing"}


def test_work_is_committed_when_the_call_returns(writing, tmp_path):
    writing.do(note("one"))

    with sqlite3.connect(tmp_path / "assistant.sqlite3") as other:
        assert other.execute("SELECT text FROM notes").fetchall() == [("one",)]
    other.close()


def test_work_that_raises_leaves_nothing_behind(writing):
    def half(connection: sqlite3.Connection) -> None:
        note("half")(connection)
        raise LookupError

    with pytest.raises(LookupError):
        writing.do(half)

    assert notes(writing) == []


def test_work_cannot_wait_for_work(writing):
    with pytest.raises(RuntimeError):
        writing.do(lambda _: writing.do(note("never")))


def test_unhurried_work_is_done_without_being_waited_for(tmp_path):
    done = threading.Event()
    writing = Writing(tmp_path / "other.sqlite3", every=0)
    writing.later("a", lambda _: done.set())

    assert done.wait(10)
    writing.close()


def test_newer_unhurried_work_takes_the_place_of_older(tmp_path):
    order: list[str] = []
    writing = Writing(tmp_path / "other.sqlite3", every=3600)
    writing.later("a", lambda _: order.append("a1"))
    writing.later("b", lambda _: order.append("b1"))
    writing.later("a", lambda _: order.append("a2"))
    writing.close()

    assert order == ["a2", "b1"]


def test_unhurried_work_that_fails_is_logged_and_stops_nothing(writing, caplog):
    with caplog.at_level(logging.ERROR):
        writing.later("a", lambda connection: connection.execute("NONSENSE"))
        writing.do(note("goes on"))
        writing.do(note("and on"))

    assert "could not be kept" in caplog.text
    assert notes(writing) == ["goes on", "and on"]


def test_a_full_disk_is_a_sentence_and_loses_nothing(tmp_path):
    with Archive(tmp_path / "assistant.sqlite3") as archive:
        kept = archive.create("kept")
        pages = archive._writing.do(lambda connection: connection.execute("PRAGMA page_count").fetchone()[0])
        archive._writing.do(lambda connection: connection.execute(f"PRAGMA max_page_count = {pages}"))

        with pytest.raises(AssistantError, match="no space left"):
            archive.create("x" * 100_000)
        assert archive.conversations() == [kept]

        archive._writing.do(lambda connection: connection.execute("PRAGMA max_page_count = 1000000"))
        archive.create("there is space again")
        assert len(archive.conversations()) == 2


@pytest.mark.skipif(os.name == "nt", reason="Windows has no quota of this kind")
def test_a_disk_that_refuses_to_write_is_a_sentence_and_can_be_used_again(tmp_path):
    told = subprocess.run(
        [sys.executable, "-c", GROWS_UNTIL_THE_QUOTA, str(tmp_path / "assistant.sqlite3")],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        timeout=60,
    )

    assert told.stdout == "The disk could not read or write {file}.\n1\n"
