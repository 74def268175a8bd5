import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant_gui import scratch


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """Its usual place is too long for a socket."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


@pytest.fixture(autouse=True)
def usual(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def test_a_folder_is_for_its_owner_alone(tmp_path: Path) -> None:
    made = scratch.folder()

    assert made.parent == tmp_path
    assert os.name != "posix" or made.stat().st_mode & 0o777 == 0o700


def test_what_a_killed_process_left_is_gone_at_the_next_start(tmp_path: Path) -> None:
    code = "import os; from assistant_gui import scratch; (scratch.folder() / 'said.wav').touch(); os.abort()"
    subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "TMPDIR": str(tmp_path), "TEMP": str(tmp_path)}, check=False
    )
    (left,) = tmp_path.iterdir()

    made = scratch.folder()

    assert list(tmp_path.iterdir()) == [made] != [left]


def test_folders_of_those_that_run_and_of_others_stay(tmp_path: Path) -> None:
    running = scratch.folder()
    others = [tmp_path / name for name in ("asst-somebody-1", "assistant-1", "holiday")]
    for other in others:
        other.mkdir()

    made = scratch.folder()

    assert set(tmp_path.iterdir()) == {running, made, *others}


@pytest.mark.skipif(os.name != "posix", reason="only POSIX has sockets with short addresses")
def test_a_socket_fits_into_it_wherever_files_are_put(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = tmp_path / ("deep" * 20)
    deep.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(deep))

    made = scratch.folder()

    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(made / "llama.sock"))
    assert (made / "llama.sock").is_socket()
    shutil.rmtree(made)
