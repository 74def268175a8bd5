"""Answers written by the model in training itself: greedy, several at a time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import torch

from assistant_gui.tuner.examples import Messages, Tongue

if TYPE_CHECKING:
    from peft import PeftModel

AT_ONCE = 8
"""Prompts in one batch; they are sorted by length, so little of it is padding."""


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
    order = sorted(range(len(ids)), key=lambda at: len(ids[at]))
    found: dict[int, Written] = {}
    model.eval()
    for start in range(0, len(order), AT_ONCE):
        halted()
        some = order[start : start + AT_ONCE]
        found.update(zip(some, _batch(model, tongue, [ids[at] for at in some], most_tokens), strict=True))
    return [found[at] for at in range(len(ids))]


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
