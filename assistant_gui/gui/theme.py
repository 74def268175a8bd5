"""How the window looks: colours, spacing, font sizes; light, dark, or as the system has it.

One table of colours (:class:`Palette`) feeds Qt's palette, the style sheet
(``resources/theme.qss``) and whatever paints for itself (:func:`colours`).
Widgets say what they are, never how they look: ``dress(button, "primary")``.

Buttons: ``primary``, ``danger``, ``quiet`` (no border), ``icon`` (quiet and square),
``nav`` (a line of the sidebar), ``chip`` (a suggestion), ``tag`` (small and round, can be chosen), ``file`` (an attached file), ``talk`` (big and round),
``meter`` (under the entry), ``mark`` (a badge that opens something).
Labels: ``title`` (and ``title-good``, ``title-error``, ``title-warning``), ``heading``, ``muted``, ``small`` (small and muted), ``error``,
``warning``, ``good``, ``badge``, ``mark`` (a dot). Frames: ``card``, ``sunken``, ``sidebar``,
``notice``, ``notice-error``, ``entry``, ``find``, ``palette``, ``side`` (beside a pane), ``temporary``,
``drop`` (files are over it), ``line`` (one pixel, horizontal).
A QWidget of any kind: ``page`` (the ground of a pane).
A number or a text that only shows what is usual: ``usual``.
Set the property ``bad`` to True on an entry whose content cannot be used.
"""

import string
from dataclasses import asdict, dataclass
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from assistant_gui import assets
from assistant_gui.core.settings import Looks


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours by what they are for. Text on its ground has a contrast of at least 4.5 : 1."""

    name: str
    ground: str
    """Behind everything."""
    sidebar: str
    surface: str
    """Cards, entries, menus."""
    raised: str
    """Under the pointer."""
    pressed: str
    line: str
    """Borders that only decorate."""
    edge: str
    """Borders that say "this can be used": 3 : 1 against the ground."""
    text: str
    muted: str
    accent: str
    accent_raised: str
    accent_pressed: str
    on_accent: str
    soft: str
    """A quiet ground in the colour of the accent: the person's words, what is chosen."""
    on_soft: str
    link: str
    danger: str
    danger_raised: str
    on_danger: str
    danger_soft: str
    warning: str
    warning_soft: str
    good: str
    code: str
    """The ground of code."""
    selection: str
    found: str
    """The ground of what was searched for..."""
    found_now: str
    """...and of the one that is looked at."""
    on_found: str
    meter: str
    """The lit part of a level or progress bar."""


LIGHT: Final = Palette(
    name="light",
    ground="#fbfbf9",
    sidebar="#f1f1ed",
    surface="#ffffff",
    raised="#e9e9e4",
    pressed="#deded8",
    line="#e0e0da",
    edge="#858782",
    text="#1d2124",
    muted="#5c6266",
    accent="#0d6e63",
    accent_raised="#0b5f56",
    accent_pressed="#084f47",
    on_accent="#ffffff",
    soft="#dff0ec",
    on_soft="#0a3f39",
    link="#0a6480",
    danger="#b3261e",
    danger_raised="#9a1f18",
    on_danger="#ffffff",
    danger_soft="#fcebe9",
    warning="#7a4d00",
    warning_soft="#fcf1d9",
    good="#1c6b38",
    code="#f2f2ee",
    selection="#b5ddd5",
    found="#f7e3a1",
    found_now="#f2b84b",
    on_found="#1d2124",
    meter="#1a9484",
)

DARK: Final = Palette(
    name="dark",
    ground="#1b1d1f",
    sidebar="#151719",
    surface="#25282b",
    raised="#303438",
    pressed="#3a3f44",
    line="#34383c",
    edge="#7c838a",
    text="#e9eae8",
    muted="#a6adb2",
    accent="#5cc9b7",
    accent_raised="#76d6c6",
    accent_pressed="#48b3a2",
    on_accent="#06231f",
    soft="#1f3b37",
    on_soft="#d3f2ec",
    link="#6cc5e0",
    danger="#f2877d",
    danger_raised="#f59f97",
    on_danger="#3a0906",
    danger_soft="#402422",
    warning="#ecc06a",
    warning_soft="#3b3120",
    good="#7ccf96",
    code="#141618",
    selection="#2f5f58",
    found="#d9c584",
    found_now="#f5b942",
    on_found="#1d2124",
    meter="#4fbfad",
)


