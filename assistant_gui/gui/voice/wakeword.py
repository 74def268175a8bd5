"""The switch for the wake word: while it is on, saying the word begins to talk."""

from importlib.util import find_spec

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import translated as _
from assistant_gui.core.settings import Settings
from assistant_gui.gui.preferences import Preferences
from assistant_gui.gui.switch import Switch

OFF = "off"
FIRST = "okay_nabu"


class WakeWord(QObject):
    shown = Signal(str)
    """The word that is waited for, or would be, as people say it."""
    changed = Signal(object)
    """All the settings, after it was switched here."""
    notice = Signal(str)

    def __init__(self, preferences: Preferences, *, usable: bool | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._last = FIRST
        self.usable = find_spec("pymicro_wakeword") is not None if usable is None else usable
        """The extra with which it is listened for is installed."""
        self.on_settings(preferences.current())

    @property
    def on(self) -> bool:
        return self._preferences.current().hearing.wake_word != OFF

    @property
    def word(self) -> str:
        return self._last.replace("_", " ").title()

    def switch(self, on: bool) -> None:
        """Wait for the word that was waited for last, or for none."""
        if on == self.on:
            return
        try:
            settings = self._preferences.change("hearing.wake_word", self._last if on else OFF)
        except (ValueError, AssistantError) as error:
            self.notice.emit(str(error))
            self.shown.emit(self.word)
            return
        self.changed.emit(settings)

    @Slot(object)
    def on_settings(self, settings: Settings) -> None:
        """They were changed, here or elsewhere."""
        if settings.hearing.wake_word != OFF:
            self._last = settings.hearing.wake_word
        self.shown.emit(self.word)


class WakeSwitch(Switch):
    """Draws a WakeWord."""

    def __init__(self, model: WakeWord, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = model

        self.setText(_("Wake word"))

        self.toggled.connect(model.switch)
        model.shown.connect(self._show)
        self._show(model.word)

    @Slot(str)
    def _show(self, word: str) -> None:
        self.setChecked(self.model.on)
        self.setToolTip(_("Say “{word}” to begin to talk; until then nothing is kept.").format(word=word))
