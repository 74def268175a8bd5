"""A result card as the JSON that lies in the run folder and in the adapter's manifest."""

import math
from collections.abc import Mapping
from dataclasses import asdict

from assistant_gui.core.card import Card


def plain(card: Card) -> dict[str, object]:
    """JSON has no infinity: such numbers become words, which ``float`` reads."""
    return {
        **asdict(card),
        "scores": [_finite(asdict(score)) for score in card.scores],
        "gains": [list(each) for each in card.gains],
        "reasons": list(card.reasons),
    }


def _finite(score: Mapping[str, object]) -> dict[str, object]:
    return {
        name: str(value) if isinstance(value, float) and not math.isfinite(value) else value
        for name, value in score.items()
    }
