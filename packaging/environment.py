"""The Python environment: made once, and left alone while nothing that it depends on has changed."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path

from trouble import Trouble, say

_CPU_WHEELS = "https://download.pytorch.org/whl/cpu"
_ANSWER_S = 4
_STAMP = "assistant.json"
_LOG = "bootstrap.log"
_ROOM_GB = 6


def folder(root: Path, variables: Mapping[str, str]) -> Path:
    chosen = variables.get("ASSISTANT_VENV")
    return Path(chosen).expanduser().absolute() if chosen else root / ".venv"


def python_of(folder: Path) -> Path:
    return folder / "Scripts" / "python.exe" if os.name == "nt" else folder / "bin" / "python"


def is_ready(folder: Path, root: Path, extras: Sequence[str]) -> bool:
    """Whether everything is installed for this checkout as it is now, *extras* included."""
    stamp = _read_stamp(folder)
    known = stamp.get("extras")
    return stamp.get("made_for") == fingerprint(root) and isinstance(known, list) and set(extras) <= set(known)


def fingerprint(root: Path) -> str:
    """What an installation depends on: the declared project, where it lies, the Python."""
    declared = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    facts = [declared["build-system"], declared["project"], str(root), sys.version, sys.platform]
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def make(folder: Path, root: Path, extras: Sequence[str]) -> Path:
    """Install the checkout with *extras* (and those it had) into *folder*; return its Python."""
    stamp = _read_stamp(folder)
    had = stamp.get("extras")
    wanted = sorted({*extras, *(had if isinstance(had, list) else [])})
    (folder / _STAMP).unlink(missing_ok=True)
    python = fresh(folder)
    # editable: the window runs what is in the checkout, so an update is a "git pull"
    install(folder, root, "--editable", f"{root}[{','.join(wanted)}]" if wanted else str(root))
    made = {"made_for": fingerprint(root), "extras": wanted}
    (folder / _STAMP).write_text(json.dumps(made), encoding="utf-8")
    return python


def install(folder: Path, root: Path, *what: str) -> None:
    """Have pip install *what* and all it needs into the environment *folder*; torch as *root* wants it, first."""
    index = torch_index(os.environ, sys.platform)
    if index:
        say("Installing torch ...")
        _pip(folder, "--no-deps", "--index-url", index, _torch_requirement(root), may_fail=True)
    say("Installing the assistant and its libraries (about 1 GB to fetch; some minutes) ...")
    _pip(folder, *what)


def torch_index(variables: Mapping[str, str], platform: str) -> str:
    """The package index to take torch from; nothing means the one pip is configured with.

    The usual index has, for Linux, builds for NVIDIA cards with gigabytes of libraries.
    """
    chosen = variables.get("ASSISTANT_TORCH_INDEX")
    if chosen:
        return chosen
    if platform == "darwin" or _has_nvidia():
        return ""
    if _answers(f"{_CPU_WHEELS}/torch/"):
        return _CPU_WHEELS
    say("PyTorch's own index does not answer: torch comes from where pip is configured to look.")
    say("(On the public index for Linux that is a build for NVIDIA cards: 3 GB more, and it works without one.)")
    return ""


def _has_nvidia() -> bool:
    tool = shutil.which("nvidia-smi")
    return tool is not None and subprocess.run([tool, "-L"], capture_output=True, check=False).returncode == 0


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=_ANSWER_S) as answer:
            return b"torch-" in answer.read(1 << 20)
    except OSError:  # no network, no name, refused, too slow, or another page than the index
        return False


def _torch_requirement(root: Path) -> str:
    declared = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    return next(each for each in declared["project"]["dependencies"] if re.match(r"torch\b", each))


def _read_stamp(folder: Path) -> dict[str, object]:
    try:
        told = json.loads((folder / _STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) and python_of(folder).exists() else {}


def fresh(folder: Path) -> Path:
    """A Python of this version in *folder*, with pip; a broken one is made anew."""
    python = python_of(folder)
    same = f"import sys; sys.exit(sys.version_info[:2] != {tuple(sys.version_info[:2])})"
    if python.exists() and _succeeds(python, "-c", same):
        if not _succeeds(python, "-m", "pip", "--version"):
            _succeeds(python, "-m", "ensurepip")
        return python
    if folder.exists() and any(folder.iterdir()) and not (folder / _LOG).exists():  # somebody else's: not ours to clear
        raise Trouble(
            f"{folder} was not made by this program, or by another Python.",
            "Set ASSISTANT_VENV to a new folder, or to an environment of the Python that runs this.",
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    free_gb = shutil.disk_usage(folder.parent).free / 1e9
    if free_gb < _ROOM_GB:
        raise Trouble(
            f"The disk has {free_gb:.1f} GB free, and the libraries need about {_ROOM_GB}.",
            "Free some space, or set ASSISTANT_VENV to a folder on another disk.",
        )
    say(f"Making a Python environment in {folder} ...")
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(folder)], capture_output=True, text=True, check=False
    )
    if made.returncode:
        raise Trouble(
            "The Python environment could not be made.",
            f"Install python3-venv and run this again. ({_last(made.stdout + made.stderr)})",
        )
    return python


def _succeeds(python: Path, *arguments: str) -> bool:
    try:
        return subprocess.run([str(python), *arguments], capture_output=True, check=False).returncode == 0
    except OSError:  # the Python it was made with is gone
        return False


def _pip(folder: Path, *arguments: str, may_fail: bool = False) -> None:
    """Run ``pip install``: all it says goes to the log, what it does now to one line of the terminal."""
    command = [str(python_of(folder)), "-m", "pip", "install", "--progress-bar", "off", "--no-input", *arguments]
    live = sys.stdout.isatty()
    said: list[str] = []
    with (
        (folder / _LOG).open("a", encoding="utf-8") as log,
        subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
            env={**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
        ) as pip,
    ):  # fmt: skip
        assert pip.stdout is not None
        for line in pip.stdout:
            log.write(line)
            said.append(line.rstrip())
            if live and line.lstrip().startswith(("Collecting", "Downloading", "Building", "Installing", "Preparing")):
                print(f"\r\033[K  {line.strip()[:76]}", end="", flush=True)
    if live:
        print("\r\033[K", end="", flush=True)
    if pip.returncode and not may_fail:
        reason = next((line for line in reversed(said) if line.startswith("ERROR:")), _last("\n".join(said)))
        raise Trouble(
            f"pip could not install everything: {reason.removeprefix('ERROR: ')}",
            f"Check the network and run this again; it goes on where it was. All it said is in {folder / _LOG}.",
        )


def _last(text: str) -> str:
    lines = [line for line in text.strip().splitlines() if line.strip()]
    return lines[-1] if lines else "it said nothing"
