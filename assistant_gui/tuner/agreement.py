"""Does the engine that will serve the adapter make the same of it as the tuner that trained it?

Text that two engines write differs soon even with equal weights, so the choice
of the next token is compared at fixed positions, and the base alone says how
well the two agree when nothing is wrong.
"""

import json
from array import array
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass
from heapq import nsmallest
from pathlib import Path
from typing import TYPE_CHECKING

import torch

from assistant_gui import assets
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.tuner import witness
from assistant_gui.tuner.examples import Tongue, lessons
from assistant_gui.tuner.job import Taught
from assistant_gui.tuner.lesson import Lesson
from assistant_gui.tuner.shelf import widths
from assistant_gui.tuner.spreading import spread
from assistant_gui.tuner.training import Head

if TYPE_CHECKING:
    from peft import PeftModel

_FIXED = "evaluation/general.jsonl"

PROBES, OWN_PROBES = 20, 10
"""Answers to look into; up to so many of them are what was learned, the others are the same for everybody."""

LOOKED_AT = 5000
"""Of those learned, evenly from all of them: the own probes are drawn from these."""

LONGEST_TOKENS = 128
"""Of those learned, where there are enough: every position is read anew from the first token on."""

POSITIONS = 5
"""Per probe, spread over its answer."""

SURE_NATS = 0.5
"""Where the tuner's choice is by so much likelier than any other, the engine's must be the same."""

FARTHER = 1.5
"""How many times farther apart than on the base the two may be on the adapter."""

ROUNDING_NATS = 0.002
"""What is not told apart: the base may agree to the last bit, where both compute the same way."""

_FLOAT32_BYTES = 4


@dataclass(frozen=True, slots=True)
class Closeness:
    """How near two engines are on the same positions."""

    same_choice: float
    """The share of positions with the same likeliest token."""
    nats_apart: float
    """The mean difference of the log-probabilities of the engine's likeliest tokens."""
    sure: int = 0
    """At so many positions the tuner is sure of its choice."""
    contradicted: int = 0
    """At so many of those the engine chooses otherwise."""


@dataclass(frozen=True, slots=True)
class Agreement:
    positions: int
    base: Closeness
    adapter: Closeness
    changed: float
    """The share of positions where the tuner's choice is another than its base's: what the adapter does."""

    @property
    def good(self) -> bool:
        return self.adapter.nats_apart <= self.tolerance and not self.adapter.contradicted

    @property
    def tolerance(self) -> float:
        """So far, in nats, may numbers of the same weights be apart."""
        return FARTHER * self.base.nats_apart + ROUNDING_NATS

    def as_json(self) -> dict[str, object]:
        return {**asdict(self), "good": self.good}


def probes(learned: Sequence[Lesson], tongue: Tongue, max_tokens: int) -> list[Lesson]:
    """Answers to compare the two engines on: some of those learned, and some that are the same for everybody."""
    wide = widths(learned)
    short = array("I", (at for at, width in enumerate(wide) if width <= LONGEST_TOKENS))
    shortest = nsmallest(OWN_PROBES, range(len(wide)), key=wide.__getitem__)
    looked_at = spread(short if len(short) >= len(shortest) else shortest, LOOKED_AT)
    own = spread(sorted((learned[at] for at in looked_at), key=lambda each: each.id), OWN_PROBES)
    lines = [json.loads(line) for line in assets.text(_FIXED).splitlines()]
    texts = [
        Taught(f"fixed {n}", f"fixed {n}", "fixed", 1.0, (("user", line["question"]), ("assistant", line["answer"])))
        for n, line in enumerate(lines)
    ]
    return own + spread(lessons(texts, tongue, max_tokens).lessons, PROBES - len(own))


def positions(chosen: Sequence[Lesson]) -> list[tuple[int, ...]]:
    """Prompts to ask about: what stands before some positions of each answer."""
    prompts: list[tuple[int, ...]] = []
    for lesson in chosen:
        learned = [at for at, weight in enumerate(lesson.weights) if weight]
        prompts += [lesson.ids[:at] for at in sorted(spread(learned, POSITIONS))]
    return prompts


