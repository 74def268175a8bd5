"""The three tabs together."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

from assistant_gui.core.learning import Adapter, Tally
from assistant_gui.core.models import Format, Kind, Model
from assistant_gui.gui.fetching import Fetching
from assistant_gui.gui.settings.general import GeneralModel
from assistant_gui.gui.settings.generalview import GeneralView
from assistant_gui.gui.settings.models import ModelsModel
from assistant_gui.gui.settings.modelsview import ModelsView
from assistant_gui.gui.settings.tuning import TuningModel
from assistant_gui.gui.settings.tuningview import TuningView
from assistant_gui.gui.settings.view import SettingsView, Tab
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
    general = GeneralModel(preferences)
    models = ModelsModel(shelf, preferences, tasks, Fetching(shelf, tasks))
    tuning = TuningModel(school, shelf, preferences, tasks, tasks)
    view = SettingsView(
        [
            Tab("general", "General", lambda: GeneralView(general)),
            Tab("models", "Models", lambda: ModelsView(models)),
            Tab("tuning", "Fine-tuning", lambda: TuningView(tuning)),
        ]
    )
    qtbot.addWidget(view)
    view.resize(460, 380)
    with qtbot.waitExposed(view):
        view.show()
    return view


@pytest.mark.parametrize("tab", ["general", "models", "tuning"])
def test_every_control_has_a_name_for_screen_readers(qtbot, view, tab):
    view.show_tab(tab)
    qtbot.wait(1)

    nameless = [
        widget
        for widget in view.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() not in (Qt.FocusPolicy.NoFocus, Qt.FocusPolicy.WheelFocus)
        and not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
    ]

    assert nameless == []


@pytest.mark.parametrize("tab", ["general", "models", "tuning"])
def test_long_names_fit_into_the_smallest_window(qtbot, view, tab):
    view.show_tab(tab)
    page = view.tab(tab)

    qtbot.waitUntil(lambda: page.widget().width() <= page.viewport().width())
    assert view.width() == 460


def test_a_tab_is_made_when_it_is_first_shown(qtbot):
    made = []
    tabs = [Tab(name, name, lambda name=name: made.append(name) or QWidget()) for name in ("one", "two")]
    view = SettingsView(tabs)
    qtbot.addWidget(view)
    before = made[:]

    view.show_tab("two")
    view.show_tab("one")
    view.show_tab("two")

    assert before == ["one"]
    assert made == ["one", "two"]
