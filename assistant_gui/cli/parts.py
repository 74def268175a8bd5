"""What the commands need of the program, as a Protocol; the app has it all."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from assistant_gui.bench.voice.program import Program
from assistant_gui.core.backups import Backups
from assistant_gui.core.columns import Columns
from assistant_gui.core.comparing import Comparing
from assistant_gui.core.events import Event
from assistant_gui.core.exchange import Form, Import
from assistant_gui.core.learning import Adapter
from assistant_gui.core.manner import AS_SET, Manner
from assistant_gui.core.ports import (
    Archive,
    Emit,
    Files,
    Listened,
    Segment,
    Shelf,
    Speaker,
    Thinker,
    Transcript,
    Voice,
    Voices,
)
from assistant_gui.core.settings import Settings
from assistant_gui.core.teaching import Lessons, School, Texts
from assistant_gui.core.turn import Turn
from assistant_gui.session.assistant import Assistant


class Ears(Protocol):
    """Recognition of whole files; decoding happens in the engine."""

    def transcribe(self, name: str, content: bytes, turn: Turn, language: str = "") -> Transcript: ...
    def transcribe_file(self, file: Path, turn: Turn, language: str = "") -> Transcript: ...
    def follow(self, file: Path, turn: Turn, language: str = "") -> Iterator[Segment | Listened | Transcript]: ...


@dataclass(frozen=True, slots=True)
class Check:
    """One line of ``doctor``."""

    name: str
    ok: bool
    detail: str
    hint: str = ""


class TalkButton(Protocol):
    """Talking by a button that is held, whoever holds it."""

    def start_talking(self) -> None: ...
    def finish_talking(self) -> None: ...
    def toggle_talking(self) -> bool:
        """Whether the button is down now."""
        ...


class Parts(Protocol):
    """The program, open on one profile."""

    @property
    def archive(self) -> Archive: ...
    def emit(self, event: Event) -> None:
        """Tell whoever shows the profile what a command did."""
        ...

    @property
    def backups(self) -> Backups: ...
    @property
    def shelf(self) -> Shelf: ...
    @property
    def school(self) -> School: ...
    @property
    def lessons(self) -> Lessons: ...
    @property
    def texts(self) -> Texts: ...
    @property
    def comparing(self) -> Comparing: ...
    @property
    def thinker(self) -> Thinker: ...
    @property
    def files(self) -> Files: ...
    @property
    def ears(self) -> Ears: ...
    @property
    def voice(self) -> Voice: ...
    @property
    def voices(self) -> Voices: ...
    @property
    def settings(self) -> Settings: ...
    @property
    def talk(self) -> TalkButton: ...
    def assistant(
        self, emit: Emit, speaker: Speaker | None = None, manner: Manner = AS_SET, *, temporary: bool = False
    ) -> AbstractContextManager[Assistant]:
        """An assistant of one's own, closed at the end; without *speaker* it uses the real one.

        *manner* is above what the settings and a conversation say; nothing of a *temporary* one is stored.
        """
        ...

    def import_file(
        self, file: Path, on_progress: Callable[[int, float], None], turn: Turn, columns: Columns = ...
    ) -> Import: ...
    def export(self, form: Form, conversations: Sequence[str]) -> Iterator[str]:
        """Pieces of text; all conversations when none is named. Raises AssistantError for a form that is no text."""
        ...

    def export_file(
        self, form: Form, conversations: Sequence[str], file: Path, on_progress: Callable[[int, int], None], turn: Turn
    ) -> int:
        """Write *file*; how many conversations are in it. Raises TurnCancelled and leaves nothing when *turn* is cut."""
        ...

    def checks(self) -> Iterator[Check]: ...
    def beside(self, folder: Path, elsewhere: Mapping[str, str]) -> AbstractContextManager[Program]:
        """The same program on a profile of its own, in *folder*; what *elsewhere* names is behind that URL."""
        ...

    def model_in_use(self) -> tuple[str, str]:
        """The name the engine knows, and the title people read."""
        ...

    def adapter_changed(self, adapter: Adapter | None = None) -> None:
        """Another adapter was activated: its base answers with it, and whoever shows it is told."""
        ...
