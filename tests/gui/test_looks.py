"""Text can be made larger and smaller by keys, within its bounds."""

import pytest

from assistant_gui.core.settings import Looks, Settings
from assistant_gui.gui.actions import Actions
from assistant_gui.gui.looks import add_looks
from tests.fakes import FakePreferences


def looking(**looks):
    preferences, actions = FakePreferences(Settings(looks=Looks(**looks))), Actions()
    add_looks(actions, preferences, preferences.change)
    return preferences, actions


@pytest.mark.parametrize(
    ("before", "action", "after"),
    [
        (11, "larger-text", 12),
        (11, "smaller-text", 10),
        (20, "usual-text", 11),
        (32, "larger-text", 32),
        (7, "smaller-text", 7),
    ],
)
def test_text_grows_and_shrinks(qapp, before, action, after):
    preferences, actions = looking(font_points=before)

    actions[action].trigger()

    assert preferences.current().looks.font_points == after


@pytest.mark.parametrize("theme", ["light", "dark", "system"])
def test_the_theme_is_chosen(qapp, theme):
    preferences, actions = looking(theme="light" if theme == "dark" else "dark")

    actions[f"theme-{theme}"].trigger()

    assert preferences.current().looks.theme == theme
