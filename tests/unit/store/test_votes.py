"""Votes on answers: counted, kept with their texts, and gone with the conversation they were asked from."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant_gui.core.comparing import Answers, Ballot, Count, Question, Vote
from assistant_gui.core.conversation import Message, Origin, Role
from assistant_gui.store.archive import Archive


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "a.sqlite3") as archive:
        conversation = archive.create("Tea").id
        archive.add(Message("q1", conversation, None, Role.PERSON, "Green?", 1.0, Origin.TYPED))
        archive.add(Message("a1", conversation, "q1", Role.ASSISTANT, "Green.", 1.0, Origin.MODEL))
        yield archive


def ballot(vote: Vote, message: str = "", against: str = "") -> Ballot:
    return Ballot("pirate", against, "base", Answers(Question((("user", "Green?"),), message), "Aye!", "Yes."), vote)


def test_votes_are_counted_by_what_it_was_compared_with(archive):
    for vote in (Vote.NEW, Vote.NEW, Vote.OLD, Vote.GOOD, Vote.BAD):
        archive.votes.add(ballot(vote))
    archive.votes.add(ballot(Vote.OLD, against="older"))

    assert archive.votes.counts("pirate") == {"": Count(2, 1, 1, 1), "older": Count(old=1)}
    assert archive.votes.counts("another") == {}


def test_a_vote_comes_back_whole(archive):
    archive.votes.add(ballot(Vote.NEW, "a1"))
    archive.votes.add(ballot(Vote.BAD))

    assert list(archive.votes.preferences()) == [ballot(Vote.NEW, "a1"), ballot(Vote.BAD)]


def test_a_question_that_was_voted_on_is_known(archive):
    archive.votes.add(ballot(Vote.GOOD, "a1"))
    archive.votes.add(ballot(Vote.GOOD))

    assert archive.votes.asked("pirate", "") == {"a1"}
    assert archive.votes.asked("pirate", "older") == frozenset()


def test_in_the_trash_a_vote_counts_no_more_and_with_its_conversation_it_is_gone(archive, tmp_path):
    archive.votes.add(ballot(Vote.NEW, "a1"))
    archive.votes.add(ballot(Vote.OLD))
    [conversation] = archive.conversations()

    archive.filing.trash([conversation.id])
    in_trash = archive.votes.counts("pirate"), len(list(archive.votes.preferences()))
    archive.filing.restore([conversation.id])
    restored = archive.votes.counts("pirate")
    archive.delete(conversation.id)

    assert in_trash == ({"": Count(old=1)}, 1)
    assert restored == {"": Count(new=1, old=1)}
    assert archive.votes.asked("pirate", "") == frozenset()
    assert [each.vote for each in archive.votes.preferences()] == [Vote.OLD]


def test_of_a_conversation_that_is_gone_already_nothing_is_kept(archive):
    archive.votes.add(ballot(Vote.NEW, "deleted meanwhile"))

    assert list(archive.votes.preferences()) == []
