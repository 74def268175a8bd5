"""Every setting, once: its default, its bounds and what it is called.

The settings tab, the TOML file, ``doctor`` and the README table are made from
these dataclasses. A key that was renamed gets a line in :data:`RENAMED`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Final, TypeVar

from assistant_gui.core.language import N_

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Value = bool | int | float | str


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a setting is, for people and for checks."""

    title: str
    help: str
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()


def setting(
    title: str, help: str = "", *, low: float | None = None, high: float | None = None, choices: tuple[str, ...] = ()
) -> dict[str, Meaning]:
    return {"meaning": Meaning(title, help, low, high, choices)}


@dataclass(frozen=True, slots=True)
class Chat:
    model: str = field(
        default="smollm2-135m", metadata=setting(N_("Answers"), N_("The model that answers your questions."))
    )
    system_prompt: str = field(
        default="You are a helpful, friendly assistant. Answer briefly and clearly.",
        metadata=setting(N_("Instructions"), N_("What the assistant is told before every conversation.")),
    )
    temperature: float = field(
        default=0.6,
        metadata=setting(N_("Temperature"), N_("0 is always the likeliest word; higher is freer."), low=0, high=2),
    )
    top_p: float = field(
        default=0.9,
        metadata=setting(N_("Top-p"), N_("Leaves out what is less likely; 1 leaves out nothing."), low=0.01, high=1),
    )
    max_tokens: int = field(
        default=512, metadata=setting(N_("Longest answer"), N_("In tokens, about ¾ of a word each."), low=1, high=8192)
    )
    context: int = field(
        default=4096,
        metadata=setting(
            N_("Memory of a conversation"), N_("In tokens; more needs more memory."), low=512, high=131072
        ),
    )
    overflow: str = field(
        default="drop",
        metadata=setting(
            N_("When a conversation is too long"),
            N_("What becomes of its oldest messages when the model can no longer read them all."),
            choices=("drop", "summarise"),
        ),
    )
    person: str = field(
        default="",
        metadata=setting(N_("Your name"), N_("The assistant is told it where its instructions say {name}.")),
    )


@dataclass(frozen=True, slots=True)
class Hearing:
    model: str = field(
        default="whisper-tiny.en", metadata=setting(N_("Listens"), N_("The model that recognises speech."))
    )
    language: str = field(
        default="", metadata=setting(N_("Language"), N_("A code such as en or zh; empty finds it out by itself."))
    )
    ready: bool = field(
        default=True,
        metadata=setting(
            N_("Keep the microphone ready"),
            N_(
                "For two minutes after you talked with the button, so that no first syllable is lost. What it hears meanwhile is forgotten within a second; the system may show that the microphone is on."
            ),
        ),
    )
    wake_word: str = field(
        default="off",
        metadata=setting(
            N_("Wake word"),
            N_("Say it to begin to talk. The microphone is on all the time; until the word is said nothing is kept."),
            choices=("off", "okay_nabu", "hey_jarvis", "hey_mycroft", "alexa"),
        ),
    )
    vocabulary: str = field(
        default="",
        metadata=setting(
            N_("Words to listen for"),
            N_("Names and rare words, with commas between them; what you correct is learned beside them."),
        ),
    )


@dataclass(frozen=True, slots=True)
class Voice:
    model: str = field(default="system-voice", metadata=setting(N_("Speaks"), N_("The voice of the assistant.")))
    name: str = field(
        default="",
        metadata=setting(N_("Voice"), N_("One of several of the model, or of a server; empty is the usual.")),
    )
    speed: float = field(default=1.0, metadata=setting(N_("Speed"), low=0.5, high=2))
    pitch: float = field(default=1.0, metadata=setting(N_("Pitch"), low=0.5, high=1.5))
    volume: float = field(default=1.0, metadata=setting(N_("Volume"), low=0, high=1.5))
    server: str = field(
        default="",
        metadata=setting(
            N_("Speech server"), N_("The address of an OpenAI-compatible server; what is said aloud is sent to it.")
        ),
    )
    server_key: str = field(default="", metadata=setting(N_("Key of the server"), N_("Empty if it wants none.")))
    server_model: str = field(default="tts-1", metadata=setting(N_("Model of the server")))


@dataclass(frozen=True, slots=True)
class Devices:
    microphone: str = field(default="", metadata=setting(N_("Microphone"), N_("Empty is the system's default.")))
    speaker: str = field(default="", metadata=setting(N_("Speaker"), N_("Empty is the system's default.")))
    echo: str = field(
        default="cancel",
        metadata=setting(
            N_("Interrupting"),
            N_("Whether you can speak over the answer; with loudspeakers its sound is taken out of the microphone's."),
            choices=("cancel", "headphones", "turns"),
        ),
    )


@dataclass(frozen=True, slots=True)
class Looks:
    language: str = field(default="system", metadata=setting(N_("Language"), choices=("system", "en", "zh_CN")))
    theme: str = field(default="system", metadata=setting(N_("Theme"), choices=("system", "light", "dark")))
    font_points: int = field(default=11, metadata=setting(N_("Font size"), low=7, high=32))
    scale: int = field(
        default=100,
        metadata=setting(
            N_("Scaling"), N_("In percent, for all of the window; from the next start on."), low=100, high=200
        ),
    )


