"""What people get who install the wheel: in a clean environment, far from the checkout."""

import importlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

OPEN_AND_CLOSE = """
import json, sys
import assistant_gui
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

run = QApplication.exec

def run_for_a_moment(*_):
    QTimer.singleShot(1500, close)
    return run()

def close():
    shown = [window for window in QApplication.topLevelWidgets() if window.isVisible()]
    told = {"code": assistant_gui.__file__, "windows": len(shown), "icon": not QApplication.windowIcon().isNull()}
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
    python = installed(built(tmp_path / "dist"), tmp_path / "环境 env", monkeypatch)
    models = json.loads(told(tmp_path, python, "-m", "assistant_gui", "models", "list", "--json").splitlines()[0])
    window = json.loads(told(tmp_path, python, "-c", OPEN_AND_CLOSE, str(tmp_path / "profile")).splitlines()[-1])

    assert models
    assert Path(window["code"]).is_relative_to(tmp_path)
    assert window["windows"] == 1
    assert window["icon"]


def built(folder: Path) -> Path:
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(ROOT)], check=True, capture_output=True
    )
    return next(folder.glob("*.whl"))


def installed(wheel: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new environment's Python, with *wheel* and what it declares, and nothing else."""
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))
    environment = importlib.import_module("environment")
    python: Path = environment.fresh(folder)
    environment.install(folder, ROOT, str(wheel))
    return python


def told(folder: Path, python: Path, *arguments: str) -> str:
    """What the installed program prints when it is run in *folder*; its profile and models are there too."""
    variables = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "ASSISTANT_"))}
    variables |= {"QT_QPA_PLATFORM": "offscreen", "ASSISTANT_MODELS": str(folder / "models"), "PYTHONSAFEPATH": "1"}
    ran = subprocess.run(
        [str(python), *arguments], cwd=folder, env=variables, capture_output=True, text=True, timeout=120, check=False
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout
