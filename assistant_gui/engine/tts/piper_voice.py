"""A Piper voice in a process of its own: piper-tts is GPL-3 and is imported nowhere else."""

import sys
from pathlib import Path

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.engine.tts.pcm import finished
from assistant_gui.engine.tts.worker import Say, serve

_VOLUME = 0.9
"""Piper fills the scale; resampling needs a little room above."""


def main() -> None:
    model = Path(sys.argv[1])
    serve(lambda: _prepare(model))


def _prepare(model: Path) -> Say:
    try:
        import numpy as np
        import piper
    except ImportError as error:
        raise AssistantError(
            N_("Piper, which speaks with this voice, is not installed."),
            N_("Install it: pip install assistant-gui[piper] — or choose the system's voice."),
        ) from error
    try:
        voice = piper.PiperVoice.load(model)
    except Exception as error:  # onnxruntime, json and piper each have their own
        raise AssistantError(
            N_("The voice {name} cannot be read."), N_("Remove it and get it again."), name=model.name
        ) from error

    def say(text: str, speed: float) -> bytes:
        tempo = piper.SynthesisConfig(length_scale=voice.config.length_scale / speed, volume=_VOLUME)
        chunks = [chunk.audio_float_array for chunk in voice.synthesize(text, tempo)]
        return finished(np.concatenate(chunks) if chunks else np.zeros(0, np.float32), voice.config.sample_rate, text)

    say("Hello there.", 1.0)  # onnxruntime plans at the first call
    return say


if __name__ == "__main__":
    main()
