"""Piper is an extra: its worker says so when it is not there."""

import sys
from pathlib import Path

from assistant_gui.engine.tts.voice import WorkerVoice

WITHOUT = "import sys; sys.modules['piper'] = None; from assistant_gui.engine.tts.piper_voice import main; main()"


def test_without_piper_the_way_to_get_it_is_told():
    voice = WorkerVoice([sys.executable, "-c", WITHOUT, "voice.onnx"])

    assert "pip install assistant-gui[piper]" in voice.missing()


def test_a_broken_model_is_named(tmp_path: Path):
    model = tmp_path / "broken.onnx"
    model.write_bytes(b"not a model")
    voice = WorkerVoice([sys.executable, "-m", "assistant_gui.engine.tts.piper_voice", str(model)])

    assert "broken.onnx cannot be read" in voice.missing()
