"""The tree of a conversation: edited, branched, copied, taken away and brought back."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from assistant_gui.core.conversation import Fault, Generator, Message, Origin, Rating, Role, State, Wish
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.learning import Tally
from assistant_gui.core.ports import Summary
from assistant_gui.store.archive import Archive
from assistant_gui.store.branches import KEPT_SECONDS

MADE_BY = Generator("smollm2-135m", "pirate", 0.6, 0.9, 7, 12, 66.5, 120.0)


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "a.sqlite3"


@pytest.fixture
def archive(file: Path, clock: Clock) -> Iterator[Archive]:
    with Archive(file, clock=clock) as archive:
        yield archive


class Tree:
    """``Q`` asks, ``a`` and ``b`` answer it; ``P`` goes on after ``b``, and ``c`` answers that."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.conversation = archive.create("Talk").id
        for name, parent in (("Q", None), ("a", "Q"), ("b", "Q"), ("P", "b"), ("c", "P")):
            role = Role.PERSON if name.isupper() else Role.ASSISTANT
            origin = Origin.SPOKEN if name.isupper() else Origin.MODEL
            made_by = MADE_BY if name.islower() else None
            archive.add(Message(name, self.conversation, parent, role, f"word{name}", 5.0, origin, generator=made_by))

    def shown(self) -> list[str]:
        return [message.id for message in self.archive.thread(self.conversation)]

    def beside(self, id: str) -> list[str]:
        return [message.id for message in self.archive.siblings(id)]


@pytest.fixture
def tree(archive: Archive) -> Tree:
    return Tree(archive)


def attach(file: Path, message: str) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("INSERT OR IGNORE INTO contents VALUES ('d1', x'2a')")
        connection.execute(
            "INSERT INTO attachments VALUES ('f' || ?1, ?1, 0, 'n.txt', 'text/plain', 1, 'd1', 'what it says')",
            (message,),
        )


def contents(file: Path) -> int:
    with closing(sqlite3.connect(file)) as connection:
        return int(connection.execute("SELECT count(*) FROM contents").fetchone()[0])


# Editing a question


def test_an_edited_question_stands_beside_the_first_and_is_shown(archive, tree):
    edited = archive.edit("P", "better put")

    assert tree.shown() == ["Q", "b", edited.id]
    assert tree.beside("P") == ["P", edited.id]
    assert (edited.instead, edited.wish, edited.origin, edited.text) == ("P", Wish.EDITED, Origin.TYPED, "better put")
    assert archive.message("P").text == "wordP"


def test_the_first_question_can_be_edited(archive, tree):
    edited = archive.edit("Q", "anew")

    assert tree.shown() == [edited.id]
    assert tree.beside("Q") == ["Q", edited.id]


def test_what_is_attached_goes_with_the_edited_question(archive, tree, file):
    attach(file, "P")

    edited = archive.edit("P", "better put")

    assert [(each.name, each.text) for each in edited.attachments] == [("n.txt", "what it says")]
    assert edited.attachments[0].id != archive.message("P").attachments[0].id


def test_an_empty_question_is_refused(archive, tree):
    with pytest.raises(AssistantError, match="empty"):
        archive.edit("Q", "  \n")


def test_places_are_told_of_what_has_other_versions(archive, tree):
    edited = archive.edit("Q", "anew")
    archive.edit("P", "other")
    archive.remove(archive.edit("P", "gone").id)
    other = archive.create("Other").id
    archive.add(Message("x", other, None, Role.PERSON, "x", 5.0, Origin.TYPED))

    places = archive.places(tree.conversation)

    assert {name: places[name] for name in ("Q", edited.id, "a", "b", "P")} == {
        "Q": (1, 2), edited.id: (2, 2), "a": (1, 2), "b": (2, 2), "P": (1, 2),
    }  # fmt: skip
    assert len(places) == 6


# Why an answer was rated down


def test_faults_and_a_remark_are_kept_with_the_rating(archive, tree):
    archive.rate("c", Rating.DOWN)
    archive.explain("c", (Fault.WRONG, Fault.TOO_LONG), " It is 4. ")

    kept = archive.message("c")
    assert (kept.rating, kept.faults, kept.remark) == (Rating.DOWN, (Fault.WRONG, Fault.TOO_LONG), "It is 4.")


