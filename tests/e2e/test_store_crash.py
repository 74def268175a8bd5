"""Killing the process that writes, again and again, loses nothing that was acknowledged."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from assistant_gui.core.conversation import State
from assistant_gui.store.archive import Archive

CYCLES = int(os.environ.get("ASSISTANT_CRASHES", "20"))
"""200 are run before a release."""

WRITES = """
import sys, time, uuid
from dataclasses import replace
from pathlib import Path
from assistant_gui.core.conversation import Message, Origin, Rating, Role, State
from assistant_gui.store.archive import Archive

def tell(word, id):
    sys.stdout.buffer.write(f"{word} {id}\\n".encode())
    sys.stdout.buffer.flush()

def message(role, origin, text, parent, state=State.WHOLE):
    return Message(uuid.uuid4().hex, conversation, parent, role, text, time.time(), origin, state)

archive = Archive(Path(sys.argv[1]), grow_every=0.01)
while True:
    conversation = archive.create().id
    last = None
    for turn in range(20):
        question = message(Role.PERSON, Origin.TYPED, f"question {turn} 问", last)
        archive.add(question)
        tell("stored", question.id)
        answer = message(Role.ASSISTANT, Origin.MODEL, "", question.id, State.GROWING)
        archive.add(answer)
        for length in range(20):
            archive.grow(answer.id, "word " * length)
        archive.settle(replace(answer, text="word " * 20, state=State.WHOLE))
        tell("stored", answer.id)
        archive.rate(answer.id, Rating.UP)
        tell("rated", answer.id)
        last = archive.correct(answer.id, "better").id if turn % 5 == 0 else answer.id
        tell("stored", last)
        if turn % 7 == 3:
            tell("stored", archive.edit(question.id, "question in other words").id)
            archive.choose(last)
        if turn % 7 == 5:
            removal = archive.remove(answer.id)
            tell("removed", removal.message)
            last = question.id
            if turn % 2:
                archive.restore(removal)
                tell("restored", removal.message)
                last = answer.id
    copy = archive.branch(last)
    tell("stored", copy.head)
    archive.filing.pin([copy.id])
    archive.filing.trash([copy.id])
    tell("trashed", copy.id)
    if turn % 2:
        archive.delete(archive.create("short-lived").id)
"""


@pytest.mark.timeout(60 + 10 * CYCLES)
@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
def test_nothing_acknowledged_is_lost_when_the_program_is_killed(tmp_path):
    file = tmp_path / "assistant.sqlite3"
    stored: set[str] = set()
    rated: set[str] = set()
    removed: set[str] = set()
    trashed: set[str] = set()
    of = {"stored": stored, "rated": rated, "removed": removed, "trashed": trashed}

    for cycle in range(CYCLES):
        for word, id in _acknowledged(file, lines=30 + 17 * (cycle % 20)):
            if word == "restored":
                removed.discard(id)
            else:
                of[word].add(id)

        assert _faults(file) == []
        with Archive(file) as archive:
            assert _faults(file) == []
            assert stored - _ids(file) == set()
            assert rated - _ids(file, "rating = 'up'") == set()
            brought_back = removed - _ids(file, "removed IS NOT NULL")
            assert len(brought_back) <= cycle + 1, "a kill may fall between bringing one back and saying so"
            assert trashed - _ids(file, "trashed IS NOT NULL", table="conversations") == set()
            assert _ids(file, "state = 'growing'") == set()
            broken = [archive.message(id) for id in _ids(file, "state = 'broken'")]
            assert all(message.state is State.BROKEN for message in broken)
            if cycle % 20 == 0 or cycle + 1 == CYCLES:  # it reads everything
                assert archive.tally().total == sum(1 for _ in archive.examples())

    assert len(stored) > CYCLES * 20


def _acknowledged(file: Path, lines: int) -> Iterator[tuple[str, str]]:
    """Let a process write, kill it in the middle after so many lines, and give back what it said it had stored."""
    with subprocess.Popen([sys.executable, "-c", WRITES, str(file)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        told = [process.stdout.readline() for _ in range(lines)]
        process.send_signal(signal.SIGKILL)
        told += process.stdout.readlines()
    for line in told:
        if line.endswith(b"\n"):
            word, id = line.decode().split()
            yield word, id


def _faults(file: Path) -> list[str]:
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as looking:
        faults = [row[0] for row in looking.execute("PRAGMA integrity_check") if row[0] != "ok"]
        faults += [f"dangling: {row}" for row in looking.execute("PRAGMA foreign_key_check")]
        unfindable = "SELECT seq FROM messages WHERE state <> 'growing' EXCEPT SELECT id FROM words_docsize"
        orphans = "SELECT id FROM words_docsize EXCEPT SELECT seq FROM messages WHERE state <> 'growing'"
        faults += [f"not in the index: {row}" for row in looking.execute(unfindable)]
        faults += [f"only in the index: {row}" for row in looking.execute(orphans)]
    return faults


def _ids(file: Path, where: str = "true", table: str = "messages") -> set[str]:
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as looking:
        return {row[0] for row in looking.execute(f"SELECT id FROM {table} WHERE {where}")}
