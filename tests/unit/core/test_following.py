"""A run is what its events tell."""

from assistant_gui.core.following import followed, from_the_first
from assistant_gui.core.learning import Probe, Run, RunStatus, Sample
from assistant_gui.core.plan import Plan

RUN = Run("r", Plan("small"), RunStatus.RUNNING, 1.0)


def told(*events):
    run = RUN
    for event in events:
        run = followed(run, event)
    return run


def step(number, loss, **more):
    return {"event": "step", "step": number, "steps": 9, "loss": loss, **more}


def test_figures_are_those_of_the_newest_step():
    run = told(step(1, 3.0), step(2, 2.0, lr=0.1, grad_norm=0.7, memory_bytes=5, tokens_per_s=9.0, seconds_left=4))

    assert run.losses == ((1, 3.0), (2, 2.0))
    assert (run.progress.learning_rate, run.progress.gradient, run.progress.memory_bytes) == (0.1, 0.7, 5)
    assert (run.progress.step, run.progress.steps, run.progress.seconds_left) == (2, 9, 4)


def test_a_run_that_went_back_to_a_checkpoint_forgets_what_came_after():
    run = told(step(1, 3.0), step(2, 2.0), step(3, 9.0), step(2, 1.9))

    assert run.losses == ((1, 3.0), (2, 1.9))


def test_plain_texts_have_a_line_of_their_own():
    run = told(step(1, 3.0), step(2, 4.0, plain=True))

    assert (run.losses, run.plain_losses) == (((1, 3.0),), ((2, 4.0),))


def test_what_else_is_told_is_kept():
    run = told(
        {"event": "probe", "seconds": 0.5, "memory_bytes": 7, "seconds_total": 60.0},
        {"event": "search", "learning_rate": 0.001, "loss": 2.0},
        {"event": "eval", "step": 4, "loss": 2.5},
        {"event": "sample", "step": 4, "question": "q", "answer": "a"},
        {"event": "warning", "message": "careful"},
        {"event": "scored", "share": 0.5},
    )

    assert run.probe == Probe(0.5, 7, 60.0)
    assert run.searched == ((0.001, 2.0),)
    assert run.validation == ((4, 2.5),)
    assert run.samples == (Sample(4, "q", "a"),)
    assert run.warnings == ("careful",)
    assert run.progress.scored == 0.5


def test_an_event_that_nobody_knows_changes_nothing():
    assert told({"event": "sang", "song": 1}, {"no": "event"}) == RUN


def test_a_number_that_is_no_number_is_left_out():
    assert told(step(1, "nan")).losses == ()


def test_from_the_first_only_what_was_ordered_is_known():
    run = told(step(1, 3.0), {"event": "end", "status": "failed", "reason": "why"})

    assert from_the_first(run) == RUN
