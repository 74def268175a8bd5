"""Answers written by the model in training itself: greedy, several at a time."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import torch

from assistant_gui.tuner.examples import Messages, Tongue

if TYPE_CHECKING:
    from peft import PeftModel

AT_ONCE, TOKENS_AT_ONCE = 8, 6144
"""Prompts in one batch, and tokens of them with their answers, padding included. On one core 16 at once cost a sixth
more than twice 8: all are written until the last one ends."""


@dataclass(frozen=True, slots=True)
class Written:
    text: str
    ended: bool
    """With a stop token, not because there was no more room."""


def answers(
    model: "PeftModel",
    tongue: Tongue,
    prompts: Sequence[Messages],
    *,
    most_tokens: int,
    beginnings: Sequence[str] = (),
    halted: Callable[[], None] = lambda: None,
) -> list[Written]:
    """One for each of *prompts*, in their order; it goes on from its *beginnings*, if there are any.

    *halted* is called between batches and may raise.
    """
    began = beginnings or [""] * len(prompts)
    ids = [
        [*tongue.opening(), *tongue.encode(tongue.render(prompt, asking=True)), *tongue.encode(start)]
        for prompt, start in zip(prompts, began, strict=True)
    ]
    found: dict[int, Written] = {}
    model.eval()
    for some in _batches([len(each) + most_tokens for each in ids]):
        halted()
        found.update(zip(some, _batch(model, tongue, [ids[at] for at in some], most_tokens), strict=True))
    return [found[at] for at in range(len(ids))]


def _batches(tokens: Sequence[int]) -> Iterator[list[int]]:
    """Which prompts go together, longest first: so little is padding, and what does not fit into memory shows at once."""
    left = sorted(range(len(tokens)), key=lambda at: tokens[at], reverse=True)
    while left:
        count = max(1, min(AT_ONCE, TOKENS_AT_ONCE // max(1, tokens[left[0]])))
        yield left[:count]
        left = left[count:]


def _batch(model: "PeftModel", tongue: Tongue, prompts: Sequence[Sequence[int]], most_tokens: int) -> list[Written]:
    width = max(map(len, prompts))
    stops = list(tongue.stops)
    pad = stops[0] if stops else 0
    rows = torch.tensor([[pad] * (width - len(each)) + list(each) for each in prompts], device=model.device)
    seen = torch.tensor([[0] * (width - len(each)) + [1] * len(each) for each in prompts], device=model.device)
    with torch.inference_mode():
        written = model.generate(  # type: ignore[no-untyped-call]
            input_ids=rows,
            attention_mask=seen,
            do_sample=False,
            num_beams=1,
            max_new_tokens=most_tokens,
            eos_token_id=stops or None,
            pad_token_id=pad,
            temperature=None,
            top_p=None,
            top_k=None,
        )
    return [_read(cast("list[int]", row), tongue) for row in written[:, width:].tolist()]


def _read(ids: list[int], tongue: Tongue) -> Written:
    end = next((at for at, token in enumerate(ids) if token in tongue.stops), None)
    return Written(tongue.decode(ids[:end]).strip(), ended=end is not None)
