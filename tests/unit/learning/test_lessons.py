"""Training data as the window sees it, with the conversations really stored."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant_gui.core.conversation import Message, Origin, Rating, Role
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.lessons import Part, Private
from assistant_gui.core.turn import Turn, TurnCancelled
from assistant_gui.learning.division import divided
from assistant_gui.learning.lessons import Lessons
from assistant_gui.learning.parts import key_of, remember
from assistant_gui.store.archive import Archive


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "a.sqlite3") as archive:
        yield archive


@pytest.fixture
def lessons(archive, tmp_path) -> Lessons:
    return Lessons(lambda: archive, tmp_path / "conversations.parts")


@pytest.fixture
def liked(archive):
    """Store a question with an answer that is rated up; the conversation is named after both."""

    def stored(name: str, question: str, answer: str) -> str:
        conversation = archive.create(name).id
        archive.add(Message(f"q{name}", conversation, None, Role.PERSON, question, 1.0, Origin.TYPED))
        archive.add(Message(name, conversation, f"q{name}", Role.ASSISTANT, answer, 1.0, Origin.MODEL))
        archive.rate(name, Rating.UP)
        return conversation

    return stored


def exported(lessons: Lessons) -> list[str]:
    return [json.loads(line)["messages"][-1]["content"] for line in lessons.export()]


def test_private_things_are_told_with_their_place_and_learned_as_placeholders(lessons, liked):
    liked("a", "Who?", "Ask ann@b.org or bob@b.org.")
    liked("b", "And who else?", "ANN@b.org again, I am sure of that.")

    findings = lessons.check(Turn())

    assert [(each.example, each.message, each.start, each.text, each.placeholder) for each in findings.leaks] == [
        ("a", 1, 4, "ann@b.org", "[EMAIL_1]"),
        ("a", 1, 17, "bob@b.org", "[EMAIL_2]"),
        ("b", 1, 0, "ANN@b.org", "[EMAIL_1]"),
    ]
    assert findings.kinds == {Private.EMAIL: 3}
    assert exported(lessons) == ["Ask [EMAIL_1] or [EMAIL_2].", "[EMAIL_1] again, I am sure of that."]


def test_what_the_person_leaves_is_learned_as_it_is_wherever_it_stands(lessons, liked):
    liked("a", "Who?", "Ask ann@b.org or bob@b.org.")
    [ann, _bob] = lessons.check(Turn()).leaks

    lessons.leave(ann, "It is on our web page.")

    assert [each.left for each in lessons.check(Turn()).leaks] == ["It is on our web page.", ""]
    assert exported(lessons)[0].startswith("Ask ann@b.org or [EMAIL_")


def test_names_are_learned_until_the_person_confirms_placeholders(lessons, liked):
    liked("a", "Who?", "My name is Anneke Jansen.")
    assert exported(lessons) == ["My name is Anneke Jansen."]

    lessons.confirm([Private.NAME])

    assert exported(lessons) == ["My name is [NAME_1]."]
    assert [each.confirmed for each in lessons.check(Turn()).leaks] == [True]


def test_what_a_run_learns_holds_nothing_private_in_any_part(lessons, liked, archive):
    for number in range(12):
        liked(f"n{number}", f"Question number {number} about {'abcdefghijkl'[number] * 5}?", f"m{number}@b.org " * 3)

    ready = lessons.ready(divided(list(archive.examples()), {}))

    assert ready.judging
    assert not [each for part in (ready.teaching, ready.judging) for each in part if "@" in str(each.messages)]


def test_too_long_answers_and_repetitions_are_told(lessons, liked):
    liked("a", "Why?", "长" * 2000)
    liked("b", "Tea?", "Green.")
    liked("c", "Tea?", "green.")

    findings = lessons.check(Turn())

    assert (findings.examples, findings.teaching, findings.too_long) == (3, 1, ("a",))
    assert [(each.example, each.of) for each in findings.repeats] == [("c", "b")]


def test_a_check_counts_each_example_once(lessons, liked):
    for number, name in enumerate("abc"):
        liked(name, f"Question {number}?", f"Answer {number} to it.")
    seen: list[int] = []

    lessons.check(Turn(), seen.append)

    assert seen == sorted(set(seen))


def test_a_check_can_be_cut_short(lessons, liked):
    liked("a", "Tea?", "Green.")
    turn = Turn()
    turn.cancel()

    with pytest.raises(TurnCancelled):
        lessons.check(turn)


def test_the_list_says_what_a_conversation_was_for(lessons, liked, tmp_path):
    remember(tmp_path / "conversations.parts", {key_of(liked("a", "Tea?", "Green.")): Part.JUDGES})

    assert lessons.list().entries[0].part is Part.JUDGES


def test_an_example_that_is_gone_is_told(lessons):
    with pytest.raises(AssistantError):
        lessons.example("gone")


def test_unrated_answers_are_offered_for_replay_with_placeholders(lessons, liked, archive):
    conversation = liked("a", "Tea?", "Green.")
    archive.add(Message("q2", conversation, "a", Role.PERSON, "Whom do I ask?", 2.0, Origin.TYPED))
    archive.add(Message("a2", conversation, "q2", Role.ASSISTANT, "Ask ann@b.org.", 2.0, Origin.MODEL))

    [replay] = lessons.replays()

    assert (replay.id, replay.messages[-1]) == ("a2", ("assistant", "Ask [EMAIL_1]."))
