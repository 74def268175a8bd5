"""Texts are counted once."""

from collections.abc import Sequence

import pytest

from assistant_gui.core.content import pictures_of, text_of
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.ports import Counted
from assistant_gui.core.turn import Turn
from assistant_gui.session.tokens import BYTES_PER_TOKEN, TEMPLATE_TOKENS, Guessing, Tokens


class Letters:
    """One token a letter, nine a picture, and two for each message."""

    def __init__(self, context: int = 100) -> None:
        self.context = context
        self.asked: list[list[str]] = []

    def count(self, model: str, messages: Sequence[tuple[str, str]], turn: Turn) -> Counted:
        self.asked.append([text_of(said) for _, said in messages])
        sizes = tuple(len(text_of(said)) + 9 * len(pictures_of(said)) + 2 for _, said in messages)
        return Counted(sizes, lead=5, context=self.context)


def sizes(tokens: Tokens, counter: object, *texts: str, model: str = "m", context: int = 1000):
    return tokens.sizes(counter, model, [("user", text) for text in texts], context, Turn())


def test_only_what_is_new_is_counted():
    tokens, counter = Tokens(), Letters()
    sizes(tokens, counter, "one", "three")
    again = sizes(tokens, counter, "one", "three", "seven")

    assert counter.asked == [["one", "three"], ["seven"]]
    assert (again.each, again.lead, again.context, again.exact) == ((5, 7, 7), 5, 100, True)


def test_another_model_counts_for_itself():
    tokens, counter = Tokens(), Letters()
    sizes(tokens, counter, "one")
    sizes(tokens, counter, "one", model="other")

    assert counter.asked == [["one"], ["one"]]


def test_the_context_is_asked_each_time_as_the_engine_may_have_another_by_now():
    tokens, counter = Tokens(), Letters(context=100)
    sizes(tokens, counter, "one")
    counter.context = 50

    assert sizes(tokens, counter, "one").context == 50
    assert counter.asked[-1] == []


def test_nobody_who_counts_is_a_guess():
    guessed = sizes(Tokens(), Guessing(), "x" * 30)

    assert guessed.each == (30 // BYTES_PER_TOKEN + TEMPLATE_TOKENS,)
    assert (guessed.context, guessed.exact) == (1000, False)


def test_an_engine_that_is_not_there_says_so():
    class Gone:
        def count(self, *asked: object) -> Counted:
            raise AssistantError("It is not there.")

    with pytest.raises(AssistantError, match="not there"):
        sizes(Tokens(), Gone(), "one")


def test_of_a_very_long_conversation_the_end_is_counted_and_the_rest_guessed():
    counter = Letters()
    found = sizes(Tokens(), counter, *[f"{n:03} {'x' * 296}" for n in range(50)], context=360)

    assert len(counter.asked[0]) == 10
    assert counter.asked[0][-1].startswith("049")
    assert found.each[0] == 300 // BYTES_PER_TOKEN + TEMPLATE_TOKENS
    assert found.each[-1] == 302


def test_the_last_message_is_counted_however_long_it_is():
    counter = Letters()
    sizes(Tokens(), counter, "one", "x" * 9999, context=10)

    assert counter.asked == [["x" * 9999]]
