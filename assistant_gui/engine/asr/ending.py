"""How much it sounds as if all were said, read off what Whisper's encoder makes of a sound and of the silence after it.

Somebody who pauses to think breaks off in the middle of a melody; whoever is done lets
it fall. Whisper learned that without being told, as it has to write full stops: means
of its encoder's frames, weighed by a logistic regression, tell the two apart. The
weights belong to one model each; ``packaging/endings.py`` finds them.
"""

import hashlib
import io
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant_gui import assets

Features = NDArray[np.float32]

SPANS = ((-25, 0), (0, 5), (5, 20), (20, 60), (-55, -25))
"""Which frames (of 20 ms) are averaged, counted from the end of the sound..."""
SPREAD = (-60, 0)
"""...and of which the standard deviation is taken."""


@dataclass(frozen=True, slots=True)
class Ending:
    """For the frames of one encoder."""

    weights: Features
    """One row for each span and one for the spread, each as wide as a frame."""
    bias: float
    languages: frozenset[str]
    """It was learned from speech in these."""

    def odds(self, frames: Features, end: int, language: str) -> float | None:
        """The odds that all is said, as a logarithm; *frames* (count x width) hear *end* frames of sound, then silence.

        None where that was not learned: in another language, or with too little before or after the end.
        """
        if (
            language not in self.languages
            or end + SPANS[0][0] < 0
            or end + max(upto for _, upto in SPANS) > len(frames)
        ):
            return None
        return float((summary(frames, end) * self.weights).sum() + self.bias)


def summary(frames: Features, end: int) -> Features:
    """What is weighed of *frames*: a row for each span and one for the spread."""
    means = [_stretch(frames, end, span).mean(0) for span in SPANS]
    return np.stack([*means, _stretch(frames, end, SPREAD).std(0)])


def ending(closing: Features) -> Ending | None:
    """The weights for the encoder whose last layer norm has the gain *closing*; None when there are none for it."""
    try:
        shipped = np.load(io.BytesIO(assets.data(f"endings/{identity(closing)}.npz")))
    except FileNotFoundError:
        return None
    return Ending(shipped["weights"], float(shipped["bias"]), frozenset(map(str, shipped["languages"])))


def identity(closing: Features) -> str:
    """The same for every form of a model: as half floats, which is how most are handed out."""
    return hashlib.sha256(closing.astype("<f2").tobytes()).hexdigest()[:16]


def _stretch(frames: Features, end: int, span: tuple[int, int]) -> Features:
    begin, upto = (min(max(end + at, 0), len(frames)) for at in span)
    return frames[begin : max(upto, begin + 1)]
