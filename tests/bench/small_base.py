"""A base of two layers and single bytes that has learned, in a minute, how one kind of question is answered.

It knows the form of the answers and nothing of what they should say, so whatever
gains on it gains by what is said.
"""

from pathlib import Path

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

from assistant_gui.weights.templates import CHATML
from tests.bench.planted import likings

STEPS, BATCH = 400, 32


def made(place: Path, *, steps: int = STEPS) -> Path:
    """Train it and write it as a Hugging Face folder; the same every time."""
    torch.manual_seed(0)
    tokenizer = _bytewise()
    stop = tokenizer.convert_tokens_to_ids("<|im_end|>")
    model = LlamaForCausalLM(
        LlamaConfig(
            vocab_size=len(tokenizer), hidden_size=64, intermediate_size=192, num_hidden_layers=2, num_attention_heads=4,
            num_key_value_heads=4, max_position_embeddings=256, bos_token_id=None, eos_token_id=stop, pad_token_id=stop,
        )
    )  # fmt: skip
    texts = [
        tokenizer.apply_chat_template(
            [{"role": "user", "content": each.question}, {"role": "assistant", "content": each.answer}], tokenize=False
        )
        for each in likings(steps * BATCH, seed=1, by_season=False)
    ]
    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3)
    rates = torch.optim.lr_scheduler.OneCycleLR(optimizer, 3e-3, total_steps=steps)
    for start in range(0, len(texts), BATCH):
        rows = [tokenizer(text, add_special_tokens=False)["input_ids"] for text in texts[start : start + BATCH]]
        width = max(map(len, rows))
        ids = torch.tensor([row + [stop] * (width - len(row)) for row in rows])
        told = torch.tensor([row + [-100] * (width - len(row)) for row in rows])
        torch.autograd.backward(model(input_ids=ids, labels=told).loss)
        optimizer.step()
        rates.step()
        optimizer.zero_grad()
    model.save_pretrained(place)
    tokenizer.save_pretrained(place)
    return place


def _bytewise() -> PreTrainedTokenizerFast:
    letters = {letter: number for number, letter in enumerate(sorted(pre_tokenizers.ByteLevel.alphabet()))}
    plain = Tokenizer(models.BPE(vocab=letters, merges=[]))
    plain.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    plain.decoder = decoders.ByteLevel()
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=plain, eos_token="<|im_end|>", additional_special_tokens=["<|im_start|>"]
    )
    tokenizer.chat_template = CHATML
    return tokenizer
