"""backup, restore and check, on a real profile."""

import io
import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from assistant_gui.app import App
from assistant_gui.cli import commands
from assistant_gui.cli.out import Out
from assistant_gui.cli.parser import parser
from assistant_gui.core.conversation import Message, Origin, Role
from assistant_gui.core.turn import Turn
from assistant_gui.paths import Profile
from assistant_gui.store.archive import Archive


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    return Profile.opened(tmp_path / "my 资料")


def said(profile: Profile, text: str) -> None:
    with Archive(profile.database) as archive:
        conversation = archive.create().id
        archive.add(Message(f"{text}-id", conversation, None, Role.PERSON, text, 1.0, Origin.TYPED))


def titles(profile: Profile) -> list[str]:
    with Archive(profile.database, to_read=True) as archive:
        return sorted(each.title for each in archive.conversations())


@dataclass(frozen=True, slots=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def objects(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def run(profile):
    def ran(*typed: str, as_json: bool = True) -> Ran:
        out, err = io.StringIO(), io.StringIO()
        app = App(profile, to_read=typed[0] != "restore")
        try:
            code = commands.run(parser().parse_args(typed), app, Out(out.write, err.write, as_json), Turn())
        finally:
            app.close()
        return Ran(code, out.getvalue(), err.getvalue())

    return ran


def test_a_backup_is_made_listed_and_put_back(profile, run):
    said(profile, "before")
    [made] = run("backup").objects
    assert (made["conversations"], made["messages"]) == (1, 1)
    said(profile, "after")

    assert run("restore", "--list").objects == [made]
    [restored] = run("restore").objects

    assert restored["conversations"] == 1
    assert Path(str(restored["aside"])).is_dir()
    assert titles(profile) == ["before"]


def test_a_backup_goes_where_it_is_told_and_comes_from_there(profile, run, tmp_path):
    said(profile, "before")
    run("backup", "--to", str(tmp_path / "copy"))
    said(profile, "after")

    assert run("restore", str(tmp_path / "copy")).code == 0
    assert titles(profile) == ["before"]


def test_check_counts_what_is_whole(profile, run):
    said(profile, "hello")

    ran = run("check")
    assert ran.code == 0
    assert ran.objects == [{"ok": True, "conversations": 1, "messages": 1, "faults": [], "slips": []}]


def test_a_damaged_file_is_told_and_there_is_a_way_on(profile, run):
    said(profile, "hello")
    run("backup")
    profile.database.write_bytes(b"no database" * 1000)

    checked = run("check")
    assert (checked.code, checked.objects[0]["ok"]) == (1, False)

    assert run("restore").code == 0
    assert titles(profile) == ["hello"]


def test_what_can_be_read_is_saved(profile, run):
    said(profile, "hello")
    content = bytearray(profile.database.read_bytes())
    content[:100] = bytes(100)
    profile.database.write_bytes(content)

    assert run("restore", "--salvage").objects[0]["messages"] == 1
    assert titles(profile) == ["hello"]


def test_one_can_begin_with_nothing(profile, run):
    said(profile, "hello")

    assert run("restore", "--empty").code == 0
    assert titles(profile) == []


@pytest.mark.parametrize("typed", [["backup"], ["check"], ["restore"], ["restore", "nowhere"]], ids=" ".join)
def test_a_failure_is_an_exit_code_and_one_sentence(run, typed):
    ran = run(*typed, as_json=False)

    assert ran.code == 1
    assert ran.out == ""
    assert len(ran.err.strip().splitlines()) == 1
    assert "broke" not in ran.err
