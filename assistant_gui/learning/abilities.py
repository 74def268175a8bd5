"""What the tuner can do on this machine, asked once for each version of its libraries."""

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.fourbit import FourBit
from assistant_gui.core.turn import Turn
from assistant_gui.learning import chores
from assistant_gui.learning.files import read_json, write_json

KNOWN = "abilities.json"
"""What worked, and with which versions."""


def four_bit(known: Path) -> FourBit:
    """Whether a base can be kept in 4 bit: a tuner tries it. *known* remembers that it worked."""
    try:
        versions = {name: version(name) for name in ("bitsandbytes", "torch")}
    except PackageNotFoundError:
        return FourBit.MISSING
    if read_json(known).get("four_bit") == versions:
        return FourBit.WORKS
    try:
        found = FourBit(str(chores.done("able", {}, Turn())["four_bit"]))
    except AssistantError:  # the library took the tuner with it, as one built for another processor does
        return FourBit.BROKEN
    if found is FourBit.WORKS:
        write_json(known, {"four_bit": versions})
    return found
