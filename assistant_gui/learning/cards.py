"""The result card of a run or an adapter, as the tuner wrote it down."""

from collections.abc import Mapping
from pathlib import Path

from assistant_gui.core.card import Card, Score, Verdict, Wanted
from assistant_gui.learning.files import read_json


def of_run(folder: Path) -> Card | None:
    """None while there is none, or when it cannot be read."""
    return _card(read_json(folder / "card.json"))


def of_adapter(folder: Path) -> Card | None:
    """The newest judgement; None for an adapter that was never judged."""
    told = read_json(folder / "card.json") or read_json(folder / "manifest.json").get("card")
    return _card(told) if isinstance(told, dict) else None


def _card(told: Mapping[str, object]) -> Card | None:
    reasons, scores, gains = told.get("reasons"), told.get("scores"), told.get("gains")
    if not (isinstance(reasons, list) and isinstance(scores, list) and isinstance(gains, list)):
        return None
    try:
        return Card(
            verdict=Verdict(str(told["verdict"])),
            reasons=tuple(map(str, reasons)),
            scores=tuple(_score(each) for each in scores),
            gains=tuple((str(conversation), float(gain)) for conversation, gain in gains),
            held_out=str(told["held_out"]),
            held_out_examples=int(str(told["held_out_examples"])),
            held_out_conversations=int(str(told["held_out_conversations"])),
        )
    except (ValueError, KeyError, TypeError):
        return None


def _score(told: Mapping[str, object]) -> Score:
    def number(name: str) -> float:
        return float(str(told[name]))

    return Score(
        name=str(told["name"]),
        wanted=Wanted(str(told["wanted"])),
        base=number("base"),
        current=number("current"),
        candidate=number("candidate"),
        difference=number("difference"),
        low=number("low"),
        high=number("high"),
        answers=int(str(told["answers"])),
        conversations=int(str(told["conversations"])),
    )
