"""The fine-tuning tab: from answers to a run, from a run to an adapter, and back."""

import math
from dataclasses import replace

import pytest
from PySide6.QtGui import QImage

from assistant_gui.core.card import Card, Verdict
from assistant_gui.core.comparing import Vote
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.events import ConversationsChanged
from assistant_gui.core.following import followed
from assistant_gui.core.fourbit import FourBit
from assistant_gui.core.learning import Adapter, Estimate, Progress, Run, RunStatus, Tally
from assistant_gui.core.models import Format, Kind, Model
from assistant_gui.core.plan import Plan
from assistant_gui.gui.settings.curve import LossCurve
from assistant_gui.gui.settings.learning.runwords import figures_in_words
from assistant_gui.gui.settings.lessons import outcome_in_words
from assistant_gui.gui.settings.tuning import TuningModel
from assistant_gui.gui.settings.tuningview import TuningView
from assistant_gui.gui.tasks import InlineTasks, PooledTasks
from tests.fakes import FakeComparing, FakePreferences, FakeSchool, FakeShelf

BASE = Model("smollm2-135m", "SmolLM2 135M", Kind.CHAT, Format.GGUF, 1, "", "", installed=True, path="/m")
OTHER = Model("other", "Other 1B", Kind.CHAT, Format.FOLDER, 1, "", "", installed=True, path="/o")
ABSENT = Model("absent", "Absent", Kind.CHAT, Format.GGUF, 1, "", "")
PLAN = Plan("smollm2-135m", "pirate")
PIRATE = Adapter("a1", "pirate", "smollm2-135m", 0.0, 24)
STEPS = (
    {"event": "stage", "stage": "train"},
    {"event": "step", "step": 1, "steps": 3, "loss": 3.0, "tokens_per_s": 200.0, "seconds_left": 90},
    {"event": "step", "step": 2, "steps": 3, "loss": 1.5, "tokens_per_s": 210.0, "seconds_left": 45},
)
END = {"event": "end", "run": "run-1", "adapter": "a9", "status": "done"}


@pytest.fixture
def school():
    return FakeSchool(Tally(corrected=3, rated_up=20))


@pytest.fixture
def model(qapp, school):
    tasks = InlineTasks()
    return TuningModel(school, FakeShelf([BASE, OTHER, ABSENT]), FakePreferences(), tasks, tasks)


@pytest.fixture
def view(qtbot, model):
    view = TuningView(model)
    qtbot.addWidget(view)
    view.resize(700, 700)
    with qtbot.waitExposed(view):
        view.show()
    return view


def test_what_there_is_to_learn_from_is_counted(view):
    assert view.count.text() == "23 answers"
    assert view.parts.text() == "3 corrected · 20 rated up · 0 imported"
    assert view.experiment.isVisible()


def test_without_answers_it_says_how_to_get_some(view, model, school):
    school.answers = Tally()
    model.refresh()

    assert view.how.isVisible()
    assert not view.start.isEnabled()
    assert not view.experiment.isVisible()


def test_with_many_answers_it_is_no_experiment(view, model, school):
    school.answers = Tally(imported=50)
    model.refresh()

    assert not view.experiment.isVisible()


def test_only_models_that_are_here_can_learn(view):
    assert [view.form.base.itemText(place) for place in range(view.form.base.count())] == ["SmolLM2 135M", "Other 1B"]


def test_without_a_model_it_says_where_to_get_one(qtbot, school):
    tasks = InlineTasks()
    view = TuningView(TuningModel(school, FakeShelf([ABSENT]), FakePreferences(), tasks, tasks))
    qtbot.addWidget(view)
    view.show()

    assert view.no_base.isVisible()
    assert not view.start.isEnabled()


def test_start_uses_the_defaults_and_what_was_changed(qtbot, view, school):
    view.form.advanced.click()
    view.form.numbers.rows["epochs"].entry.setValue(5)
    qtbot.keyClicks(view.form.name, "pirate")

    view.start.click()

    assert not view.form.numbers.isHidden()
    assert school.started == [Plan("smollm2-135m", "pirate", epochs=5, rank=8, learning_rate=5e-4)]


