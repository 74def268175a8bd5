"""The three tabs together."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

from assistant_gui.core.learning import Adapter, Tally
from assistant_gui.core.models import Format, Kind, Model
from assistant_gui.gui.fetching import Fetching
from assistant_gui.gui.settings.general import GeneralModel
from assistant_gui.gui.settings.models import ModelsModel
from assistant_gui.gui.settings.tuning import TuningModel
from assistant_gui.gui.settings.view import SettingsView
from assistant_gui.gui.tasks import InlineTasks
from tests.fakes import FakePreferences, FakeSchool, FakeShelf

LONG = "An unreasonably long name for a model that somebody put together from parts " * 3


@pytest.fixture
def view(qtbot):
    tasks, preferences = InlineTasks(), FakePreferences()
    shelf = FakeShelf(
        [
            Model("smollm2-135m", LONG, Kind.CHAT, Format.GGUF, 1, "MIT", "English", installed=True, path="/m"),
            Model("big", LONG, Kind.CHAT, Format.GGUF, 1, "MIT", "English"),
        ]
    )
    school = FakeSchool(Tally(1, 1, 1), adapters=[Adapter("a1", LONG, "smollm2-135m", 0.0, 3)])
    view = SettingsView(
        GeneralModel(preferences),
        ModelsModel(shelf, preferences, tasks, Fetching(shelf, tasks)),
        TuningModel(school, shelf, preferences, tasks, tasks),
    )
    qtbot.addWidget(view)
    view.resize(460, 380)
    with qtbot.waitExposed(view):
        view.show()
    return view


@pytest.mark.parametrize("tab", [0, 1, 2])
def test_every_control_has_a_name_for_screen_readers(qtbot, view, tab):
    view.tabs.setCurrentIndex(tab)
    qtbot.wait(1)

    nameless = [
        widget
        for widget in view.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() not in (Qt.FocusPolicy.NoFocus, Qt.FocusPolicy.WheelFocus)
        and not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
    ]

    assert nameless == []


@pytest.mark.parametrize("tab", [0, 1, 2])
def test_long_names_fit_into_the_smallest_window(qtbot, view, tab):
    view.tabs.setCurrentIndex(tab)
    page = view.tabs.currentWidget()

    qtbot.waitUntil(lambda: page.widget().width() <= page.viewport().width())
    assert view.width() == 460


def test_other_panes_can_lead_here(view):
    view.show_models()
    models = view.tabs.currentWidget()
    view.show_tuning()

    assert models is view.models
    assert view.tabs.currentWidget() is view.tuning
