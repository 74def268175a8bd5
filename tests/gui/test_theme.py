"""Colours can be read, in light and in dark."""

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QLabel

from assistant_gui.core.settings import Looks
from assistant_gui.gui.colouring import _DARK, _LIGHT, colour_of
from assistant_gui.gui.theme import DARK, LIGHT, Theme, colours, dress


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


READ = [
    ("text", "ground"), ("text", "surface"), ("text", "sidebar"), ("text", "code"), ("text", "selection"),
    ("text", "raised"), ("text", "pressed"), ("muted", "ground"), ("muted", "surface"), ("muted", "sidebar"),
    ("muted", "code"), ("on_accent", "accent"), ("on_accent", "accent_raised"), ("on_accent", "accent_pressed"),
    ("on_soft", "soft"), ("link", "ground"), ("link", "surface"), ("danger", "ground"), ("danger", "surface"),
    ("danger", "danger_soft"), ("on_danger", "danger"), ("on_danger", "danger_raised"), ("warning", "warning_soft"),
    ("warning", "surface"), ("good", "surface"), ("good", "ground"),
    ("on_found", "found"), ("on_found", "found_now"),
]  # fmt: skip


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), READ)
def test_text_can_be_read(palette, text, ground):
    assert contrast(getattr(palette, text), getattr(palette, ground)) >= 4.5


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("kind", sorted({*_LIGHT, *_DARK}))
def test_the_words_of_a_program_can_be_read(palette, kind):
    assert contrast(colour_of(kind, dark=palette is DARK), palette.code) >= 4.5


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["ground", "surface", "sidebar"])
@pytest.mark.parametrize("mark", ["edge", "accent", "meter"])
def test_what_can_be_used_stands_out(palette, mark, ground):
    assert contrast(getattr(palette, mark), getattr(palette, ground)) >= 3


@pytest.fixture
def application(qapp):
    before = qapp.styleSheet(), qapp.palette(), qapp.font()
    yield qapp
    qapp.setStyleSheet(before[0])
    qapp.setPalette(before[1])
    qapp.setFont(before[2])
    qapp.styleHints().unsetColorScheme()


def test_the_theme_changes_without_a_restart(application: QApplication, qtbot):
    theme = Theme(application, Looks(theme="light"))
    told = []
    theme.changed.connect(told.append)
    label = QLabel("x")
    dress(label, "muted")
    qtbot.addWidget(label)
    label.show()

    assert colours() is LIGHT
    theme.use(Looks(theme="dark", font_points=15))

    assert colours() is DARK
    assert told == [DARK]
    assert application.font().pointSize() == 15
    assert label.palette().color(label.foregroundRole()).name() == DARK.muted


def test_the_style_sheet_has_no_place_left_open(application: QApplication):
    Theme(application, Looks(theme="dark"))

    assert "$" not in application.styleSheet()


class Hints(QObject):
    """What a desktop says of its colours; the offscreen one says nothing."""

    colorSchemeChanged = Signal(Qt.ColorScheme)  # noqa: N815 - Qt's name

    def __init__(self):
        super().__init__()
        self.scheme = Qt.ColorScheme.Light

    def colorScheme(self):  # noqa: N802 - Qt's name
        return self.scheme

    def unsetColorScheme(self):  # noqa: N802 - Qt's name
        pass

    setColorScheme = unsetColorScheme  # noqa: N815 - Qt's name

    def turn(self, scheme):
        self.scheme = scheme
        self.colorSchemeChanged.emit(scheme)


class Desktop:
    """*application* on a desktop that can change its colours."""

    def __init__(self, application):
        self.hints = Hints()
        self._application = application

    def styleHints(self):  # noqa: N802 - Qt's name
        return self.hints

    def __getattr__(self, name):
        return getattr(self._application, name)


def test_a_theme_of_the_system_follows_it_at_once(application: QApplication):
    desktop = Desktop(application)
    theme = Theme(desktop, Looks(theme="system"))
    told = []
    theme.changed.connect(lambda palette: told.append(palette.name))

    desktop.hints.turn(Qt.ColorScheme.Dark)
    dark = colours().name
    desktop.hints.turn(Qt.ColorScheme.Light)

    assert (dark, colours().name) == ("dark", "light")
    assert told == ["dark", "light"]


def test_a_chosen_theme_stays_whatever_the_system_does(application: QApplication):
    desktop = Desktop(application)
    theme = Theme(desktop, Looks(theme="system"))
    desktop.hints.setColorScheme = lambda _scheme: None
    theme.use(Looks(theme="light"))

    desktop.hints.turn(Qt.ColorScheme.Dark)

    assert colours().name == "light"
