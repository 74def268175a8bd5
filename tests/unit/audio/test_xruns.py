"""Counting what came too late."""

import pytest

from assistant_gui.audio.xruns import Xruns


@pytest.fixture
def told():
    return []


def test_all_sums_are_told_when_one_changes(told):
    xruns = Xruns(told.append)

    xruns.add(input=2)
    xruns.add(output=1)
    xruns.add(starved=1)

    assert told == [
        {"event": "xruns", "input": 2, "output": 0, "starved": 0},
        {"event": "xruns", "input": 2, "output": 1, "starved": 0},
        {"event": "xruns", "input": 2, "output": 1, "starved": 1},
    ]


def test_nothing_is_told_of_nothing(told):
    Xruns(told.append).add(output=0)

    assert told == []
