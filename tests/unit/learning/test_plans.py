"""Good numbers for a run."""

import pytest

from assistant_gui.core.models import Format
from assistant_gui.learning.plans import default_plan, experimental


def test_few_answers_get_steps_enough(small):
    plan = default_plan(small(), 24)

    assert 24 / plan.batch * plan.epochs >= 40


@pytest.mark.parametrize(("answers", "epochs", "rank"), [(24, 4, 8), (100, 3, 8), (500, 3, 16), (20_000, 1, 32)])
def test_more_answers_get_fewer_epochs_and_a_higher_rank(small, answers, epochs, rank):
    plan = default_plan(small(), answers)

    assert (plan.epochs, plan.rank) == (epochs, rank)


@pytest.mark.parametrize(
    ("megabytes", "format", "rate"),
    [
        (98, Format.GGUF, 5e-4),
        (2_000, Format.GGUF, 2e-4),
        (9_000, Format.GGUF, 1e-4),
        (300, Format.FOLDER, 5e-4),
        (6_000, Format.FOLDER, 2e-4),
    ],
)
def test_larger_bases_learn_more_slowly(small, megabytes, format, rate):
    assert default_plan(small(download_bytes=megabytes * 10**6, format=format), 100).learning_rate == rate


def test_it_is_an_experiment_under_fifty():
    assert experimental(49)
    assert not experimental(50)
