"""Which model a file or folder is: the hashes of its weights, its tokenizer and its chat template."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from assistant_gui import whole
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.core.models import Format
from assistant_gui.weights.gguf_file import read_head
from assistant_gui.weights.templates import Template

KNOWN = "bases.json"
"""In the folder of adapters: what was hashed before, so that gigabytes are read only once."""

_BLOCK_BYTES = 2**20


@dataclass(frozen=True, slots=True)
class Identity:
    sha256: str
    """Of the weights."""
    tokenizer_sha256: str
    template_sha256: str


def identity(format: Format, path: Path, known: Path) -> Identity:
    """Hash the model at *path*, or tell what *known* says of these very files. Raises AssistantError."""
    try:
        mark = [[each.name, each.stat().st_size, each.stat().st_mtime_ns] for each in _weights(path)]
        remembered = _read(known)
        entry = remembered.get(str(path))
        if isinstance(entry, dict) and entry.get("files") == mark:
            return Identity(**entry["identity"])
        found = _of_gguf(path) if format is Format.GGUF else _of_folder(path)
        _write(known, {**remembered, str(path): {"files": mark, "identity": asdict(found)}})
        return found
    except (OSError, TypeError) as error:
        raise AssistantError(N_("The model “{path}” cannot be read."), N_("Get it again."), path=path.name) from error


def _of_gguf(path: Path) -> Identity:
    head = read_head(path)
    values = {name: value for name, value in head.values.items() if name.startswith("tokenizer.ggml.")}
    lists = {name: list(value) for name, value in head.lists.items() if name.startswith("tokenizer.ggml.")}
    words = json.dumps([values, lists, dict(head.special_tokens)], sort_keys=True)
    digest = hashlib.sha256(words.encode())
    begin, end = head.vocabulary
    with path.open("rb") as file:
        file.seek(begin)
        digest.update(file.read(end - begin))
    return Identity(_hash([path]), digest.hexdigest(), _template(head.text("tokenizer.chat_template")))


def _of_folder(path: Path) -> Identity:
    tokenizer = [each for name in ("tokenizer.json", "tokenizer.model") if (each := path / name).is_file()]
    return Identity(_hash(_weights(path)), _hash(tokenizer[:1]), _template(_template_of_folder(path)))


def _template_of_folder(path: Path) -> str:
    with suppress(FileNotFoundError):
        return (path / "chat_template.jinja").read_text(encoding="utf-8")
    told = _read(path / "tokenizer_config.json").get("chat_template")
    if isinstance(told, list):  # several, by name
        told = next((one.get("template") for one in told if isinstance(one, dict) and one.get("name") == "default"), "")
    return told if isinstance(told, str) else ""


def _template(source: str) -> str:
    return hashlib.sha256(Template(source).source.encode()).hexdigest()


def _weights(path: Path) -> list[Path]:
    found = sorted(path.glob("*.safetensors")) if path.is_dir() else [path]
    if not found:
        raise FileNotFoundError(path)
    return found


def _hash(files: list[Path]) -> str:
    """One file's own sha256; of several, the sha256 of their names and hashes."""
    each = []
    for file in files:
        digest = hashlib.sha256()
        for block in _blocks(file):
            digest.update(block)
        each.append((file.name, digest.hexdigest()))
    return each[0][1] if len(each) == 1 else hashlib.sha256(json.dumps(each).encode()).hexdigest()


def _blocks(file: Path) -> Iterator[bytes]:
    with file.open("rb") as opened:
        while block := opened.read(_BLOCK_BYTES):
            yield block


def _read(path: Path) -> dict[str, object]:
    try:
        told = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _write(path: Path, told: dict[str, object]) -> None:
    """What cannot be remembered is hashed again."""
    with suppress(OSError), whole.written(path) as file:
        file.write(json.dumps(told, ensure_ascii=False).encode())
