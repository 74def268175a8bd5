"""A PEFT adapter as llama.cpp reads it."""

import gguf
import numpy as np
import pytest
from safetensors.numpy import save_file

from assistant_gui.core.errors import AssistantError
from assistant_gui.weights.gguf_adapter import Shape, write

LLAMA = Shape(model_type="llama", layers=1, heads=2, key_value_heads=1)
ATTENTION, MLP = "base_model.model.model.layers.0.self_attn", "base_model.model.model.layers.0.mlp"


@pytest.fixture
def peft(tmp_path):
    """Write an adapter of rank 1 and alpha 2 that holds one module."""

    def made(module, b):
        tensors = {
            f"{module}.lora_A.weight": np.ones((1, 8), np.float32),
            f"{module}.lora_B.weight": np.array(b, np.float32).reshape(-1, 1),
        }
        save_file(tensors, tmp_path / "adapter_model.safetensors")
        (tmp_path / "adapter_config.json").write_text('{"lora_alpha": 2, "r": 1}')
        return tmp_path

    return made


def read(folder, shape):
    write(folder, shape, folder / "adapter.gguf")
    found = gguf.GGUFReader(folder / "adapter.gguf")
    return found, {tensor.name: tensor.data for tensor in found.tensors}


def test_it_says_what_it_is(peft):
    found, _ = read(peft(f"{MLP}.up_proj", range(4)), LLAMA)

    assert found.fields["general.type"].contents() == "adapter"
    assert found.fields["adapter.type"].contents() == "lora"
    assert found.fields["general.architecture"].contents() == "llama"
    assert found.fields["adapter.lora.alpha"].contents() == 2.0


def test_names_are_llama_cpps(peft):
    _, tensors = read(peft(f"{MLP}.up_proj", range(4)), LLAMA)

    assert sorted(tensors) == ["blk.0.ffn_up.weight.lora_a", "blk.0.ffn_up.weight.lora_b"]
    assert tensors["blk.0.ffn_up.weight.lora_b"].flatten().tolist() == [0, 1, 2, 3]


def test_rows_of_queries_are_put_into_the_order_of_the_rotary_embedding(peft):
    _, tensors = read(peft(f"{ATTENTION}.q_proj", range(8)), LLAMA)

    assert tensors["blk.0.attn_q.weight.lora_b"].flatten().tolist() == [0, 2, 1, 3, 4, 6, 5, 7]


def test_rows_of_keys_go_by_their_own_number_of_heads(peft):
    _, tensors = read(peft(f"{ATTENTION}.k_proj", range(4)), LLAMA)

    assert tensors["blk.0.attn_k.weight.lora_b"].flatten().tolist() == [0, 2, 1, 3]


def test_other_architectures_keep_their_order(peft):
    qwen = Shape(model_type="qwen2", layers=1, heads=2, key_value_heads=1)

    _, tensors = read(peft(f"{ATTENTION}.q_proj", range(8)), qwen)

    assert tensors["blk.0.attn_q.weight.lora_b"].flatten().tolist() == list(range(8))


def test_an_unknown_architecture_is_refused(peft, tmp_path):
    with pytest.raises(AssistantError, match="no GGUF form yet"):
        write(peft(f"{MLP}.up_proj", range(4)), Shape("novel", 1, 2, 1), tmp_path / "adapter.gguf")


def test_a_part_without_a_name_is_refused(peft, tmp_path):
    with pytest.raises(AssistantError, match="no GGUF form"):
        write(peft("base_model.model.novelty", range(4)), LLAMA, tmp_path / "adapter.gguf")
