"""What a base is made of, read from its files."""

import json
import struct

import pytest

from assistant_gui.core.footprint import Shape
from assistant_gui.core.models import Format
from assistant_gui.learning.shapes import shape


def text(words):
    return struct.pack("<Q", len(words.encode())) + words.encode()


def fact(name, value):
    if isinstance(value, str):
        return text(name) + struct.pack("<I", 8) + text(value)
    if isinstance(value, list):
        return text(name) + struct.pack("<IIQ", 9, 8, len(value)) + b"".join(map(text, value))
    return text(name) + struct.pack("<II", 4, value)


def gguf(facts, tensors):
    def tensor(name, sizes):
        return text(name) + struct.pack(f"<I{len(sizes)}QIQ", len(sizes), *sizes, 0, 0)

    head = b"GGUF" + struct.pack("<IQQ", 3, len(tensors), len(facts))
    parts = [fact(*each) for each in facts.items()] + [tensor(*each) for each in tensors.items()]
    return head + b"".join(parts)


FACTS = {
    "general.architecture": "llama", "llama.embedding_length": 64, "llama.block_count": 2,
    "llama.feed_forward_length": 128, "llama.attention.head_count": 4, "llama.attention.head_count_kv": 2,
    "tokenizer.ggml.tokens": ["a", "bb", "龙"],
}  # fmt: skip
TENSORS = {"token_embd.weight": (64, 3), "blk.0.attn_q.weight": (64, 64), "output_norm.weight": (64,)}


def test_of_a_gguf_file(tmp_path, small):
    file = tmp_path / "small.gguf"
    file.write_bytes(gguf(FACTS, TENSORS))

    assert shape(small(path=str(file))) == Shape(64 * 3 + 64 * 64 + 64, 64 * 3, 2, 64, 128, 64, 32, 3)


def test_of_a_folder(tmp_path, small):
    config = {
        "hidden_size": 64, "num_attention_heads": 4, "num_key_value_heads": 2, "num_hidden_layers": 2,
        "intermediate_size": 128, "vocab_size": 100, "tie_word_embeddings": True,
    }  # fmt: skip
    (tmp_path / "config.json").write_text(json.dumps(config))

    found = shape(small(format=Format.FOLDER, path=str(tmp_path), download_bytes=0))

    inside = 2 * (64 * 64 + 2 * 64 * 32 + 64 * 64 + 3 * 64 * 128)
    assert found == Shape(inside + 6400, 6400, 2, 64, 128, 64, 32, 100)


@pytest.mark.parametrize("content", [b"", b"GGUF", b"GGUF" + b"\xff" * 40, b"nothing at all, nothing at all"])
def test_a_damaged_file_does_not_say(tmp_path, small, content):
    file = tmp_path / "small.gguf"
    file.write_bytes(content)

    assert shape(small(path=str(file))) is None


def test_a_missing_one_does_not_either(small):
    assert shape(small()) is None
