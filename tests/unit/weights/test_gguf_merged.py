"""A GGUF model with an adapter in it."""

import gguf
import numpy as np
import pytest

from assistant_gui.core.errors import AssistantError
from assistant_gui.weights.gguf_file import read_head
from assistant_gui.weights.gguf_merged import write

OUT, IN = 8, 64
NOTHING = lambda share: None  # noqa: E731


def written(path, architecture, tensors, **values):
    writer = gguf.GGUFWriter(str(path), architecture)
    for key, value in values.items():
        (writer.add_float32 if isinstance(value, float) else writer.add_string)(key.replace("__", "."), value)
    for name, rows in tensors.items():
        packed = rows if isinstance(rows, np.ndarray) else rows[0]
        writer.add_tensor(name, packed, raw_dtype=None if isinstance(rows, np.ndarray) else rows[1])
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def packed(rows, kind):
    return gguf.quants.quantize(rows, kind), kind


@pytest.fixture
def dice():
    return np.random.default_rng(1)


@pytest.fixture
def base(tmp_path, dice):
    """One tensor that is touched, in 4 bit, between two that are not."""
    kinds = gguf.GGMLQuantizationType
    tensors = {
        "token_embd.weight": packed(dice.normal(size=(16, IN)).astype(np.float32), kinds.Q8_0),
        "blk.0.ffn_up.weight": packed(dice.normal(size=(OUT, IN)).astype(np.float32), kinds.Q4_1),
        "blk.0.ffn_norm.weight": dice.normal(size=5).astype(np.float32),
    }
    return written(tmp_path / "base.gguf", "llama", tensors, general__name="a base")


@pytest.fixture
def adapter(tmp_path, dice):
    def made(inside=IN, architecture="llama"):
        pair = {
            "blk.0.ffn_up.weight.lora_a": dice.normal(size=(2, inside)).astype(np.float32),
            "blk.0.ffn_up.weight.lora_b": dice.normal(size=(OUT, 2)).astype(np.float32),
        }
        return written(
            tmp_path / "adapter.gguf", architecture, pair,
            general__type="adapter", adapter__type="lora", adapter__lora__alpha=4.0,
        )  # fmt: skip

    return made


def tensors(path):
    return {each.name: each for each in gguf.GGUFReader(path).tensors}


def values(tensor):
    return gguf.quants.dequantize(tensor.data, tensor.tensor_type)


def test_the_touched_tensor_is_the_sum_as_near_as_eight_bits_go(base, adapter, tmp_path):
    write(base, adapter(), 0.5, tmp_path / "merged.gguf", NOTHING)

    pair = tensors(tmp_path / "adapter.gguf")
    a, b = (np.array(pair[f"blk.0.ffn_up.weight.lora_{side}"].data) for side in "ab")
    wanted = values(tensors(base)["blk.0.ffn_up.weight"]) + b @ a * (4.0 / 2) * 0.5
    merged = tensors(tmp_path / "merged.gguf")["blk.0.ffn_up.weight"]
    assert merged.tensor_type == gguf.GGMLQuantizationType.Q8_0
    assert np.abs(values(merged) - wanted).max() <= np.abs(wanted).max() / 127


def test_all_else_is_the_same_byte_for_byte(base, adapter, tmp_path):
    write(base, adapter(), 1.0, tmp_path / "merged.gguf", NOTHING)

    old, new = tensors(base), tensors(tmp_path / "merged.gguf")
    for name in ("token_embd.weight", "blk.0.ffn_norm.weight"):
        assert new[name].data.tobytes() == old[name].data.tobytes()
    begins = read_head(base).table_at
    assert (tmp_path / "merged.gguf").read_bytes()[:begins] == base.read_bytes()[:begins]


def test_it_is_a_whole_file_and_tells_how_far_it_is(base, adapter, tmp_path):
    told = []

    write(base, adapter(), 1.0, tmp_path / "merged.gguf", told.append)

    assert read_head(tmp_path / "merged.gguf").text("general.name") == "a base"
    assert told == [1 / 3, 2 / 3, 1.0]


@pytest.mark.parametrize("other", [{"inside": 32}, {"architecture": "qwen2"}])
def test_an_adapter_of_another_base_is_refused(base, adapter, tmp_path, other):
    with pytest.raises(AssistantError, match="another base model"):
        write(base, adapter(**other), 1.0, tmp_path / "merged.gguf", NOTHING)
