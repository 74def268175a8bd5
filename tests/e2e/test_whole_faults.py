"""Devices pulled out under the whole program, while nobody speaks, the person does, or the program does."""

import os
from itertools import cycle, islice
from pathlib import Path

import pytest

from tests.e2e.faults import BACK_WITHIN_S, UNPLUGS, trials

EVENTS = int(os.environ.get("ASSISTANT_UNPLUGS", "6"))


@pytest.mark.timeout(200 * EVENTS)
@pytest.mark.skipif(os.name != "posix", reason="the sound server is of POSIX")
def test_whatever_is_pulled_out_what_was_said_is_kept_and_the_next_question_answered(
    models: Path, tmp_path: Path, monkeypatch
):
    monkeypatch.setenv("ASSISTANT_MODELS", str(models))
    with trials(tmp_path, monkeypatch.setenv) as room:
        outcomes = [room.try_out(state, fault) for state, fault in islice(cycle(UNPLUGS), EVENTS)]

    assert all(one.kept and one.answered for one in outcomes), outcomes
    assert max(one.back_s for one in outcomes) < BACK_WITHIN_S
