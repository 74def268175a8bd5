"""What an adapter learned from, and what it was told to do: both stand in its manifest."""

from collections.abc import Collection
from pathlib import Path

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.core.plan import Plan, as_told
from assistant_gui.learning.files import read_json


def taught_by(adapter: Path, conversations: Collection[str]) -> bool:
    """Whether any of *conversations* taught the adapter in this folder."""
    examples = read_json(adapter / "manifest.json").get("examples")
    listed = examples if isinstance(examples, list) else []
    return any(isinstance(each, dict) and each.get("conversation") in conversations for each in listed)


def plan_of(adapter: Path) -> Plan:
    """The plan that the adapter in this folder was made with; what this version does not know is left out."""
    told = read_json(adapter / "manifest.json").get("plan")
    if not isinstance(told, dict) or "base" not in told:
        raise AssistantError(
            N_("How this adapter was made is not known."), N_("Start a new run with settings of your own.")
        )
    return as_told(told)
