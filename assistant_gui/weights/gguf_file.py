"""The head of a GGUF file, read and checked without any model library.

llama.cpp trusts what it is given, so every count, length and offset is held
against the size of the file first. Only what is asked for is kept: reading the
head of a model with 250,000 tokens takes a fraction of a second.
"""

import mmap
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_

Plain = str | int | float | bool

CONTROL, USER_DEFINED = 3, 4
"""Values of ``tokenizer.ggml.token_type``."""

_SCALARS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
_STRING, _ARRAY = 8, 9
_SHORT_ARRAY = 64
_MOST_TENSORS, _MOST_KEYS, _MOST_DIMENSIONS = 100_000, 100_000, 4
_MOST_HEAD_BYTES = 200 * 2**20

_BLOCKS = {  # ggml type: (values, bytes) per block
    0: (1, 4), 1: (1, 2), 2: (32, 18), 3: (32, 20), 6: (32, 22), 7: (32, 24), 8: (32, 34), 9: (32, 40),
    10: (256, 84), 11: (256, 110), 12: (256, 144), 13: (256, 176), 14: (256, 210), 15: (256, 292), 16: (256, 66),
    17: (256, 74), 18: (256, 98), 19: (256, 50), 20: (32, 18), 21: (256, 110), 22: (256, 82), 23: (256, 136),
    24: (1, 1), 25: (1, 2), 26: (1, 4), 27: (1, 8), 28: (1, 8), 29: (256, 56), 30: (1, 2), 34: (256, 54),
    35: (256, 66), 39: (32, 17), 40: (64, 36), 41: (128, 18),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tensor:
    """One line of a file's table of tensors."""

    name: str
    dimensions: tuple[int, ...]
    """The length of a row first."""
    kind: int
    """As ggml numbers its types."""
    offset: int
    """From the beginning of all weights."""
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Head:
    """What a GGUF file says about itself before its weights."""

    values: Mapping[str, Plain]
    lists: Mapping[str, tuple[Plain, ...]]
    """Short arrays; the long ones of the vocabulary are not kept."""
    special_tokens: Mapping[str, int] = field(default_factory=dict)
    """Text -> type of every token that is neither a plain piece of text nor a byte."""
    token_texts: Mapping[int, str] = field(default_factory=dict)
    """The texts of bos, eos and unknown, by id."""
    tensors: int = 0
    vocabulary: tuple[int, int] = (0, 0)
    """Where in the file the texts of all tokens begin and end."""
    table: tuple[Tensor, ...] = ()
    table_at: int = 0
    weights_at: int = 0
    alignment: int = 32

    def text(self, key: str, default: str = "") -> str:
        value = self.values.get(key, default)
        return value if isinstance(value, str) else default

    def number(self, key: str, default: int = 0) -> int:
        value = self.values.get(key, default)
        return value if isinstance(value, int) else default

    @property
    def architecture(self) -> str:
        return self.text("general.architecture")

    @property
    def trained_context(self) -> int:
        return self.number(f"{self.architecture}.context_length")

    def token(self, which: str) -> str:
        """The text of the ``bos``, ``eos`` or ``unknown`` token, or nothing."""
        return self.token_texts.get(self.number(f"tokenizer.ggml.{which}_token_id", -1), "")


def read_head(path: Path, *, kind: str = "model") -> Head:
    """Read and check *path*. Raises AssistantError when it is not a whole GGUF *kind* ("model", "adapter")."""
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            head = _Reader(content, path.name).head()
    except FileNotFoundError:
        raise AssistantError(
            N_("The model file “{file}” is not there."), N_("Get the model again."), file=path.name
        ) from None
    except (OSError, ValueError, struct.error):  # ValueError: an empty file cannot be mapped
        raise _broken(path.name) from None
    if head.text("general.type", "model") != kind:
        raise AssistantError(
            N_("“{file}” is not the kind of GGUF file that is needed here."), N_("Choose another."), file=path.name
        )
    return head


def _broken(name: str) -> AssistantError:
    return AssistantError(N_("“{file}” is not a whole GGUF file."), N_("Remove the model and get it again."), file=name)


class _Reader:
    """Walks the head once; every step is checked against the end of the file."""

    def __init__(self, content: mmap.mmap, name: str) -> None:
        self._content = content
        self._name = name
        self._at = 0
        self._end = min(len(content), _MOST_HEAD_BYTES)

    def head(self) -> Head:
        version, tensors, keys = self._take("<4xIQQ")
        if self._content[:4] != b"GGUF" or version not in (2, 3) or tensors > _MOST_TENSORS or keys > _MOST_KEYS:
            raise _broken(self._name)
        values: dict[str, Plain] = {}
        lists: dict[str, tuple[Plain, ...]] = {}
        token_starts: list[int] = []
        types: memoryview | None = None
        vocabulary = (0, 0)
        for _ in range(keys):
            key, kind = self._string(), self._number("<I")
            if kind != _ARRAY:
                values[key] = self._value(kind)
                continue
            inner, count = self._number("<I"), self._number("<Q")
            if key == "tokenizer.ggml.tokens" and inner == _STRING:
                begin = self._at
                token_starts = self._skip_strings(count)
                vocabulary = (begin, self._at)
            elif key == "tokenizer.ggml.token_type" and inner in (4, 5):
                types = self._block(4 * count).cast("i")
            elif inner == _STRING and count > _SHORT_ARRAY:
                self._skip_strings(count)
            elif inner == _STRING or (inner in _SCALARS and count <= _SHORT_ARRAY):
                lists[key] = tuple(self._value(inner) for _ in range(count))
            elif inner in _SCALARS:
                self._skip(struct.calcsize(_SCALARS[inner]) * count)
            else:
                raise _broken(self._name)
        table_at = self._at
        alignment = values.get("general.alignment", 32)
        table = self._tensors(tensors, alignment)
        assert isinstance(alignment, int)
        special = self._special(token_starts, types)
        texts: dict[int, str] = {}
        for which in ("bos", "eos", "unknown"):
            token = values.get(f"tokenizer.ggml.{which}_token_id")
            if isinstance(token, int) and 0 <= token < len(token_starts):
                texts[token] = self._text_at(token_starts[token])
        if types is not None:
            types.release()
        weights_at = -(-self._at // alignment) * alignment
        return Head(values, lists, special, texts, tensors, vocabulary, table, table_at, weights_at, alignment)

    def _special(self, starts: list[int], types: memoryview | None) -> dict[str, int]:
        if types is None or len(types) != len(starts):
            return {}
        return {
            self._text_at(start): kind
            for start, kind in zip(starts, types, strict=True)
            if kind in (CONTROL, USER_DEFINED)
        }

    def _tensors(self, count: int, alignment: object) -> tuple[Tensor, ...]:
        if not isinstance(alignment, int) or alignment < 8 or alignment & (alignment - 1):
            raise _broken(self._name)
        found: list[Tensor] = []
        for _ in range(count):
            name = self._string()
            dimensions = self._number("<I")
            if not 1 <= dimensions <= _MOST_DIMENSIONS:
                raise _broken(self._name)
            shape = self._take(f"<{dimensions}Q")
            kind, offset = self._number("<I"), self._number("<Q")
            per_block, block_bytes = _BLOCKS.get(kind, (0, 0))
            if not per_block or 0 in shape or shape[0] % per_block or offset % alignment:
                raise _broken(self._name)
            values = 1
            for size in shape:
                values *= size
            found.append(Tensor(name, shape, kind, offset, values // per_block * block_bytes))
        start = -(-self._at // alignment) * alignment
        if found and start + max(each.offset + each.size_bytes for each in found) > len(self._content):
            raise _broken(self._name)
        return tuple(found)

    def _take(self, layout: str) -> tuple[int, ...]:
        taken = struct.unpack_from(layout, self._content, self._at)
        self._skip(struct.calcsize(layout))
        return taken

    def _number(self, layout: str) -> int:
        return self._take(layout)[0]

    def _value(self, kind: int) -> Plain:
        if kind == _STRING:
            return self._string()
        if kind not in _SCALARS:
            raise _broken(self._name)
        value: Plain = self._take("<" + _SCALARS[kind])[0]
        return value

    def _string(self) -> str:
        text = self._text_at(self._at)
        self._skip(8 + int.from_bytes(self._content[self._at : self._at + 8], "little"))
        return text

    def _text_at(self, start: int) -> str:
        (length,) = struct.unpack_from("<Q", self._content, start)
        if start + 8 + length > self._end:
            raise _broken(self._name)
        return self._content[start + 8 : start + 8 + length].decode("utf-8", "replace")

    def _skip(self, count: int) -> None:
        self._at += count
        if self._at > self._end:
            raise _broken(self._name)

    def _block(self, count: int) -> memoryview:
        start = self._at
        self._skip(count)
        return memoryview(self._content[start : start + count])

    def _skip_strings(self, count: int) -> list[int]:
        """Where each of *count* strings starts."""
        length = struct.Struct("<Q").unpack_from
        content, at, end, starts = self._content, self._at, self._end, []
        for _ in range(count):
            starts.append(at)
            at += 8 + length(content, at)[0]
            if at > end:
                raise _broken(self._name)
        self._at = at
        return starts
