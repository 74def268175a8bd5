"""A vote as a preference pair."""

import json

from assistant_gui.core.comparing import Answers, Ballot, Question, Vote
from assistant_gui.learning.lessons import Lessons
from assistant_gui.store.archive import Archive


def ballot(vote: Vote) -> Ballot:
    question = Question((("user", "Who? ann@b.org?"),))
    return Ballot("pirate", "", "base", Answers(question, "Aye, ann@b.org!", "Yes."), vote)


def test_votes_for_one_of_two_are_pairs_with_placeholders(tmp_path):
    with Archive(tmp_path / "a.sqlite3") as archive:
        for vote in (Vote.NEW, Vote.OLD, Vote.GOOD, Vote.BAD):
            archive.votes.add(ballot(vote))

        pairs = [json.loads(line) for line in Lessons(lambda: archive, tmp_path / "conversations.json").preferences()]

    assert [(each["chosen"][0]["content"], each["rejected"][0]["content"]) for each in pairs] == [
        ("Aye, [EMAIL_1]!", "Yes."),
        ("Yes.", "Aye, [EMAIL_1]!"),
    ]
    assert pairs[0]["prompt"] == [{"role": "user", "content": "Who? [EMAIL_1]?"}]
    assert pairs[1]["source"] == {
        "kind": "comparison", "base": "base", "chosen": "", "rejected": "pirate", "message": "",
    }  # fmt: skip
