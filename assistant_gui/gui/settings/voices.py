"""What the voices tab shows: who can speak, who does, how, and who speaks for which language."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QLocale, QObject, Signal

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import translated as _
from assistant_gui.core.ports import Voices
from assistant_gui.core.settings import Settings, Value
from assistant_gui.core.turn import Turn, TurnCancelled
from assistant_gui.core.voices import SERVER, KnownVoice, main_voice, parted, primary
from assistant_gui.gui.preferences import Preferences
from assistant_gui.gui.settings.samples import sample
from assistant_gui.gui.tasks import Tasks

Try = Callable[[KnownVoice, str, Turn], None]
"""Say a text aloud with a voice; returns when it was heard. Blocks."""


@dataclass(frozen=True, slots=True)
class Line:
    """One voice as it is shown."""

    voice: KnownVoice
    language: str
    """Its name, as its speakers call it."""
    main: bool
    chosen_for: bool
    """It speaks for its language, by the person's choice."""

    @property
    def details(self) -> str:
        gender = {"female": _("female"), "male": _("male")}.get(self.voice.gender, "")
        quality = {"low": _("simple"), "medium": _("good"), "high": _("best")}.get(
            self.voice.quality, self.voice.quality
        )
        source = "" if self.voice.model != SERVER else _("speech server")
        return " · ".join(part for part in (self.language, self.voice.language, gender, quality, source) if part)


class VoicesModel(QObject):
    listed = Signal()
    """The voices were read, or could not be."""
    marked = Signal()
    """Another voice is chosen, or another is tried."""
    changed = Signal(object)
    """All the settings, after one changed."""
    refused = Signal(str)
    """What could not be done, in a sentence."""

    def __init__(
        self,
        voices: Voices,
        preferences: Preferences,
        tasks: Tasks,
        try_aloud: Try,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.known: tuple[KnownVoice, ...] = ()
        self.reading = False
        self.trouble = ""
        """Why there is no list."""
        self.tried = ""
        """The key of the voice that is heard now."""
        self._voices = voices
        self._preferences = preferences
        self._tasks = tasks
        self._try_aloud = try_aloud
        self._turn = Turn()

    def refresh(self) -> None:
        """Ask for the list; it may start the engine."""
        self.reading, self.trouble = True, ""
        self.listed.emit()
        self._tasks.run(self._voices.voices, self._on_read, self._on_unread)

    @property
    def settings(self) -> Settings:
        return self._preferences.current()

    @property
    def main(self) -> KnownVoice | None:
        """Who speaks now, as far as it is known."""
        key = main_voice(self.settings.voice.model, self.settings.voice.name)
        model, named = parted(key)
        own = [voice for voice in self.known if voice.model == model]
        if named:
            return next((voice for voice in own if voice.key == key), None)
        return next((voice for voice in own if voice.usual), own[0] if own else None)

    @property
    def pitched(self) -> bool:
        """Whether who speaks now can speak higher and lower; so it is taken to be until it is known."""
        return self.main is None or self.main.pitched

    def lines(self) -> list[Line]:
        """Those of the language that is spoken now first, then by the names of languages."""
        main, chosen = self.main, {(one.language, one.voice) for one in self.settings.voices}
        now = primary(main.language) if main else ""
        lines = [
            Line(voice, called(voice.language), voice == main, (primary(voice.language), voice.key) in chosen)
            for voice in self.known
        ]
        return sorted(
            lines,
            key=lambda line: (
                not line.main,
                primary(line.voice.language) != now,
                not line.language,
                line.language.lower(),
                line.voice.language,
                line.voice.name,
            ),
        )

    def languages(self) -> list[tuple[str, str]]:
        """(code, name) of every language that somebody reads."""
        found = {primary(voice.language): called(voice.language) for voice in self.known if voice.language}
        return sorted(found.items(), key=lambda one: one[1].lower())

    def by_language(self) -> list[tuple[str, str, str]]:
        """(code, name of the language, name of the voice) of what the person chose."""
        names = {voice.key: voice.name for voice in self.known}
        return [(one.language, called(one.language), names.get(one.voice, one.voice)) for one in self.settings.voices]

    def use(self, voice: KnownVoice) -> None:
        """Let it speak unless a language asks for another."""
        if voice.model != SERVER:
            self._change("voice.model", voice.model)
        self._change("voice.name", voice.key if voice.id else "")

    def use_for_language(self, voice: KnownVoice) -> None:
        self._change(f"voices.{primary(voice.language)}", voice.key)

    def forget(self, language: str) -> None:
        """Leave *language* to whoever reads it."""
        self._change(f"voices.{language}", "")

    def set(self, key: str, value: float) -> None:
        self._change(f"voice.{key}", value)

    def toggle(self, voice: KnownVoice) -> None:
        """Hear it, or stop when it is heard."""
        again = self.tried == voice.key
        self._turn.cancel()
        self._hear("")
        if again:
            return
        turn = self._turn = Turn()
        self._hear(voice.key)

        def heard() -> None:
            try:
                self._try_aloud(voice, sample(voice.language, voice.name), turn)
            except TurnCancelled:
                return

        self._tasks.run(heard, lambda _nothing: self._on_heard(turn), lambda error: self._on_unheard(turn, error))

    def end(self) -> None:
        """Fall silent."""
        self._turn.cancel()

    def _change(self, key: str, value: Value) -> None:
        try:
            settings = self._preferences.change(key, value)
        except (ValueError, AssistantError) as error:
            self.refused.emit(str(error))
            return
        self.changed.emit(settings)
        self.marked.emit()

    def _hear(self, key: str) -> None:
        if key != self.tried:
            self.tried = key
            self.marked.emit()

    def _on_heard(self, turn: Turn) -> None:
        if turn is self._turn:
            self._hear("")

    def _on_unheard(self, turn: Turn, error: AssistantError) -> None:
        self._on_heard(turn)
        self.refused.emit(str(error))

    def _on_read(self, voices: Sequence[KnownVoice]) -> None:
        self.known, self.reading = tuple(voices), False
        self.listed.emit()

    def _on_unread(self, error: AssistantError) -> None:
        self.known, self.reading, self.trouble = (), False, str(error)
        self.listed.emit()


_PLAIN = {"en": "English", "zh": "中文", "cmn": "中文", "es": "Español", "pt": "Português"}
"""Where Qt names the most common of several kinds, or espeak calls the language otherwise."""


@cache
def called(code: str) -> str:
    """A language as its speakers call it; in English where their letters may be missing here, or its code."""
    if not code:
        return ""
    short = primary(code)
    if short in _PLAIN:
        return _PLAIN[short]
    locale = QLocale(short)
    if locale.language() in (QLocale.Language.C, QLocale.Language.AnyLanguage):
        return short
    name = locale.nativeLanguageName()
    if not name or not all(one < "\u0530" or "\u3000" <= one < "\ud7b0" for one in name):
        name = QLocale.languageToString(locale.language())
    return name[:1].upper() + name[1:]
