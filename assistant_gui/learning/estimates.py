"""What a run will take of this machine, before it begins: memory by a formula, time by earlier runs or its cores."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from assistant_gui.core.footprint import Load, Shape, needed_bytes
from assistant_gui.core.learning import Estimate, Example, Run, RunStatus
from assistant_gui.core.plan import BY_ITSELF, Plan

AT_ONCE_TOKENS = 2048
"""A micro-batch holds no more, unless one example does."""

BYTES_PER_TOKEN = 3.5
"""Of text in UTF-8, about, for most tokenizers."""

FLOP_PER_WEIGHT = 4
"""Per token: forwards, and backwards to what enters each layer."""

FLOP_PER_CORE_S = 60e9
"""What a core of the last ten years does of that, about."""

LOADING_BYTES, PACKING_BYTES = 4, 2
"""Per weight, while the base is opened in float32, or in bfloat16 to be packed into 4 bit."""


MEASURED = 5000
"""So many examples are measured; of more the others are taken to be like them."""


def estimate(
    plan: Plan,
    shape: Shape,
    examples: Iterable[Example],
    total: int = 0,
    *,
    free_bytes: int,
    cores: int,
    runs: Sequence[Run] = (),
    texts_bytes: int = 0,
) -> Estimate:
    """As much as is shown before Start. It takes the least careful way that fits, as the run itself will.

    *total* is how many *examples* there are in all, where that is more than are measured.
    """
    sizes = [min(plan.max_tokens, _tokens(example)) for example in islice(examples, MEASURED)] or [plan.max_tokens]
    longest = plan.max_tokens if plan.plain_share else max(sizes)  # texts are cut to that
    ways = list(_ways(plan, longest))
    loading = (PACKING_BYTES if plan.four_bit else LOADING_BYTES) * shape.parameters
    needs = [max(needed_bytes(shape, way), loading) for way in ways]
    at = next((at for at, need in enumerate(needs) if need <= free_bytes), len(needs) - 1)
    tokens = sum(sizes) * max(1.0, total / len(sizes)) * plan.epochs / (1 - plan.replay)
    if plan.plain_share < 1:
        tokens /= 1 - plan.plain_share
    else:
        tokens = max(texts_bytes / BYTES_PER_TOKEN, plan.max_tokens) * plan.epochs
    speed = _known_speed(plan, runs) or cores * FLOP_PER_CORE_S / (FLOP_PER_WEIGHT * shape.parameters)
    slower = 1.3 if ways[at].saving else 1.0
    return Estimate(
        memory_bytes=int(needs[at]),
        free_bytes=free_bytes,
        seconds=tokens / speed * slower,
        examples_at_once=max(1, ways[at].tokens // longest),
        recomputes=ways[at].saving,
    )


def _ways(plan: Plan, longest: int) -> Iterator[Load]:
    """From the fastest to the one that takes least memory."""
    half = plan.precision in ("bfloat16", "float16")
    bits = 4 if plan.four_bit else 16 if half else 32
    at_once = plan.micro_batch or plan.batch
    savings = (False, True) if plan.checkpointing == BY_ITSELF else (plan.checkpointing == "on",)
    for saving in savings:
        many = at_once
        while True:
            tokens = max(longest, min(many * longest, AT_ONCE_TOKENS))
            yield Load(tokens, plan.rank, bits, wide=not half, saving=saving)
            if many == 1:
                break
            many //= 2


def _tokens(example: Example) -> int:
    return int(sum(len(text.encode()) for _role, text in example.messages) / BYTES_PER_TOKEN) + 8


def _known_speed(plan: Plan, runs: Sequence[Run]) -> float:
    """Tokens a second of the newest run that finished on this base; 0 when there is none."""
    done = (run for run in runs if run.status is RunStatus.DONE and run.plan.base == plan.base)
    return next((run.progress.tokens_per_s for run in done), 0.0)