def test_what_a_run_takes_is_told_and_asked_again_when_the_plan_rests(qtbot, view, school):
    school.estimate = lambda plan: Estimate(400_000_000 * plan.rank, 4_000_000_000, 120.0)
    view.model.refresh()
    at_first = view.estimate.text()

    view.form.numbers.rows["rank"].entry.setValue(64)
    qtbot.waitUntil(lambda: view.estimate.text().startswith("Will not fit"))

    assert at_first == (
        "Learning takes about 2 min and 3.2 GB of memory; 4.0 GB are free. "
        "Judging it afterwards takes some minutes more."
    )
    assert view.estimate.property("look") == "error"


def test_what_cannot_be_told_beforehand_is_said_and_holds_nothing_up(view):
    assert view.estimate.text().startswith("How much memory and time it takes cannot be told beforehand")
    assert view.estimate.property("look") == "small"
    assert view.start.isEnabled()


@pytest.mark.parametrize("tally", [Tally(), Tally(rated_up=7)])
def test_with_too_little_to_learn_from_nothing_is_estimated(view, model, school, tally):
    school.answers, school.estimated = tally, Estimate(400_000_000, 4_000_000_000, 120.0)

    model.refresh()

    assert view.estimate.text().startswith("There is too little to learn from yet")
    assert not view.start.isEnabled()


def test_a_base_that_is_refused_says_why_and_cannot_start(view, model, school):
    def refuse(plan):
        raise AssistantError("This model cannot be taught.", "Choose another one.")

    school.estimate = refuse
    model.refresh()

    assert view.estimate.text() == "This model cannot be taught. Choose another one."
    assert not view.start.isEnabled()


@pytest.mark.parametrize(
    ("able", "said"),
    [(FourBit.WORKS, ""), (FourBit.MISSING, "it is not installed"), (FourBit.BROKEN, "does not compute in 4 bit")],
)
def test_a_base_in_4_bit_is_offered_only_where_it_works(view, school, able, said):
    school.able = able

    view.form.advanced.click()

    row = view.form.numbers.rows["four_bit"]
    assert row.entry.isEnabled() is (not said)
    assert row.barred.isVisible() is bool(said)
    assert said in row.barred.text()


def test_what_was_chosen_before_it_was_known_not_to_work_can_be_taken_back(view, model):
    model.plan.change("four_bit", True)
    model.plan.bar("four_bit", "It does not work here.")

    row = view.form.numbers.rows["four_bit"]
    row.entry.click()

    assert not model.plan.plan.four_bit
    assert not row.entry.isEnabled()


def test_files_to_learn_from_can_be_added_and_are_counted_at_once(qtbot, view, school):
    with qtbot.waitSignal(view.files_wanted):
        view.add.click()
    school.answers = Tally(imported=100)
    view.on_event(ConversationsChanged())

    assert view.count.text() == "100 answers"


def test_what_was_typed_is_there_in_a_view_made_again(qtbot, view, model):
    qtbot.keyClicks(view.form.name, "pirate")
    view.form.numbers.rows["rank"].entry.setValue(64)

    again = TuningView(model)
    qtbot.addWidget(again)

    assert again.form.name.text() == "pirate"
    assert again.form.numbers.rows["rank"].entry.value() == 64


def test_another_base_brings_its_own_defaults(view, school):
    school.default_plan = lambda base: Plan(base, rank=32 if base == "other" else 8)

    view.form.base.setCurrentIndex(1)
    view.form.base.activated.emit(1)

    assert view.form.numbers.rows["rank"].entry.value() == 32
    assert view.model.plan.plan.base == "other"


def test_too_little_to_learn_is_said(view, model, school):
    def refuse(plan, turn, on_progress):
        raise AssistantError("That is too little.", "Rate some more.")

    school.start = refuse
    model.start(PLAN)

    assert view.notice.words.text() == "That is too little. Rate some more."
    assert model.can_start


def test_a_run_is_followed_to_its_end_and_its_adapter_appears(qtbot, view, model, school):
    school.told = [*STEPS, END]

    model.start(PLAN)
    qtbot.waitUntil(lambda: model.run.status is RunStatus.DONE)

    assert "a9" in view.adapter_rows
    assert model.run.losses == ((1, 3.0), (2, 1.5))
    assert view.run_view.stage.text().startswith("It has learned.")
    assert not view.begin_card.isHidden()


