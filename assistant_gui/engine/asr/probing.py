"""Which of two Whispers is quicker on this machine, told by a few seconds of real speech.

The speech is the beginning of John F. Kennedy's inaugural address: a recording of the US
government, in the public domain.
"""

import io
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from assistant_gui import assets
from assistant_gui.core.sound import SPEECH_RATE_HZ
from assistant_gui.core.turn import Turn
from assistant_gui.engine.asr.port import Whisper, room_for
from assistant_gui.engine.asr.recordings import Recording

if TYPE_CHECKING:
    from assistant_gui.engine.asr.recordings import Samples

_RUNS = 3
_CLEARLY = 0.9
"""Of the other's time: a coin's toss is no reason to change."""
_LONGEST_S = 30

Clock = Callable[[], float]


def some_speech() -> "Samples":
    """Five seconds of it."""
    return Recording(io.BytesIO(assets.data("sounds/speech.ogg"))).window(0, _LONGEST_S * SPEECH_RATE_HZ)


def seconds_needed(whisper: Whisper, using: AbstractContextManager[object], clock: Clock = time.perf_counter) -> float:
    """For one pass over some speech, at best; *using* is held for each pass alone, so that a person comes in between."""
    speech = some_speech()
    took = []
    for _ in range(_RUNS):
        with using:
            began = clock()
            whisper.one_pass(speech, "en", Turn(), frames=room_for(len(speech) / SPEECH_RATE_HZ))
            took.append(clock() - began)
    return min(took)


def clearly_quicker(one: float, other: float) -> bool:
    return one < _CLEARLY * other
