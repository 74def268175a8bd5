"""The actions that change how the window looks: larger and smaller text, light and dark."""

from collections.abc import Callable

from assistant_gui.core.language import N_
from assistant_gui.core.settings import Looks, Value, items
from assistant_gui.gui.actions import Actions
from assistant_gui.gui.preferences import Preferences

Change = Callable[[str, Value], None]
_POINTS = "looks.font_points"


def add_looks(actions: Actions, preferences: Preferences, change: Change) -> None:
    """Add them to *actions*; *change* takes a dotted key and its new value."""

    def grow(by: int) -> None:
        low, high = _bounds(preferences)
        change(_POINTS, round(min(max(preferences.current().looks.font_points + by, low), high)))

    actions.add("larger-text", N_("Larger text"), lambda: grow(1), "Ctrl++")
    actions.add("smaller-text", N_("Smaller text"), lambda: grow(-1), "Ctrl+-")
    actions.add("usual-text", N_("Text as large as usual"), lambda: change(_POINTS, Looks().font_points), "Ctrl+0")
    actions.add("theme-light", N_("Light theme"), lambda: change("looks.theme", "light"))
    actions.add("theme-dark", N_("Dark theme"), lambda: change("looks.theme", "dark"))
    actions.add("theme-system", N_("Theme as the system has it"), lambda: change("looks.theme", "system"))


def _bounds(preferences: Preferences) -> tuple[float, float]:
    meaning = next(meaning for key, _value, meaning in items(preferences.current()) if key == _POINTS)
    return meaning.low or 0, meaning.high or 100
