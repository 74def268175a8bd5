"""The memory of a training, against what others measured or published."""

import pytest

from assistant_gui.core.footprint import Load, Shape, adapted, memory_bytes, needed_bytes

GIB = 2**30

LLAMA_2_7B = Shape(6.738e9, 0.262e9, 32, 4096, 11008, 4096, 4096, 32000)
LLAMA_1B = Shape(1.236e9, 0.263e9, 16, 2048, 8192, 2048, 512, 128256)
LLAMA_3B = Shape(3.213e9, 0.394e9, 28, 3072, 8192, 3072, 1024, 128256)
LLAMA_8B = Shape(8.030e9, 1.051e9, 32, 4096, 14336, 4096, 1024, 128256)
STARTER = Shape(134.5e6, 28.3e6, 30, 576, 1536, 576, 192, 49152)


def full(tokens, rank, bits, **more):
    return Load(tokens, rank, bits, learned_only=False, gpu=True, **{"saving": True, **more})


@pytest.mark.parametrize(
    ("shape", "load", "published"),
    [
        (LLAMA_2_7B, full(4096, 8, 16), 18e9),  # LLaMA-Factory, LoRA in 16 bit, 4 x 1024
        (LLAMA_2_7B, full(4096, 8, 4), 9e9),  # ...and in 4 bit
        (LLAMA_2_7B, full(1024, 8, 4), 6e9),
        (LLAMA_2_7B, full(8192, 8, 4), 12e9),
        (LLAMA_2_7B, full(16384, 8, 4), 19e9),
        (LLAMA_2_7B, full(32768, 8, 4), 32e9),
        (LLAMA_3B, full(3072, 8, 16, saving=False), 22.3e9),  # PEFT's own benchmark, 4 x 768
    ],
)
def test_it_is_near_what_others_publish(shape, load, published):
    assert memory_bytes(shape, load) == pytest.approx(published, rel=0.09)


@pytest.mark.parametrize(
    ("shape", "tokens", "bits", "whole", "learned"),
    [
        (LLAMA_1B, 1024, 16, 4.8, 4.0),
        (LLAMA_1B, 2048, 16, 6.4, 4.2),
        (LLAMA_1B, 1024, 4, 3.4, 2.7),
        (LLAMA_3B, 1024, 16, 8.8, 8.0),
        (LLAMA_3B, 2048, 16, 10.5, 8.3),
        (LLAMA_3B, 1024, 4, 4.9, 4.1),
        (LLAMA_8B, 1024, 16, 18.1, 17.4),
        (LLAMA_8B, 2048, 16, 20.0, 17.8),
        (LLAMA_8B, 1024, 4, 8.5, 7.8),
    ],
)
def test_one_long_sequence_needs_what_the_table_says(shape, tokens, bits, whole, learned):
    all_through_head = memory_bytes(shape, full(tokens, 16, bits)) / GIB
    learned_only = memory_bytes(shape, Load(tokens, 16, bits, saving=True, gpu=True)) / GIB

    assert all_through_head == pytest.approx(whole, abs=0.11)
    assert learned_only == pytest.approx(learned, abs=0.11)


@pytest.mark.parametrize(("saving", "measured"), [(False, 2.1e9), (True, 1.4e9)])
def test_the_starter_on_a_processor(saving, measured):
    load = Load(512, 16, 32, saving=saving, learned_only=False)

    assert adapted(STARTER, 16) == pytest.approx(4.88e6, rel=0.01)
    assert memory_bytes(STARTER, load) == pytest.approx(measured, rel=0.05)


def test_a_base_in_4_bit_takes_less_of_a_processor_than_a_whole_one():
    whole, packed = (memory_bytes(LLAMA_1B, Load(512, 16, bits, wide=True)) for bits in (32, 4))

    assert whole - packed == pytest.approx((4 - 0.516) * (LLAMA_1B.parameters - LLAMA_1B.elsewhere))


def test_more_must_be_free_than_is_reckoned():
    careful = Load(512, 16, 4)

    assert needed_bytes(STARTER, careful) == pytest.approx(1.25 * memory_bytes(STARTER, careful))
    assert needed_bytes(STARTER, Load(512, 16, 32)) == pytest.approx(1.15 * memory_bytes(STARTER, Load(512, 16, 32)))
