"""Everything that must be true of the code, one step after the other, and a summary people can read."""

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from trouble import say

TESTS_FAILED = 1
"""What pytest returns then; anything else is no failed test."""


@dataclass(frozen=True)
class Step:
    """One command whose exit code is its verdict."""

    title: str
    command: Sequence[str]
    variables: Mapping[str, str] = field(default_factory=dict)
    second: Sequence[str] = ()
    """Added to the command to try once more what failed, where a machine that was busy for a moment can make a test fail."""


def steps(python: Path, extra: Sequence[str]) -> list[Step]:
    tools = python.parent
    unit = ("-m", "not model", "-n", "2", "tests/unit", "tests/gui", *extra)
    real = ("-m", "model", "tests/e2e", "tests/unit", "tests/gui", *extra)
    failed = ("--last-failed", "--last-failed-no-failures=none")
    light = {"QT_QPA_PLATFORM": "offscreen", "OMP_NUM_THREADS": "1"}
    return [
        Step("format", (str(tools / "ruff"), "format", "--check", ".")),
        Step("lint", (str(tools / "ruff"), "check", ".")),
        Step("imports", (str(tools / "lint-imports"),)),
        Step("types", (str(tools / "mypy"),)),
        Step("Python 3.12 and 3.13", (str(python), "packaging/resolve.py", "3.12", "3.13")),
        Step("unit and gui tests", (str(python), "-m", "pytest", "-q", *unit), light),
        # sound is played and heard in real time there
        Step("end to end", (str(python), "-m", "pytest", "-q", *real), {"QT_QPA_PLATFORM": "offscreen"}, failed),
    ]


def run(root: Path, steps: Sequence[Step]) -> int:
    """Run every step, also after one failed; the exit code is 0 when all were right, at least at the second try."""
    outcomes = []
    for step in steps:
        started = time.monotonic()
        code, verdict = _tried(step, root), "ok    "
        if code == TESTS_FAILED and step.second:
            code, verdict = _tried(replace(step, command=(*step.command, *step.second)), root), "unsure"
        outcomes.append((step.title, code, verdict if code == 0 else "FAILED", time.monotonic() - started))
    say("\n=== summary")
    for title, _, verdict, seconds in outcomes:
        say(f"{verdict}  {title}  ({seconds:.0f} s)")
    return 0 if all(code == 0 for _, code, _, _ in outcomes) else 1


def _tried(step: Step, root: Path) -> int:
    say(f"\n=== {step.title}")
    return subprocess.run(step.command, cwd=root, env={**os.environ, **step.variables}, check=False).returncode
