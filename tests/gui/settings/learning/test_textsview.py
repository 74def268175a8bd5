"""A folder of texts for a run: chosen in the window, looked through, agreed to, put away."""

import pytest

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.learning import Tally
from assistant_gui.core.lessons import Private
from assistant_gui.core.models import Format, Kind, Model
from assistant_gui.core.plan import Plan
from assistant_gui.core.texts import Noticed, TextFile, TextsFound
from assistant_gui.gui.settings.learning.planmodel import PlanModel
from assistant_gui.gui.settings.learning.textsmodel import TextsModel
from assistant_gui.gui.settings.tuning import TuningModel
from assistant_gui.gui.settings.tuningview import TuningView
from assistant_gui.gui.tasks import InlineTasks
from tests.fakes import FakePreferences, FakeSchool, FakeShelf, FakeTexts

BASE = Model("small", "Small", Kind.CHAT, Format.GGUF, 1, "", "", installed=True, path="/m")
FOUND = TextsFound(
    *("books", 3, 1234), passages=9, held_back=1, kinds=((Private.NAME, 4),),
    unread=(TextFile("a.pdf", why="a.pdf is damaged."),),
    noticed=(Noticed(Private.NAME, "b.txt", "Dear ", "Ada", ", hello", "[NAME_1]", replaced=False),),
)  # fmt: skip


@pytest.fixture
def school():
    return FakeSchool(Tally(corrected=3))


@pytest.fixture
def texts():
    return FakeTexts(FOUND)


@pytest.fixture
def agreed():
    return []


@pytest.fixture
def view(qtbot, school, texts, agreed):
    tasks = InlineTasks()
    model = TuningModel(school, FakeShelf([BASE]), FakePreferences(), tasks, tasks)
    view = TuningView(
        model, TextsModel(lambda: texts, agreed.extend, model.plan, lambda: model.lessons.tally.total, tasks)
    )
    qtbot.addWidget(view)
    view.resize(700, 900)
    with qtbot.waitExposed(view):
        view.show()
    return view


def test_what_was_found_is_said_in_words(view):
    view.texts.model.choose("/books")

    assert view.texts.amount.text() == "3 files with 1,234 words."
    assert view.texts.choose.accessibleName() == "Another folder…"
    assert view.texts.unread.text() == "1 file could not be read."
    assert view.texts.whys.text() == "a.pdf is damaged."
    assert "learned as they are" in view.texts.rows[Private.NAME].words.text()


def test_texts_alone_can_be_learned_with_too_few_answers(view, school):
    before = view.start.isEnabled(), view.too_few.isVisible()

    view.texts.model.choose("/books")
    view.start.click()

    assert before == (False, True)
    assert not view.too_few.isVisible()
    (plan,) = school.started
    assert (plan.texts, plan.plain_share) == ("/books", 1.0)


def test_while_texts_are_read_for_the_run_it_is_said_how_far_and_can_be_stopped(view, school, monkeypatch):
    """Patched: one looks, and stops it, in the middle of the start."""
    view.texts.model.choose("/books")
    start, seen = school.start, []

    def stopped(plan, turn, on_progress):
        on_progress(1234)
        view.model.starting._seen.deliver()
        seen.append((view.reading.isVisible(), view.start.isEnabled(), view.reading.text()))
        view.stop_reading.click()
        return start(plan, turn, on_progress)

    monkeypatch.setattr(school, "start", stopped)
    view.start.click()

    words = "Before it learns, the texts are read as a whole. Files so far: 1,234"
    assert seen == [(True, False, words)]
    assert (view.reading.isVisible(), view.stop_reading.isVisible(), view.start.isEnabled()) == (False, False, True)
    assert school.started == []


def test_a_run_does_not_begin_while_it_is_looked_what_is_there(view, texts, monkeypatch):
    """Patched: somebody wants to start in the middle of the look."""
    look, could = texts.look, []

    def looked(folder, turn, on_progress):
        could.append(view.start.isEnabled())
        return look(folder, turn, on_progress)

    monkeypatch.setattr(texts, "look", looked)
    view.texts.model.choose("/books")

    assert (could, view.start.isEnabled()) == ([False], True)


def test_beside_enough_answers_they_get_a_share_that_can_be_changed(view, school):
    school.answers = Tally(corrected=40)
    view.model.refresh()
    view.texts.model.choose("/books")
    shown = view.texts.share.value()

    view.texts.share.setValue(0.5)

    assert shown == 0.3
    assert view.model.plan.plan.plain_share == 0.5
    assert "--texts /books --plain-share 0.5" in view.model.plan.line


def test_texts_alone_are_no_experiment_with_few_answers(view, school):
    school.answers = Tally(corrected=20)
    view.model.refresh()
    view.texts.model.choose("/books")
    beside = view.experiment.isVisible()

    view.texts.share.setValue(1.0)

    assert (beside, view.experiment.isVisible()) == (True, False)


def test_read_no_texts_takes_them_out_of_the_plan(view):
    view.texts.model.choose("/books")

    view.texts.put_away.click()

    assert (view.model.plan.plan.texts, view.model.plan.plan.plain_share) == ("", 0.0)
    assert not view.texts.amount.isVisible()
    assert view.texts.how.isVisible()


def test_a_chosen_folder_stays_when_the_school_is_read_again(view):
    view.texts.model.choose("/books")

    view.model.refresh()

    assert view.model.plan.plan.texts == "/books"


def test_a_folder_chosen_before_there_was_a_model_is_read_by_the_first_one(qapp):
    plan = PlanModel()
    model = TextsModel(lambda: FakeTexts(FOUND), lambda kinds: None, plan, lambda: 40, InlineTasks())
    model.choose("/books")

    plan.recommend(Plan("small"))

    assert (plan.plan.texts, plan.plan.plain_share) == ("/books", 0.3)


def test_agreeing_to_placeholders_looks_again(view, texts, agreed):
    view.texts.model.choose("/books")

    view.texts.rows[Private.NAME].agree.click()

    assert agreed == [Private.NAME]
    assert [str(each) for each in texts.looked] == ["/books", "/books"]


def test_a_folder_without_texts_is_a_sentence_and_changes_nothing(view, texts):
    texts.found = AssistantError("There are no texts in {folder}.", "Choose another.", folder="books")

    view.texts.model.choose("/books")

    assert view.texts.notice.words.text() == "There are no texts in books. Choose another."
    assert view.model.plan.plan.texts == ""
    assert not view.texts.bar.isVisible()


def test_looking_can_be_stopped(view, texts, monkeypatch):
    """Patched: it is stopped in the middle of the look that the button stops."""
    look = texts.look

    def stopped(folder, turn, on_progress):
        view.texts.stop.click()
        turn.check()
        return look(folder, turn, on_progress)

    monkeypatch.setattr(texts, "look", stopped)

    view.texts.model.choose("/books")

    assert view.model.plan.plan.texts == ""
    assert view.texts.notice.isHidden()
