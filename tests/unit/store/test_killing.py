"""Killed at any step of a migration, a backup or a restore, the file is as before or as after it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs fork and SIGKILL")


@pytest.mark.parametrize(("what", "at_least"), [("migrate", 140), ("backup", 4), ("restore", 8)])
def test_a_kill_at_any_step_loses_nothing(tmp_path, what, at_least):
    done = subprocess.run(
        [sys.executable, "-m", "tests.unit.store.killing", what, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= at_least
