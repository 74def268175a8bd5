"""Conversations from a foreign file into the archive."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant_gui.core.conversation import Attachment, Conversation, Message, Origin, Role, State
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.exchange import Content, Import, Line, Opening, Product, Progress, Skipped, Unit
from assistant_gui.core.learning import Tally
from assistant_gui.core.ports import Removal
from assistant_gui.core.turn import Turn
from assistant_gui.store.archive import Archive
from assistant_gui.store.imports import imported
from assistant_gui.store.transfer import Adoption
from tests.talks import taken, talk

SUM = ((Role.PERSON, "2+2?"), (Role.ASSISTANT, "4"))
NOT_JSON = Skipped("it is not JSON", Unit.LINE, 3)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "assistant.sqlite3", clock=lambda: 1000.0) as archive:
        yield archive


def opening(name: str, head: str | None = None, changed: float = 5.0, title: str = "T") -> Opening:
    return Opening(Conversation(name, title, 1.0, changed, head))


def said(name: str, parent: str | None, conversation: str = "c", **others: object) -> Message:
    role = Role.ASSISTANT if parent else Role.PERSON
    return replace(Message(name, conversation, parent, role, f"text {name}", 2.0, Origin.IMPORTED), **others)


def ids(archive: Archive, conversation: str = "c") -> list[str]:
    return [message.id for message in archive.thread(conversation)]


def test_conversations_arrive_and_teach(archive):
    made = taken(archive, [("", (*SUM, (Role.PERSON, "3+3?"), (Role.ASSISTANT, "6"))), ("A greeting", SUM)])

    assert (made.conversations, made.messages, made.duplicates, made.skipped) == (2, 6, 0, ())
    assert sorted(each.title for each in archive.conversations()) == ["2+2?", "A greeting"]
    first = next(each for each in archive.conversations() if each.title == "2+2?")
    assert [each.text for each in archive.thread(first.id)] == ["2+2?", "4", "3+3?", "6"]
    assert {each.origin for each in archive.thread(first.id)} == {Origin.IMPORTED}
    assert archive.tally() == Tally(imported=2)  # what is there twice, word for word, teaches once


def test_the_same_conversation_is_taken_once(archive):
    taken(archive, [("", SUM)])
    other = (SUM[0], (Role.ASSISTANT, "four"))
    made = taken(archive, [("other title", SUM), ("", other), ("", other)])

    assert (made.conversations, made.messages, made.duplicates) == (1, 2, 2)
    assert len(archive.conversations()) == 2


def test_one_taken_by_an_older_version_under_another_id_is_known_by_its_digest(archive):
    lines = talk("", SUM)
    old = [replace(lines[0], conversation=replace(lines[0].conversation, id="old")), *lines[1:]]
    imported(archive, old)

    assert imported(archive, lines).duplicates == 1
    assert [each.id for each in archive.conversations()] == ["old"]


def test_one_that_was_deleted_can_be_taken_again(archive):
    taken(archive, [("", SUM)])
    archive.delete(archive.conversations()[0].id)

    assert taken(archive, [("", SUM)]).conversations == 1


def test_one_in_the_trash_stays_there_and_that_is_said(archive):
    taken(archive, [("", SUM)])
    archive.filing.trash([archive.conversations()[0].id])

    made = taken(archive, [("", SUM)])

    assert (made.duplicates, made.trashed) == (1, 1)
    assert archive.conversations() == []


def test_a_conversation_that_grew_brings_only_what_is_new(archive):
    before: list[Line] = [opening("c", "2"), said("1", None), said("2", "1")]
    imported(archive, before)

    made = imported(archive, [opening("c", "4", changed=9.0), *before[1:], said("3", "2"), said("4", "3")])

    assert (made.conversations, made.grown, made.messages, made.duplicates) == (0, 1, 2, 0)
    assert ids(archive) == ["1", "2", "3", "4"]
    assert archive.conversation("c").changed == 9.0


def test_what_the_person_went_on_with_meanwhile_stays_on_screen(archive):
    imported(archive, [opening("c", "2"), said("1", None), said("2", "1")])
    archive.add(said("mine", "1", origin=Origin.TYPED))

    imported(archive, [opening("c", "3"), said("1", None), said("2", "1"), said("3", "2")])

    assert ids(archive) == ["1", "mine"]
    assert archive.message("3").parent == "2"


def test_a_name_given_here_is_not_taken_away(archive):
    imported(archive, [opening("c", "1"), said("1", None)])
    archive.rename("c", "Mine")

    imported(archive, [opening("c", "2", title="Theirs"), said("1", None), said("2", "1")])

    assert archive.conversation("c").title == "Mine"


def test_what_is_referred_to_and_missing_is_left_out(archive):
    imported(archive, [opening("c", "gone"), said("1", "nowhere", corrects="x", instead="y", state=State.GROWING)])

    only = archive.message("1")
    assert (only.parent, only.corrects, only.instead, only.state) == (None, None, None, State.BROKEN)
    assert ids(archive) == ["1"]


def test_a_message_that_is_in_another_conversation_is_named(archive):
    imported(archive, [opening("c", "1"), said("1", None)])

    made = imported(archive, [opening("d", "1"), said("1", None, "d"), said("2", "1", "d")])

    assert made.messages == 1
    assert "another conversation" in made.skipped[0].why
    assert archive.message("2").parent is None


def test_newer_conversations_come_first_whenever_they_were_taken(archive):
    imported(archive, [opening("new", changed=30.0), opening("old", changed=10.0)])
    imported(archive, [opening("middle", changed=20.0), opening("newest", changed=40.0)])

    assert [each.id for each in archive.conversations()] == ["newest", "new", "middle", "old"]


def test_what_was_attached_comes_with_its_content(archive):
    content = bytes(range(256)) * 1000
    digest = hashlib.sha256(content).hexdigest()
    file = Attachment("a", "a.bin", "application/octet-stream", len(content), digest)
    parts = [Content(digest, content[:100_000]), Content(digest, content[100_000:], last=True)]

    made = imported(archive, [opening("c", "1"), *parts, said("1", None, attachments=(file,))])

    assert made.skipped == ()
    assert archive.message("1").attachments == (file,)
    assert archive.content(digest) == content


def test_a_large_file_is_kept_until_its_message_comes(archive):
    content = bytes(17 << 20)
    digest = hashlib.sha256(content).hexdigest()
    file = Attachment("a", "a.bin", "application/octet-stream", len(content), digest)
    lost = Skipped("too long", Unit.ATTACHMENT, name="b.bin")

    imported(
        archive, [opening("c", "1"), Content(digest, content, last=True), lost, said("1", None, attachments=(file,))]
    )

    assert archive.message("1").attachments == (file,)
    assert len(archive.content(digest)) == len(content)


@pytest.mark.parametrize("parts", [[], [Content("0" * 64, b"something else", last=True)], [Content("0" * 64, b"x")]])
def test_an_attachment_without_its_content_is_named_and_the_message_stays(archive, parts):
    file = Attachment("a", "a.bin", "application/octet-stream", 3, "0" * 64)

    made = imported(archive, [opening("c", "1"), *parts, said("1", None, attachments=(file,))])

    assert "missing" in made.skipped[-1].why
    assert archive.message("1").attachments == ()


def test_a_content_that_belongs_to_nothing_is_not_kept(archive):
    digest = hashlib.sha256(b"stray").hexdigest()
    imported(archive, [Content(digest, b"stray", last=True), opening("c", "1"), said("1", None)])

    assert archive.content(digest) is None


def test_lines_that_could_not_be_read_are_counted_and_named(archive):
    made = imported(archive, [Product("Jan"), NOT_JSON, *talk("", SUM)])

    assert (made.product, made.conversations, made.skipped) == ("Jan", 1, (NOT_JSON,))


def test_of_very_many_lines_that_are_none_a_thousand_are_named(archive):
    made = imported(archive, [*talk("", SUM), *[NOT_JSON] * 5000])

    assert (len(made.skipped), made.unnamed) == (1000, 4000)


def test_progress_is_told_as_it_goes(archive):
    counts: list[tuple[int, float]] = []
    lines = [line for number in range(250) for line in talk(str(number), SUM[:1] * (number + 1))[:2]]

    imported(archive, [*lines[:100], Progress(0.5), *lines[100:]], lambda *told: counts.append(told))

    assert len(counts) > 2
    assert counts == sorted(counts)
    assert counts[-1] == (250, 0.5)


def test_what_was_read_before_the_reader_died_stays_and_the_rest_comes_later(archive):
    talks = [talk("", ((Role.PERSON, str(number)), (Role.ASSISTANT, "yes"))) for number in range(150)]

    def dying() -> Iterator[Line]:
        for lines in talks[:120]:
            yield from lines
        raise AssistantError("The reader died.")

    with pytest.raises(AssistantError):
        imported(archive, dying())
    came = len(archive.conversations())
    assert 0 < came < 150

    again = imported(archive, [line for lines in talks for line in lines])
    assert (again.conversations, again.duplicates) == (150 - came, came)


def test_stopping_keeps_whole_conversations_and_says_so(archive):
    turn = Turn()

    def lines() -> Iterator[Line]:
        for number in range(500):
            yield from talk("", ((Role.PERSON, str(number)), (Role.ASSISTANT, "yes")))
            if number == 300:
                turn.cancel()

    made = imported(archive, lines(), turn=turn)

    assert made.stopped
    assert 0 < made.conversations <= 301
    assert {len(archive.thread(each.id)) for each in archive.conversations()} == {2}


def test_a_very_long_conversation_is_whole_in_the_end(archive):
    lines: list[Line] = [opening("c", "m4999")]
    lines += [said(f"m{n}", f"m{n - 1}" if n else None) for n in range(5000)]

    assert imported(archive, lines) == Import(conversations=1, messages=5000)
    assert len(archive.thread("c")) == 5000


def removed_question(archive: Archive) -> list[Line]:
    """Two exchanges are taken in, the second is removed; what the file holds when it was gone on with."""
    first = [said("q", None), said("a", "q")]
    second = [said("p", "a", role=Role.PERSON), said("b", "p")]
    imported(archive, [opening("c", "b"), *first, *second])
    archive.remove("p")
    return [opening("c", "d"), *first, *second, said("r", "b", role=Role.PERSON), said("d", "r")]


def test_what_follows_what_was_removed_is_not_shown_and_teaches_nothing(archive):
    grown = removed_question(archive)

    made = imported(archive, grown)

    assert (made.grown, made.messages) == (1, 2)
    assert ids(archive) == ["q", "a"]
    assert [each.id for each in archive.examples()] == ["a"]
    assert archive.search("text d") == []


def test_it_comes_back_with_what_was_removed(archive):
    grown = removed_question(archive)
    imported(archive, grown)

    archive.restore(Removal("p", "d"))

    assert ids(archive) == ["q", "a", "p", "b", "r", "d"]


def test_30_days_after_the_removal_the_file_can_be_opened_and_all_of_it_is_gone(archive, tmp_path):
    imported(archive, removed_question(archive))
    archive.close()

    with Archive(tmp_path / "assistant.sqlite3", clock=lambda: 1000.0 + 31 * 86400) as later:
        assert [each.id for each in later.transfer.tree("c")] == ["q", "a"]


def test_what_was_shown_there_but_is_removed_is_not_shown_here(archive):
    imported(archive, [opening("c", "a"), said("q", None), said("a", "q", removed=5.0)])

    assert ids(archive) == ["q"]


def test_a_disk_that_is_full_is_told_and_what_came_before_is_whole(archive):
    full: list[AssistantError] = []

    def do(work):
        def until_full(connection):
            done = work(connection)
            if full:
                raise full.pop()
            return done

        return archive._writing.do(until_full)

    adoption = Adoption(do, 1000.0)
    adoption.take([opening("c", "a"), said("q", None)], {})
    full.append(AssistantError("full"))
    with pytest.raises(AssistantError, match="full"):
        adoption.take([said("a", "q"), opening("d"), said("x", None, "d")], {})
    adoption.end()

    assert ids(archive) == ["q"]
    assert [each.id for each in archive.conversations()] == ["c"]


def test_two_files_of_a_message_may_have_one_id(archive):
    content = b"x"
    file = Attachment("f", "a.txt", "text/plain", 1, hashlib.sha256(content).hexdigest(), "x")

    imported(archive, [opening("c", "q"), said("q", None, attachments=(file, replace(file, name="b.txt")))])

    assert [each.name for each in archive.thread("c")[0].attachments] == ["a.txt", "b.txt"]


def test_one_that_grew_in_the_trash_is_told_to_lie_there(archive):
    imported(archive, [opening("c", "q"), said("q", None)])
    archive.filing.trash(["c"])

    made = imported(archive, [opening("c", "a"), said("q", None), said("a", "q")])

    assert (made.grown, made.trashed) == (1, 1)
