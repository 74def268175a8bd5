"""The words of the catalogue: which models there are and which are on this machine."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a model does."""

    CHAT = "chat"
    HEARING = "hearing"
    VOICE = "voice"


class Format(StrEnum):
    """What its files are; nothing else is read."""

    GGUF = "gguf"
    FOLDER = "folder"
    """A Hugging Face folder with safetensors."""
    WHISPER = "whisper"
    """An openai-whisper checkpoint, read with ``weights_only=True``."""
    CT2_WHISPER = "ct2-whisper"
    """Whisper in CTranslate2 form, converted once to openai-whisper's."""
    PIPER = "piper"
    SYSTEM = "system"
    """The voices of the operating system, through pyttsx3; no files."""


@dataclass(frozen=True, slots=True)
class Model:
    """One line of the catalogue, and whether it is here."""

    id: str
    title: str
    """As people read it: "SmolLM2 135M"."""
    kind: Kind
    format: Format
    download_bytes: int
    licence: str
    languages: str
    """As people read it: "English", "99 languages"."""
    note: str = ""
    """One honest sentence for people."""
    starter: bool = False
    installed: bool = False
    path: str = ""
    """The file or folder the engine opens, when installed."""
    missing: str = ""
    """What this machine still needs before it can be used (a package, a driver), or nothing."""
    needs_memory_bytes: int = 0
    needs_gpu: bool = False
    sees: bool = False
    """It can be shown pictures."""
    projector: str = ""
    """The file beside a GGUF model through which it sees, when installed."""


@dataclass(frozen=True, slots=True)
class Machine:
    """What decides which models fit."""

    memory_bytes: int
    gpu_memory_bytes: int = 0
    gpu_name: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """How far a download is."""

    done_bytes: int
    total_bytes: int
    """0 while unknown."""
    stage: str = "download"
    """download, check or unpack."""


@dataclass(frozen=True, slots=True)
class Served:
    """One model as an engine is told of it; *name* is opaque to everybody."""

    name: str
    format: Format
    path: str
    adapter: str = ""
    """A folder holding both forms of the adapter (``adapter_model.safetensors`` and ``adapter.gguf``)."""
    strength: float = 1.0
    projector: str = ""
    """The file beside a GGUF model through which it sees, or nothing."""
