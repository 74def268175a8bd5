"""Writes a GGUF model with an adapter in it: the tensors it touches as Q8_0, everything else byte for byte."""

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.weights.gguf_file import Head, Tensor, read_head

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Rows = NDArray[np.float32]

_Q8_0, _F16 = 8, 1
_BLOCK, _BLOCK_BYTES = 32, 34
_COPIED_BYTES = 4 * 2**20


@dataclass(frozen=True, slots=True)
class _Placed:
    """A tensor of the new file."""

    old: Tensor
    kind: int
    offset: int
    size_bytes: int


def write(base: Path, adapter: Path, strength: float, out: Path, told: Callable[[float], None]) -> None:
    """Write *base* with the GGUF *adapter* added *strength* times to *out*; *told* hears the share done.

    Raises AssistantError when they do not belong together.
    """
    head = read_head(base)
    with _Adapter(adapter, strength) as added:
        added.must_fit(head)
        placed = list(_placed(head, added))
        with base.open("rb") as old, out.open("wb") as new:
            new.write(old.read(head.table_at))
            new.write(b"".join(map(_line, placed)))
            _pad(new, head.alignment)
            for number, each in enumerate(placed):
                old.seek(head.weights_at + each.old.offset)
                if each.old.name in added.names:
                    new.write(_quantised(_rows(old.read(each.old.size_bytes), each.old) + added.rows(each.old), each))
                else:
                    _copy(old, new, each.size_bytes)
                _pad(new, head.alignment)
                told((number + 1) / len(placed))


def _placed(head: Head, added: "_Adapter") -> Iterator[_Placed]:
    """Where each tensor goes, in the order of the old file."""
    at = 0
    for each in sorted(head.table, key=lambda one: one.offset):
        kind, size = each.kind, each.size_bytes
        if each.name in added.names:
            values = each.dimensions[0] * each.dimensions[1]
            whole = each.dimensions[0] % _BLOCK == 0
            kind, size = (_Q8_0, values // _BLOCK * _BLOCK_BYTES) if whole else (_F16, 2 * values)
        yield _Placed(each, kind, at, size)
        at += -(-size // head.alignment) * head.alignment


def _line(placed: _Placed) -> bytes:
    name, dimensions = placed.old.name.encode(), placed.old.dimensions
    count = len(dimensions)
    return struct.pack(f"<Q{len(name)}sI{count}QIQ", len(name), name, count, *dimensions, placed.kind, placed.offset)


class _Adapter:
    """The pairs of a GGUF adapter."""

    def __init__(self, path: Path, strength: float) -> None:
        self._head = read_head(path, kind="adapter")
        self._file = path.open("rb")
        self._pairs = {each.name: each for each in self._head.table}
        self._strength = strength
        self.names = {each.name.rpartition(".lora_")[0] for each in self._head.table}

    def __enter__(self) -> "_Adapter":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def must_fit(self, head: Head) -> None:
        sizes = {each.name: each.dimensions for each in head.table}
        for name in self.names:
            a, b = self._pairs.get(f"{name}.lora_a"), self._pairs.get(f"{name}.lora_b")
            fits = a is not None and b is not None and sizes.get(name) == (a.dimensions[0], b.dimensions[1])
            if not fits or head.architecture != self._head.architecture:
                raise AssistantError(
                    N_("The adapter was made for another base model."), N_("Choose the one it was made for.")
                )

    def rows(self, tensor: Tensor) -> "Rows":
        """What is added to *tensor*."""
        a, b = (self._read(self._pairs[f"{tensor.name}.lora_{side}"]) for side in "ab")
        alpha = self._head.values.get("adapter.lora.alpha", 0.0)
        assert isinstance(alpha, float)
        rank = a.shape[0]
        added: Rows = (b @ a) * (alpha / rank * self._strength)
        return added

    def _read(self, tensor: Tensor) -> "Rows":
        self._file.seek(self._head.weights_at + tensor.offset)
        return _rows(self._file.read(tensor.size_bytes), tensor)


def _rows(content: bytes, tensor: Tensor) -> "Rows":
    import gguf
    import numpy as np

    packed = np.frombuffer(content, np.uint8).reshape(tensor.dimensions[1], -1)
    try:
        rows: Rows = gguf.quants.dequantize(packed, gguf.GGMLQuantizationType(tensor.kind))
    except NotImplementedError as error:
        raise AssistantError(
            N_("The base model's weights are packed in a way that cannot be merged with an adapter."),
            N_("Export the adapter alone."),
        ) from error
    return rows


def _quantised(rows: "Rows", placed: _Placed) -> bytes:
    import gguf

    return gguf.quants.quantize(rows, gguf.GGMLQuantizationType(placed.kind)).tobytes()


def _pad(file: BinaryIO, alignment: int) -> None:
    file.write(b"\0" * (-file.tell() % alignment))


def _copy(old: BinaryIO, new: BinaryIO, size: int) -> None:
    while size and (block := old.read(min(size, _COPIED_BYTES))):
        new.write(block)
        size -= len(block)
