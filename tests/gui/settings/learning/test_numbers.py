"""The form of a plan: what is recommended, what is changed, and the line that does the same."""

import pytest
from PySide6.QtGui import QGuiApplication

from assistant_gui.cli.parser import parser
from assistant_gui.cli.planflags import chosen
from assistant_gui.core.plan import Plan, items
from assistant_gui.core.plancommand import put
from assistant_gui.gui.settings.learning.numbers import Numbers
from assistant_gui.gui.settings.learning.planmodel import PlanModel

RECOMMENDED = Plan("small", epochs=4, batch=2)


@pytest.fixture
def model(qapp):
    made = PlanModel()
    made.recommend(RECOMMENDED)
    return made


@pytest.fixture
def numbers(qtbot, model):
    made = Numbers(model)
    qtbot.addWidget(made)
    made.show()
    return made


def test_everything_of_a_plan_but_base_name_and_texts_can_be_adjusted(numbers):
    assert set(numbers.rows) == {name for name, _value, _meaning in items(RECOMMENDED)} - {"base", "name", "texts"}


def test_showing_a_plan_changes_nothing_of_it(numbers, model):
    assert model.plan == RECOMMENDED
    assert numbers.state.text().startswith("All of it is as recommended")
    assert not numbers.reset.isEnabled()


def test_a_changed_number_says_what_is_recommended_and_goes_back(numbers, model):
    row = numbers.rows["rank"]

    row.entry.setValue(64)
    said = row.recommended.text()
    row.back.click()

    assert said == "Recommended: 8"
    assert model.plan == RECOMMENDED
    assert row.entry.value() == 8


def test_all_of_it_goes_back_at_once(numbers, model):
    numbers.rows["rank"].entry.setValue(64)
    numbers.rows["early_stopping"].entry.click()
    changed = numbers.state.text()

    numbers.reset.click()

    assert changed == "2 of these are not as recommended."
    assert model.plan == RECOMMENDED


def test_the_lowest_of_some_numbers_is_a_word(numbers, model):
    dropout = numbers.rows["dropout"].entry
    at_first = dropout.text()

    dropout.stepUp()
    none = model.plan.dropout
    dropout.stepDown()

    assert at_first == "By the data"
    assert none == 0.0
    assert model.plan.dropout == -1.0
    assert numbers.rows["alpha"].entry.text() == "Twice the rank"


def test_a_learning_rate_keeps_its_digits_and_no_others(numbers, model):
    rate = numbers.rows["learning_rate"].entry
    at_first = rate.text()

    rate.setValue(0.000015)

    assert at_first == "0.0005"
    assert rate.text() == "0.000015"
    assert model.plan.learning_rate == 0.000015


def test_a_choice_is_taken_over(numbers, model):
    choice = numbers.rows["schedule"].entry

    choice.setCurrentIndex(1)
    choice.activated.emit(1)

    assert model.plan.schedule == "cosine"


def test_the_line_is_what_runs(numbers, model):
    numbers.rows["rank"].entry.setValue(64)
    numbers.rows["search"].entry.click()
    numbers.command.copy.click()

    _program, *typed = QGuiApplication.clipboard().text().split()
    arguments = parser().parse_args(typed)

    assert put(Plan(arguments.base), chosen(arguments)) == model.plan


def test_what_was_changed_stays_when_more_is_recommended(model):
    model.change("rank", 64)
    model.change("name", "pirate")

    model.recommend(Plan("other", epochs=1))

    assert model.plan == Plan("other", name="pirate", epochs=1, rank=64)
