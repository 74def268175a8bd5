"""One run as it is shown: going on, paused, over."""

from dataclasses import replace

import pytest

from assistant_gui.core.learning import Probe, Progress, Run, RunStatus, Sample
from assistant_gui.core.plan import Plan
from assistant_gui.gui.settings.learning.runview import RunView

GOING = Run("r", Plan("small"), RunStatus.RUNNING, 0.0, Progress("train", 5, 10, 1.0, 99.6, 90, 3e-4, 0.5, 512_000_000))


@pytest.fixture
def view(qtbot):
    made = RunView()
    qtbot.addWidget(made)
    made.show()
    return made


def offered(view):
    buttons = (view.pause_button, view.resume_button, view.keep_button, view.cancel_button, view.away)
    return [button.text().strip() or button.accessibleName() for button in buttons if not button.isHidden()]


def test_what_goes_on_tells_all_of_its_figures(view):
    view.show_run(GOING, asked=False)

    assert view.figures.text() == "step 5 of 10 · 100 tokens/s · 2 min left"
    assert view.details.text() == "learning rate 0.0003 · gradient 0.50 · memory 512 MB"
    assert offered(view) == ["Pause", "Stop and keep", "Cancel"]


def test_what_was_asked_to_end_is_not_asked_twice(view):
    view.show_run(GOING, asked=True)

    assert not view.pause_button.isEnabled()
    assert view.stage.text() == "Finishing this step…"


def test_what_is_paused_can_go_on_or_be_kept(qtbot, view):
    view.show_run(replace(GOING, status=RunStatus.PAUSED), asked=False)

    assert offered(view) == ["Go on", "Stop and keep", "Cancel"]
    with qtbot.waitSignal(view.resume):
        view.resume_button.click()


def test_what_is_over_can_be_put_away(qtbot, view):
    view.show_run(replace(GOING, status=RunStatus.FAILED, reason="No memory."), asked=False)

    assert view.stage.text() == "No memory."
    assert offered(view) == ["Put away"]


def test_a_cancel_asks_first(qtbot, view):
    view.show_run(GOING, asked=False)
    view.cancel_button.click()

    with qtbot.waitSignal(view.cancel):
        view.question.yes.click()


def test_answers_on_the_way_show_how_it_learns(view):
    first, last = Sample(2, "q", "plain"), Sample(8, "q", "arr")

    view.show_run(replace(GOING, samples=(first, Sample(2, "p", "other"), last)), asked=False)

    assert (view.samples.first.text(), view.samples.newest.text()) == ("Step 2: plain", "Step 8: arr")


def test_what_was_tried_before_the_first_step_is_told(view):
    trial = replace(GOING, progress=Progress("probe"), probe=Probe(0.8, 512_000_000, 180.0))
    view.show_run(replace(trial, searched=((1e-4, 2.5), (5e-4, 2.0)), warnings=("a", "b", "c", "d")), asked=False)

    assert view.probe.text().endswith("took 0.8 s and 512 MB; all of it will take about 3 min.")
    assert view.search.text().endswith("0.0001 gave 2.50, 0.0005 gave 2.00. Best so far: 0.0005.")
    assert view.warnings.text() == "b\nc\nd"


def test_scoring_moves_the_bar_of_its_own(view):
    view.show_run(replace(GOING, progress=Progress("score", 10, 10, scored=0.4)), asked=False)

    assert (view.bar.value(), view.bar.maximum()) == (40, 100)
