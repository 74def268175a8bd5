"""A plan as it is typed: the words of ``assistant-gui tune`` that make exactly this plan, and the file that does."""

import os
import shlex
import subprocess
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.core.plan import SIZED, Plan, changed, items
from assistant_gui.core.settings import Value

PROGRAM = ("assistant-gui", "tune")


def flag(name: str) -> str:
    """What the number *name* of a plan is called on the command line."""
    return "--" + name.replace("_", "-")


def words(plan: Plan, recommended: Plan) -> tuple[str, ...]:
    """The program and its arguments.

    What the recommendation chooses by the amount of data is always named, so that the
    same line means the same run when there is more to learn from.
    """
    return (*PROGRAM, *(word for name in _named(plan, recommended) for word in _typed(name, getattr(plan, name))))


def line(plan: Plan, recommended: Plan) -> str:
    """:func:`words` as one line for a terminal of this system."""
    typed = words(plan, recommended)
    return subprocess.list2cmdline(typed) if os.name == "nt" else shlex.join(typed)


def read(file: Path) -> Mapping[str, Value]:
    """The numbers in a TOML *file*; their names may have hyphens, as flags have. A folder is named as seen from the file.

    Raises AssistantError.
    """
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise AssistantError(
            N_("{file} cannot be read: {why}."), N_("It has to be a TOML file."), file=file.name, why=error
        ) from error
    named = {name.replace("-", "_"): value for name, value in told.items()}
    texts = named.get("texts")
    return {**named, "texts": str(file.absolute().parent / texts)} if isinstance(texts, str) and texts else named


def put(plan: Plan, chosen: Mapping[str, Value]) -> Plan:
    """*plan* with all that is *chosen*. Raises AssistantError for a name or a value that no plan has."""
    for name, value in chosen.items():
        try:
            plan = changed(plan, name, value)
        except ValueError as error:
            raise AssistantError(
                N_("It cannot learn like this: {why}."), N_("See: assistant-gui tune --help"), why=error
            ) from error
    return plan


def _named(plan: Plan, recommended: Plan) -> Iterator[str]:
    usual = {name: value for name, value, _meaning in items(Plan(plan.base))}
    for name, value, _meaning in items(plan):
        if name == "base" or name in SIZED or value != usual[name] or value != getattr(recommended, name):
            yield name


def _typed(name: str, value: Value) -> tuple[str, ...]:
    if isinstance(value, bool):
        return (flag(name) if value else "--no-" + name.replace("_", "-"),)
    if str(value).startswith("-"):
        return (f"{flag(name)}={value}",)  # or it would be taken for a flag
    return flag(name), str(value)
