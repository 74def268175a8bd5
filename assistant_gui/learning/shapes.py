"""What a base is made of, read from the beginning of its files: no weights, no libraries."""

import json
import struct
from collections.abc import Iterator, Mapping
from math import prod
from pathlib import Path
from typing import BinaryIO

from assistant_gui.core.footprint import Shape
from assistant_gui.core.models import Format, Model

_NUMBERS = {0: "<B", 1: "<b", 2: "<H", 3: "<h", 4: "<I", 5: "<i", 6: "<f", 7: "<?", 10: "<Q", 11: "<q", 12: "<d"}
_STRING, _ARRAY = 8, 9
_MOST = 10_000_000
"""No honest file has more facts, tensors or words than this."""


def shape(model: Model) -> Shape | None:
    """None when its files do not say, or are not there."""
    try:
        if model.format is Format.GGUF:
            with Path(model.path).open("rb") as file:
                return _of_gguf(file)
        return _of_config(json.loads((Path(model.path) / "config.json").read_bytes()), model.download_bytes)
    except (OSError, ValueError, KeyError, TypeError, struct.error):
        return None


def architecture(model: Model) -> str:
    """What a GGUF file calls its kind of model; empty when it does not say, or is none."""
    try:
        with Path(model.path).open("rb") as file:
            _tensors, count = _counts(file)
            for name, value in _facts(file, count):
                if name == "general.architecture" and isinstance(value, str):
                    return value
    except (OSError, ValueError, KeyError, struct.error):
        pass
    return ""


def _of_config(config: Mapping[str, int], weights_bytes: int) -> Shape:
    hidden, heads = config["hidden_size"], config["num_attention_heads"]
    head = config.get("head_dim") or hidden // heads
    keys = (config.get("num_key_value_heads") or heads) * head
    layers, mlp, vocabulary = config["num_hidden_layers"], config["intermediate_size"], config["vocab_size"]
    elsewhere = vocabulary * hidden * (1 if config.get("tie_word_embeddings") else 2)
    inside = layers * (2 * hidden * heads * head + 2 * hidden * keys + 3 * hidden * mlp)
    return Shape(
        max(inside + elsewhere, weights_bytes / 4), elsewhere, layers, hidden, mlp, heads * head, keys, vocabulary
    )


def _of_gguf(file: BinaryIO) -> Shape:
    tensors, count = _counts(file)
    facts: dict[str, float] = {}
    kind = ""
    for name, value in _facts(file, count):
        if isinstance(value, str):
            kind = value if name == "general.architecture" else kind
        else:
            facts[name] = value
    sizes = dict(_tensor(file) for _ in range(tensors))

    def fact(name: str) -> int:
        return int(facts[f"{kind}.{name}"])

    heads = fact("attention.head_count")
    head = int(facts.get(f"{kind}.attention.key_length", fact("embedding_length") // heads))
    return Shape(
        parameters=sum(sizes.values()),
        elsewhere=sum(size for name, size in sizes.items() if name.startswith(("token_embd", "output."))),
        layers=fact("block_count"),
        hidden=fact("embedding_length"),
        mlp=fact("feed_forward_length"),
        queries=heads * head,
        keys=int(facts.get(f"{kind}.attention.head_count_kv", heads)) * head,
        vocabulary=int(facts["tokenizer.ggml.tokens"]),
    )


def _counts(file: BinaryIO) -> tuple[int, int]:
    """(tensors, facts)."""
    if file.read(4) != b"GGUF":
        raise ValueError("no GGUF")
    _version, tensors, count = struct.unpack("<IQQ", file.read(20))
    if max(tensors, count) > _MOST:
        raise ValueError("no honest file")
    return tensors, count


def _facts(file: BinaryIO, count: int) -> Iterator[tuple[str, str | float]]:
    for _ in range(count):
        yield _text(file), _value(file)


def _tensor(file: BinaryIO) -> tuple[str, int]:
    name = _text(file)
    (dimensions,) = struct.unpack("<I", file.read(4))
    sizes = struct.unpack(f"<{dimensions}Q", file.read(8 * dimensions))
    file.seek(12, 1)  # its type, and where it is
    return name, prod(sizes)


def _text(file: BinaryIO) -> str:
    (length,) = struct.unpack("<Q", file.read(8))
    if length > _MOST:
        raise ValueError("no honest file")
    return file.read(length).decode("utf-8", "replace")


def _value(file: BinaryIO) -> str | float:
    """A number, a text, or how long a list is."""
    (kind,) = struct.unpack("<I", file.read(4))
    if kind == _STRING:
        return _text(file)
    if kind != _ARRAY:
        return _number(file, kind)
    inside, length = struct.unpack("<IQ", file.read(12))
    if length > _MOST:
        raise ValueError("no honest file")
    if inside == _STRING:
        for _ in range(length):
            (size,) = struct.unpack("<Q", file.read(8))
            file.seek(size, 1)
    else:
        first = _number(file, inside) if length else 0.0
        file.seek(struct.calcsize(_NUMBERS[inside]) * (max(length, 1) - 1), 1)
        return first if length and length < _MANY else float(length)
    return float(length)


def _number(file: BinaryIO, kind: int) -> float:
    form = _NUMBERS[kind]
    return float(struct.unpack(form, file.read(struct.calcsize(form)))[0])


_MANY = 1000
"""A list shorter than this tells something per layer; its first stands for all."""
