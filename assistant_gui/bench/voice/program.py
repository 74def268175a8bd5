"""The whole program without its window, as the measurements of the voice need it."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final, Protocol

from assistant_gui.core.manner import AS_SET, Manner
from assistant_gui.core.models import Model
from assistant_gui.core.ports import Archive, Emit, Speaker, Thinker, Transcript, Voice
from assistant_gui.core.settings import Settings, Value
from assistant_gui.core.sound import Sound
from assistant_gui.core.teaching import School
from assistant_gui.core.turn import Turn
from assistant_gui.session.reply import Choices

SETTINGS: Final[Mapping[str, Value]] = {
    "chat.system_prompt": "You are a helpful, friendly assistant. Answer in four or five short sentences.",
    "chat.max_tokens": 80,
    "chat.temperature": 0.0,
    "devices.echo": "cancel",
}
"""The same for every row; all else is as the program comes."""


class Ears(Protocol):
    def recognise(self, sound: Sound, turn: Turn) -> Transcript: ...


class Talk(Protocol):
    def hands_free(self, on: bool) -> None: ...
    def stop(self) -> None: ...


class Preferences(Protocol):
    def change(self, key: str, value: Value) -> Settings: ...


class Shelf(Protocol):
    def model(self, id: str) -> Model: ...


class Program(Protocol):
    """Open on a profile of its own. The sound devices are those of this process's environment."""

    conversation: str
    """Where talking goes on; empty begins a new one."""

    @property
    def preferences(self) -> Preferences: ...
    @property
    def settings(self) -> Settings: ...
    @property
    def talk(self) -> Talk: ...
    @property
    def thinker(self) -> Thinker: ...
    @property
    def ears(self) -> Ears: ...
    @property
    def voice(self) -> Voice: ...
    @property
    def audio(self) -> Speaker: ...
    @property
    def archive(self) -> Archive: ...
    @property
    def shelf(self) -> Shelf: ...
    @property
    def school(self) -> School: ...
    def listen(self, emit: Emit) -> None: ...
    def warm_up_talking(self) -> None: ...
    def choices(self, manner: Manner = AS_SET) -> Choices: ...


Programs = Callable[[Path, Mapping[str, str]], AbstractContextManager[Program]]
"""Opens a program on the profile in a folder. What is named ("language", "voice") is behind that URL, and not an engine
of ours."""
