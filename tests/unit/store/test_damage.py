"""Whatever happened to the file: it opens with all that is in it, or it is known as damaged and there is a way on."""

import os
import random
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from assistant_gui.core.attached import attached
from assistant_gui.core.comparing import Answers, Ballot, Question, Vote
from assistant_gui.core.conversation import Message, Origin, Role
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.lessons import Mark, Private
from assistant_gui.core.manner import Manner, Preset
from assistant_gui.core.ports import Summary
from assistant_gui.core.turn import Turn
from assistant_gui.store.archive import Archive
from assistant_gui.store.backups import FileBackups
from assistant_gui.store.file import Damaged, open_to_write
from assistant_gui.store.health import examined
from tests.talks import taken

MUTANTS = int(os.environ.get("ASSISTANT_MUTANTS", "120"))
"""500 are run before a release."""
LONGEST_S = 5.0
CONVERSATIONS, MESSAGES = 80, 325
PAGE = 4096


@dataclass(frozen=True, slots=True)
class Originals:
    """A profile with a backup in it, as a kill leaves it: some of it is only in the -wal."""

    folder: Path
    foreign_wal: Path


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> Originals:
    folder = tmp_path_factory.mktemp("original")
    foreign_wal = _killed(tmp_path_factory.mktemp("foreign"), "foreign") / "assistant.sqlite3-wal"
    return Originals(_killed(folder, "talk"), foreign_wal)


def _killed(folder: Path, word: str) -> Path:
    """A profile copied while it is open, its last conversations not in the database yet."""
    profile, file = folder / "open", folder / "open" / "assistant.sqlite3"
    profile.mkdir()
    with Archive(file) as archive:
        for number in range(CONVERSATIONS):
            turns = ((Role.PERSON, f"{word} {number} 问 " * 20), (Role.ASSISTANT, f"answer {number} " * 40)) * 2
            taken(archive, [(f"{word} {number}", turns)])
        _everything_else(archive)
        FileBackups(file).make()
        archive._writing._connection.execute("PRAGMA wal_checkpoint (TRUNCATE)").fetchone()
        conversation = archive.conversations()[0]
        parent = conversation.head
        for number in range(4):
            archive.add(Message(f"{word}{number}", conversation.id, parent, Role.PERSON, "late", 1.0, Origin.TYPED))
            parent = f"{word}{number}"
        shutil.copytree(profile, folder / "killed")
    (folder / "killed" / "assistant.sqlite3-shm").unlink(missing_ok=True)
    return folder / "killed"


def _everything_else(archive: Archive) -> None:
    """A preset, a folder with a conversation in it, a file that goes with a question, a summary, decisions, a vote."""
    content = random.Random(0).randbytes(20_000)
    last = archive.conversations()[0]
    note = attached("note.txt", "text/plain", content, "what it says")
    question = Message("q", last.id, last.head, Role.PERSON, "see the file", 1.0, Origin.TYPED)
    archive.add(replace(question, attachments=(note.attachment,)), {note.attachment.digest: content})
    archive.manners.keep(Preset("p", "Terse", Manner(temperature=0.5)))
    archive.manners.change(last.id, Manner(temperature=0.25))
    archive.manners.summarise(Summary("q", "In short.", "a model"))
    archive.filing.move([last.id], archive.filing.create_folder("A folder").id)
    archive.filing.pin([last.id])
    answers = [each.id for each in archive.thread(archive.conversations()[-1].id) if each.role is Role.ASSISTANT]
    archive.decisions.mark(answers[:1], Mark.EXCLUDED)
    archive.decisions.edit(answers[-1], "A better answer.")
    archive.decisions.confirm([Private.NAME], on=True)
    archive.decisions.leave(answers[0], Private.EMAIL, "a@b.org", "It is public.")
    asked = Question((("user", "Tea?"),), answers[0])
    archive.votes.add(Ballot("a1", "", "base", Answers(asked, "Yes.", "No."), Vote.NEW))


@pytest.mark.parametrize("seed", range(MUTANTS))
def test_damage_is_found_and_leads_on(originals, tmp_path, seed):
    file = _mutant(originals, tmp_path / "profile", random.Random(seed))
    before = {each.name: each.read_bytes() for each in file.parent.glob("assistant.sqlite3*") if "shm" not in each.name}

    start = time.perf_counter()
    complaint = _complaint(file)
    assert time.perf_counter() - start < LONGEST_S

    if complaint is None:
        with Archive(file) as archive:
            assert archive.conversations()
            assert archive.search("talk") or archive.search("late")
        return
    if not isinstance(complaint, Damaged):
        assert "newer version" in str(complaint)
        return
    restored = FileBackups(file).restore()
    assert (restored.conversations, restored.messages) == (CONVERSATIONS, MESSAGES - 4)
    assert restored.aside is not None
    assert before.keys() <= {each.name for each in restored.aside.iterdir()}
    assert _complaint(file) is None
    assert time.perf_counter() - start < LONGEST_S


def test_what_can_be_read_is_saved(originals, tmp_path):
    """Counted over all mutants that are damaged: at least nine in ten of the messages."""
    kept = []
    for seed in range(min(MUTANTS, 60)):
        file = _mutant(originals, tmp_path / str(seed), random.Random(seed), lose=False)
        if isinstance(_complaint(file), Damaged):
            restored = FileBackups(file).salvage()
            kept.append(restored.messages)
            assert _complaint(file) is None
            with Archive(file) as archive:
                shown = [archive.thread(conversation.id) for conversation in archive.conversations()]
            assert sum(map(len, shown)) >= 0.9 * restored.messages

    assert len(kept) > 20
    assert sum(kept) > 0.9 * MESSAGES * len(kept)


