"""The voices there are, and which of them says something in a given language."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

SERVER: Final = "server"
"""Stands for the model of a voice that another server speaks with."""

_SAME: Final[Mapping[str, tuple[str, ...]]] = {
    "zh": ("cmn", "zh", "yue"),
    "cmn": ("cmn", "zh"),
    "no": ("nb", "no", "nn"),
    "uk": ("uk", "ru"),
    "id": ("id", "ms"),
    "he": ("he", "iw"),
}
"""Language -> what voices call those that read it, best first."""


@dataclass(frozen=True, slots=True)
class KnownVoice:
    model: str
    id: str
    """What the model calls it; empty for the only voice of a model."""
    name: str
    """As people read it."""
    language: str = ""
    """A code such as ``en-gb``; empty for one that reads any."""
    gender: str = ""
    """``female``, ``male`` or unknown."""
    quality: str = ""
    """``low``, ``medium``, ``high`` or unknown."""
    pitched: bool = False
    """It can speak higher and lower."""
    usual: bool = False
    """The one its model speaks with when none is named."""

    @property
    def key(self) -> str:
        """Its name in the settings."""
        return f"{self.model}:{self.id}"


def parted(key: str) -> tuple[str, str]:
    """The model and the id in *key*."""
    model, _, name = key.partition(":")
    return model, name


def main_voice(model: str, name: str) -> str:
    """The key of the voice that speaks unless a language asks for another: *name*, if it is of *model* or a server."""
    return name if name and parted(name)[0] in (model, SERVER) else f"{model}:"


def primary(language: str) -> str:
    """``en`` of ``en-GB`` and ``en_US``."""
    return language.replace("_", "-").partition("-")[0].lower()


def reads(voice: str, language: str) -> bool:
    """Whether a voice of language *voice* reads a text in *language*."""
    return not voice or primary(voice) in _SAME.get(primary(language), (primary(language),))


def for_language(voices: Iterable[KnownVoice], language: str) -> KnownVoice | None:
    """The first of *voices* that reads *language*, the usual one and the plainest name of it before others."""
    names = _SAME.get(primary(language), (primary(language),))
    able = [voice for voice in voices if voice.language and primary(voice.language) in names]
    if not able:
        return None
    return min(
        able,
        key=lambda voice: (
            not voice.usual,
            names.index(primary(voice.language)),
            voice.language.lower() != language.lower(),
            voice.language.count("-"),
        ),
    )


def chosen(
    main: str, by_language: Mapping[str, str], language: str, voices: Sequence[KnownVoice]
) -> tuple[str, KnownVoice | None]:
    """The key of the voice for a text in *language* (empty: not known), and what is known of it.

    What the person chose for the language comes first; then the *main* voice if it reads the
    language; then any voice that does, of the same model before others.
    """
    known = {voice.key: voice for voice in voices}
    wanted = by_language.get(language.lower()) or by_language.get(primary(language)) if language else ""
    if wanted:
        return wanted, known.get(wanted)
    model, named = parted(main)
    own = [voice for voice in voices if voice.model == model]
    speaker = known.get(main) if named else next((voice for voice in own if voice.usual), own[0] if own else None)
    if not language or speaker is None or reads(speaker.language, language):
        return main, speaker
    other = for_language(own, language) or for_language(voices, language)
    return (other.key, other) if other else (main, speaker)
