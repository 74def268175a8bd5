"""What the floor wants done."""

from dataclasses import dataclass
from enum import Enum

from assistant_gui.core.events import Floor
from assistant_gui.core.sound import Sound


class Do(Enum):
    OPEN_EARS = "open the microphone"
    ARM_EARS = "open the microphone for the wake word alone"
    CLOSE_EARS = "close the microphone"
    INTERRUPT = "cut short what is being answered"
    COMMIT = "the person has finished: let the attempt be heard"
    WITHDRAW = "the person goes on: the attempt never was"
    DUCK = "make the answer quieter"
    HOLD = "keep the answer silent where it is"
    RESTORE = "let the answer be as loud as it was, from where it is"
    COMPLAIN_SILENCE = "say that the microphone gives nothing"
    COMPLAIN_SHORT = "say that the button must be held"


@dataclass(frozen=True, slots=True)
class Begin:
    """Begin an attempt: recognise *sound* and answer it, unheard until it is committed."""

    sound: Sound
    text: str = ""
    """What was recognised already."""
    silence: float = 0.0
    """Seconds since the last speech in it."""
    by_hand: bool = False
    """It was said at the talk button."""


@dataclass(frozen=True, slots=True)
class Glimpse:
    """Recognise *sound* and say what it was, nothing more."""

    sound: Sound


@dataclass(frozen=True, slots=True)
class Show:
    floor: Floor


Command = Do | Begin | Glimpse | Show
