"""Whether a base can be kept in 4 bit on this machine, and how a no is said."""

from enum import StrEnum

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_


class FourBit(StrEnum):
    WORKS = "works"
    MISSING = "missing"
    """The library is not installed."""
    BROKEN = "broken"
    """It is, but what it computes here is wrong, or nothing."""


def refusal(found: FourBit) -> AssistantError:
    """Why a base cannot be kept in 4 bit, and what to install."""
    if found is FourBit.MISSING:
        return AssistantError(
            N_("A base in 4 bit needs the library bitsandbytes, and it is not installed."),
            N_("Install assistant-gui[fourbit], or switch 4 bit off."),
        )
    return AssistantError(
        N_("The library bitsandbytes is installed, but it does not compute in 4 bit on this machine."),
        N_("Install another version of bitsandbytes, or switch 4 bit off."),
    )
