"""What was measured of how a person speaks, in files of its own."""

import stat
import sys

import pytest

from assistant_gui.store.numbers import NumberFile


def test_what_was_kept_is_read_again(tmp_path):
    NumberFile(tmp_path / "pauses.json").keep([0.5, 1.25])

    assert NumberFile(tmp_path / "pauses.json").read() == [0.5, 1.25]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_nobody_else_may_read_them(tmp_path):
    NumberFile(tmp_path / "pauses.json").keep([0.5])

    assert stat.S_IMODE((tmp_path / "pauses.json").stat().st_mode) == 0o600


@pytest.mark.parametrize("content", ["", "{", "{}", '["a", true]', "\\xff"])
def test_a_damaged_file_holds_none(tmp_path, content):
    (tmp_path / "pauses.json").write_text(content)

    assert NumberFile(tmp_path / "pauses.json").read() == []


def test_a_folder_that_is_gone_changes_nothing(tmp_path):
    NumberFile(tmp_path / "gone" / "pauses.json").keep([0.5])

    assert NumberFile(tmp_path / "gone" / "pauses.json").read() == []
