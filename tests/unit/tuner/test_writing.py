"""Answers written several at a time."""

import pytest

from assistant_gui.tuner import writing


@pytest.mark.parametrize(
    ("tokens", "together"),
    [
        ([100, 300, 200], [[1, 2, 0]]),  # the longest first
        ([writing.TOKENS_AT_ONCE // 2] * 3, [[0, 1], [2]]),
        ([writing.TOKENS_AT_ONCE * 2, 1], [[0], [1]]),  # what is too long is alone
        ([1] * (writing.AT_ONCE + 1), [list(range(writing.AT_ONCE)), [writing.AT_ONCE]]),
        ([], []),
    ],
)
def test_prompts_go_together_as_far_as_memory_allows(tokens, together):
    assert list(writing._batches(tokens)) == together
