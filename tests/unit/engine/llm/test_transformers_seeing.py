"""A Hugging Face folder that sees: LLaVA of two tiny layers and random weights."""

from pathlib import Path

import pytest

from assistant_gui.core.content import Messages, Picture, Pictured
from assistant_gui.core.models import Format, Served
from assistant_gui.core.turn import Turn, TurnCancelled
from assistant_gui.engine.llm.counting import Frame
from assistant_gui.engine.llm.port import Cost, Limits, Told, Wish, Written
from assistant_gui.engine.llm.prompt import ContextFull, rendered
from assistant_gui.engine.llm.transformers import Transformers
from tests.pictures import RED, STRIPES

WORDS = ["<s>", "</s>", "<image>", "<|user|>", "<|assistant|>", *"abcdefghij", " "]
TEMPLATE = "{% for m in messages %}<|{{ m.role }}|>{{ m.content }}{% endfor %}"
TOKENS = 4
"""Of a picture: 32 x 32 pixels in squares of 16."""
ONE, OTHER = Picture("image/png", RED), Picture("image/png", STRIPES)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import torch
    from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers
    from transformers import (
        CLIPImageProcessorPil,
        CLIPVisionConfig,
        LlamaConfig,
        LlavaConfig,
        LlavaForConditionalGeneration,
        LlavaProcessor,
        PreTrainedTokenizerFast,
    )

    place = tmp_path_factory.mktemp("tiny-llava")
    letters = Tokenizer(models.WordLevel({word: n for n, word in enumerate(WORDS)}, unk_token=" "))
    letters.pre_tokenizer = pre_tokenizers.Split(Regex("."), "isolated")
    letters.decoder = decoders.Fuse()
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=letters, bos_token="<s>", eos_token="</s>",
        extra_special_tokens=["<image>", "<|user|>", "<|assistant|>"],
    )  # fmt: skip
    tokenizer.chat_template = TEMPLATE
    looking = CLIPImageProcessorPil(size={"shortest_edge": 32}, crop_size={"height": 32, "width": 32})
    processor = LlavaProcessor(
        looking, tokenizer, patch_size=16, vision_feature_select_strategy="default", num_additional_image_tokens=1
    )
    processor.save_pretrained(place)
    torch.manual_seed(3)
    text = LlamaConfig(
        vocab_size=len(WORDS), hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=2,
        max_position_embeddings=200, bos_token_id=0, eos_token_id=1, initializer_range=0.4,
    )  # fmt: skip
    vision = CLIPVisionConfig(
        hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=2, image_size=32, patch_size=16,
        initializer_range=0.4,
    )  # fmt: skip
    shape = LlavaConfig(text_config=text, vision_config=vision, image_token_index=2, vision_feature_layer=-2)
    LlavaForConditionalGeneration(shape).save_pretrained(place)
    return place


@pytest.fixture(scope="module")
def writer(folder: Path):
    served = Served("tiny", Format.FOLDER, str(folder))
    return Transformers(served, Limits(context=512, threads=1, device="cpu")).writer(served)


def looked(writer, *pictures: Picture, words: str = "abc", turn: Turn | None = None) -> list[Told]:
    told: list[Told] = []
    said: Messages = [("user", Pictured(words, pictures))]
    wish = Wish(temperature=0, max_tokens=4, logprobs=3)
    writer.look(rendered(writer, said), pictures, wish, turn or Turn(), told.append)
    return told


def likelihoods(told: list[Told]) -> list[float]:
    return [each.logprob for one in told if isinstance(one, Written) for c in one.chosen for each in c.instead]


def test_it_sees(writer):
    assert writer.sees


def test_what_is_shown_changes_the_answer_and_the_same_does_not(writer):
    one, other, again = (likelihoods(looked(writer, each)) for each in (ONE, OTHER, ONE))

    assert one == pytest.approx(again, abs=1e-5)
    assert one != pytest.approx(other, abs=1e-3)


def test_pictures_are_counted_as_they_are_read(writer):
    assert writer.picture_tokens(ONE) == TOKENS
    cost = looked(writer, ONE, OTHER)[-1]
    assert isinstance(cost, Cost)
    frame = Frame.of(writer)
    assert cost.prompt_tokens == frame.lead + sum(frame.sizes(writer, [("user", Pictured("abc", (ONE, OTHER)))]))


def test_text_alone_is_answered_too(writer):
    told: list[Told] = []

    writer.write([3, 5, 6], Wish(temperature=0, max_tokens=3), Turn(), told.append)

    assert isinstance(told[-1], Cost)


def test_a_typed_mark_shows_nothing(writer):
    assert rendered(writer, [("user", "a<image>b")]).count("<image>") == 0


def test_what_does_not_fit_is_said(writer):
    with pytest.raises(ContextFull):
        looked(writer, ONE, words="a" * 200)


def test_it_is_not_begun_for_who_has_left(writer):
    turn = Turn()
    turn.cancel()

    with pytest.raises(TurnCancelled):
        looked(writer, ONE, turn=turn)
