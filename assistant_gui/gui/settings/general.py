"""What the general tab shows: every setting that has no better place, made from core/settings."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from PySide6.QtCore import QObject, Signal

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.core.language import translated as _
from assistant_gui.core.settings import TABLES, Meaning, Settings, Value, items
from assistant_gui.gui.preferences import Preferences

ELSEWHERE = {
    "chat.model",
    "hearing.model",
    "voice.model",
    "voice.name",
    "voice.speed",
    "voice.pitch",
    "voice.volume",
    "devices.microphone",
    "devices.speaker",
    "keys.talk_anywhere",
    "welcomed",
}
"""Chosen in the tabs of models and voices, in the voice pane, among the shortcuts, or by living through the first start."""
AREAS = {
    "chat": N_("Answers"),
    "hearing": N_("Listening"),
    "voice": N_("Speaking"),
    "looks": N_("Looks"),
    "engine": N_("Engine"),
}
WAKE_WORDS = {"okay_nabu": "Okay Nabu", "hey_jarvis": "Hey Jarvis", "hey_mycroft": "Hey Mycroft", "alexa": "Alexa"}
CHOICES = {
    "system": N_("As the system has it"),
    "light": N_("Light"),
    "dark": N_("Dark"),
    "en": "English",  # languages are called what their speakers call them
    "zh_CN": "简体中文",
    "off": N_("Off"),
    **WAKE_WORDS,
    "drop": N_("Leave them out"),
    "summarise": N_("Put a summary in their place"),
    "cancel": N_("Loudspeaker: you can interrupt"),
    "headphones": N_("Headphones: you can interrupt"),
    "turns": N_("The microphone rests while the answer sounds"),
}
LONG = 40
"""A text whose default is longer than this gets several lines..."""
LISTS = {"hearing.vocabulary"}
"""...and so does one that grows with the time."""


@dataclass(frozen=True, slots=True)
class Line:
    """One setting as it is shown."""

    key: str
    title: str
    help: str
    value: Value
    default: Value
    meaning: Meaning

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [(choice, _(CHOICES.get(choice, choice))) for choice in self.meaning.choices]

    @property
    def long(self) -> bool:
        return isinstance(self.default, str) and (len(self.default) > LONG or self.key in LISTS)


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    lines: tuple[Line, ...]


class GeneralModel(QObject):
    line_changed = Signal(object)
    """The :class:`Line` as it is now."""
    refused = Signal(str, str)
    """The key of a setting that stays as it was, and why."""
    changed = Signal(object)
    """All the settings, after one changed."""

    def __init__(self, preferences: Preferences, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences

    def groups(self) -> list[Group]:
        return [
            Group(_(AREAS.get(area, area)), tuple(lines))
            for area, lines in groupby(self._lines(), key=lambda line: line.key.partition(".")[0])
        ]

    def change(self, key: str, value: Value) -> None:
        if self._line(key).value == value:
            return
        try:
            settings = self._preferences.change(key, value)
        except (ValueError, AssistantError) as error:
            self.refused.emit(key, str(error))
            return
        self.line_changed.emit(self._line(key))
        self.changed.emit(settings)

    def reset(self, key: str) -> None:
        """Back to what it was on the first day."""
        self.change(key, self._line(key).default)

    def _line(self, key: str) -> Line:
        return next(line for line in self._lines() if line.key == key)

    def _lines(self) -> Iterator[Line]:
        defaults = {key: value for key, value, _meaning in items(Settings())}
        for key, value, meaning in items(self._preferences.current()):
            if key not in ELSEWHERE and key.partition(".")[0] not in TABLES:
                yield Line(key, _(meaning.title), _(meaning.help), value, defaults[key], meaning)
