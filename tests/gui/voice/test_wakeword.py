"""The switch for the wake word."""

import pytest
from PySide6.QtCore import Qt

from assistant_gui.core.settings import Settings, changed
from assistant_gui.gui.voice.wakeword import WakeSwitch, WakeWord
from tests.fakes import FakePreferences


@pytest.fixture
def preferences():
    return FakePreferences()


@pytest.fixture
def switch(qtbot, preferences):
    switch = WakeSwitch(WakeWord(preferences, usable=True))
    qtbot.addWidget(switch)
    switch.show()
    return switch


def test_a_click_waits_for_the_word_and_another_for_none(qtbot, switch, preferences):
    told = []
    switch.model.changed.connect(told.append)

    qtbot.mouseClick(switch, Qt.MouseButton.LeftButton)
    assert preferences.settings.hearing.wake_word == "okay_nabu"
    qtbot.mouseClick(switch, Qt.MouseButton.LeftButton)
    assert preferences.settings.hearing.wake_word == "off"

    assert [settings.hearing.wake_word for settings in told] == ["okay_nabu", "off"]


def test_a_word_that_is_chosen_in_the_settings_is_shown_and_taken_up_again(qtbot, switch, preferences):
    switch.model.on_settings(preferences.change("hearing.wake_word", "hey_jarvis"))
    assert switch.isChecked()
    assert "“Hey Jarvis”" in switch.toolTip()

    switch.model.on_settings(preferences.change("hearing.wake_word", "off"))
    assert not switch.isChecked()
    qtbot.mouseClick(switch, Qt.MouseButton.LeftButton)

    assert preferences.settings.hearing.wake_word == "hey_jarvis"


def test_a_switch_that_cannot_be_kept_says_why_and_goes_back(qtbot, switch, preferences):
    def refuse(_key, _value):
        raise ValueError("No room.")

    preferences.change = refuse
    with qtbot.waitSignal(switch.model.notice) as notice:
        qtbot.mouseClick(switch, Qt.MouseButton.LeftButton)

    assert notice.args == ["No room."]
    assert not switch.isChecked()


def test_one_that_was_on_at_the_start_is_on():
    settings = changed(Settings(), "hearing.wake_word", "alexa")

    model = WakeWord(FakePreferences(settings), usable=True)

    assert model.on
    assert model.word == "Alexa"
