"""The general tab: made from the settings, changed one by one."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QFocusEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QDoubleSpinBox, QPlainTextEdit

from assistant_gui.core.settings import Settings, items
from assistant_gui.gui.settings.general import ELSEWHERE, GeneralModel
from assistant_gui.gui.settings.generalview import GeneralView
from tests.fakes import FakePreferences


@pytest.fixture
def preferences():
    return FakePreferences()


@pytest.fixture
def model(preferences, qapp):
    return GeneralModel(preferences)


@pytest.fixture
def view(qtbot, model):
    view = GeneralView(model)
    qtbot.addWidget(view)
    view.resize(700, 500)
    with qtbot.waitExposed(view):
        view.show()
    return view


def test_every_setting_is_here_or_has_a_better_place(model):
    shown = {line.key for group in model.groups() for line in group.lines}

    assert shown | ELSEWHERE == {key for key, _value, _meaning in items(Settings())}
    assert not shown & ELSEWHERE


def test_a_change_is_kept_and_told(qtbot, model, preferences):
    with qtbot.waitSignal(model.changed) as told:
        model.change("chat.temperature", 1.2)

    assert preferences.settings.chat.temperature == 1.2
    assert told.args == [preferences.settings]


def test_no_change_is_no_news(qtbot, model):
    with qtbot.assertNotEmitted(model.changed):
        model.change("chat.temperature", Settings().chat.temperature)


def test_a_refused_value_is_said_beside_its_entry(view, model, preferences):
    model.change("chat.top_p", 3.0)

    assert preferences.settings == Settings()
    assert "at most 1" in view.rows["chat.top_p"].trouble.text()
    assert view.rows["chat.top_p"].trouble.isVisible()


def test_a_number_typed_is_a_change_once_it_is_finished(qtbot, view, preferences):
    entry = view.rows["chat.temperature"].entry
    assert isinstance(entry, QDoubleSpinBox)

    entry.selectAll()
    qtbot.keyClicks(entry, "1.5")
    during = preferences.settings.chat.temperature
    qtbot.keyClick(entry, Qt.Key.Key_Return)

    assert during == Settings().chat.temperature
    assert preferences.settings.chat.temperature == 1.5


def test_a_long_text_is_a_change_when_one_leaves_it(qtbot, view, preferences):
    entry = view.rows["chat.system_prompt"].entry
    assert isinstance(entry, QPlainTextEdit)
    entry.setFocus()
    entry.selectAll()

    qtbot.keyClicks(entry, "Answer like a pirate.")
    QCoreApplication.sendEvent(entry, QFocusEvent(QEvent.Type.FocusOut))

    assert preferences.settings.chat.system_prompt == "Answer like a pirate."


def test_a_choice_is_offered_in_words(view, preferences):
    entry = view.rows["looks.theme"].entry
    assert isinstance(entry, QComboBox)

    entry.setCurrentIndex(entry.findText("Dark"))
    entry.activated.emit(entry.currentIndex())

    assert preferences.settings.looks.theme == "dark"


def test_one_click_goes_back_to_the_default(qtbot, view, model, preferences):
    row = view.rows["chat.max_tokens"]
    before = row.back.isVisible()
    model.change("chat.max_tokens", 100)

    qtbot.mouseClick(row.back, Qt.MouseButton.LeftButton)

    assert not before
    assert preferences.settings == Settings()
    assert not row.back.isVisible()


def test_the_wheel_over_an_entry_without_focus_changes_nothing(view):
    entry = view.rows["chat.max_tokens"].entry
    middle = QPointF(entry.rect().center())
    turned = QWheelEvent(
        middle, QPointF(entry.mapToGlobal(middle)), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip

    QApplication.sendEvent(entry, turned)

    assert entry.value() == Settings().chat.max_tokens
