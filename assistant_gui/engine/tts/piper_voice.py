"""A Piper voice in a process of its own: piper-tts is GPL-3 and is imported nowhere else."""

import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.engine.tts.manner import Listed, Manner
from assistant_gui.engine.tts.pcm import finished
from assistant_gui.engine.tts.worker import Say, serve

_VOLUME = 0.9
"""Piper fills the scale; resampling needs a little room above."""


def main() -> None:
    model = Path(sys.argv[1])
    serve(lambda: _prepare(model))


def _prepare(model: Path) -> tuple[Say, list[Listed]]:
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # onnxruntime reads it while it is imported, everywhere but on Windows
    try:
        import numpy as np
        import onnxruntime
        import piper
    except ImportError as error:
        raise AssistantError(
            N_("Piper, which speaks with this voice, is not installed."),
            N_("Install it: pip install assistant-gui[piper] — or choose the system's voice."),
        ) from error
    onnxruntime.disable_telemetry_events()  # for Windows
    try:
        voice = piper.PiperVoice.load(model)
    except Exception as error:  # onnxruntime, json and piper each have their own
        raise AssistantError(
            N_("The voice {name} cannot be read."), N_("Remove it and get it again."), name=model.name
        ) from error

    speakers: dict[str, int] = dict(voice.config.speaker_id_map or {}) if voice.config.num_speakers > 1 else {}

    def say(text: str, manner: Manner) -> bytes:
        tempo = piper.SynthesisConfig(
            speaker_id=speakers.get(manner.voice), length_scale=voice.config.length_scale / manner.speed, volume=_VOLUME
        )
        chunks = [chunk.audio_float_array for chunk in voice.synthesize(text, tempo)]
        return finished(np.concatenate(chunks) if chunks else np.zeros(0, np.float32), voice.config.sample_rate, text)

    say("Hello there.", Manner())  # onnxruntime plans at the first call
    return say, listed(model, speakers)


def listed(model: Path, speakers: Iterable[str]) -> list[Listed]:
    """The voices in *model*, as the file beside it describes them; *speakers* when there are several."""
    try:
        beside = json.loads(model.with_name(model.name + ".json").read_bytes())
        code, quality = str(beside["language"]["code"]), str(beside["audio"].get("quality") or "")
        name = str(beside.get("dataset") or model.stem)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        code, quality, name = "", "", model.stem
    language = code.replace("_", "-").lower()
    one = [Listed("", name.capitalize(), language, quality=quality, usual=True)]
    return [
        Listed(each, f"{name.capitalize()} {each}", language, quality=quality, usual=not number)
        for number, each in enumerate(speakers)
    ] or one


if __name__ == "__main__":
    main()
