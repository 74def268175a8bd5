"""What was decided about training data and how answers were voted on, exported and imported with the messages it is about."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant_gui.core.carrying import decoded, encoded
from assistant_gui.core.comparing import Answers, Ballot, Question, Vote
from assistant_gui.core.conversation import Role
from assistant_gui.core.exchange import Form, Line, Voted
from assistant_gui.core.lessons import Decision, Mark, Private
from assistant_gui.reader.foreign import told
from assistant_gui.store.archive import Archive
from assistant_gui.store.export.exporting import export_file
from assistant_gui.store.imports import imported
from tests.talks import taken


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "assistant.sqlite3") as archive:
        yield archive


def decided(archive: Archive) -> tuple[str, str]:
    """Two conversations, and what the person decided about their answers; the ids of the answers."""
    talks = [("A sum", ("2+2?", "4")), ("An address", ("How do I reach you?", "a@b.org"))]
    taken(archive, [(title, ((Role.PERSON, asked), (Role.ASSISTANT, said))) for title, (asked, said) in talks])
    ids = {each.title: each.id for each in archive.conversations()}
    sums, address = (archive.thread(ids[title])[-1].id for title, _ in talks)
    archive.decisions.edit(sums, "four")
    archive.decisions.mark([sums], Mark.APPROVED)
    archive.decisions.mark([address], Mark.EXCLUDED)
    archive.decisions.confirm([Private.NAME], on=True)
    archive.decisions.leave(address, Private.EMAIL, "a@b.org", "it is public")
    return sums, address


def ballot(vote: Vote, message: str = "") -> Ballot:
    question = Question((("user", "Green?"),), message)
    return Ballot("pirate", "", "base", Answers(question, "Aye!", "Yes."), vote)


def carried(lines: Iterator[Line]) -> Iterator[Line]:
    """As between the reader role and the desk."""
    return (decoded(json.loads(json.dumps(encoded(line)))) for line in lines)


def test_it_arrives_elsewhere_and_only_once(archive, tmp_path):
    sums, address = decided(archive)
    export_file(archive, Form.OWN, (), tmp_path / "out.zip")

    with Archive(tmp_path / "elsewhere.sqlite3") as elsewhere:
        for _ in range(2):
            found = imported(elsewhere, carried(told(tmp_path / "out.zip")))

        marks = elsewhere.decisions.mark([sums, address], None)
        assert not found.skipped
        assert marks == (Decision(sums, Mark.APPROVED, "four"), Decision(address, Mark.EXCLUDED, None))
        assert elsewhere.decisions.confirmed() == {Private.NAME}
        assert elsewhere.decisions.left() == archive.decisions.left()


def test_what_is_learned_is_the_same_elsewhere(archive, tmp_path):
    decided(archive)
    export_file(archive, Form.OWN, (), tmp_path / "out.zip")

    with Archive(tmp_path / "elsewhere.sqlite3") as elsewhere:
        imported(elsewhere, carried(told(tmp_path / "out.zip")))

        assert [(each.id, each.messages) for each in elsewhere.examples()] == [
            (each.id, each.messages) for each in archive.examples()
        ]


def test_one_conversation_takes_what_was_decided_about_it_alone(archive, tmp_path):
    sums, address = decided(archive)
    sum_talk = archive.message(sums).conversation
    export_file(archive, Form.OWN, (sum_talk,), tmp_path / "out.zip")

    with Archive(tmp_path / "elsewhere.sqlite3") as elsewhere:
        imported(elsewhere, carried(told(tmp_path / "out.zip")))

        assert elsewhere.decisions.about(sum_talk) == [Decision(sums, Mark.APPROVED, "four")]
        assert not elsewhere.decisions.confirmed()
        assert elsewhere.message(address) is None


def test_what_was_decided_here_meanwhile_stays(archive, tmp_path):
    _, address = decided(archive)
    export_file(archive, Form.OWN, (), tmp_path / "out.zip")
    archive.decisions.mark([address], Mark.APPROVED)

    imported(archive, carried(told(tmp_path / "out.zip")))

    assert archive.decisions.mark([address], None) == (Decision(address, Mark.APPROVED, None),)


def test_votes_arrive_elsewhere_and_only_once(archive, tmp_path):
    sums, _ = decided(archive)
    for each in (ballot(Vote.NEW, sums), ballot(Vote.OLD), ballot(Vote.BAD)):
        archive.votes.add(each)
    export_file(archive, Form.OWN, (), tmp_path / "out.zip")

    with Archive(tmp_path / "elsewhere.sqlite3") as elsewhere:
        for _ in range(2):
            found = imported(elsewhere, carried(told(tmp_path / "out.zip")))

        assert not found.skipped
        assert elsewhere.votes.counts("pirate") == archive.votes.counts("pirate")
        assert set(elsewhere.votes.preferences()) == set(archive.votes.preferences())
        assert elsewhere.votes.asked("pirate", "") == {sums}


def test_one_conversation_takes_the_votes_on_its_questions_alone(archive, tmp_path):
    sums, address = decided(archive)
    for each in (ballot(Vote.NEW, sums), ballot(Vote.OLD, address), ballot(Vote.BAD)):
        archive.votes.add(each)
    export_file(archive, Form.OWN, (archive.message(sums).conversation,), tmp_path / "out.zip")

    with Archive(tmp_path / "elsewhere.sqlite3") as elsewhere:
        imported(elsewhere, carried(told(tmp_path / "out.zip")))

        assert list(elsewhere.votes.preferences()) == [ballot(Vote.NEW, sums)]


@pytest.mark.parametrize(
    ("part", "wrong"),
    [
        ("vote", "both"),
        ("adapter", ""),
        ("answers", {"new": "a", "old": 3}),
        ("answers", {"question": {"messages": [["user"]]}}),
    ],
)
def test_a_vote_that_is_none_is_refused(part, wrong):
    line = json.loads(json.dumps(encoded(Voted(1.0, ballot(Vote.NEW)))))
    line["voted"]["ballot"][part] = wrong

    with pytest.raises(ValueError):
        decoded(line)
