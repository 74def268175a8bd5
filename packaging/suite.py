"""Everything that must be true of the code, one step after the other, and a summary people can read."""

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from trouble import say


@dataclass(frozen=True)
class Step:
    """One command whose exit code is its verdict."""

    title: str
    command: Sequence[str]
    variables: Mapping[str, str] = field(default_factory=dict)


def steps(python: Path, extra: Sequence[str]) -> list[Step]:
    tools = python.parent
    unit = ("-m", "not model", "-n", "2", "tests/unit", "tests/gui", *extra)
    real = ("-m", "model", "tests/e2e", "tests/unit", "tests/gui", *extra)
    light = {"QT_QPA_PLATFORM": "offscreen", "OMP_NUM_THREADS": "1"}
    return [
        Step("format", (str(tools / "ruff"), "format", "--check", ".")),
        Step("lint", (str(tools / "ruff"), "check", ".")),
        Step("imports", (str(tools / "lint-imports"),)),
        Step("types", (str(tools / "mypy"),)),
        Step("Python 3.12 and 3.13", (str(python), "packaging/resolve.py", "3.12", "3.13")),
        Step("unit and gui tests", (str(python), "-m", "pytest", "-q", *unit), light),
        Step("end to end", (str(python), "-m", "pytest", "-q", *real), {"QT_QPA_PLATFORM": "offscreen"}),
    ]


def run(root: Path, python: Path, extra: Sequence[str]) -> int:
    """Run every step, also after one failed; the exit code is 0 when all were right."""
    outcomes = []
    for step in steps(python, extra):
        say(f"\n=== {step.title}")
        started = time.monotonic()
        code = subprocess.run(step.command, cwd=root, env={**os.environ, **step.variables}, check=False).returncode
        outcomes.append((step.title, code, time.monotonic() - started))
    say("\n=== summary")
    for title, code, seconds in outcomes:
        say(f"{'ok    ' if code == 0 else 'FAILED'}  {title}  ({seconds:.0f} s)")
    return 0 if all(code == 0 for _, code, _ in outcomes) else 1
