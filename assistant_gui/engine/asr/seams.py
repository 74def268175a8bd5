"""Where a long recording is cut, so that no word is halved: in the quietest place of the end of a window."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant_gui.core.sound import SPEECH_RATE_HZ

if TYPE_CHECKING:
    from assistant_gui.engine.asr.recordings import Samples

SOUGHT_S = 6.0
"""Of the end of a window; hardly anybody speaks for so long without taking breath."""
PAUSE_S = 0.2
"""What is as short as this between two words is hardly heard as a pause."""
STEP_S = 0.02
QUIET = 0.01
"""20 dB below the loud parts of the window nobody speaks."""


@dataclass(frozen=True, slots=True)
class Seam:
    at: int
    """In samples from the beginning of the window."""
    quiet: bool
    """Nobody speaks there: what is said before it is whole."""


def seam(window: "Samples") -> Seam:
    """Where *window*, after which the recording goes on, had best be cut; of several places that are as quiet, the last."""
    import numpy as np

    step = int(STEP_S * SPEECH_RATE_HZ)
    steps = len(window) // step
    power = np.square(window[: steps * step].reshape(steps, step)).mean(axis=1)
    pause = round(PAUSE_S / STEP_S)
    smooth = np.convolve(power, np.ones(pause) / pause, "valid")
    end = smooth[max(0, steps - round(SOUGHT_S / STEP_S)) :]
    if not len(end):
        return Seam(len(window), quiet=False)
    quiet = end <= QUIET * np.quantile(power, 0.9)
    places = np.flatnonzero(quiet) if quiet.any() else np.flatnonzero(end <= end.min())
    middle = len(smooth) - len(end) + int(places[-1]) + pause // 2
    return Seam(middle * step, bool(quiet.any()))
