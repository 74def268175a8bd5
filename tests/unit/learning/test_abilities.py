"""What the tuner can do is tried once, by the tuner."""

import pytest

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.fourbit import FourBit
from assistant_gui.learning import abilities


@pytest.fixture
def tuner(monkeypatch):
    """Answers instead of a process, which would take seconds; what it was asked."""

    def answers(found):
        asked = []
        monkeypatch.setattr(abilities.chores, "done", lambda chore, *_: asked.append(chore) or {"four_bit": found})
        monkeypatch.setattr(abilities, "version", lambda name: "1.0")
        return asked

    return answers


def test_what_works_is_not_asked_again(tuner, tmp_path):
    asked = tuner("works")

    found = [abilities.four_bit(tmp_path / "known.json") for _ in range(2)]

    assert found == [FourBit.WORKS] * 2
    assert asked == ["able"]


def test_what_is_broken_is_asked_again_as_it_may_have_been_mended(tuner, tmp_path):
    asked = tuner("broken")

    found = [abilities.four_bit(tmp_path / "known.json") for _ in range(2)]

    assert found == [FourBit.BROKEN] * 2
    assert len(asked) == 2


def test_one_that_ends_the_tuner_is_broken(monkeypatch, tmp_path):
    """Patched, as no library here is built for another processor."""

    def gone(*_told):
        raise AssistantError("It ended without a word.", "")

    monkeypatch.setattr(abilities.chores, "done", gone)
    monkeypatch.setattr(abilities, "version", lambda name: "1.0")

    assert abilities.four_bit(tmp_path / "known.json") is FourBit.BROKEN


def test_nobody_is_asked_about_a_library_that_is_not_there(tuner, tmp_path, monkeypatch):
    asked = tuner("works")

    def missing(name):
        raise abilities.PackageNotFoundError(name)

    monkeypatch.setattr(abilities, "version", missing)  # it may be installed

    assert abilities.four_bit(tmp_path / "known.json") is FourBit.MISSING
    assert not asked
