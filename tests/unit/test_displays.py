"""A window is only tried where a screen answers."""

import os
import shutil
import subprocess
import sys

import pytest

from assistant_gui.displays import can_show_a_window

NOBODY = ":987"
"""A display that no X server answers on."""


@pytest.mark.parametrize(
    ("variables", "platform", "shown"),
    [
        ({}, "linux", False),
        ({}, "darwin", True),
        ({}, "win32", True),
        ({"QT_QPA_PLATFORM": "offscreen"}, "linux", True),
        ({"QT_QPA_PLATFORM": "xcb", "DISPLAY": NOBODY}, "linux", False),
        ({"QT_QPA_PLATFORM": "xcb;offscreen", "DISPLAY": NOBODY}, "linux", True),
        ({"DISPLAY": ""}, "linux", False),
        ({"DISPLAY": NOBODY}, "linux", False),
        ({"WAYLAND_DISPLAY": "nobody-0", "XDG_RUNTIME_DIR": "/nonexistent"}, "linux", False),
    ],
)
def test_a_display_that_nobody_answers_on_shows_no_window(variables, platform, shown):
    assert can_show_a_window(variables, platform) == shown


@pytest.mark.skipif(not shutil.which("Xvfb"), reason="there is no X server to try")
def test_a_display_that_answers_shows_a_window():
    read, write = os.pipe()
    server = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", "640x480x24"], pass_fds=[write])
    try:
        with os.fdopen(read) as told:
            number = told.readline().strip()

        assert can_show_a_window({"DISPLAY": f":{number}"}, "linux")
    finally:
        os.close(write)
        server.terminate()
        server.wait()


@pytest.mark.skipif(sys.platform != "linux", reason="only there a display may be missing")
def test_without_a_screen_one_sentence_says_so_and_the_terminal_opens(tmp_path):
    hidden = ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    variables = {name: value for name, value in os.environ.items() if name not in hidden}

    started = subprocess.run(
        [sys.executable, "-m", "assistant_gui", "--profile", str(tmp_path)],
        env={**variables, "DISPLAY": NOBODY, "LANG": "C", "ASSISTANT_MODELS": str(tmp_path)},
        input="",
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert started.returncode >= 0  # not ended by a signal
    assert "There is no display here" in started.stderr
    assert "qt.qpa" not in started.stderr
