"""Sound as the desk carries it: bytes, a rate, and nothing that needs numpy."""

import array
import math
import sys
from dataclasses import dataclass

SPEECH_RATE_HZ = 16_000
"""What Whisper and the voice activity model hear; the audio role resamples to it."""

VOICE_RATE_HZ = 24_000
"""What ``/v1/audio/speech`` streams (OpenAI's ``pcm`` format)."""


@dataclass(frozen=True, slots=True)
class Sound:
    """Mono, signed 16-bit little-endian samples."""

    pcm: bytes
    rate_hz: int

    @property
    def seconds(self) -> float:
        return len(self.pcm) / 2 / self.rate_hz

    @property
    def silent(self) -> bool:
        """Every sample is exactly zero: a muted or forbidden microphone, never a quiet room."""
        return not any(self.pcm)

    @property
    def level(self) -> float:
        """Root mean square, 0 (silence) to 1 (full scale)."""
        samples = array.array("h", self.pcm[: len(self.pcm) // 2 * 2])
        if sys.byteorder == "big":
            samples.byteswap()
        if not samples:
            return 0.0
        return math.sqrt(sum(value * value for value in samples) / len(samples)) / 32768


def joined(sounds: list[Sound]) -> Sound:
    """*sounds* one after the other; they must share a rate."""
    rates = {sound.rate_hz for sound in sounds}
    if len(rates) > 1:
        raise ValueError(f"cannot join sounds of different rates: {sorted(rates)}")
    return Sound(b"".join(sound.pcm for sound in sounds), rates.pop() if rates else SPEECH_RATE_HZ)
