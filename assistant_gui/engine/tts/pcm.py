"""What a voice gave -> what is streamed: edges trimmed, a breath added, 24 kHz, 16 bit."""

from typing import TYPE_CHECKING

from assistant_gui.core.sound import VOICE_RATE_HZ

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_LEAD_S = 0.01
_TAIL_S = 0.04
_QUIET = 0.01
"""Of the loudest stretch: below it is the room, not the voice."""
_STRETCH_S = 0.005
_BREATHS_S = ((",;:，、；：", 0.12), (".!?…。！？", 0.25))
_NO_BREATH_S = 0.06


def finished(samples: "NDArray[np.float32]", rate_hz: int, text: str) -> bytes:
    """One clause ready to be streamed; voices leave up to 60 ms of silence before it and 300 ms behind it."""
    import numpy as np
    import soxr

    voice = soxr.resample(_trimmed(samples, rate_hz), rate_hz, VOICE_RATE_HZ, quality="HQ") if len(samples) else samples
    breath = np.zeros(int(breath_s(text) * VOICE_RATE_HZ) if len(voice) else 0, np.float32)
    whole = np.concatenate([voice, breath])
    pcm: bytes = (np.clip(whole, -1.0, 1.0) * 32767.0).astype("<i2").tobytes()
    return pcm


def breath_s(text: str) -> float:
    """The pause after *text*, by its last mark."""
    mark = text.rstrip("\"')]”’」』） ")[-1:]
    return next((seconds for marks, seconds in _BREATHS_S if mark and mark in marks), _NO_BREATH_S)


def _trimmed(samples: "NDArray[np.float32]", rate_hz: int) -> "NDArray[np.float32]":
    import numpy as np

    size = max(1, int(_STRETCH_S * rate_hz))
    whole = np.abs(samples[: len(samples) // size * size]).reshape(-1, size).max(axis=1)
    loud = np.flatnonzero(whole > _QUIET * whole.max(initial=0.0))
    if not len(loud):
        return samples[:0]
    start = max(0, int(loud[0] * size - _LEAD_S * rate_hz))
    end = int((loud[-1] + 1) * size + _TAIL_S * rate_hz)
    return samples[start:end]
