"""What a run tells the desk."""

import json
import math
import os
import subprocess
import sys

import pytest

from assistant_gui.core.learning import Wish
from assistant_gui.tuner.events import Diary, events


def test_events_are_numbered_lines(tmp_path):
    with Diary(tmp_path) as diary:
        diary.stage("load")
        diary.step(1, loss=2.5)
        diary.end("done", run="r")

    assert [(each["seq"], each["event"]) for each in events(tmp_path)] == [(1, "stage"), (2, "step"), (3, "end")]


def test_the_status_names_the_process_and_where_it_is(tmp_path):
    with Diary(tmp_path) as diary:
        diary.stage("train")
        diary.step(7, loss=1.0)

    status = json.loads((tmp_path / "status.json").read_text())
    assert status["stage"] == "train"
    assert status["step"] == 7
    assert status["pid"] > 0 < status["born"]


def test_numbers_that_json_lacks_become_words(tmp_path):
    with Diary(tmp_path) as diary:
        diary.tell("step", loss=math.nan, seconds_left=math.inf)

    (event,) = events(tmp_path)
    assert (event["loss"], event["seconds_left"]) == ("nan", "inf")


def test_half_a_line_of_a_killed_tuner_is_cut_off(tmp_path):
    (tmp_path / "events.jsonl").write_bytes(b'{"seq": 1, "event": "stage"}\n{"seq": 2, "ev')

    with Diary(tmp_path) as diary:
        diary.stage("load")

    assert [each["seq"] for each in events(tmp_path)] == [1, 2]


@pytest.mark.skipif(os.name != "posix", reason="the system bounds no file")
def test_a_line_that_there_is_no_room_for_spoils_no_other(tmp_path):
    """In a process of its own, whose files may not grow: what a full disk does, without one."""
    code = (
        "import resource, sys\nfrom pathlib import Path\nfrom assistant_gui.tuner.events import Diary\n"
        "diary = Diary(Path(sys.argv[1]))\ndiary.warn('first')\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (200, 2**30))\n"
        "try:\n    diary.warn('x' * 400)\nexcept OSError:\n    print('no room')\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (2**30, 2**30))\ndiary.warn('last')\n"
    )

    said = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)

    assert said.stdout == "no room\n"
    assert [(each["seq"], each["message"]) for each in events(tmp_path)] == [(1, "first"), (2, "last")]


def test_a_run_that_has_ended_is_known(tmp_path):
    with Diary(tmp_path) as first:
        assert not first.ended
        first.end("failed")

    with Diary(tmp_path) as second:
        assert second.ended


@pytest.mark.parametrize(
    ("written", "wish"),
    [
        ("{", None),
        ("[]", None),
        ('{"do": "dance"}', None),
        ('{"do": "pause"}', Wish.PAUSE),
        ('{"do": "keep"}', Wish.KEEP),
        ('{"do": "cancel"}', Wish.CANCEL),
        ('{"do": "stop"}', Wish.CANCEL),  # what it was called before
    ],
)
def test_what_the_person_wants_is_read_from_the_control_file(tmp_path, written, wish):
    with Diary(tmp_path) as diary:
        assert diary.wish is None
        (tmp_path / "control.json").write_text(written)

        assert diary.wish is wish


def test_a_pause_is_no_end(tmp_path):
    with Diary(tmp_path) as first:
        first.end("paused")
        (tmp_path / "control.json").write_text('{"do": "pause"}')

    with Diary(tmp_path) as second:
        assert second.paused
        assert not second.ended
        second.go_on()
        assert not second.paused
        assert second.wish is None