def test_a_run_that_goes_on_is_found_again_and_can_be_stopped(qtbot, school):
    school.past = [Run("run-7", PLAN, RunStatus.RUNNING, 0.0)]
    follower = PooledTasks(threads=1)

    def endless(run, turn):
        yield from STEPS
        turn.wait(30)

    school.events = endless
    model = TuningModel(school, FakeShelf([BASE]), FakePreferences(), InlineTasks(), follower)
    view = TuningView(model)
    qtbot.addWidget(view)
    view.show()
    qtbot.waitUntil(lambda: view.run_view.bar.value() == 2)

    assert view.run_view.stage.text() == "Learning"
    assert view.run_view.figures.text() == "step 2 of 3 · 210 tokens/s · 45 s left"
    assert view.begin_card.isHidden()
    view.run_view.cancel_button.click()
    asked_first = not school.stopped
    view.run_view.question.yes.click()
    assert asked_first
    assert school.stopped == ["run-7"]
    assert view.run_view.stage.text() == "Finishing this step…"
    model.end()
    follower.close()


def test_a_paused_run_is_found_again_and_goes_on(qtbot, view, model, school):
    school.past = [Run("run-7", PLAN, RunStatus.PAUSED, 0.0)]
    school.told = [*STEPS, END]
    model.refresh()
    found = view.run_view.stage.text()

    view.run_view.resume_button.click()
    qtbot.waitUntil(lambda: model.run.status is RunStatus.DONE)

    assert found.startswith("Paused.")
    assert school.resumed == ["run-7"]


def test_a_paused_run_can_be_kept_or_thrown_away(view, model, school):
    school.past = [Run("run-7", PLAN, RunStatus.PAUSED, 0.0)]
    model.refresh()

    view.run_view.keep_button.click()
    model.stop()

    assert school.kept == ["run-7"]
    assert school.stopped == ["run-7"]


def test_a_run_that_was_paused_here_is_followed_when_somebody_else_takes_it_up(qtbot, model, school):
    school.told = [*STEPS, {"event": "end", "status": "paused"}]
    model.refresh()
    model.start(PLAN)
    qtbot.waitUntil(lambda: model.run.status is RunStatus.PAUSED)

    school.told = [*STEPS, END]
    school.resume("run-1")
    model.refresh()
    qtbot.waitUntil(lambda: model.run.status is RunStatus.DONE)

    assert model.run.losses == ((1, 3.0), (2, 1.5))


def test_what_could_not_be_asked_can_be_asked_again(view, model, school):
    def refuse(run):
        raise AssistantError("The disk is full.")

    school.pause = refuse
    model._set_run(Run("run-1", PLAN, RunStatus.RUNNING, 0.0))

    view.run_view.pause_button.click()

    assert view.notice.words.text() == "The disk is full."
    assert view.run_view.pause_button.isEnabled()


def test_a_run_that_goes_on_can_be_paused_once(model, school):
    model._set_run(Run("run-1", PLAN, RunStatus.RUNNING, 0.0))

    model.pause()
    model.keep()

    assert (school.paused, school.kept) == (["run-1"], [])


def test_what_came_of_a_past_run_can_be_looked_at_used_and_put_away(qtbot, view, model, school):
    school.past = [Run("run-7", PLAN, RunStatus.DONE, 0.0, adapter="a1")]
    school.made = [PIRATE]
    school.card = lambda adapter: Card(Verdict.BETTER, ("It is closer.",), ()) if adapter == "a1" else None
    model.refresh()
    row = view.past_runs["run-7"]

    row.open.click()
    shown = view.result.isVisible()
    with qtbot.waitSignal(model.activated):
        view.result.use_button.click()
    view.run_view.away.click()

    assert row.verdict.text() == "Verdict: better"
    assert shown
    assert view.run_card.isHidden()


def test_under_eight_answers_it_waits_for_more(view, model, school):
    school.answers = Tally(corrected=7)
    model.refresh()

    assert view.too_few.isVisible()
    assert not view.start.isEnabled()
    assert not view.experiment.isVisible()


def test_a_run_whose_events_break_off_is_asked_for_its_fate(qtbot, model, school):
    school.told = list(STEPS)
    school.run = lambda id: Run(id, PLAN, RunStatus.FAILED, 0.0, reason="The memory did not suffice.")
    model.refresh()

    model.start(PLAN)
    qtbot.waitUntil(lambda: model.run.status is RunStatus.FAILED)

    assert model.run.reason == "The memory did not suffice."


