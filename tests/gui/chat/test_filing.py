"""What is done with whole conversations and folders, and undone again."""

import pytest

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.events import ConversationChanged, FoldersChanged
from assistant_gui.gui.chat.filing import Act, acts_for
from assistant_gui.gui.chat.lines import Place


@pytest.fixture
def told(filing):
    said = []
    filing.told.connect(lambda words, undo: said.append((words, undo)))
    return said


@pytest.fixture
def ids(model, archive):
    made = [archive.create(title).id for title in ("Apples", "Berries", "Cherries")]
    model.start()
    return made


def shown(filing):
    return [filing.conversations.index(row).data() for row in range(filing.conversations.rowCount())]


def places(archive):
    return [(one.folder, bool(one.pinned), bool(one.archived), bool(one.trashed)) for one in archive.held.values()]


@pytest.mark.parametrize("act", [Act.PIN, Act.ARCHIVE, Act.TRASH])
def test_any_act_on_many_is_told_and_undone(filing, archive, ids, told, act):
    before = places(archive), shown(filing)

    filing.do(act, ids[:2])
    after = places(archive), shown(filing)
    (words, undo) = told[0]
    undo()

    assert words.startswith("2 conversations are ")
    assert after != before
    assert (places(archive), shown(filing)) == before


def test_one_is_told_by_its_title(filing, ids, told):
    filing.do(Act.ARCHIVE, ids[:1])

    assert told[0][0] == "“Apples” is in the archive."


def test_a_title_that_is_very_long_is_told_in_part(filing, archive, model, told):
    long = archive.create("word " * 60).id
    model.start()

    filing.do(Act.PIN, [long])

    assert len(told[0][0]) < 90


def test_what_is_done_is_undone_once(filing, archive, ids):
    filing.do(Act.TRASH, ids[:1])
    filing.undo()
    filing.do(Act.ARCHIVE, ids[1:2])
    filing.undo()
    filing.undo()

    assert places(archive) == [(None, False, False, False)] * 3


def test_trashing_what_is_open_closes_it_and_undoing_opens_it_again(filing, model, ids, told):
    model.open(ids[0])

    filing.do(Act.TRASH, ids[:1])
    meanwhile = model.shown
    told[0][1]()

    assert (meanwhile, model.shown) == ("", ids[0])


def test_trashing_what_is_being_answered_stops_the_answer(filing, model, assistant, ids):
    model.open(ids[0])
    model.send("Hi")

    filing.do(Act.TRASH, ids[1:2])
    before = list(assistant.told)
    filing.do(Act.TRASH, ids[:1])

    assert "stop" not in before
    assert assistant.told[-1] == "stop"


def test_the_archive_and_the_trash_are_shown_in_place_of_the_list(filing, ids):
    filing.do(Act.ARCHIVE, ids[:1])
    filing.do(Act.TRASH, ids[1:2])

    filing.show_place(Place.ARCHIVE)
    archived = shown(filing)
    filing.show_place(Place.TRASH)
    in_trash = shown(filing)
    filing.do(Act.RESTORE, ids[1:2])

    assert (archived, in_trash, shown(filing)) == (["Apples"], ["Berries"], [])


def test_deleting_for_good_and_emptying_the_trash(filing, archive, model, ids):
    model.open(ids[0])
    filing.do(Act.TRASH, ids[1:2])

    filing.delete_for_good(ids[:1])
    filing.empty_trash()

    assert list(archive.held) == ids[2:]
    assert model.shown == ""


def test_a_failure_changes_nothing_and_is_told(filing, model, archive, ids, told):
    failed = []
    model.failed.connect(failed.append)
    archive.trouble = AssistantError("The disk is full.")
    before = shown(filing)

    filing.do(Act.TRASH, ids)
    filing.move(ids, None)
    filing.rename(ids[0], "Other")
    filing.new_folder("Work")

    assert shown(filing) == before
    assert failed == [archive.trouble] * 3  # moving where they are is nothing to do
    assert told == []


def test_renaming_shows_in_the_list_and_in_the_title(filing, model, ids):
    retitled = []
    model.retitled.connect(retitled.append)
    model.open(ids[0])

    filing.rename(ids[0], "  Hellos\nand such ")
    filing.rename(ids[0], "  ")

    assert shown(filing)[-1] == "Hellos and such"
    assert retitled[-1] == "Hellos and such"


