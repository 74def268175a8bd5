"""Putting another file in place, and what a kill in between leaves behind."""

from pathlib import Path

import pytest

from assistant_gui.store.exchanging import exchange, finish, new_folder, put_aside, put_back, ready


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "assistant.sqlite3"
    for end in ("", "-wal", "-shm"):
        file.with_name(file.name + end).write_text(f"old{end}")
    ready(file).write_text("new")
    return file


def contents(folder: Path) -> dict[str, str]:
    return {each.name: each.read_text() for each in folder.iterdir() if each.is_file()}


def test_what_is_ready_takes_the_place_and_the_old_goes_aside_together(file, tmp_path):
    exchange(file, tmp_path / "aside")

    assert contents(tmp_path) == {file.name: "new"}
    assert contents(tmp_path / "aside") == {
        file.name: "old",
        f"{file.name}-wal": "old-wal",
        f"{file.name}-shm": "old-shm",
    }


def test_an_exchange_is_undone(file, tmp_path):
    before = contents(tmp_path)
    exchange(file, tmp_path / "aside")
    file.with_name(file.name + "-wal").write_text("of the new one")

    put_back(file, tmp_path / "aside")

    assert contents(tmp_path) == {name: text for name, text in before.items() if not name.endswith(".ready")}


def test_an_exchange_that_stopped_half_way_is_undone(file, tmp_path):
    before = contents(tmp_path)
    (tmp_path / "aside").mkdir()
    file.rename(tmp_path / "aside" / file.name)

    put_back(file, tmp_path / "aside")

    assert contents(tmp_path) == {name: text for name, text in before.items() if not name.endswith(".ready")}


@pytest.mark.parametrize("moved", [1, 2, 3])
def test_a_kill_in_between_is_brought_to_its_end_at_the_next_start(file, tmp_path, moved):
    first = tmp_path / "aside" / "first"
    first.mkdir(parents=True)
    for end in ("", "-wal", "-shm")[:moved]:
        old = file.with_name(file.name + end)
        old.rename(first / old.name)

    finish(file, tmp_path / "aside")

    assert contents(tmp_path) == {file.name: "new"}
    assert sorted(contents(first).values()) == ["old", "old-shm", "old-wal"]


def test_a_kill_before_it_began_changes_nothing(file, tmp_path):
    finish(file, tmp_path / "aside")

    assert contents(tmp_path) == {file.name: "old", f"{file.name}-wal": "old-wal", f"{file.name}-shm": "old-shm"}


def test_nothing_to_put_aside_makes_no_folder(tmp_path):
    assert not put_aside(tmp_path / "nothing", tmp_path / "aside")
    assert not (tmp_path / "aside").exists()


def test_each_folder_aside_is_new(tmp_path):
    from datetime import UTC, datetime

    now = datetime(2026, 3, 1, tzinfo=UTC)
    for _ in range(3):
        new_folder(tmp_path, now).mkdir()

    assert len(list(tmp_path.iterdir())) == 3