def test_one_click_activates_and_one_goes_back(qtbot, view, model, school):
    school.made = [PIRATE]
    model.refresh()

    with qtbot.waitSignal(model.activated) as forth:
        view.adapter_rows["a1"].activate.click()
    active = not view.adapter_rows["a1"].active.isHidden()
    with qtbot.waitSignal(model.activated) as back:
        view.back.click()

    assert active
    assert forth.args[0].id == "a1"
    assert back.args == [None]
    assert not view.base_answers.isHidden()


def test_deleting_an_adapter_asks_first(qtbot, view, model, school):
    school.made = [PIRATE]
    model.refresh()
    row = view.adapter_rows["a1"]

    row.delete.click()
    still_here = bool(school.made)
    row.question.yes.click()

    assert still_here
    assert view.adapter_rows == {}


def test_names_longer_than_the_window_do_not_widen_it(view, model, school):
    school.made = [Adapter("a1", "very long " * 30, "smollm2-135m", 0.0, 24)]
    model.refresh()

    assert view.widget().width() <= view.viewport().width()


def test_steps_told_twice_are_drawn_once():
    run = Run("r", PLAN, RunStatus.RUNNING, 0.0)
    for event in (*STEPS, *STEPS):
        run = followed(run, event)

    assert run.losses == ((1, 3.0), (2, 1.5))


def test_events_of_the_future_change_nothing():
    run = Run("r", PLAN, RunStatus.RUNNING, 0.0)

    assert followed(run, {"event": "sang", "song": 1}) == run


def test_a_run_in_words():
    going = Run("r", PLAN, RunStatus.RUNNING, 0.0, Progress("train", 5, 10, 1.0, 99.6, 3700))
    failed = Run("r", PLAN, RunStatus.FAILED, 0.0, losses=((1, 3.0), (9, 0.5)), reason="No memory.")

    assert figures_in_words(going) == "step 5 of 10 · 100 tokens/s · 1 h 2 min left"
    assert outcome_in_words(failed) == "failed · loss 3.00 to 0.50 · 3 epochs, rank 8 · No memory."


def test_the_curve_tells_what_it_shows(qtbot):
    curve = LossCurve()
    qtbot.addWidget(curve)

    curve.show_losses(((1, 3.0), (2, 2.0)), 10, ((2, 2.5),), ((1, 4.0),))
    curve.grab()

    assert curve.accessibleDescription() == "Loss 2.00 at step 2 of 10. On the conversations kept aside: 2.50"


@pytest.mark.parametrize(
    "points",
    [
        (),
        ((1, 2.0),),
        ((1, 0.0), (2, 0.0)),
        ((1, 2.0), (2, math.nan), (3, math.inf)),
        tuple((step, 5 / step) for step in range(1, 5000)),
    ],
    ids=["none", "one", "zero", "diverged", "many"],
)
def test_any_curve_can_be_painted(qtbot, points):
    curve = LossCurve()
    qtbot.addWidget(curve)
    curve.resize(300, 160)
    curve.show_losses(points, 10)

    picture = curve.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)

    assert len({picture.pixel(x, y) for x in range(0, 300, 2) for y in range(0, 160, 2)}) > 1


def test_a_new_adapter_stands_above_those_before(qtbot, view, model, school):
    school.made = [PIRATE]
    model.refresh()
    school.made = [replace(PIRATE, id="a2"), PIRATE]
    model.refresh()
    qtbot.waitUntil(lambda: view.adapter_rows["a1"].y() > view.adapter_rows["a2"].y())

    assert list(view.adapter_rows) == ["a2", "a1"]


def test_votes_that_are_counted_late_are_not_told_of_another_run(qapp, school):
    held = []

    class Later(InlineTasks):
        def run(self, work, done=None, failed=None):
            held.append((work, done, failed))

    comparing, told = FakeComparing(), []
    comparing.votes = [("Tea?", "", Vote.NEW)]
    model = TuningModel(school, FakeShelf([BASE]), FakePreferences(), Later(), InlineTasks(), comparing=comparing)
    model.tallied.connect(told.append)
    model.look_at(Run("r1", PLAN, RunStatus.DONE, 0.0, adapter="a1"))
    model.on_voted("a1")
    model.look_at(Run("r2", PLAN, RunStatus.DONE, 0.0, adapter="a2"))

    for each in held:
        InlineTasks().run(*each)

    assert told == []
