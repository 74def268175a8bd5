"""What a person decides about training data, and what then teaches."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant_gui.core.conversation import Message, Origin, Rating, Role, Wish
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.learning import Signal, Tally
from assistant_gui.core.lessons import Decision, Mark, Private, Show, Wanted
from assistant_gui.store.archive import Archive
from assistant_gui.store.decisions import digest_of


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """With a conversation of two questions; the answer to the first is rated up, that to the second is not."""
    with Archive(tmp_path / "a.sqlite3") as archive:
        conversation = archive.create("Tea").id
        for name, parent, role, text in (
            ("q1", None, Role.PERSON, "Green?"),
            ("a1", "q1", Role.ASSISTANT, "Green."),
            ("q2", "a1", Role.PERSON, "Black?"),
            ("a2", "q2", Role.ASSISTANT, "Black."),
        ):
            origin = Origin.TYPED if role is Role.PERSON else Origin.MODEL
            archive.add(Message(name, conversation, parent, role, text, 1.0, origin))
        archive.rate("a1", Rating.UP)
        yield archive


def taught(archive: Archive) -> list[tuple[str, Signal]]:
    return [(each.id, each.signal) for each in archive.examples()]


def listed(archive: Archive, show: Show = Show.ALL, **wanted: object) -> list[str]:
    return [each.id for each in archive.listed(Wanted(show, **wanted)).entries]


def another(archive: Archive, instead: str, name: str, **changes: object) -> None:
    old = archive.message(instead)
    kind = {"instead": instead, "wish": Wish.ANOTHER, **changes}
    archive.add(Message(name, old.conversation, old.parent, Role.ASSISTANT, name, 2.0, Origin.MODEL, **kind))


def test_what_is_excluded_teaches_nothing_until_that_is_taken_back(archive):
    before = archive.decisions.mark(["a1"], Mark.EXCLUDED)

    assert (taught(archive), archive.tally()) == ([], Tally())
    assert (listed(archive), listed(archive, Show.EXCLUDED)) == (["a1"], ["a1"])
    archive.decisions.decide(before)
    assert (taught(archive), archive.tally()) == ([("a1", Signal.RATED_UP)], Tally(rated_up=1))


def test_an_unrated_answer_teaches_once_it_is_approved(archive):
    assert listed(archive, Show.UNRATED) == ["a2"]

    archive.decisions.mark(["a2"], Mark.APPROVED)

    assert listed(archive, Show.UNRATED) == []
    assert taught(archive) == [("a1", Signal.RATED_UP), ("a2", Signal.RATED_UP)]
    assert archive.tally() == Tally(rated_up=2)


def test_what_is_rated_down_is_not_learned_because_it_was_approved(archive):
    archive.rate("a1", Rating.DOWN)
    archive.decisions.mark(["a1"], Mark.APPROVED)

    assert (taught(archive), archive.tally()) == ([], Tally())


def test_an_edited_text_is_learned_and_the_answer_stays(archive):
    archive.decisions.edit("a2", "Very black.")

    assert taught(archive) == [("a1", Signal.RATED_UP), ("a2", Signal.CORRECTED)]
    assert list(archive.examples())[1].messages[-1] == ("assistant", "Very black.")
    assert archive.message("a2").text == "Black."
    assert archive.tally() == Tally(corrected=1, rated_up=1)
    entry = archive.listed(Wanted(Show.EDITED)).entries[0]
    assert (entry.answer, entry.question, entry.signal, entry.edited) == (
        "Very black.",
        "Black?",
        Signal.CORRECTED,
        True,
    )


def test_an_empty_edit_takes_the_edit_back_and_keeps_the_mark(archive):
    archive.decisions.mark(["a1"], Mark.APPROVED)
    archive.decisions.edit("a1", "Other.")

    before = archive.decisions.edit("a1", " ")

    assert before == Decision("a1", Mark.APPROVED, "Other.")
    assert archive.decisions.mark(["a1"], None) == (Decision("a1", Mark.APPROVED, None),)


def test_an_answer_asked_for_again_and_gone_on_with_teaches(archive):
    another(archive, "a2", "a3")
    assert taught(archive) == [("a1", Signal.RATED_UP)]

    conversation = archive.message("a3").conversation
    archive.add(Message("q3", conversation, "a3", Role.PERSON, "Why?", 3.0, Origin.TYPED))

    assert taught(archive) == [("a1", Signal.RATED_UP), ("a3", Signal.KEPT)]
    assert archive.tally() == Tally(rated_up=1, kept=1)
    assert listed(archive) == ["a3", "a1"]
    assert listed(archive, signal=Signal.KEPT) == ["a3"]


def test_when_both_answers_were_gone_on_with_neither_was_kept(archive):
    another(archive, "a2", "a3")
    conversation = archive.message("a3").conversation
    for name, parent in (("q3", "a3"), ("q4", "a2")):
        archive.add(Message(name, conversation, parent, Role.PERSON, "Why?", 3.0, Origin.TYPED))

    assert taught(archive) == [("a1", Signal.RATED_UP)]
    assert archive.tally() == Tally(rated_up=1)


def test_a_question_that_was_put_right_reads_as_put_right(archive):
    conversation = archive.create("Talk").id
    archive.add(Message("h", conversation, None, Role.PERSON, "call on a car", 5.0, Origin.SPOKEN, spoken=True))
    corrected = archive.corrections.correct("h", "call Anneke")
    archive.add(Message("b", conversation, corrected.id, Role.ASSISTANT, "Calling.", 6.0, Origin.MODEL))
    archive.rate("b", Rating.UP)

    assert list(archive.examples())[1].messages == (("user", "call Anneke"), ("assistant", "Calling."))


def test_unrated_answers_are_only_offered_for_replay(archive):
    assert [each.id for each in archive.replays()] == ["a2"]


def test_a_copy_of_a_conversation_brings_nothing_back_that_was_excluded(archive):
    archive.decisions.mark(["a1"], Mark.EXCLUDED)
    archive.duplicate(archive.message("a1").conversation)

    assert (taught(archive), archive.tally()) == ([], Tally())


def test_the_list_is_read_page_by_page_and_searched(archive):
    archive.decisions.mark(["a2"], Mark.APPROVED)

    page = archive.listed(first=1, count=1)

    assert ([each.id for each in page.entries], page.total) == (["a1"], 2)
    assert listed(archive, text="bLaCk") == ["a2"]
    assert listed(archive, text="%") == []
    assert listed(archive, Show.OPEN) == ["a1"]


def test_the_list_is_found_anew_after_every_change_and_only_then(archive):
    before = archive.listed()
    again = archive.listed(first=0, count=1)

    archive.decisions.mark(["a2"], Mark.APPROVED)

    assert (before.total, again.entries, archive.listed().total) == (1, before.entries[:1], 2)
    assert archive.listed(Wanted(Show.APPROVED)).total == 1
    assert archive.listed(first=5).entries == ()


def test_who_only_reads_sees_what_another_process_writes(archive, tmp_path):
    with Archive(tmp_path / "a.sqlite3", to_read=True) as reader:
        before = reader.listed().total
        archive.decisions.mark(["a2"], Mark.APPROVED)

        assert (before, reader.listed().total) == (1, 2)


def test_all_of_it_goes_with_the_conversation(archive):
    archive.decisions.edit("a1", "Secret words.")
    archive.decisions.leave("a1", Private.EMAIL, "a@b.org", "It is public.")

    archive.delete(archive.message("a1").conversation)

    assert archive.decisions.left() == {}
    assert listed(archive, Show.EDITED) == []


def test_what_is_gone_cannot_be_edited_and_undo_passes_it_over(archive):
    with pytest.raises(AssistantError):
        archive.decisions.edit("gone", "x")

    archive.decisions.decide([Decision("gone", Mark.APPROVED)])


def test_kinds_are_confirmed_and_things_left_alone_until_that_is_taken_back(archive):
    archive.decisions.confirm([Private.EMAIL, Private.NAME], on=True)
    archive.decisions.confirm([Private.NAME], on=False)
    archive.decisions.leave("a1", Private.EMAIL, "a@b.org", "It is public.")

    assert archive.decisions.confirmed() == {Private.EMAIL}
    assert archive.decisions.left() == {digest_of(Private.EMAIL, "a@b.org"): "It is public."}
    archive.decisions.leave("a1", Private.EMAIL, "a@b.org", "")
    assert archive.decisions.left() == {}
