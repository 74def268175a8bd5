"""A sound to try out microphone and speaker with, and what is found of it in a recording."""

import numpy as np
import numpy.typing as npt

from assistant_gui.audio.ring import Samples
from assistant_gui.core.setup import SetupChecked
from assistant_gui.core.sound import SPEECH_RATE_HZ

LOW_HZ, HIGH_HZ = 110.0, 330.0
"""The pitch rises as a voice's may, with all its overtones: of single tones a canceller learns little."""
OVERTONES = 20
LENGTHS = (0.30, 0.42, 0.34, 0.48, 0.38, 0.45, 0.32)
"""Seconds of each sweep: no two are alike, so that none is taken for another."""
GAP = 0.04
LOUD = 0.4
"""Of full scale: audible on quiet speakers, not painful on loud ones."""
LONGEST_DELAY = 1.0
CLEAR = 6.0
"""So many times the usual correlation, and it is our own sound."""
FULL_SCALE = 32_600
QUIETEST = 0.5
"""Of a 16-bit step; silence is said to be as loud."""

_Floats = npt.NDArray[np.float64]


def sweeps(rate_hz: int) -> Samples:
    """Some three seconds of calls that rise."""
    parts = []
    for seconds in LENGTHS:
        at = np.arange(round(seconds * rate_hz)) / rate_hz
        rise = np.log(HIGH_HZ / LOW_HZ)
        phase = 2 * np.pi * LOW_HZ * seconds / rise * (np.exp(at / seconds * rise) - 1)
        softly = np.minimum(1.0, np.minimum(at, seconds - at) / 0.02)
        call = sum(np.sin(number * phase) / np.sqrt(number) for number in range(1, OVERTONES + 1))
        parts += [32767 * LOUD * softly * call / np.abs(call).max(), np.zeros(round(GAP * rate_hz))]
    return np.concatenate(parts).round().astype(np.int16)


def found(room: Samples, near: Samples, far: Samples, cleaned: Samples, *, cancelling: bool) -> SetupChecked:
    """Compare what was played (*far*) with what was heard at the same time (*near*) and what was left of it.

    All are at 16 kHz. *room* is what was heard before.
    """
    delay = _delay(near.astype(float), far.astype(float))
    second = slice(len(near) // 2, len(near))  # the canceller learns in the first half
    sounding = second if delay is None else _heard(len(near), delay)
    return SetupChecked(
        heard=delay is not None,
        delay=(delay or 0) / SPEECH_RATE_HZ,
        noise_dbfs=_dbfs(room),
        echo_dbfs=_dbfs(near[sounding]),
        left_dbfs=_dbfs(cleaned[sounding]),
        clipped=float(np.mean(np.abs(near.astype(np.int32)) >= FULL_SCALE)) if len(near) else 0.0,
        cancelling=cancelling,
    )


def _heard(count: int, delay: int) -> slice:
    """The second half of the sound, where it is heard."""
    length = len(sweeps(SPEECH_RATE_HZ))
    return slice(min(count, delay + length // 2), min(count, delay + length))


def _delay(near: _Floats, far: _Floats) -> int | None:
    """In samples; None when *far* is not to be heard in *near*."""
    if not near.any() or not far.any():
        return None
    size = 2 * max(len(near), len(far))
    spectrum = np.fft.rfft(near, size) * np.conj(np.fft.rfft(far, size))
    likeness = np.abs(np.fft.irfft(spectrum, size))
    possible = likeness[: round(LONGEST_DELAY * SPEECH_RATE_HZ)]
    best = int(possible.argmax())
    return best if possible[best] > CLEAR * np.sqrt(np.mean(likeness**2)) else None


def _dbfs(samples: Samples) -> float:
    power = float(np.mean(np.square(samples.astype(float)))) if len(samples) else 0.0
    return 10 * float(np.log10(max(power, QUIETEST**2) / 32768**2))