@dataclass(frozen=True, slots=True)
class Keys:
    talk_anywhere: str = field(
        default="",
        metadata=setting(
            N_("Talk from anywhere"), N_("Hold these keys to talk, whichever program is in front; empty for none.")
        ),
    )


@dataclass(frozen=True, slots=True)
class Engine:
    threads: int = field(
        default=0, metadata=setting(N_("Processor threads"), N_("0 chooses by this machine."), low=0, high=256)
    )


@dataclass(frozen=True, slots=True)
class Shortcut:
    """Keys that the person chose for an action, as ``QKeySequence`` writes them; empty for none."""

    action: str
    keys: str


@dataclass(frozen=True, slots=True)
class LanguageVoice:
    """The voice that the person chose for texts in a language."""

    language: str
    voice: str
    """Its key, as ``core/voices.py`` makes it."""


@dataclass(frozen=True, slots=True)
class Settings:
    chat: Chat = Chat()
    hearing: Hearing = Hearing()
    voice: Voice = Voice()
    devices: Devices = Devices()
    looks: Looks = Looks()
    keys: Keys = Keys()
    engine: Engine = Engine()
    shortcuts: tuple[Shortcut, ...] = ()
    """Those that are not the usual ones; in the file a table of its own, ``[shortcuts]``."""
    voices: tuple[LanguageVoice, ...] = ()
    """Those that the person chose; in the file a table of its own, ``[voices]``."""
    welcomed: bool = field(default=False, metadata=setting(N_("Welcomed"), N_("The first two minutes are over.")))


USUAL_KEYS: Final = "usual"
"""The value of ``shortcuts.ACTION`` that gives an action back the keys it came with."""

TABLES: Final = frozenset({"shortcuts", "voices"})
"""Areas in which the person makes the keys: an entry that is not there is as usual."""

RENAMED: Final[Mapping[str, str]] = {}
"""Old dotted key -> new dotted key."""


def items(settings: Settings) -> Iterator[tuple[str, Value, Meaning]]:
    """Every setting as (dotted key, value, meaning), in the order in which people should see them."""
    for area in fields(settings):
        value = getattr(settings, area.name)
        if "meaning" in area.metadata:
            yield area.name, value, area.metadata["meaning"]
            continue
        if isinstance(value, tuple):
            for one in value:
                name, chosen = _entry(one)
                yield f"{area.name}.{name}", chosen, Meaning(name, "")
            continue
        for one in fields(value):
            yield f"{area.name}.{one.name}", getattr(value, one.name), one.metadata["meaning"]


def changed(settings: Settings, key: str, value: Value) -> Settings:
    """*settings* with dotted *key* set; ValueError says why it cannot be."""
    key = RENAMED.get(key, key)
    table, _, action = key.partition(".")
    if table == "shortcuts":
        return replace(settings, shortcuts=_bound(settings.shortcuts, action, value))
    if table == "voices":
        return replace(settings, voices=_spoken_by(settings.voices, action, value))
    for known, old, meaning in items(settings):
        if known == key:
            fitting = checked(key, type(old), value, meaning)
            area, _, name = key.rpartition(".")
            if not area:
                return _with(settings, name, fitting)
            return _with(settings, area, _with(getattr(settings, area), name, fitting))
    raise ValueError(f"there is no setting {key!r}")


def _bound(shortcuts: tuple[Shortcut, ...], action: str, keys: Value) -> tuple[Shortcut, ...]:
    if not isinstance(keys, str) or not re.fullmatch("[a-z0-9-]+", action):
        raise ValueError(f"shortcuts.{action} must be keys such as Ctrl+N, not {keys!r}")
    others = tuple(one for one in shortcuts if one.action != action)
    return others if keys == USUAL_KEYS else (*others, Shortcut(action, keys))


def _spoken_by(voices: tuple[LanguageVoice, ...], language: str, voice: Value) -> tuple[LanguageVoice, ...]:
    """An empty *voice* leaves the language to the usual one."""
    if not isinstance(voice, str) or not re.fullmatch("[a-z]{2,3}(?:-[a-z0-9]+)*", language):
        raise ValueError(f"voices.{language} must be the name of a voice, not {voice!r}")
    others = tuple(one for one in voices if one.language != language)
    return (*others, LanguageVoice(language, voice)) if voice else others


def _entry(one: Shortcut | LanguageVoice) -> tuple[str, str]:
    return (one.action, one.keys) if isinstance(one, Shortcut) else (one.language, one.voice)


def checked(key: str, kind: type[Value], value: Value, meaning: Meaning) -> Value:
    """*value* as *kind* and within *meaning*; ValueError says why it cannot be."""
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if type(value) is not kind:
        raise ValueError(f"{key} must be of type {kind.__name__}, not {value!r}")
    if meaning.choices and value not in meaning.choices:
        raise ValueError(f"{key} must be one of {', '.join(meaning.choices)}, not {value!r}")
    if isinstance(value, int | float) and not isinstance(value, bool):
        if meaning.low is not None and value < meaning.low:
            raise ValueError(f"{key} must be at least {meaning.low}, not {value}")
        if meaning.high is not None and value > meaning.high:
            raise ValueError(f"{key} must be at most {meaning.high}, not {value}")
    return value


_T = TypeVar("_T", bound="DataclassInstance")


def _with(thing: _T, name: str, value: object) -> _T:
    return replace(thing, **{name: value})
