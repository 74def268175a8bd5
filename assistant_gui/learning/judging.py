"""An adapter judged after its run, by what is kept aside now: asked of a tuner, never opened here."""

from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.core.learning import Example
from assistant_gui.core.models import Model
from assistant_gui.core.turn import Turn
from assistant_gui.learning import chores, forgetting, runs
from assistant_gui.learning.division import Division
from assistant_gui.learning.files import read_json

MOST_TAUGHT = 2000
"""Of what was taught, so many are searched for private details that it may know by heart."""

_MAX_TOKENS = 1024
"""Of an adapter whose plan does not say."""


def judge(
    folder: Path,
    base: Model,
    current: Path | None,
    division: Division,
    turn: Turn,
    on_progress: Callable[[float], None],
) -> None:
    """Judge the adapter in *folder* against the one in *current*, or the base. Raises AssistantError."""
    plan = read_json(folder / "manifest.json").get("plan")
    taught, heard = set[int](), set[int]()
    for mark in forgetting.marks_of(folder):
        taught.add(hash(str(mark.get("id"))))
        heard.add(hash(str(mark.get("conversation"))))
    judges = [each for each in division.judging if hash(each.conversation) not in heard]
    if not judges:
        raise AssistantError(
            N_("Nothing is kept aside that it was not taught, so it cannot be judged."),
            N_("Rate or correct answers in other conversations."),
        )
    orders = {
        "format": base.format.value,
        "base": base.path,
        "adapter": str(folder.absolute()),
        "current": str(current.absolute()) if current is not None else "",
        "judging": _lines(judges),
        "taught": _lines(islice((each for each in division.teaching if hash(each.id) in taught), MOST_TAUGHT)),
        "max_tokens": plan.get("max_tokens", _MAX_TOKENS) if isinstance(plan, dict) else _MAX_TOKENS,
    }
    chores.done("judge", orders, turn, on_progress)


def _lines(examples: Iterable[Example]) -> list[object]:
    return [runs.line(each) for each in examples]
