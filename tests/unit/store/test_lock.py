"""Who holds the profile."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from assistant_gui.store.lock import Holder, ProfileHeld, ProfileLock, holder

HOLDS = """
import sys
from pathlib import Path
from assistant_gui.store.lock import ProfileHeld, ProfileLock
try:
    lock = ProfileLock(Path(sys.argv[1]), "/tmp/there", b"k")
except ProfileHeld as held:
    print("held by", held.holder.pid, held.holder.address, flush=True)
else:
    print("holds", flush=True)
    sys.stdin.read()
"""


def other(file: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "lock"


def test_a_profile_is_free_until_it_is_held(file):
    assert holder(file) is None
    lock = ProfileLock(file, "/tmp/here", b"\x00\xffkey")

    assert holder(file) == Holder(os.getpid(), "/tmp/here", b"\x00\xffkey")
    lock.release()
    lock.release()
    assert holder(file) is None


def test_the_second_is_told_who_holds_it(file):
    lock = ProfileLock(file, "/tmp/here", b"key")

    with pytest.raises(ProfileHeld, match="already open") as caught:
        ProfileLock(file, "/tmp/elsewhere", b"other")

    assert caught.value.holder == Holder(os.getpid(), "/tmp/here", b"key")
    lock.release()
    ProfileLock(file, "/tmp/elsewhere", b"other").release()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_nobody_else_can_read_the_key(file):
    before = os.umask(0)
    try:
        lock = ProfileLock(file, "/tmp/here", b"key")
    finally:
        os.umask(before)

    assert {stat.S_IMODE(each.stat().st_mode) for each in file.parent.iterdir()} == {0o600}
    lock.release()


def test_a_holder_that_was_killed_holds_nothing(file):
    with other(file) as process:
        assert process.stdout.readline() == "holds\n"
        assert holder(file) == Holder(process.pid, "/tmp/there", b"k")
        process.kill()

    assert holder(file) is None
    lock = ProfileLock(file, "/tmp/here", b"key")
    assert holder(file) == Holder(os.getpid(), "/tmp/here", b"key")
    lock.release()


def test_what_is_written_in_the_file_does_not_matter_to_who_may_have_it(file):
    file.write_bytes(b"\xffgarbage" * 100)

    lock = ProfileLock(file, "/tmp/here", b"key")

    assert holder(file) == Holder(os.getpid(), "/tmp/here", b"key")
    lock.release()


def test_of_many_that_start_at_once_one_holds_it_and_the_rest_know_who(file):
    processes = [other(file) for _ in range(8)]
    lines = [process.stdout.readline() for process in processes]
    for process in processes:
        process.communicate()

    (winner,) = [process.pid for process, line in zip(processes, lines, strict=True) if line == "holds\n"]
    assert sorted(lines)[:-1] == [f"held by {winner} /tmp/there\n"] * 7