def test_an_unharmed_file_is_salvaged_whole(originals, tmp_path):
    shutil.copytree(originals.folder, tmp_path / "profile")
    file = tmp_path / "profile" / "assistant.sqlite3"
    shutil.copytree(tmp_path / "profile", tmp_path / "same")

    FileBackups(file).salvage()

    assert _dump(file) == _dump(tmp_path / "same" / file.name)


def test_a_file_that_says_nothing_any_more_cannot_be_salvaged(originals, tmp_path):
    shutil.copytree(originals.folder, tmp_path / "profile")
    file = tmp_path / "profile" / "assistant.sqlite3"
    file.write_bytes(bytes(1 << 20))
    file.with_name(file.name + "-wal").unlink()

    with pytest.raises(AssistantError, match="Nothing in"):
        FileBackups(file).salvage()

    assert file.read_bytes() == bytes(1 << 20)
    assert sorted(each.name for each in file.parent.iterdir()) == ["assistant.sqlite3", "backups"]


def test_the_wal_of_a_lost_file_is_not_destroyed_by_beginning_anew(originals, tmp_path):
    shutil.copytree(originals.folder, tmp_path / "profile")
    file = tmp_path / "profile" / "assistant.sqlite3"
    file.unlink()

    with pytest.raises(Damaged):
        Archive(file)

    assert file.with_name(file.name + "-wal").stat().st_size > 0


def test_a_lost_file_is_missed_where_there_are_backups(originals, tmp_path):
    shutil.copytree(originals.folder / "backups", tmp_path / "profile" / "backups")
    file = tmp_path / "profile" / "assistant.sqlite3"

    with pytest.raises(Damaged, match="not there any more"):
        Archive(file)
    FileBackups(file).start_empty()

    with Archive(file) as archive:
        assert archive.conversations() == []


def test_messages_that_come_after_themselves_are_damage(tmp_path):
    file = tmp_path / "assistant.sqlite3"
    with Archive(file) as archive:
        conversation = archive.create().id
        for number in range(3):
            parent = f"m{number - 1}" if number else None
            archive.add(Message(f"m{number}", conversation, parent, Role.PERSON, "hello", 1.0, Origin.TYPED))
    with closing(open_to_write(file)) as connection:
        connection.execute("UPDATE messages SET parent = 'm2' WHERE id = 'm0'")

    assert examined(file, Turn()).faults == ("Some messages come after themselves.",)
    FileBackups(file).salvage()
    assert examined(file, Turn()).ok


def test_an_index_out_of_step_is_no_damage(tmp_path):
    file = tmp_path / "assistant.sqlite3"
    with Archive(file) as archive:
        conversation = archive.create().id
        archive.add(Message("m", conversation, None, Role.PERSON, "hello", 1.0, Origin.TYPED))
    with closing(open_to_write(file)) as connection:
        connection.execute("INSERT INTO words (words) VALUES ('delete-all')")

    health = examined(file, Turn())
    assert (health.ok, health.faults, len(health.slips)) == (False, (), 1)


def _complaint(file: Path) -> AssistantError | None:
    """What the window finds when it opens *file* and then looks through it."""
    try:
        with Archive(file):
            health = examined(file, Turn())
    except AssistantError as error:
        return error
    return Damaged(health.faults[0]) if health.faults else None


def _mutant(originals: Originals, profile: Path, chance: random.Random, *, lose: bool = True) -> Path:
    shutil.copytree(originals.folder, profile)
    file = profile / "assistant.sqlite3"
    wal = file.with_name(file.name + "-wal")
    acts: list[Callable[[], object]] = [
        lambda: _flipped(file, chance),
        lambda: _zeroed(file, chance),
        lambda: _flipped(wal, chance),
    ]
    if lose:
        acts += [
            lambda: _truncated(file, chance),
            lambda: _truncated(wal, chance),
            wal.unlink,
            lambda: shutil.copy(originals.foreign_wal, wal),
        ]
    chance.choice(acts)()
    return file


def _flipped(file: Path, chance: random.Random) -> None:
    content = bytearray(file.read_bytes())
    for _ in range(chance.randint(1, 64)):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    file.write_bytes(content)


def _zeroed(file: Path, chance: random.Random) -> None:
    content = bytearray(file.read_bytes())
    start = chance.randrange(len(content) // PAGE) * PAGE
    content[start : start + PAGE] = bytes(PAGE)
    file.write_bytes(content)


def _truncated(file: Path, chance: random.Random) -> None:
    content = file.read_bytes()
    file.write_bytes(content[: chance.randrange(len(content))])


def _dump(file: Path) -> list[object]:
    with Archive(file) as archive:
        conversations = archive.conversations()
        messages = [archive.thread(conversation.id) for conversation in conversations]
        found = archive.search("问", limit=10_000)
    with closing(sqlite3.connect(file)) as looking:
        tables = looking.execute("SELECT name FROM pragma_table_list WHERE schema = 'main' AND strict").fetchall()
        rows = {name: sorted(map(repr, looking.execute(f"SELECT * FROM {name}"))) for (name,) in tables}
    assert all(rows.values()), "every table has something in it"
    return [conversations, messages, found, rows]
