import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from assistant_gui.engine import scratch


@pytest.fixture(autouse=True)
def usual(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def test_a_folder_is_for_its_owner_alone(tmp_path: Path) -> None:
    made = scratch.folder()

    assert made.parent == tmp_path
    assert os.name != "posix" or made.stat().st_mode & 0o777 == 0o700


def test_what_a_killed_process_left_is_gone_at_the_next_start(tmp_path: Path) -> None:
    code = "import os; from assistant_gui.engine import scratch; (scratch.folder() / 'said.wav').touch(); os.abort()"
    subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "TMPDIR": str(tmp_path), "TEMP": str(tmp_path)}, check=False
    )
    (left,) = tmp_path.iterdir()

    made = scratch.folder()

    assert list(tmp_path.iterdir()) == [made] != [left]


def test_folders_of_those_that_run_and_of_others_stay(tmp_path: Path) -> None:
    running = scratch.folder()
    others = [tmp_path / name for name in ("assistant-of-somebody-1", "assistant-1", "holiday")]
    for other in others:
        other.mkdir()

    made = scratch.folder()

    assert set(tmp_path.iterdir()) == {running, made, *others}
