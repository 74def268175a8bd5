"""Backups that are made by themselves."""

import pytest

from assistant_gui.core.backups import Health
from assistant_gui.core.errors import AssistantError
from assistant_gui.gui.keeping import Keeping
from assistant_gui.gui.tasks import InlineTasks
from tests.fakes import FakeBackups


@pytest.fixture
def backups():
    return FakeBackups()


@pytest.fixture
def keeping(qapp, backups):
    return Keeping(backups, lambda: backups.health, InlineTasks())


def heard(signal) -> list[object]:
    told: list[object] = []
    signal.connect(told.append)
    return told


def test_a_backup_that_is_due_is_made_and_told(keeping, backups):
    made = heard(keeping.made)

    keeping.back_up()
    backups.due = True
    keeping.back_up()

    assert made == [backups.held[0]]


def test_the_same_failure_is_told_once(keeping, backups):
    failed = heard(keeping.failed)

    for reason in ("full", "full", "gone"):
        backups.trouble = AssistantError(reason)
        keeping.back_up()

    assert [str(error) for error in failed] == ["full", "gone"]


def test_a_failure_after_a_success_is_told_again(keeping, backups):
    failed = heard(keeping.failed)
    backups.due = True

    for reason in ("full", None, "full"):
        backups.trouble = AssistantError(reason) if reason else None
        keeping.back_up()

    assert len(failed) == 2


def test_damage_is_told_and_no_more_backups_take_the_place_of_good_ones(keeping, backups):
    damaged = heard(keeping.damaged)
    backups.health = Health(0, 0, ("The file is damaged inside: page 3.",))
    keeping.start()

    keeping.look()

    assert damaged == ["The file is damaged inside: page 3."]
    assert not keeping._minute.isActive()


def test_all_is_well_without_a_word(keeping):
    damaged, failed = heard(keeping.damaged), heard(keeping.failed)

    keeping.look()

    assert damaged == failed == []
