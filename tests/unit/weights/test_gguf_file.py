"""The head of a GGUF file: read, or refused before llama.cpp sees it."""

import contextlib
import random
import struct
from pathlib import Path

import pytest

from assistant_gui.core.errors import AssistantError
from assistant_gui.weights.gguf_file import CONTROL, read_head

STRING, ARRAY, U32, I32 = 8, 9, 4, 5


def text(value: str) -> bytes:
    return struct.pack("<Q", len(value.encode())) + value.encode()


def entry(key: str, kind: int, value: bytes) -> bytes:
    return text(key) + struct.pack("<I", kind) + value


def listed(kind: int, values: list[bytes]) -> bytes:
    return struct.pack("<IQ", kind, len(values)) + b"".join(values)


TOKENS = ["<s>", "</s>", "a", "<|x|>", "  "]
KEYS = [
    entry("general.architecture", STRING, text("llama")),
    entry("llama.context_length", U32, struct.pack("<I", 2048)),
    entry("tokenizer.ggml.tokens", ARRAY, listed(STRING, [text(token) for token in TOKENS])),
    entry("tokenizer.ggml.token_type", ARRAY, listed(I32, [struct.pack("<i", kind) for kind in (3, 3, 1, 3, 4)])),
    entry("tokenizer.ggml.scores", ARRAY, listed(6, [struct.pack("<f", 0.5)] * 100)),
    entry("tokenizer.ggml.bos_token_id", U32, struct.pack("<I", 0)),
    entry("tokenizer.chat_template", STRING, text("{{ messages }}")),
]


def tensor(name: str = "w", shape: tuple[int, ...] = (32, 2), kind: int = 0, offset: int = 0) -> bytes:
    return text(name) + struct.pack(f"<I{len(shape)}QIQ", len(shape), *shape, kind, offset)


def gguf(path: Path, keys: list[bytes] = KEYS, tensors: list[bytes] | None = None, weights: int = 256) -> Path:
    tensors = [tensor()] if tensors is None else tensors
    head = struct.pack("<4sIQQ", b"GGUF", 3, len(tensors), len(keys)) + b"".join(keys) + b"".join(tensors)
    path.write_bytes(head + b"\0" * (-len(head) % 32 + weights))
    return path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "model.gguf"


def test_what_is_needed_is_read(file):
    head = read_head(gguf(file))

    assert (head.architecture, head.trained_context, head.tensors) == ("llama", 2048, 1)
    assert head.special_tokens == {"<s>": CONTROL, "</s>": CONTROL, "<|x|>": CONTROL, "  ": 4}
    assert (head.token("bos"), head.token("eos")) == ("<s>", "")
    assert head.text("tokenizer.chat_template") == "{{ messages }}"


@pytest.mark.parametrize(
    "content", [b"", b"GGUF", b"not a model at all" * 10, b"\x80\x04pickle" * 9, b"PK\x03\x04" * 20]
)
def test_other_files_are_refused(file, content):
    file.write_bytes(content)

    with pytest.raises(AssistantError, match=r"model\.gguf"):
        read_head(file)


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    with pytest.raises(AssistantError, match="not there"):
        read_head(tmp_path / "none.gguf")
    with pytest.raises(AssistantError):
        read_head(tmp_path)


@pytest.mark.parametrize(
    "tensors",
    [
        [tensor(shape=(32, 3))],
        [tensor(offset=32)],
        [tensor(offset=3)],
        [tensor(kind=999)],
        [tensor(kind=2, shape=(33, 1))],
        [tensor(shape=(0, 2))],
        [tensor(shape=(2**40, 2**40))],
        [tensor(shape=(1, 1, 1, 1, 1))],
    ],
)
def test_tensors_that_lie_are_refused(file, tensors):
    with pytest.raises(AssistantError):
        read_head(gguf(file, tensors=tensors))


@pytest.mark.parametrize(
    "key",
    [
        text("x") + struct.pack("<IQ", STRING, 2**60),
        struct.pack("<Q", 2**63) + b"x",
        entry("x", 77, b""),
        entry("x", ARRAY, struct.pack("<IQ", ARRAY, 1)),
        entry("x", ARRAY, struct.pack("<IQ", STRING, 2**50)),
        entry("x", ARRAY, struct.pack("<IQ", U32, 2**62)),
        entry("general.alignment", U32, struct.pack("<I", 3)),
        entry("general.type", STRING, text("adapter")),
    ],
)
def test_metadata_that_lies_is_refused(file, key):
    with pytest.raises(AssistantError):
        read_head(gguf(file, keys=[*KEYS, key]))


def test_a_file_cut_anywhere_is_refused(file):
    whole = gguf(file).read_bytes()
    for length in range(0, len(whole), 7):
        file.write_bytes(whole[:length])

        with pytest.raises(AssistantError):
            read_head(file)


def test_damaged_heads_are_read_or_refused_never_anything_else(file):
    whole = gguf(file).read_bytes()
    chance = random.Random(4)
    for _ in range(2000):
        damaged = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            damaged[chance.randrange(len(damaged) - 256)] = chance.choice((0, 1, 127, 255, chance.randrange(256)))
        file.write_bytes(damaged)
        with contextlib.suppress(AssistantError):
            read_head(file)