class Space:
    """Distances in pixels; Qt scales them with the screen."""

    XS: Final = 4
    S: Final = 8
    M: Final = 12
    L: Final = 16
    XL: Final = 24
    XXL: Final = 32
    RADIUS: Final = 8
    ICON: Final = 18
    COLUMN: Final = 760
    """The widest a column of text gets."""


_CJK: Final = ("Noto Sans CJK SC", "Microsoft YaHei UI", "PingFang SC")
_PLAIN: Final = {"DejaVu Sans", "Bitstream Vera Sans", "Sans Serif", "sans-serif", "Sans"}
"""Families that a system without a font of its own choosing falls back to."""


def colours() -> Palette:
    """The palette in use now. Ask again at ``QEvent.Type.StyleChange``."""
    return DARK if QGuiApplication.palette().color(QPalette.ColorRole.Window).lightness() < 128 else LIGHT


def dress(widget: QWidget, look: str) -> None:
    """Say what *widget* is; see the list at the top of this module."""
    if widget.property("look") != look:
        widget.setProperty("look", look)
        refresh(widget)


def refresh(widget: QWidget) -> None:
    """Look the style up again after a property changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)


class Theme(QObject):
    """Dresses the application; owned by whoever made the application."""

    changed = Signal(object)
    """The new :class:`Palette`, after widgets have it."""

    def __init__(self, application: QApplication, looks: Looks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._application = application
        self._looks = looks
        self._system_font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
        application.setStyle("Fusion")
        application.styleHints().colorSchemeChanged.connect(self.on_scheme_changed)
        self.use(looks)

    def use(self, looks: Looks) -> None:
        """Look like *looks* from now on, without a restart."""
        self._looks = looks
        hints = self._application.styleHints()
        if looks.theme == "system":
            hints.unsetColorScheme()
        else:
            hints.setColorScheme(Qt.ColorScheme.Dark if looks.theme == "dark" else Qt.ColorScheme.Light)
        self._dress_application()

    @Slot()
    def on_scheme_changed(self) -> None:
        if self._looks.theme == "system":
            self._dress_application()

    def _dress_application(self) -> None:
        palette = self._chosen()
        self._application.setFont(_font(self._system_font, self._looks.font_points))
        self._application.setPalette(_qt_palette(palette))
        sheet = _sheet(palette, self._looks.font_points)
        if self._application.styleSheet() != sheet:
            self._application.setStyleSheet(sheet)
        self.changed.emit(palette)

    def _chosen(self) -> Palette:
        if self._looks.theme == "system":
            dark = self._application.styleHints().colorScheme() == Qt.ColorScheme.Dark
        else:
            dark = self._looks.theme == "dark"
        return DARK if dark else LIGHT


def _font(system: QFont, points: int) -> QFont:
    font = QFont(system)
    own = [] if system.family() in _PLAIN else [system.family()]
    font.setFamilies([*own, "Inter", "Noto Sans", *_CJK, system.family()])
    font.setPointSize(points)
    return font


def _sheet(palette: Palette, points: int) -> str:
    """The style sheet with its ``$names`` filled in."""
    places = asdict(palette) | {
        "icons": assets.path("icons").as_posix(),
        "pt": f"{points}pt",
        "pt_small": f"{max(7, round(points * 0.86))}pt",
        "pt_heading": f"{round(points * 1.18)}pt",
        "pt_title": f"{round(points * 1.7)}pt",
    }
    return string.Template(assets.text("theme.qss")).substitute(places)


def _qt_palette(palette: Palette) -> QPalette:
    role = QPalette.ColorRole
    colours_by_role = {
        role.Window: palette.ground,
        role.WindowText: palette.text,
        role.Base: palette.surface,
        role.AlternateBase: palette.code,
        role.ToolTipBase: palette.text,
        role.ToolTipText: palette.ground,
        role.PlaceholderText: palette.muted,
        role.Text: palette.text,
        role.Button: palette.surface,
        role.ButtonText: palette.text,
        role.BrightText: palette.danger,
        role.Light: palette.surface,
        role.Midlight: palette.raised,
        role.Mid: palette.line,
        role.Dark: palette.edge,
        role.Highlight: palette.selection,
        role.HighlightedText: palette.text,
        role.Link: palette.link,
        role.LinkVisited: palette.link,
        role.Accent: palette.accent,
    }
    made = QPalette()
    for which, colour in colours_by_role.items():
        made.setColor(which, QColor(colour))
    for which in (role.Text, role.WindowText, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, which, QColor(palette.edge))
    return made
