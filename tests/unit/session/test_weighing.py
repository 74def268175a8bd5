"""How likely stored answers were."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from assistant_gui.core.conversation import Generator, Message, Origin, Role, Wish
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.likelihood import Token
from assistant_gui.core.ports import Reading, Sampling
from assistant_gui.core.turn import Turn
from assistant_gui.session.again import SHORTER
from assistant_gui.session.reply import Choices
from assistant_gui.session.tokens import Guessing
from assistant_gui.session.weighing import Weighing
from assistant_gui.store.archive import Archive

CHOICES = Choices("tiny", Sampling(), "Be kind.", 2000)


class FakeScales:
    """Finds every word half likely."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, list[tuple[str, str]], int]] = []

    def weigh(self, model, messages, most, turn):
        self.asked.append((model, list(messages), most))
        yield Reading(0.5)
        for word in messages[-1][1].split():
            yield Token(word.encode(), 0.5, ((word, 0.5),))


@pytest.fixture
def archive(tmp_path) -> Iterator[Archive]:
    with Archive(tmp_path / "a.sqlite3") as archive:
        yield archive


@pytest.fixture
def scales() -> FakeScales:
    return FakeScales()


@pytest.fixture
def weighing(archive, scales) -> Weighing:
    return Weighing(archive, scales, Guessing(), lambda manner: CHOICES)


@pytest.fixture
def answer(archive) -> Message:
    conversation = archive.create("x").id
    archive.add(Message("q", conversation, None, Role.PERSON, "Why?", 1.0, Origin.TYPED))
    answer = Message("a", conversation, "q", Role.ASSISTANT, "Because of rain", 2.0, Origin.MODEL)
    answer = replace(answer, spoken=True, heard=3, generator=Generator("tiny@pirate", "pirate"))
    archive.add(answer)
    return answer


def test_all_of_the_answer_is_weighed_after_what_was_said_before_by_what_wrote_it(weighing, scales, answer):
    done: list[float] = []

    weighed = weighing.weigh("a", Turn(), done.append)

    assert [(each.text, each.probability) for each in weighed] == [("Because", 0.5), ("of", 0.5), ("rain", 0.5)]
    said = [("system", "Be kind."), ("user", "Why?"), ("assistant", "Because of rain")]
    assert scales.asked == [("tiny@pirate", said, 5)]
    assert done == sorted(done)
    assert 0 < done[0] < done[-1] <= 1


def test_an_answer_beside_the_one_that_is_shown_can_be_weighed(weighing, scales, archive, answer):
    archive.add(replace(answer, id="b", text="So it is"))

    weighing.weigh("a", Turn(), lambda _: None)

    assert scales.asked[0][1][-1] == ("assistant", "Because of rain")


def test_a_shorter_answer_follows_the_wish_for_it(weighing, scales, archive, answer):
    archive.add(replace(answer, id="b", text="Rain", instead="a", wish=Wish.SHORTER, heard=None))

    weighing.weigh("b", Turn(), lambda _: None)

    assert scales.asked[0][1][1:] == [
        ("user", "Why?"), ("assistant", "Because of rain"), ("user", SHORTER), ("assistant", "Rain"),
    ]  # fmt: skip


@pytest.mark.parametrize("message", ["q", "nothing"])
def test_only_answers_that_are_there_can_be_weighed(weighing, answer, message):
    with pytest.raises(AssistantError, match="not there"):
        weighing.weigh(message, Turn(), lambda _: None)