@pytest.mark.parametrize("rating", [Rating.UP, None])
def test_they_go_when_the_rating_goes(archive, tree, rating):
    archive.rate("c", Rating.DOWN)
    archive.explain("c", (Fault.WRONG,), "No.")

    archive.rate("c", rating)

    assert (archive.message("c").faults, archive.message("c").remark) == ((), "")


# Taking away and bringing back


def test_a_message_goes_with_all_that_followed_it(archive, tree):
    archive.remove("P")

    assert tree.shown() == ["Q", "b"]
    assert [archive.message(id).removed for id in "PcbQ"] == [1000.0, 1000.0, None, None]


@pytest.mark.parametrize(("removed", "left"), [("b", ["Q", "a"]), ("Q", [])])
def test_what_is_shown_next_is_a_version_beside_it_or_what_is_before_it(archive, tree, removed, left):
    archive.remove(removed)

    assert tree.shown() == left


@pytest.mark.parametrize(("removed", "left"), [("a", "b"), ("b", "a"), ("d", "b")])
def test_of_many_versions_the_one_before_is_shown_next_and_the_one_after_the_first(archive, tree, removed, left):
    archive.add(Message("d", tree.conversation, "Q", Role.ASSISTANT, "wordd", 6.0, Origin.MODEL))
    archive.choose(removed)

    archive.remove(removed)

    assert tree.shown()[:2] == ["Q", left]


def test_one_that_is_not_shown_goes_without_moving_what_is(archive, tree):
    archive.remove("a")

    assert tree.shown() == ["Q", "b", "P", "c"]
    assert tree.beside("b") == ["b"]


def test_undo_brings_back_exactly_what_was_shown(archive, tree):
    archive.choose("a")
    removal = archive.remove("Q")

    archive.restore(removal)

    assert tree.shown() == ["Q", "a"]
    assert tree.beside("a") == ["a", "b"]


def test_undo_leaves_alone_what_was_removed_before_even_within_one_tick(archive, tree):
    archive.remove("P")
    removal = archive.remove("b")

    archive.restore(removal)

    assert tree.shown() == ["Q", "b"]
    assert archive.message("P").removed is not None


def test_removals_are_undone_one_after_the_other(archive, tree):
    removals = [archive.remove("c"), archive.remove("P"), archive.remove("Q")]

    for removal in reversed(removals):
        archive.restore(removal)

    assert tree.shown() == ["Q", "b", "P", "c"]


def test_nothing_comes_back_under_what_is_still_away(archive, tree):
    removal = archive.remove("P")
    archive.remove("b")

    with pytest.raises(AssistantError, match="no longer stored"):
        archive.restore(removal)


def test_what_was_removed_is_not_found_not_rated_and_not_continued(archive, tree):
    archive.remove("P")

    assert archive.search("wordP") == []
    for change in (lambda: archive.rate("c", Rating.UP), lambda: archive.choose("c"), lambda: archive.edit("P", "x")):
        with pytest.raises(AssistantError, match="no longer stored"):
            change()
    with pytest.raises(AssistantError, match="no longer stored"):
        archive.add(Message("d", tree.conversation, "P", Role.ASSISTANT, "late", 6.0, Origin.MODEL))


def test_what_was_removed_teaches_nothing_and_neither_does_its_correction_hold(archive, tree):
    archive.rate("c", Rating.UP)
    archive.rate("a", Rating.UP)
    better = archive.correct("a", "Better.")
    before = archive.tally()

    archive.remove(better.id)
    archive.remove("c")

    assert before == Tally(corrected=1, rated_up=1)
    assert archive.tally() == Tally(rated_up=1)
    assert [example.id for example in archive.examples()] == ["a"]


def test_a_growing_answer_that_is_removed_settles_out_of_sight(archive, tree):
    growing = Message("g", tree.conversation, "c", Role.PERSON, "", 6.0, Origin.MODEL, State.GROWING)
    archive.add(growing)
    archive.remove("P")

    archive.settle(replace(growing, text="late", state=State.STOPPED))

    assert tree.shown() == ["Q", "b"]


# After 30 days


def test_after_30_days_it_is_gone_for_good_with_what_only_it_used(file, clock):
    with Archive(file, clock=clock) as archive:
        tree = Tree(archive)
        attach(file, "P")
        archive.edit("P", "instead of P")
        archive.remove("P")
        archive.remove(archive.thread(tree.conversation)[-1].id)
        kept = archive.edit("Q", "again")
        archive.remove("Q")

    clock.now += KEPT_SECONDS + 1
    with Archive(file, clock=clock) as archive:
        assert archive.thread(tree.conversation) == [replace(kept, instead=None, wish=None)]
        assert [archive.message(id) for id in ("Q", "a", "b", "P", "c")] == [None] * 5
    assert contents(file) == 0
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        connection.execute("INSERT INTO words (words, rank) VALUES ('integrity-check', 0)")


