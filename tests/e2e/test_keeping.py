"""Backups and damage with the real program: what is open goes on, and nothing ends in a traceback."""

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from assistant_gui.paths import Profile
from assistant_gui.store.archive import Archive
from assistant_gui.store.preferences import Preferences
from tests.e2e.program import Program

STAYS_S = 4.0
STARTS = 6


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """Without models: nothing here asks one."""
    profile = Profile.opened(tmp_path / "profile")
    Preferences(profile.settings).change("welcomed", True)
    with Archive(profile.database) as archive:
        archive.create("before")
    return Program(profile.root, tmp_path / "no models", {"QT_QPA_PLATFORM": "offscreen"})


@contextmanager
def window(program: Program) -> Iterator[subprocess.Popen[bytes]]:
    desk = subprocess.Popen(program.command(), env=program.environment, stderr=subprocess.PIPE)
    lock = program.profile / "lock"
    try:
        while desk.poll() is None and not (lock.exists() and lock.stat().st_size):
            threading.Event().wait(0.05)  # the processor is the window's
        yield desk
    finally:
        desk.kill()
        desk.communicate()


def titles(program: Program) -> list[str]:
    with Archive(Profile(program.profile).database, to_read=True) as archive:
        return sorted(each.title for each in archive.conversations())


def test_a_backup_is_put_back_under_an_open_window(program):
    with window(program) as desk:
        made = program.json("backup").object
        assert program.json("restore", "--empty").object["conversations"] == 0
        assert titles(program) == []

        restored = program.json("restore", str(made["file"])).object

        assert restored["conversations"] == 1
        assert titles(program) == ["before"]
        assert program.json("check").object["ok"] is True
        assert desk.poll() is None


def test_a_damaged_file_keeps_the_window_open_and_every_command_to_a_sentence(program):
    program.json("backup")
    database = Profile(program.profile).database
    database.write_bytes(b"\xff" * 50_000)

    for typed in (["conversations", "list"], ["search", "x"], ["export"], ["check"]):
        said = program.run(*typed)
        assert said.code == 1
        assert "damaged" in said.out + said.err
        assert "Traceback" not in said.err

    with window(program) as desk:
        with pytest.raises(subprocess.TimeoutExpired):
            desk.wait(STAYS_S)
        assert program.json("restore").object["conversations"] == 1
    assert titles(program) == ["before"]


def test_of_windows_started_at_once_one_stays(program):
    desks = [subprocess.Popen(program.command(), env=program.environment) for _ in range(STARTS)]
    try:
        while sum(desk.poll() is None for desk in desks) > 1:  # or the test takes too long
            threading.Event().wait(0.05)
        with pytest.raises(subprocess.TimeoutExpired):
            next(desk for desk in desks if desk.poll() is None).wait(STAYS_S)
        codes = [desk.returncode for desk in desks]
    finally:
        for desk in desks:
            desk.kill()
            desk.wait()

    assert sorted(codes, key=str) == [0] * (STARTS - 1) + [None]
