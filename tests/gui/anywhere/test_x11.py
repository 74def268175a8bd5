"""Keys under X: what they are called there, and a real key press in a real X server."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from assistant_gui.gui.anywhere.x11 import sign_and_held
from assistant_gui.gui.anywhere.xcb import Held

NEEDED = ("xvfb-run", "xdotool")


@pytest.mark.parametrize(
    ("keys", "sign", "held"),
    [
        ("Ctrl+Alt+T", ord("t"), Held.CONTROL | Held.ALT),
        ("F9", 0xFFC6, Held(0)),
        ("Meta+Space", 0x20, Held.LOGO),
        ("Shift+Pause", 0xFF13, Held.SHIFT),
    ],
)
def test_keys_have_their_signs(keys, sign, held):
    assert sign_and_held(keys) == (sign, held)


@pytest.mark.parametrize("keys", ["", "Ctrl+Media Play"])
def test_what_has_no_sign_is_no_key(keys):
    with pytest.raises(ValueError):
        sign_and_held(keys)


@pytest.mark.skipif(any(shutil.which(tool) is None for tool in NEEDED), reason="there is no X server to try it with")
def test_a_real_key_is_heard_down_and_up_while_another_window_has_the_focus():
    done = subprocess.run(
        ["xvfb-run", "-a", sys.executable, str(Path(__file__).with_name("other_window.py"))],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )

    assert done.stdout.split("\n")[:-1] == [
        "taken",
        "Another program has Ctrl+Alt+Space already. Choose other keys.",
        "pressed",
        "released",
        "the other window heard: a",
    ], done.stderr
