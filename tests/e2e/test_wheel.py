"""What people get who install the wheel: in a clean environment, far from the checkout."""

import importlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

OPEN_AND_CLOSE = """
import json, sys
import assistant_gui
from assistant_gui import assets
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

run = QApplication.exec

def run_for_a_moment(*_):
    QTimer.singleShot(1500, close)
    return run()

def close():
    shown = [window for window in QApplication.topLevelWidgets() if window.isVisible()]
    told = {"code": assistant_gui.__file__, "windows": len(shown), "icon": str(assets.path("assistant.svg"))}
    print(json.dumps(told), flush=True)
    for window in shown:
        window.close()
    QTimer.singleShot(0, QApplication.quit)

QApplication.exec = run_for_a_moment
sys.argv = ["assistant-gui", "--profile", sys.argv[1]]
from assistant_gui.__main__ import main
sys.exit(main())
"""


@pytest.mark.timeout(1200)  # it installs everything, as a person would
def test_the_wheel_opens_the_window_far_from_the_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    profile = str(tmp_path / "profile")
    with installed(built(tmp_path / "dist"), tmp_path / "环境 env", monkeypatch) as python:
        models = told(tmp_path, python, "-m", "assistant_gui", "--profile", profile, "--json", "models", "list")
        window = json.loads(told(tmp_path, python, "-c", OPEN_AND_CLOSE, profile).splitlines()[-1])

    assert "smollm2-135m" in models
    assert Path(window["code"]).is_relative_to(tmp_path)
    assert window["windows"] == 1
    assert Path(window["icon"]).is_relative_to(tmp_path)


def built(folder: Path) -> Path:
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(ROOT)], check=True, capture_output=True
    )
    return next(folder.glob("*.whl"))


@contextmanager
def installed(wheel: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A new environment's Python, with *wheel* and what it declares, and nothing else; gone afterwards (3 GB)."""
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))
    environment = importlib.import_module("environment")
    try:
        python: Path = environment.fresh(folder)
        environment.install(folder, ROOT, str(wheel))
        yield python
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def told(folder: Path, python: Path, *arguments: str) -> str:
    """What the installed program prints when it is run in *folder*; its profile and models are there too."""
    variables = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "ASSISTANT_"))}
    variables |= {"QT_QPA_PLATFORM": "offscreen", "ASSISTANT_MODELS": str(folder / "models"), "PYTHONSAFEPATH": "1"}
    ran = subprocess.run(
        [str(python), *arguments], cwd=folder, env=variables, capture_output=True, text=True, timeout=120, check=False
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout
