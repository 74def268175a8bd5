"""The quick decoder against openai-whisper's own, on a tiny model with made-up weights."""

import pytest
import torch
from whisper.decoding import PyTorchInference
from whisper.model import ModelDimensions, Whisper

from assistant_gui.engine.asr.writing import Words, Writing

FIRST_MARK = 900
FRAMES = 16


@pytest.fixture(scope="module")
def model() -> Whisper:
    torch.manual_seed(0)
    dims = ModelDimensions(
        n_mels=80,
        n_audio_ctx=FRAMES,
        n_audio_state=32,
        n_audio_head=2,
        n_audio_layer=1,
        n_vocab=1000,
        n_text_ctx=64,
        n_text_state=32,
        n_text_head=2,
        n_text_layer=2,
    )
    model = Whisper(dims).eval()
    torch.nn.init.normal_(model.decoder.positional_embedding, std=0.5)
    return model


@pytest.fixture
def features() -> torch.Tensor:
    return torch.randn(1, FRAMES, 32, generator=torch.Generator().manual_seed(1))


def step_by_step(inference, features: torch.Tensor, first: list[int], more: list[int]) -> list[torch.Tensor]:
    with torch.inference_mode():
        tokens = torch.tensor([first])
        seen = [inference.logits(tokens, features)]
        for token in more:
            tokens = torch.cat([tokens, torch.tensor([[token]])], dim=1)
            seen.append(inference.logits(tokens, features))
    inference.cleanup_caching()
    return [logits[0, -1] for logits in seen]


def test_every_step_finds_the_same_word_as_likely_as_whisper_does(model, features):
    first, more = [5, 6, 7], [20, 30, 40, 50]

    theirs = step_by_step(PyTorchInference(model, len(first)), features, first, more)
    ours = step_by_step(Writing(model, Words(model, FIRST_MARK), 1), features, first, more)

    for mine, stock in zip(ours, theirs, strict=True):
        best = stock[:FIRST_MARK].topk(5).indices
        assert mine[:FIRST_MARK].argmax() == best[0]
        assert torch.allclose(mine[best], stock[best], atol=1e-4)
        assert torch.allclose(mine[FIRST_MARK:], stock[FIRST_MARK:], atol=1e-4)
        assert torch.allclose(mine, stock, atol=0.5)


def test_of_a_long_beginning_only_the_last_positions_are_weighed(model, features):
    writing = Writing(model, Words(model, FIRST_MARK), 2)

    with torch.inference_mode():
        logits = writing.logits(torch.tensor([[1, 2, 3, 4, 5, 6]]), features)

    assert logits.shape == (1, 2, 1000)


def test_a_writing_that_is_cleaned_up_can_begin_again(model, features):
    writing = Writing(model, Words(model, FIRST_MARK), 1)

    once = step_by_step(writing, features, [5, 6], [7])
    again = step_by_step(writing, features, [5, 6], [7])

    assert torch.equal(once[1], again[1])


def test_a_machine_that_cannot_weigh_in_eight_bits_weighs_in_full(model, features, monkeypatch):
    class NoEngine:
        engine = "none"

    monkeypatch.setattr(torch.backends, "quantized", NoEngine)  # the engine itself refuses to be set to none

    (ours,) = step_by_step(Writing(model, Words(model, FIRST_MARK), 1), features, [5], [])
    (theirs,) = step_by_step(PyTorchInference(model, 1), features, [5], [])

    assert torch.allclose(ours, theirs, atol=1e-5)
