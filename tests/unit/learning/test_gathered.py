"""Examples set aside on disk."""

import pytest

from assistant_gui.core.learning import Signal
from assistant_gui.learning.gathered import Gathered


def test_what_is_set_aside_comes_back_in_any_order(tmp_path, example):
    given = [example(1), example(2, Signal.IMPORTED), example(3)]

    with Gathered(iter(given), tmp_path) as gathered:
        examples = gathered.examples

        assert list(examples) == given
        assert (examples[2], examples[0], examples[-2]) == (given[2], given[0], given[1])
        assert examples[1:] == given[1:]
        assert len(examples) == 3


def test_nothing_of_it_is_left(tmp_path, example):
    def stopped(seen: int) -> None:
        if seen == 2:
            raise KeyboardInterrupt

    with Gathered([example(1)], tmp_path):
        pass
    with pytest.raises(KeyboardInterrupt):
        Gathered([example(1), example(2)], tmp_path, stopped)

    assert list(tmp_path.iterdir()) == []
