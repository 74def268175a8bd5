"""Piper is an extra: its worker says so when it is not there."""

import json
import sys
from pathlib import Path

from assistant_gui.engine.tts.manner import Listed
from assistant_gui.engine.tts.piper_voice import listed
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


def test_speaking_reports_to_nobody(tmp_path: Path, monkeypatch):
    for name in ("CI", "ORT_DISABLE_TELEMETRY"):  # each would keep onnxruntime from reporting by itself
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))

    WorkerVoice([sys.executable, "-m", "assistant_gui.engine.tts.piper_voice", str(tmp_path / "none.onnx")]).missing()

    assert list(tmp_path.rglob("Microsoft")) == []  # where it would keep a number for this machine, and its reports


def test_the_file_beside_the_model_says_what_it_is(tmp_path: Path):
    model = tmp_path / "en_US-joe-medium.onnx"
    beside = {"dataset": "joe", "language": {"code": "en_US"}, "audio": {"quality": "medium"}}
    model.with_name(model.name + ".json").write_text(json.dumps(beside))

    assert listed(model, []) == [Listed("", "Joe", "en-us", quality="medium", usual=True)]
    assert [one.id for one in listed(model, ["p1", "p2"])] == ["p1", "p2"]


def test_without_that_file_it_is_called_like_the_model(tmp_path: Path):
    assert listed(tmp_path / "odd.onnx", []) == [Listed("", "Odd", usual=True)]
