"""Other versions of a real answer, and how likely its words were, through the program and its engine."""

import queue
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from assistant_gui.app import App
from assistant_gui.core.conversation import Message, State, Wish
from assistant_gui.core.events import Event, Failed, ReplyEnded, TurnEnded
from assistant_gui.core.turn import Turn, TurnCancelled
from assistant_gui.paths import Profile

NOISE = 0.05
"""llama.cpp's likelihoods differ a little with how a prompt falls into batches."""


@dataclass
class Program:
    app: App
    events: "queue.SimpleQueue[Event]"

    def answered(self, turn: Turn) -> Message:
        """The answer that *turn* ended with."""
        answer: Message | None = None
        while True:
            event = self.events.get(timeout=240)
            assert not isinstance(event, Failed), str(event.error)
            if isinstance(event, ReplyEnded):
                answer = event.message
            if isinstance(event, TurnEnded) and event.turn == turn.number:
                assert answer is not None
                return answer

    def with_tokens(self, most: int) -> None:
        self.app.preferences.change("chat.max_tokens", most)


@pytest.fixture(scope="module")
def program(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("ASSISTANT_MODELS", str(models))  # read by the program, as a person would set it
        app = App(Profile.opened(tmp_path_factory.mktemp("profile")))
        app.preferences.change("chat.temperature", 0.0)
        events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        app.listen(events.put)
        yield Program(app, events)
        app.close()


def test_a_cut_answer_goes_on_and_begins_exactly_with_what_was_there(program):
    program.with_tokens(16)
    cut = program.answered(program.app.companion.ask("", "Tell me a story about a whale in five sentences."))
    program.with_tokens(24)
    longer = program.answered(program.app.companion.regenerate(cut.id, Wish.CONTINUED))

    assert cut.generator is not None
    assert cut.generator.finish == "length"
    assert longer.text.startswith(cut.text)
    assert len(longer.text) > len(cut.text)
    assert (longer.parent, longer.instead, longer.wish) == (cut.parent, cut.id, Wish.CONTINUED)
    assert program.app.archive.message(cut.id).text == cut.text


def test_an_answer_stopped_after_a_space_goes_on_without_doubling_it(program):
    program.with_tokens(16)
    whole = program.answered(program.app.companion.ask("", "Name the months of the year."))
    stopped = Message(
        "stopped",
        whole.conversation,
        whole.parent,
        whole.role,
        "January, February, ",
        whole.created,
        whole.origin,
        State.STOPPED,
    )
    program.app.archive.add(stopped)

    longer = program.answered(program.app.companion.regenerate("stopped", Wish.CONTINUED))

    assert longer.text.startswith("January, February, March")


def test_a_shorter_answer_stands_beside_the_first(program):
    program.with_tokens(40)
    first = program.answered(program.app.companion.ask("", "What is the sea?"))
    other = program.answered(program.app.companion.regenerate(first.id, Wish.SHORTER))

    assert [each.id for each in program.app.archive.siblings(first.id)] == [first.id, other.id]
    assert len(program.app.archive.thread(first.conversation)) == 2


def test_the_words_of_a_greedy_answer_were_the_likeliest(program):
    program.with_tokens(30)
    answer = program.answered(program.app.companion.ask("", "Describe a small boat."))
    done: list[float] = []

    weighed = program.app.weigh(answer.id, Turn(), done.append)

    assert "".join(each.text for each in weighed) == answer.text
    assert all(len(each.instead) == 5 for each in weighed)
    assert all(each.probability >= each.instead[0][1] - NOISE for each in weighed)
    assert done == sorted(done)
    assert done[-1] == 1.0


def test_weighing_can_be_cut_short(program):
    program.with_tokens(60)
    answer = program.answered(program.app.companion.ask("", "Describe a large boat."))
    turn = Turn()

    with pytest.raises(TurnCancelled):
        program.app.weigh(answer.id, turn, lambda _done: turn.cancel())
