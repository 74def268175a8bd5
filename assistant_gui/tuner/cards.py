"""A result card as the JSON that lies in the run folder and in the adapter's manifest."""

from dataclasses import asdict

from assistant_gui.core.card import Card
from assistant_gui.tuner.events import finite


def plain(card: Card) -> dict[str, object]:
    """Numbers that are not finite are words in it, which ``float`` reads."""
    return {
        **asdict(card),
        "scores": [finite(asdict(score)) for score in card.scores],
        "gains": [list(each) for each in card.gains],
        "reasons": list(card.reasons),
    }
