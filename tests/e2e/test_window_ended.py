"""A window that is ended from outside leaves nothing behind."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import psutil
import pytest

from assistant_gui.paths import Profile
from assistant_gui.store.lock import holder
from assistant_gui.store.preferences import Preferences

pytestmark = pytest.mark.skipif(os.name != "posix", reason="POSIX tells by signals")


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_it_ends_its_processes_and_lets_go_of_the_profile(how, models: Path, tmp_path: Path):
    profile = Profile.opened(tmp_path / "profile")
    Preferences(profile.settings).change("welcomed", True)
    window = psutil.Popen(
        [sys.executable, "-m", "assistant_gui", "--profile", str(profile.root)],
        env={**os.environ, "ASSISTANT_MODELS": str(models), "QT_QPA_PLATFORM": "offscreen"},
        stderr=subprocess.DEVNULL,
    )
    try:
        begun = opened(window, profile)

        window.send_signal(how)

        assert window.wait(60) == 0
    finally:
        if window.is_running():
            window.kill()
            window.wait()
    assert psutil.wait_procs(begun, timeout=10)[1] == []
    assert holder(profile.lock) is None
    assert not profile.database.with_name(profile.database.name + "-wal").exists()


def opened(window: psutil.Popen, profile: Profile) -> list[psutil.Process]:
    """Its processes, once it holds *profile* and began any."""
    for _ in range(1200):
        if holder(profile.lock) is not None and (begun := window.children(recursive=True)):
            return begun
        assert window.poll() is None
        threading.Event().wait(0.05)
    raise AssertionError("the window did not open")
