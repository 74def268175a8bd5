"""A model that the person already has: a file or folder, checked and copied in."""

import json
import re
import struct
from dataclasses import dataclass
from pathlib import Path

from assistant_gui.catalogue.card import Seen
from assistant_gui.catalogue.eyes import beside, is_projector
from assistant_gui.catalogue.progress import Progress
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.core.models import Format, Kind
from assistant_gui.core.turn import Turn

_BLOCK = 1 << 20
_SHARDED = re.compile(r"-\d{5}-of-(\d{5})\.gguf$")
_TOKENIZER_FILES = ("*.json", "*.jinja", "tokenizer.model", "merges.txt", "vocab.txt")


@dataclass(frozen=True, slots=True)
class Found:
    """What lies at a path."""

    id: str
    title: str
    kind: Kind
    format: Format
    main: str
    files: tuple[Path, ...]


def look_at(path: Path) -> Found:
    """Say what model *path* is. Raises AssistantError when it is none that can be read safely."""
    if path.is_dir():
        return _folder(path)
    if path.suffix == ".gguf":
        return _gguf(path)
    if path.suffix == ".onnx":
        return _piper(path)
    if path.suffix in (".bin", ".pt", ".pth", ".ckpt", ".pkl"):
        raise _unsafe(path)
    raise AssistantError(
        N_("{name} is not a model that can be read."),
        N_("Choose a .gguf file, a Piper .onnx file, or a folder with safetensors."),
        name=path.name,
    )


def copy_in(found: Found, folder: Path, progress: Progress, turn: Turn) -> dict[str, str]:
    """Copy the files of *found* into *folder*; name -> SHA-256."""
    progress.stage("download", sum(file.stat().st_size for file in found.files))
    digests = {}
    for file in found.files:
        seen = Seen()
        with file.open("rb") as source, (folder / file.name).open("wb") as out:
            while block := source.read(_BLOCK):
                turn.check()
                out.write(block)
                seen.add(block)
                progress.at(seen.bytes)
        progress.finished(seen.bytes)
        digests[file.name] = seen.sha256
    return digests


def _gguf(path: Path) -> Found:
    if not _gguf_begins(path):
        raise AssistantError(
            N_("{name} is called .gguf but is not a GGUF file."),
            N_("It may be half downloaded: fetch it again."),
            name=path.name,
        )
    if is_projector(path.name):
        raise AssistantError(
            N_("{name} is only what a model sees through, and no model."),
            N_("Choose the model beside it: what it sees through comes along."),
            name=path.name,
        )
    sharded = _SHARDED.search(path.name)
    parts = tuple(sorted(path.parent.glob(path.name[: sharded.start()] + "-?????-of-?????.gguf"))) if sharded else ()
    if sharded and len(parts) != int(sharded[1]):
        raise AssistantError(
            N_("{name} is one of {count} parts, and not all of them are beside it."),
            N_("Put all parts into one folder and choose the first."),
            name=path.name,
            count=int(sharded[1]),
        )
    main = parts[0] if parts else path
    eyes = beside(path)
    files = (*(parts or (path,)), *([eyes] if eyes else []))
    return Found(_slug(path.stem), path.stem, Kind.CHAT, Format.GGUF, main.name, files)


def _gguf_begins(path: Path) -> bool:
    """Magic, a version that is known, and numbers of tensors and facts that can be."""
    with path.open("rb") as file:
        head = file.read(24)
    if len(head) < 24 or head[:4] != b"GGUF":
        return False
    version, tensors, facts = struct.unpack("<IQQ", head[4:])
    return version in (2, 3) and max(tensors, facts) < path.stat().st_size


def _safetensors_begins(path: Path) -> bool:
    """The length of its table of contents, and the table's first brace."""
    with path.open("rb") as file:
        head = file.read(9)
    return head[8:] == b"{" and 8 + int.from_bytes(head[:8], "little") <= path.stat().st_size


def _piper(path: Path) -> Found:
    voice = path.with_name(path.name + ".json")
    if not voice.is_file():
        raise AssistantError(
            N_("{name} has no {beside} beside it, so it is not a Piper voice."),
            N_("Put both files into one folder and choose the .onnx file again."),
            name=path.name,
            beside=voice.name,
        )
    return Found(_slug(path.stem), path.stem, Kind.VOICE, Format.PIPER, path.name, (path, voice))


def _folder(path: Path) -> Found:
    name = path.resolve().name
    weights = tuple(sorted(path.glob("*.safetensors")))
    config = _config(path)
    if weights and config is not None:
        if "auto_map" in config:
            raise AssistantError(
                N_("{name} wants to run code of its own, which is never done here."),
                N_("Choose a model of a kind that needs no code of its own."),
                name=name,
            )
        broken = next((file.name for file in weights if not _safetensors_begins(file)), "")
        if broken:
            raise AssistantError(
                N_("{name} is called .safetensors but is not such a file."),
                N_("It may be half downloaded: fetch it again."),
                name=broken,
            )
        rest = sorted({file for pattern in _TOKENIZER_FILES for file in path.glob(pattern)})
        return Found(_slug(name), name, Kind.CHAT, Format.FOLDER, "", (*weights, *rest))
    alone = sorted(file for file in path.glob("*.gguf") if not is_projector(file.name))
    if len(alone) == 1 or (alone and _SHARDED.search(alone[0].name)):
        return _gguf(alone[0])
    if any(path.glob("*.bin")) or any(path.glob("*.pt")):
        raise _unsafe(path)
    raise AssistantError(
        N_("{name} holds no model that can be read."),
        N_("Choose a .gguf file, or a folder with config.json and safetensors."),
        name=name,
    )


def _config(folder: Path) -> dict[str, object] | None:
    try:
        told = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return told if isinstance(told, dict) else None


def _unsafe(path: Path) -> AssistantError:
    return AssistantError(
        N_("{name} holds pickled weights, which can run code when they are opened, so they are not read."),
        N_("Look for the same model as safetensors or GGUF."),
        name=path.name,
    )


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9.]+", "-", name.lower()).strip("-.") or "model"
