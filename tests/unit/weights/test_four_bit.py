"""A base in 4 bit: small, near enough to itself, and whole again at the end."""

import importlib.util

import pytest
import torch

from assistant_gui.core.fourbit import FourBit
from assistant_gui.weights import four_bit

pytestmark = pytest.mark.filterwarnings("ignore:`is_gradient_checkpointing`:FutureWarning")

needs_library = pytest.mark.skipif(
    importlib.util.find_spec(four_bit.LIBRARY) is None, reason="bitsandbytes is an extra"
)


@pytest.fixture
def small():
    from transformers import LlamaConfig, LlamaForCausalLM

    def made():
        torch.manual_seed(0)
        config = LlamaConfig(
            vocab_size=128, hidden_size=64, intermediate_size=128, num_hidden_layers=2, num_attention_heads=4,
            num_key_value_heads=2, bos_token_id=1, eos_token_id=2, pad_token_id=2, attention_bias=True,
        )  # fmt: skip
        return LlamaForCausalLM(config).eval().requires_grad_(False)

    return made


IDS = torch.arange(3, 40).unsqueeze(0)


@needs_library
def test_it_works_here():
    assert four_bit.found("cpu") is FourBit.WORKS


def test_a_library_that_is_not_there_is_missing(monkeypatch):
    monkeypatch.setattr(four_bit, "LIBRARY", "no_such_library")  # it may be installed

    assert four_bit.found("cpu") is FourBit.MISSING


def test_a_library_that_is_none_is_broken(monkeypatch):
    monkeypatch.setattr(four_bit, "LIBRARY", "json")  # it may be in order

    assert four_bit.found("cpu") is FourBit.BROKEN


@needs_library
def test_the_linear_layers_take_an_eighth_of_their_memory_and_the_rest_stays(small):
    model, whole = small(), small()

    four_bit.pack(model, "cpu")

    layer = model.model.layers[0].mlp.up_proj
    assert layer.weight.data.nbytes * 8 == whole.model.layers[0].mlp.up_proj.weight.nbytes
    assert torch.equal(model.lm_head.weight, whole.lm_head.weight)
    assert torch.equal(model.model.embed_tokens.weight, whole.model.embed_tokens.weight)
    assert four_bit.weights(model) == four_bit.weights(whole)


@needs_library
def test_it_says_nearly_the_same_and_the_same_again(small):
    model, whole = small(), small()
    four_bit.pack(model, "cpu")

    with torch.no_grad():
        told, again, right = model(IDS).logits, model(IDS).logits, whole(IDS).logits

    assert (told - right).norm() < 0.2 * right.norm()
    assert torch.equal(told, again)


@needs_library
def test_asking_without_gradients_in_between_does_not_stop_it_from_learning(small):
    model = small()
    four_bit.pack(model, "cpu")
    model.model.embed_tokens.weight.requires_grad_()
    with torch.no_grad():
        model.eval()(IDS)

    model.train()(IDS, labels=IDS).loss.backward()

    assert model.model.embed_tokens.weight.grad.abs().sum() > 0


@needs_library
def test_the_whole_base_comes_back_to_the_last_bit_below_its_adapter(small):
    from assistant_gui.tuner.preparing import adapted

    packed, whole = small(), small()
    four_bit.pack(packed, "cpu")
    model, right = adapted(packed, rank=4, seed=1), adapted(small(), rank=4, seed=1)
    for each in (model, right):
        torch.manual_seed(2)
        for name, parameter in each.named_parameters():
            if "lora_B" in name:
                parameter.data.normal_()

    four_bit.unpack(model.get_base_model(), whole)

    with torch.no_grad():
        assert torch.equal(model.eval()(IDS).logits, right.eval()(IDS).logits)


@needs_library
def test_it_computes_in_the_precision_it_is_told(small):
    model = small()
    four_bit.pack(model, "cpu")

    four_bit.compute_in(model, torch.bfloat16)

    assert model.model.layers[0].mlp.up_proj.compute_dtype is torch.bfloat16
