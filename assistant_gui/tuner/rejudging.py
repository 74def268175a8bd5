"""An adapter that is there already, judged again, or for the first time: by what was kept aside and never taught."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from assistant_gui.core.models import Format
from assistant_gui.tuner.events import written_whole
from assistant_gui.tuner.job import Taught, as_taught

CARD = "card.json"
"""Beside an adapter's manifest, which never changes."""


@dataclass(frozen=True, slots=True)
class Rejudging:
    format: Format
    base: Path
    adapter: Path
    """Its folder."""
    current: Path | None
    """The folder of the adapter that answers now; None while the base does."""
    judging: Sequence[Taught]
    taught: Sequence[Taught]
    max_tokens: int


def ordered(orders: Mapping[str, object]) -> Rejudging:
    """What was asked for on stdin: nothing of what was said is written down for it."""
    current = str(orders["current"])
    return Rejudging(
        format=Format(str(orders["format"])),
        base=Path(str(orders["base"])),
        adapter=Path(str(orders["adapter"])),
        current=Path(current) if current else None,
        judging=_taught(orders["judging"]),
        taught=_taught(orders["taught"]),
        max_tokens=int(str(orders["max_tokens"])),
    )


def judge(wanted: Rejudging, told: Callable[[float], None]) -> None:
    """Write the adapter's card. Raises AssistantError."""
    import torch
    from peft import PeftModel

    from assistant_gui.tuner import cards, minds, scoring
    from assistant_gui.tuner.tongue import ChatTongue
    from assistant_gui.tuner.training import Head
    from assistant_gui.weights import base as bases

    opened = bases.opened(wanted.format, wanted.base, torch.float32)
    told(0.1)
    model: PeftModel = PeftModel.from_pretrained(opened.model, str(wanted.adapter))
    has_current = minds.with_current(model, wanted.current)
    card = scoring.card(
        minds.Minds(model, Head.of(model), nullcontext, has_current),
        ChatTongue(opened),
        wanted.judging,
        wanted.taught,
        max_tokens=wanted.max_tokens,
        progress=lambda share: told(0.1 + 0.9 * share),
    )
    written_whole(wanted.adapter / CARD, cards.plain(card))


def _taught(lines: object) -> list[Taught]:
    return [as_taught(each) for each in lines] if isinstance(lines, list) else []
