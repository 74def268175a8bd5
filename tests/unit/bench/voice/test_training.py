"""Turns beside a run of training."""

from types import SimpleNamespace

import pytest

from assistant_gui.bench.voice import training
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.learning import Tally
from assistant_gui.core.settings import Settings
from assistant_gui.learning import plans
from assistant_gui.store.archive import Archive
from assistant_gui.store.file import nowhere
from tests.fakes import FakeSchool


@pytest.fixture
def program():
    archive = Archive(nowhere())
    yield SimpleNamespace(archive=archive, settings=Settings(), school=FakeSchool(Tally(rated_up=8)))
    archive.close()


def test_the_run_learns_from_answers_that_were_rated(program):
    with training._training(program):
        assert program.archive.tally().total == training.EXAMPLES
        plans.check(program.school.started[0])


def test_it_is_stopped_when_the_turns_are_over(program):
    with training._training(program):
        assert program.school.stopped == []

    assert program.school.stopped == ["run-1"]


def test_a_run_that_ends_too_early_is_no_measurement(program):
    program.school.told = [{"event": "stage", "stage": "train"}, {"event": "step"}, {"event": "end", "status": "done"}]

    with training._training(program) as steps:
        next(steps)
        with pytest.raises(AssistantError, match="before the measurement"):
            next(steps)
