"""How the adapter of a run appears beside the others."""

import errno
import shutil
from pathlib import Path

import pytest

from assistant_gui.tuner import publishing


@pytest.fixture
def written(tmp_path):
    place = tmp_path / "run" / "adapter.tmp"
    place.mkdir(parents=True)
    (place / "manifest.json").write_text("{}")
    return place


@pytest.fixture
def elsewhere(monkeypatch, written):
    """The run is on another disk than the adapters. Patched, as there is only one here."""
    rename = Path.rename

    def refused(path: Path, target: Path) -> Path:
        if path == written:
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refused)


def test_it_takes_the_place_of_what_was_there(written, tmp_path):
    place = tmp_path / "adapters" / "a"
    place.mkdir(parents=True)
    (place / "half.bin").touch()

    publishing.publish(written, place)

    assert [each.name for each in place.iterdir()] == ["manifest.json"]


def test_from_another_disk_it_appears_whole_and_alone(written, elsewhere, tmp_path):
    publishing.publish(written, tmp_path / "adapters" / "a")

    assert [each.name for each in (tmp_path / "adapters").iterdir()] == ["a"]
    assert (tmp_path / "adapters" / "a" / "manifest.json").exists()


def test_what_could_not_be_copied_leaves_nothing(written, elsewhere, tmp_path, monkeypatch):
    def full(_source: Path, target: Path, **_more: object) -> None:
        target.mkdir()
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shutil, "copytree", full)

    with pytest.raises(OSError, match="No space left"):
        publishing.publish(written, tmp_path / "adapters" / "a")

    assert list((tmp_path / "adapters").iterdir()) == []
