"""What is exported in our own form and imported elsewhere is the same there, to the last field.

``ASSISTANT_EXAMPLES=1000`` tries so many generated archives instead of 100.
"""

import hashlib
import json
import os
import sqlite3
import stat
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant_gui.core.carrying import decoded, encoded
from assistant_gui.core.conversation import (
    Attachment,
    Conversation,
    Fault,
    Folder,
    Generator,
    Message,
    Origin,
    Rating,
    Role,
    State,
    Wish,
)
from assistant_gui.core.exchange import Form, Line
from assistant_gui.core.manner import Manner, Overflow, Preset
from assistant_gui.core.ports import Summary
from assistant_gui.core.turn import Turn, TurnCancelled
from assistant_gui.reader.foreign import told
from assistant_gui.store import attached, changes
from assistant_gui.store.archive import Archive
from assistant_gui.store.export.exporting import export_file
from assistant_gui.store.health import examined
from assistant_gui.store.imports import imported
from assistant_gui.store.rows import json_of
from tests.talks import taken

EXAMPLES = int(os.environ.get("ASSISTANT_EXAMPLES", "100"))

_TABLES = (
    "SELECT id, title, created, changed, head, named, folder, pinned, archived, trashed, manner "
    "FROM conversations ORDER BY recency",
    "SELECT m.id, conversation, parent, role, text, m.created, origin, state, corrects, generator, rating, spoken, heard, "
    "instead, wish, faults, remark, removed "
    "FROM messages m JOIN conversations c ON c.id = m.conversation ORDER BY c.recency, m.seq",
    "SELECT id, message, position, name, media, size, digest, text FROM attachments ORDER BY id",
    "SELECT digest, bytes FROM contents ORDER BY digest",
    "SELECT message, text, model FROM summaries ORDER BY message",
    "SELECT id, name, created, instructions, position FROM folders ORDER BY id",
    "SELECT id, name, manner FROM presets ORDER BY id",
)


@dataclass(frozen=True)
class Kept:
    """What an archive holds; conversations oldest change first, the messages of each in order."""

    folders: tuple[Folder, ...]
    presets: tuple[Preset, ...]
    conversations: tuple[tuple[Conversation, tuple[Message, ...]], ...]
    contents: dict[str, bytes]
    summaries: tuple[Summary, ...]


texts = st.text(max_size=40)
lines_ = st.text(max_size=20).map(lambda text: " ".join(text.split()))
times = st.floats(0, 4e9)
maybe_times = st.none() | times
manners = st.builds(
    Manner,
    st.none() | texts,
    st.none() | lines_,
    st.none() | st.floats(0, 2),
    st.none() | st.floats(0, 1),
    st.none() | st.integers(1, 9999),
    st.none() | st.integers(-(2**63), 2**63 - 1),
    st.none() | st.sampled_from(Overflow),
)
generators = st.builds(
    Generator,
    lines_,
    lines_,
    st.floats(0, 2),
    st.floats(0, 1),
    st.none() | st.integers(0, 2**31),
    st.integers(0, 9999),
    st.floats(0, 999),
    st.floats(0, 9999),
    st.sampled_from(["", "stop", "length"]),
)


@st.composite
def messages(draw: Callable[..., object], conversation: str, contents: dict[str, bytes]) -> tuple[Message, ...]:
    made: list[Message] = []
    for number in range(draw(st.integers(0, 7))):
        before = st.none() | st.sampled_from(made).map(lambda each: each.id) if made else st.none()
        instead = draw(before)
        parent = draw(st.none() | st.sampled_from(made)) if made else None
        files = []
        for place in range(draw(st.sampled_from([0, 0, 0, 1, 2]))):
            content = draw(st.binary(max_size=60))
            digest = hashlib.sha256(content).hexdigest()
            contents[digest] = content
            name = f"{conversation}-{number}-{place}"
            files.append(Attachment(name, draw(lines_), "text/plain", len(content), digest, draw(texts)))
        rating = draw(st.none() | st.sampled_from(Rating))
        made.append(
            Message(
                id=f"{conversation}-{number}",
                conversation=conversation,
                parent=parent.id if parent else None,
                role=draw(st.sampled_from(Role)),
                text=draw(texts),
                created=draw(times),
                origin=draw(st.sampled_from(Origin)),
                state=draw(st.sampled_from([State.WHOLE, State.STOPPED, State.BROKEN])),
                corrects=draw(before),
                generator=draw(st.none() | generators),
                rating=rating,
                spoken=draw(st.booleans()),
                heard=draw(st.none() | st.integers(0, 99)),
                instead=instead,
                wish=draw(st.none() | st.sampled_from(Wish)) if instead else None,
                faults=tuple(draw(st.lists(st.sampled_from(Fault), max_size=2))),
                remark=draw(texts),
                removed=draw(times if parent and parent.removed is not None else maybe_times),
                attachments=tuple(files),
            )
        )
    return tuple(made)


