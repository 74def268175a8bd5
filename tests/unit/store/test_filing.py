"""Where conversations lie: folders, pins, the archive and the trash."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant_gui.core.conversation import Message, Origin, Rating, Role
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.filing import KEPT_IN_TRASH_S
from assistant_gui.core.learning import Tally
from assistant_gui.store.archive import Archive
from assistant_gui.store.filing import Filing


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "assistant.sqlite3"


@pytest.fixture
def archive(file: Path, clock: Clock) -> Iterator[Archive]:
    with Archive(file, clock=clock) as archive:
        yield archive


@pytest.fixture
def filing(archive: Archive) -> Filing:
    return archive.filing


@pytest.fixture
def ids(archive: Archive) -> list[str]:
    return [archive.create(title).id for title in ("Apples", "Berries", "Cherries")]


def titles(archive: Archive) -> list[str]:
    return [each.title for each in archive.conversations()]


def say(archive: Archive, conversation: str, name: str, text: str = "a canary sings") -> None:
    archive.add(Message(name, conversation, None, Role.ASSISTANT, text, 1.0, Origin.MODEL))


# Folders


def test_a_new_folder_is_below_the_others(filing):
    names = [filing.create_folder(name).name for name in ("Work", " Chess\n club ")]

    assert names == ["Work", "Chess club"]
    assert [(each.name, each.position) for each in filing.folders()] == [("Work", 1), ("Chess club", 2)]


def test_folders_are_put_in_another_order(filing):
    one, two, three = (filing.create_folder(name).id for name in ("1", "2", "3"))

    arranged = filing.arrange([three, "nobody", one])

    assert [each.id for each in arranged] == [three, one, two]
    assert filing.folders() == arranged


def test_a_folder_is_renamed_and_given_instructions(filing):
    folder = filing.create_folder("Work", "Be formal.")

    filing.rename_folder(folder.id, "Play")
    filing.instruct(folder.id, "Be silly.\nReally.")

    now = filing.folder(folder.id)
    assert (folder.instructions, now.name, now.instructions) == ("Be formal.", "Play", "Be silly.\nReally.")


def test_a_folder_needs_a_name(filing):
    with pytest.raises(AssistantError, match="needs a name"):
        filing.create_folder(" \n")


def test_a_deleted_folder_leaves_its_conversations(archive, filing, ids):
    folder = filing.create_folder("Work")
    before = filing.move(ids[:2], folder.id)

    freed = filing.delete_folder(folder.id)

    assert {each.id for each in freed} == set(ids[:2])
    assert [each.folder for each in archive.conversations()] == [None] * 3
    filing.refile(before, folder)
    assert filing.folders() == [folder]
    assert archive.conversation(ids[0]).folder == folder.id


def test_a_folder_that_is_gone_is_named_in_a_sentence(filing, ids):
    for act in (
        lambda: filing.rename_folder("nobody", "x"),
        lambda: filing.instruct("nobody", "x"),
        lambda: filing.delete_folder("nobody"),
        lambda: filing.move(ids, "nobody"),
    ):
        with pytest.raises(AssistantError, match="folder is no longer there"):
            act()


# Conversations


def test_many_are_moved_at_once_and_taken_out_again(archive, filing, ids):
    folder = filing.create_folder("Work")

    moved = filing.move(ids, folder.id)
    filing.move(ids[1:], None)

    assert [each.folder for each in moved] == [folder.id] * 3
    assert [archive.conversation(each).folder for each in ids] == [folder.id, None, None]


def test_pinned_and_archived_remember_since_when(archive, filing, ids, clock):
    filing.pin(ids[:1])
    clock.now = 2000.0
    filing.pin(ids[:2])
    filing.archive(ids[2:])

    assert [archive.conversation(each).pinned for each in ids] == [1000.0, 2000.0, None]
    assert archive.conversation(ids[2]).archived == 2000.0
    filing.pin(ids, on=False)
    filing.archive(ids, on=False)
    assert {(each.pinned, each.archived) for each in archive.conversations()} == {(None, None)}


def test_what_is_in_the_trash_is_not_listed_and_comes_back_to_its_place(archive, filing, ids):
    folder = filing.create_folder("Work")
    filing.move(ids[:1], folder.id)
    filing.pin(ids[:1])

    filing.trash(ids[:2])
    in_trash = [each.id for each in filing.trashed()]
    restored = filing.restore(ids[:1])

    assert in_trash == [ids[1], ids[0]]
    assert [(each.folder, each.pinned, each.trashed) for each in restored] == [(folder.id, 1000.0, None)]
    assert titles(archive) == ["Cherries", "Apples"]


def test_any_change_is_undone_by_what_was_before(archive, filing, ids):
    before = archive.conversations()
    folder = filing.create_folder("Work")

    filing.move(ids, folder.id)
    filing.pin(ids)
    filing.archive(ids)
    filing.trash(ids)
    filing.refile(before)

    assert archive.conversations() == before


def test_undoing_into_a_folder_that_is_gone_leaves_it_out(archive, filing, ids):
    folder = filing.create_folder("Work")
    before = filing.move(ids[:1], folder.id)
    filing.trash(ids[:1])
    filing.delete_folder(folder.id)

    filing.refile(before)

    assert archive.conversation(ids[0]).folder is None
    assert archive.conversation(ids[0]).trashed is None


def test_what_is_gone_is_left_out_of_many_and_said_when_nothing_is_left(filing, ids):
    assert [each.id for each in filing.trash(["nobody", ids[0]])] == [ids[0]]

    for act in (filing.pin, filing.archive, filing.trash, filing.restore, filing.delete_for_good):
        with pytest.raises(AssistantError, match="it was deleted"):
            act(["nobody"])


def test_going_on_with_a_conversation_brings_it_back(archive, filing, ids):
    filing.archive(ids[:1])
    filing.trash(ids[:1])

    say(archive, ids[0], "m")

    assert archive.conversation(ids[0]).archived is None
    assert titles(archive)[0] == "Apples"


def test_a_conversation_is_begun_in_a_folder_if_that_is_still_there(archive, filing):
    folder = filing.create_folder("Work").id

    assert archive.create(folder=folder).folder == folder
    assert archive.create(folder="nobody").folder is None


# The trash


def test_what_is_in_the_trash_is_neither_found_nor_learned_from(archive, filing, ids):
    say(archive, ids[0], "m")
    archive.rate("m", Rating.UP)
    assert archive.tally() == Tally(rated_up=1)

    filing.trash(ids[:1])

    assert archive.search("canary") == []
    assert archive.find("apples") == []
    assert archive.tally() == Tally()
    assert list(archive.examples()) == []
    filing.restore(ids[:1])
    assert archive.tally() == Tally(rated_up=1)
    assert len(list(archive.examples())) == 1


def test_deleting_for_good_and_emptying_the_trash_leave_nothing_on_the_disk(file):
    with Archive(file) as archive:
        for title in ("Apples", "Berries", "Cherries"):
            say(archive, archive.create(title).id, title, f"canary-{title}")
        cherries, berries, apples = (each.id for each in archive.conversations())
        archive.filing.trash([berries])

        deleted = archive.filing.delete_for_good([apples, "nobody"])
        emptied = archive.filing.empty_trash()

        assert (deleted, emptied) == ([apples], [berries])
        assert [each.id for each in archive.conversations()] == [cherries]
    left = b"".join(each.read_bytes() for each in file.parent.iterdir())
    assert b"canary-Cherries" in left
    assert b"canary-Apples" not in left
    assert b"canary-Berries" not in left


@pytest.mark.parametrize(("later", "left"), [(KEPT_IN_TRASH_S - 1, 1), (KEPT_IN_TRASH_S, 0)])
def test_the_trash_is_kept_for_thirty_days(file, later, left):
    clock = Clock()
    with Archive(file, clock=clock) as archive:
        conversation = archive.create("Apples").id
        say(archive, conversation, "m")
        archive.create("Berries")
        archive.filing.trash([conversation])
    clock.now += later

    Archive(file, clock=clock).close()  # what is to be purged is, at the latest as it closes

    with Archive(file, clock=clock) as archive:
        assert len(archive.filing.trashed()) == left
        assert titles(archive) == ["Berries"]


# Titles


def test_a_made_up_title_does_not_replace_a_given_one(archive):
    given, open_to_change = archive.create("Mine").id, archive.create().id

    assert archive.entitle(given, "Better") is None
    assert archive.entitle("nobody", "Better") is None
    assert archive.entitle(open_to_change, " Much\nbetter ").title == "Much better"
    assert not archive.conversation(open_to_change).named
    assert archive.conversation(given).title == "Mine"
