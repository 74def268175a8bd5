"""A flag of ``tune`` for every number of a plan, made from the plan's table."""

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path

from assistant_gui.core.language import translated as _
from assistant_gui.core.plan import GROUPS, Plan, bounds, items
from assistant_gui.core.plancommand import flag
from assistant_gui.core.settings import Meaning, Value

_ANY = Plan("")


def add_flags(one: argparse.ArgumentParser) -> None:
    """What is not typed stays None: the file or the recommendation says it."""
    one.add_argument("--base", default="", metavar="MODEL", help=_("the model to adapt; the one that answers if none"))
    one.add_argument("--name", help=_("what the adapter will be called"))
    one.add_argument("--texts", type=Path, metavar="DIR", help=_("read the texts in this folder as well, as they are"))
    one.add_argument("--config", type=Path, metavar="FILE.toml", help=_("these numbers, by the names of the flags"))
    known = {name: (usual, meaning) for name, usual, meaning in items(_ANY)}
    for title, names in GROUPS:
        group = one.add_argument_group(_(title))
        for name in names:
            _add(group, name, *known[name])


def chosen(arguments: argparse.Namespace) -> Mapping[str, Value]:
    """The numbers that were typed."""
    typed = {name: getattr(arguments, name) for name, _usual, _meaning in items(_ANY) if name != "base"}
    told = {name: value for name, value in typed.items() if value is not None}
    return {**told, "texts": str(arguments.texts)} if arguments.texts else told


def _add(group: argparse._ArgumentGroup, name: str, usual: Value, meaning: Meaning) -> None:
    told = _("{setting}: {meaning}").format(setting=_(meaning.title), meaning=_(meaning.help)).replace("%", "%%")
    if isinstance(usual, bool):
        group.add_argument(flag(name), action=argparse.BooleanOptionalAction, default=None, help=told)
    elif meaning.choices:
        group.add_argument(flag(name), choices=meaning.choices, help=told)
    else:
        group.add_argument(
            flag(name), type=_reads(name, int if isinstance(usual, int) else float), metavar="N", help=told
        )


def _reads(name: str, kind: type[int] | type[float]) -> Callable[[str], float]:
    low, high = bounds(name)

    def number(typed: str) -> float:
        value = kind(typed)
        if not low <= value <= high:  # so that what is no number fails too
            words = _("{value} is not from {low} to {high}")
            raise argparse.ArgumentTypeError(words.format(value=typed, low=f"{low:.10g}", high=f"{high:.10g}"))
        return value

    return number  # argparse: "invalid number value"
