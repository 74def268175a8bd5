"""What a run will take, before it begins."""

from dataclasses import replace

import pytest

from assistant_gui.core.footprint import Shape
from assistant_gui.core.learning import Example, Progress, Run, RunStatus, Signal
from assistant_gui.core.plan import Plan
from assistant_gui.learning.estimates import estimate

STARTER = Shape(134.5e6, 28.3e6, 30, 576, 1536, 576, 192, 49152)
PLAN = Plan("small", epochs=2, rank=16, batch=8)
EXAMPLES = [Example(str(n), "c", (("user", "Hi?"), ("assistant", "word " * 350)), Signal.CORRECTED) for n in range(20)]


def of(plan=PLAN, examples=EXAMPLES, *, free_bytes=64 * 10**9, runs=()):
    return estimate(plan, STARTER, examples, free_bytes=free_bytes, cores=2, runs=runs)


def test_a_small_model_fits_into_a_usual_machine():
    found = of()

    assert found.fits
    assert not found.recomputes
    assert 1e9 < found.memory_bytes < 8e9


def test_it_takes_less_at_a_time_before_it_computes_twice():
    plenty = of()

    tighter, tightest = of(free_bytes=3 * 10**9), of(free_bytes=1_900_000_000)

    assert (tighter.fits, tighter.recomputes) == (True, False)
    assert tighter.examples_at_once < plenty.examples_at_once
    assert (tightest.fits, tightest.recomputes) == (True, True)


def test_a_base_in_4_bit_takes_less_memory():
    assert of(replace(PLAN, four_bit=True)).memory_bytes < of().memory_bytes - 2.5e8


def test_what_fits_in_no_way_is_said():
    assert not of(free_bytes=10**9).fits


def test_the_person_may_forbid_to_compute_twice():
    assert not of(replace(PLAN, checkpointing="off"), free_bytes=1_900_000_000).fits


def test_texts_alone_take_as_long_as_there_is_to_read():
    reading = replace(PLAN, plain_share=1.0)

    short, long = (
        estimate(reading, STARTER, (), free_bytes=64 * 10**9, cores=2, texts_bytes=size) for size in (10**6, 10**7)
    )

    assert long.seconds == pytest.approx(10 * short.seconds)


def test_texts_are_as_long_as_the_longest_example():
    assert of(replace(PLAN, plain_share=0.5, max_tokens=4096)).memory_bytes > of().memory_bytes


def test_it_takes_twice_as_long_to_go_through_twice():
    assert of(replace(PLAN, epochs=4)).seconds == pytest.approx(2 * of().seconds)


def test_an_earlier_run_on_the_base_says_how_fast_this_machine_is():
    run = Run("r", PLAN, RunStatus.DONE, 0.0, Progress(tokens_per_s=100.0))

    found = of(runs=[replace(run, plan=Plan("other")), run])

    assert found.seconds == pytest.approx(2 * 20 * 510 / 100, rel=0.02)


def test_answers_are_counted_no_longer_than_they_may_be():
    assert of(replace(PLAN, max_tokens=64)).memory_bytes < of().memory_bytes
