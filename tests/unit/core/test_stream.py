"""Running ahead of the reader."""

import threading

import pytest

from assistant_gui.core.stream import ahead


def test_items_come_in_order():
    with ahead(range(100), depth=3) as numbers:
        assert list(numbers) == list(range(100))


def test_it_runs_no_further_ahead_than_allowed():
    made = []
    paused = threading.Event()

    def source():
        for number in range(100):
            made.append(number)
            if number == 3:
                paused.set()
            yield number

    with ahead(source(), depth=2) as numbers:
        assert next(numbers) == 0
        assert paused.wait(5)
        assert len(made) <= 4


def test_what_the_source_raises_is_raised_at_the_reader_after_what_it_gave():
    def source():
        yield 1
        raise ValueError("broken")

    with ahead(source(), depth=5) as numbers:
        assert next(numbers) == 1
        with pytest.raises(ValueError, match="broken"):
            next(numbers)


def test_closing_early_closes_the_source_and_joins_its_thread():
    closed = threading.Event()

    def source():
        try:
            while True:
                yield 0
        finally:
            closed.set()

    with ahead(source(), depth=1) as zeros:
        next(zeros)

    assert closed.is_set()
    assert not any(thread.name == "ahead" for thread in threading.enumerate())