def compared(
    model: "PeftModel",
    head: Head,
    prompts: Sequence[tuple[int, ...]],
    serve: Callable[[bool], list[list[witness.Choice]]],
    autocast: Callable[[], AbstractContextManager[object]],
) -> Agreement:
    """Ask both engines about *prompts*, with the adapter and without; *serve(with_adapter)* asks the other."""
    model.eval()
    own = log_probabilities(head, prompts, autocast)
    with model.disable_adapter():
        own_base = log_probabilities(head, prompts, autocast)
    changed = (own.argmax(-1) != own_base.argmax(-1)).float().mean().item()
    return Agreement(
        positions=len(prompts),
        base=_closeness(own_base, serve(False)),
        adapter=_closeness(own, serve(True)),
        changed=round(changed, 4),
    )


def exactly(
    model: torch.nn.Module, autocast: Callable[[], AbstractContextManager[object]], room_bytes: int
) -> Callable[[], AbstractContextManager[object]]:
    """Make *model* compute in float32 from now on, if that takes no more than *room_bytes*; how to compute with it.

    In bfloat16 an adapter that has just begun to learn was 0.27 nats from the engine (its base 0.10) and counted
    as wrong; in float32 it is 0.08 (0.09), and one whose rows are in the wrong order 0.21.
    """
    if sum(each.numel() for each in model.parameters()) * _FLOAT32_BYTES > room_bytes:
        return autocast
    model.float()
    return nullcontext


def from_llama_cpp(
    base: Path, adapter: Path | None, prompts: Sequence[tuple[int, ...]], threads: int, check: Callable[[], None]
) -> Callable[[bool], list[list[witness.Choice]]]:
    """The engine for GGUF bases."""
    return lambda adapted: witness.asked(base, adapter if adapted else None, prompts, threads=threads, check=check)


def from_transformers(
    model: "PeftModel",
    head: Head,
    adapter: Path,
    prompts: Sequence[tuple[int, ...]],
    autocast: Callable[[], AbstractContextManager[object]],
) -> Callable[[bool], list[list[witness.Choice]]]:
    """The engine for Hugging Face folders: the adapter as it was written, loaded anew."""

    def serve(adapted: bool) -> list[list[witness.Choice]]:
        if "served" not in model.peft_config:
            model.load_adapter(str(adapter), adapter_name="served")
        model.set_adapter("served")
        with nullcontext() if adapted else model.disable_adapter():
            best = log_probabilities(head, prompts, autocast).max(-1)
        model.set_adapter("default")
        return [[witness.Choice(int(i), float(v))] for v, i in zip(best.values, best.indices, strict=True)]

    return serve


def log_probabilities(
    head: Head, prompts: Sequence[tuple[int, ...]], autocast: Callable[[], AbstractContextManager[object]]
) -> torch.Tensor:
    """(prompts, vocabulary); one pass per lesson, as its prompts begin alike."""
    rows: list[torch.Tensor] = []
    with torch.no_grad(), autocast():
        for at, prompt in enumerate(prompts):
            following = prompts[at + 1] if at + 1 < len(prompts) else ()
            if following[: len(prompt)] == prompt:
                continue
            begin = len(rows)
            ends = [len(each) for each in prompts[begin : at + 1]]
            ids = torch.tensor([[*prompt, 0]], device=head.projection.weight.device)
            wanted = torch.zeros((1, len(prompt)), dtype=torch.bool, device=ids.device)
            wanted[0, [end - 1 for end in ends]] = True
            rows += list(head.logits(ids, wanted).float().log_softmax(-1).cpu())
    return torch.stack(rows)


def _closeness(own: torch.Tensor, said: Sequence[Sequence[witness.Choice]]) -> Closeness:
    """Over the positions at which the other engine said something, which must be most of them."""
    told = [(row, choices) for row, choices in zip(own, said, strict=True) if choices]
    if len(told) * 2 < len(said):
        raise AssistantError(
            N_("The engine could not read the new adapter."), N_("The run's log says more; train again.")
        )
    same = [int(row.argmax()) == choices[0].token for row, choices in told]
    sure = [bool(margin > SURE_NATS) for margin in (row.topk(2).values.diff().abs() for row, _ in told)]
    apart = [abs(float(row[choice.token]) - choice.log_probability) for row, choices in told for choice in choices]
    return Closeness(
        same_choice=round(sum(same) / len(same), 4),
        nats_apart=round(sum(apart) / len(apart), 4),
        sure=sum(sure),
        contradicted=sum(is_sure and not agrees for is_sure, agrees in zip(sure, same, strict=True)),
    )