@st.composite
def archives(draw: Callable[..., object]) -> Kept:
    folders = tuple(
        Folder(f"f{n}", draw(lines_), draw(times), draw(texts), draw(st.integers(0, 9)))
        for n in range(draw(st.integers(0, 2)))
    )
    presets = tuple(Preset(f"p{n}", draw(lines_), draw(manners)) for n in range(draw(st.integers(0, 2))))
    contents: dict[str, bytes] = {}
    conversations = []
    for number in range(draw(st.integers(0, 3))):
        tree = draw(messages(f"c{number}", contents))
        shown = [message.id for message in tree if message.removed is None]
        folder = draw(st.none() | st.sampled_from(folders)) if folders else None
        conversation = Conversation(
            f"c{number}",
            draw(lines_) or "untitled",
            draw(times),
            draw(times),
            draw(st.sampled_from(shown)) if shown else None,
            draw(st.booleans()),
            folder.id if folder else None,
            draw(maybe_times),
            draw(maybe_times),
            draw(maybe_times),
            draw(manners),
        )
        conversations.append((conversation, tree))
    everything = [message for _, tree in conversations for message in tree]
    summed = (
        draw(st.lists(st.sampled_from(everything), max_size=2, unique_by=lambda each: each.id)) if everything else []
    )
    summaries = tuple(Summary(message.id, draw(texts), draw(lines_)) for message in summed)
    return Kept(folders, presets, tuple(conversations), contents, summaries)


def fill(archive: Archive, kept: Kept) -> None:
    """Row by row, past everything that is tested here."""

    def work(connection: sqlite3.Connection) -> None:
        attached.keep(connection, kept.contents)
        for folder in kept.folders:
            row = (folder.id, folder.name, folder.created, folder.instructions, folder.position)
            connection.execute(
                "INSERT INTO folders (id, name, created, instructions, position) VALUES (?, ?, ?, ?, ?)", row
            )
        for preset in kept.presets:
            row = (preset.id, preset.name, json_of(preset.manner))
            connection.execute("INSERT INTO presets (id, name, manner) VALUES (?, ?, ?)", row)
        for conversation, tree in kept.conversations:
            changes.create(connection, conversation)
            for message in tree:
                changes.insert(connection, message)
        for each in kept.summaries:
            query = "INSERT INTO summaries (message, text, model, created) VALUES (?, ?, ?, 1.0)"
            connection.execute(query, (each.message, each.text, each.model))

    archive._writing.do(work)


def dumped(file: Path) -> list[list[tuple[object, ...]]]:
    with closing(sqlite3.connect(file)) as connection:
        return [connection.execute(query).fetchall() for query in _TABLES]


def carried(lines: Iterator[Line]) -> Iterator[Line]:
    """As between the reader role and the desk."""
    return (decoded(json.loads(json.dumps(encoded(line)))) for line in lines)


@settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(archives())
def test_import_of_export_is_the_same(kept):
    with tempfile.TemporaryDirectory() as name:
        here, there, packed = (Path(name, each) for each in ("here.sqlite3", "there.sqlite3", "all.zip"))
        with Archive(here, clock=lambda: 0.0) as archive:
            fill(archive, kept)
            export_file(archive, Form.OWN, (), packed)
        with Archive(there, clock=lambda: 0.0) as archive:
            made = imported(archive, carried(told(packed)))
            again = imported(archive, carried(told(packed)))

        health = examined(there, Turn())

        assert dumped(there) == dumped(here)
        assert not health.faults
        assert not health.slips
        assert (made.conversations, made.skipped) == (len(kept.conversations), ())
        assert (again.conversations, again.messages, again.grown, again.skipped) == (0, 0, 0, ())


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "assistant.sqlite3") as archive:
        taken(archive, [("Sums", ((Role.PERSON, "2+2?"), (Role.ASSISTANT, "4"))), ("Hi", ((Role.PERSON, "hi"),))])
        yield archive


def test_only_the_owner_may_read_it_and_nothing_else_stays(archive, tmp_path):
    file = tmp_path / "out" / "all.zip"
    file.parent.mkdir()

    assert export_file(archive, Form.OWN, (), file) == 2

    assert [each.name for each in file.parent.iterdir()] == ["all.zip"]
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_one_conversation_takes_its_folder_and_no_others_with_it(archive, tmp_path):
    one = archive.conversations()[0]
    mine, _ = archive.filing.create_folder("Mine"), archive.filing.create_folder("Other")
    archive.filing.move([one.id], mine.id)

    export_file(archive, Form.OWN, [one.id], tmp_path / "one.zip")

    with zipfile.ZipFile(tmp_path / "one.zip") as packed:
        kinds = [next(iter(json.loads(line))) for line in packed.read("conversations.jsonl").splitlines()]
    assert kinds == ["folder", "conversation", *["message"] * len(archive.thread(one.id))]


def test_stopping_leaves_nothing_behind(archive, tmp_path):
    turn = Turn()
    folder = tmp_path / "out"
    folder.mkdir()

    with pytest.raises(TurnCancelled):
        export_file(archive, Form.OWN, (), folder / "all.zip", lambda done, of: turn.cancel(), turn)

    assert list(folder.iterdir()) == []
