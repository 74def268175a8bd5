"""Whisper's decoder, token by token on a processor: a third of openai-whisper's time for the same words.

Two thirds of a token's time there go into the weights of 50,000 words, read from
memory once for each. Here all words are weighed in 8 bits, and those that may win
again in full; keys and values have their places from the start instead of being copied.
It takes the place of ``whisper.decoding.PyTorchInference``, whose loop stays as it is.
"""

import warnings
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch
    from whisper.model import MultiHeadAttention, ResidualAttentionBlock, Whisper

_MAY_WIN = 32
"""Words that are weighed again in full."""


class Words:
    """The last step of the decoder: how likely each word is. Made once for a model."""

    def __init__(self, model: "Whisper", first_mark: int) -> None:
        self._weights = model.decoder.token_embedding.weight.detach()
        self._first_mark = first_mark

    def logits(self, states: "torch.Tensor") -> "torch.Tensor":
        """Of *states* (positions, width): those of words that may win, and of time marks, to the last bit."""
        import torch

        if self._in_eight_bits is None:
            everything: torch.Tensor = states @ self._weights.T
            return everything
        logits: torch.Tensor = torch.ops.quantized.linear_dynamic(states, self._in_eight_bits, True)
        logits[:, self._first_mark :] = states @ self._weights[self._first_mark :].T
        candidates = logits[:, : self._first_mark].topk(_MAY_WIN, sorted=False).indices
        for row, (state, mine) in enumerate(zip(states, candidates, strict=True)):
            logits[row, mine] = self._weights[mine] @ state
        return logits

    @cached_property
    def _in_eight_bits(self) -> "torch.ScriptObject | None":
        """None where this machine's torch cannot."""
        import torch

        if torch.backends.quantized.engine == "none" or self._weights.device.type != "cpu":
            return None
        scales = self._weights.abs().amax(dim=1).clamp(min=1e-8) / 127
        zeros = torch.zeros(len(scales), dtype=torch.long)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # torch will build such tensors in another way one day
            rows = torch.quantize_per_channel(self._weights, scales.double(), zeros, 0, torch.qint8)
        packed: torch.ScriptObject = torch.ops.quantized.linear_prepack(rows, None)
        return packed


class Writing:
    """One text being written: whisper's ``Inference`` for one recording and one hypothesis."""

    def __init__(self, model: "Whisper", words: Words, positions: int) -> None:
        self._decoder = model.decoder
        self._words = words
        self._positions = positions
        """For how many of the first tokens' last ones likelihoods are told."""
        self._heard: list[tuple[torch.Tensor, torch.Tensor]] = []
        """Keys and values of the sound, by layer."""
        self._kept: list[tuple[torch.Tensor, torch.Tensor]] = []
        """Room for keys and values of the text, by layer."""
        self._length = 0

    def logits(self, tokens: "torch.Tensor", audio_features: "torch.Tensor") -> "torch.Tensor":
        """Of the tokens that were not seen before: (1, at most ``positions``, words)."""
        decoder, seen = self._decoder, self._length
        if not self._heard:
            self._begin(audio_features)
        fresh = tokens[:, seen:]
        self._length = tokens.shape[1]
        x = decoder.token_embedding(fresh) + decoder.positional_embedding[seen : self._length]
        for block, heard, kept in zip(decoder.blocks, self._heard, self._kept, strict=True):
            x = _through(block, x, heard, kept, seen)
        return self._words.logits(decoder.ln(x)[0, -self._positions :])[None]

    def cleanup_caching(self) -> None:
        self._heard, self._kept, self._length = [], [], 0

    def _begin(self, features: "torch.Tensor") -> None:
        most, width = self._decoder.positional_embedding.shape
        for block in self._decoder.blocks:
            ears, heads = block.cross_attn, block.attn.n_head
            self._heard.append((_split(ears.key(features), heads), _split(ears.value(features), heads)))
            room = features.new_zeros(2, 1, heads, most, width // heads)
            self._kept.append((room[0], room[1]))


def _through(
    block: "ResidualAttentionBlock",
    x: "torch.Tensor",
    heard: tuple["torch.Tensor", "torch.Tensor"],
    kept: tuple["torch.Tensor", "torch.Tensor"],
    seen: int,
) -> "torch.Tensor":
    """What ``ResidualAttentionBlock.forward`` does to the tokens from *seen* on."""
    own, upto = block.attn_ln(x), seen + x.shape[1]
    keys, values = kept
    keys[:, :, seen:upto] = _split(block.attn.key(own), block.attn.n_head)
    values[:, :, seen:upto] = _split(block.attn.value(own), block.attn.n_head)
    x = x + _attended(block.attn, own, keys[:, :, :upto], values[:, :, :upto], causal=x.shape[1] > 1)
    x = x + _attended(block.cross_attn, block.cross_attn_ln(x), *heard)
    written: torch.Tensor = x + block.mlp(block.mlp_ln(x))
    return written


def _attended(
    attention: "MultiHeadAttention",
    x: "torch.Tensor",
    keys: "torch.Tensor",
    values: "torch.Tensor",
    *,
    causal: bool = False,
) -> "torch.Tensor":
    from torch.nn.functional import scaled_dot_product_attention

    queries = _split(attention.query(x), attention.n_head)
    mixed = scaled_dot_product_attention(queries, keys, values, is_causal=causal)
    attended: torch.Tensor = attention.out(mixed.transpose(1, 2).flatten(2))
    return attended


def _split(x: "torch.Tensor", heads: int) -> "torch.Tensor":
    """(1, positions, width) -> (1, heads, positions, width of a head)."""
    return x.view(1, x.shape[1], heads, -1).transpose(1, 2)