def test_until_then_it_can_be_brought_back_after_a_restart(file, clock):
    with Archive(file, clock=clock) as archive:
        tree = Tree(archive)
        removal = archive.remove("P")

    clock.now += KEPT_SECONDS - 1
    with Archive(file, clock=clock) as archive:
        archive.restore(removal)
        tree.archive = archive
        assert tree.shown() == ["Q", "b", "P", "c"]


# Copies


def test_a_branch_holds_what_led_to_a_message_and_all_that_is_known_of_it(archive, tree, file):
    archive.rate("b", Rating.UP)
    attach(file, "Q")

    made = archive.branch("b", "Another way")

    copies = archive.thread(made.id)
    originals = [archive.message("Q"), archive.message("b")]
    assert made.title == "Another way"
    assert [(m.text, m.origin, m.generator, m.rating, m.created) for m in copies] == [
        (m.text, m.origin, m.generator, m.rating, m.created) for m in originals
    ]
    assert [each.text for each in copies[0].attachments] == ["what it says"]
    assert not {m.id for m in copies} & {"Q", "b"}
    assert tree.shown() == ["Q", "b", "P", "c"]


def test_a_branch_has_only_what_led_there(archive, tree):
    made = archive.branch("b")

    assert made.title == "Talk"
    assert [len(archive.siblings(m.id)) for m in archive.thread(made.id)] == [1, 1]


def test_a_duplicate_has_the_whole_tree_without_what_was_removed(archive, tree):
    archive.edit("P", "other")
    archive.choose("P")
    archive.remove("a")

    made = archive.duplicate(tree.conversation, "Talk (copy)")

    shown = archive.thread(made.id)
    assert [m.text for m in shown] == ["wordQ", "wordb", "wordP", "wordc"]
    first, second = archive.siblings(shown[2].id)
    assert (second.text, second.instead, second.wish) == ("other", first.id, Wish.EDITED)
    assert len(archive.siblings(shown[1].id)) == 1


def test_a_copy_is_found_and_nobody_writes_what_grew(archive, tree):
    archive.add(Message("g", tree.conversation, "P", Role.ASSISTANT, "halfway", 6.0, Origin.MODEL, State.GROWING))

    made = archive.duplicate(tree.conversation)

    assert archive.thread(made.id)[-1].state is State.BROKEN
    assert made.id in {message.conversation for message in archive.search("halfway")}
    assert made.id in {message.conversation for message in archive.search("wordQ")}


def test_copying_what_is_not_there_is_told(archive):
    with pytest.raises(AssistantError, match="no longer stored"):
        archive.branch("nothing")
    with pytest.raises(AssistantError, match="no longer stored"):
        archive.duplicate("nothing")


def test_a_copy_has_the_summaries_too(archive, tree):
    archive.manners.summarise(Summary("b", "They met.", "m"))

    copy = archive.branch("c")

    shown = [message.id for message in archive.thread(copy.id)]
    assert archive.manners.summaries(copy.id) == [Summary(shown[1], "They met.", "m")]


def test_a_copy_teaches_what_it_holds_once(archive, tree):
    archive.rate("c", Rating.UP)
    archive.correct("a", "Better.")
    before = archive.tally()

    archive.duplicate(tree.conversation)
    branch = archive.branch("c")

    assert archive.tally() == before == Tally(corrected=1, rated_up=1)
    assert len(list(archive.examples())) == 2
    other = archive.edit(archive.thread(branch.id)[0].id, "Another question")
    answer = Message("n", branch.id, other.id, Role.ASSISTANT, "wordb", 6.0, Origin.MODEL)
    archive.add(answer)
    archive.rate("n", Rating.UP)
    assert archive.tally() == Tally(corrected=1, rated_up=2)


def test_a_copy_teaches_when_what_it_is_of_is_gone(archive, tree):
    archive.rate("c", Rating.UP)
    copy = archive.duplicate(tree.conversation)

    archive.delete(tree.conversation)

    assert archive.tally() == Tally(rated_up=1)
    assert [example.conversation for example in archive.examples()] == [copy.id]
