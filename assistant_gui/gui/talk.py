"""What the voice pane and the first start need of the session to hear and to be heard."""

import math
from typing import Protocol


class Talk(Protocol):
    """Every call returns at once; what comes of it arrives as events."""

    def start_talking(self) -> None:
        """The talk button went down."""
        ...

    def finish_talking(self) -> None:
        """The talk button came up."""
        ...

    def toggle_talking(self) -> bool:
        """Begin talking, or end it and ask, for those who cannot hold a button; whether the button is down now."""
        ...

    def hands_free(self, on: bool) -> None: ...

    def stop(self) -> None:
        """End the answer that is being thought or spoken."""
        ...

    def devices(self) -> None:
        """Ask for the devices; DevicesListed follows."""
        ...

    def use(self, microphone: str, speaker: str) -> None:
        """Listen and speak there from now on; the empty name is the system's default."""
        ...

    def say(self, text: str) -> None:
        """Speak *text*, so that the person can hear whether the speaker works."""
        ...


QUIETEST_DB = -54.0
"""What is softer than this moves no meter; a quiet room is about there."""


def loudness(level: float) -> float:
    """A root mean square from 0 to 1 as the ear grades it, from 0 (a quiet room) to 1 (as loud as it goes)."""
    if level <= 0:
        return 0.0
    return min(1.0, max(0.0, 1 - 20 * math.log10(level) / QUIETEST_DB))