# Folders


def test_a_new_folder_takes_what_it_was_made_for(filing, archive, ids, told):
    made = []
    filing.folder_made.connect(made.append)

    filing.new_folder("Work", "Be brief.", ids[:2])

    assert made == ["f1"]
    assert archive.filing.folders()[0].instructions == "Be brief."
    assert shown(filing) == ["Work", "Berries", "Apples", "Older", "Cherries"]
    assert told[0][0] == "2 conversations are in the folder “Work”."


def test_what_goes_into_a_folder_is_seen_there_even_when_it_was_pinned(filing, ids, told):
    filing.new_folder("Work")
    filing.do(Act.PIN, ids[:1])

    filing.move(ids[:1], "f1")
    moved = shown(filing)
    told[-1][1]()

    assert moved == ["Work", "Apples", "Older", "Cherries", "Berries"]
    assert shown(filing)[:2] == ["Pinned", "Apples"]


def test_out_of_any_folder(filing, ids, told):
    filing.new_folder("Work", "", ids[:1])

    filing.move(ids[:1], None)
    filing.move(ids[:1], None)

    assert shown(filing) == ["Work", "Older", "Cherries", "Berries", "Apples"]
    assert [words for words, _ in told][1:] == ["“Apples” is in no folder now."]


def test_a_folder_is_renamed_and_given_instructions(filing, archive, ids):
    filing.new_folder("Work", "Be brief.")

    filing.rename_folder("f1", "Play")
    filing.rename_folder("f1", " ")
    filing.change_folder("f1", "Play", "Be silly.")

    assert (archive.filing.folder("f1").name, archive.filing.folder("f1").instructions) == ("Play", "Be silly.")
    assert shown(filing)[0] == "Play"


def test_folders_are_put_in_another_order(filing, ids):
    filing.new_folder("Work")
    filing.new_folder("Chess")

    filing.shift_folder("f2", -1)
    filing.shift_folder("f2", -1)

    assert shown(filing)[:2] == ["Chess", "Work"]


def test_a_deleted_folder_leaves_its_conversations_and_comes_back_with_them(filing, ids, told):
    filing.new_folder("Work", "Be brief.", ids[:1])
    before = shown(filing)

    filing.delete_folder("f1")
    without = shown(filing)
    told[-1][1]()

    assert without == ["Older", "Cherries", "Berries", "Apples"]
    assert shown(filing) == before
    assert filing.conversations.folder("f1").instructions == "Be brief."


def test_what_makes_sense_depends_on_where_they_are(filing, archive, ids):
    filing.do(Act.PIN, ids[:1])
    filing.do(Act.TRASH, ids[2:])
    held = list(archive.held.values())

    assert acts_for(held[:1]) == [Act.UNPIN, Act.ARCHIVE, Act.TRASH]
    assert acts_for(held[:2]) == [Act.PIN, Act.ARCHIVE, Act.TRASH]
    assert acts_for(held[2:]) == [Act.RESTORE]


def test_a_new_chat_is_begun_in_a_folder_unless_another_is_opened(filing, model, ids):
    filing.new_folder("Work")

    filing.begin_in("f1")
    begun = model.shown, filing.begun_in, filing._desk.begun_in
    model.open(ids[0])
    opened = filing._desk.begun_in
    filing.begin_in("f1")
    model.new()

    assert begun == ("", "f1", "f1")
    assert opened is None
    assert filing.begun_in is None


def test_stepping_opens_the_conversation_above_or_below(filing, model, ids):
    filing.do(Act.PIN, ids[:1])
    model.open(ids[2])

    filing.step(-1)
    above = model.title
    filing.step(-1)
    filing.step(1)
    filing.step(1)

    assert above == "Apples"
    assert model.title == "Berries"


def test_who_shows_what_holds_for_the_conversation_on_screen_is_told(filing, model, ids):
    happened = []
    filing.happened.connect(happened.append)
    filing.new_folder("Work")
    model.open(ids[0])

    filing.move(ids[:2], "f1")
    filing.change_folder("f1", "Work", "Be brief.")

    assert [type(event) for event in happened] == [ConversationChanged, FoldersChanged]
    assert (happened[0].conversation.id, happened[0].conversation.folder) == (ids[0], "f1")
