"""Reading beside the writer."""

import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant_gui.store.archive import Archive
from assistant_gui.store.reading import Reading


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    file = tmp_path / "assistant.sqlite3"
    with Archive(file) as archive:
        archive.create("One")
        yield file


def test_threads_that_read_at_once_have_a_connection_each_and_later_ones_share(file):
    reading = Reading(file)
    together = threading.Barrier(4)

    def read() -> None:
        reading.one(lambda _: together.wait(10), "SELECT 1")

    for _ in range(3):
        threads = [threading.Thread(target=read) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert len(reading._free) == 4
    reading.close()


def test_a_connection_in_use_at_the_end_is_closed_by_who_uses_it(file):
    reading = Reading(file)
    titles = reading.all(lambda row: (reading.close(), row[0])[1], "SELECT title FROM conversations")

    assert titles == ["One"]
    assert reading._free == []
    with pytest.raises(RuntimeError):
        reading.one(tuple, "SELECT 1")


@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
def test_one_connection_writes_and_no_other_could(file):
    with Archive(file) as archive:
        archive.conversations()
        modes = [_mode(fd) for fd in os.listdir("/proc/self/fd") if _leads_to(fd, file)]

    # The fixture's archive and this one: one writer each, and one reader.
    assert sorted(modes) == [os.O_RDONLY, os.O_RDWR, os.O_RDWR]


def _leads_to(fd: str, file: Path) -> bool:
    try:
        return os.readlink(f"/proc/self/fd/{fd}") == str(file)
    except OSError:
        return False


def _mode(fd: str) -> int:
    facts = dict(line.split(":", 1) for line in Path(f"/proc/self/fdinfo/{fd}").read_text().splitlines() if ":" in line)
    return int(facts["flags"], 8) & os.O_ACCMODE
