"""How soon the window takes a key, how soon it answers, and how much memory the desk needs.

Prints one JSON line. The real window under Xvfb, typed into from outside with xdotool and
looked at with xwd (Debian: xvfb xdotool x11-apps):

    ASSISTANT_MODELS=... python -m tests.bench.bench_start [RUNS]

``key_ms``: from the start of the process until a typed key is seen on the screen.
``first_token_ms``: from that process start's first possible Enter until the answer
begins to show, for a question typed at once. ``desk_mb``: resident memory of the
desk process (without its roles) after the answer.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from assistant_gui.core.conversation import Role
from assistant_gui.paths import Profile
from assistant_gui.store.archive import Archive
from assistant_gui.store.preferences import Preferences

SCREEN = "1280x860x24"
WAIT_S = 30.0


@contextmanager
def display() -> Iterator[dict[str, str]]:
    """A screen of our own; the environment that shows a program on it."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", SCREEN, "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            number = told.readline().strip()
        yield {**os.environ, "DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
    finally:
        server.terminate()
        server.wait()


def until(true: Callable[[], bool], what: str) -> float:
    """Look again and again; the moment it became true."""
    end = time.perf_counter() + WAIT_S
    while time.perf_counter() < end:
        if true():
            return time.perf_counter()
        time.sleep(0.005)
    raise SystemExit(f"{what} did not happen within {WAIT_S:.0f} s")


def picture(environment: dict[str, str]) -> bytes:
    """The screen as raw pixels."""
    command = ["xwd", "-root", "-silent"]
    return subprocess.run(command, env=environment, capture_output=True, check=True).stdout


def xdotool(environment: dict[str, str], *words: str) -> str:
    return subprocess.run(["xdotool", *words], env=environment, capture_output=True, text=True).stdout.strip()


def once(models: str) -> tuple[float, float, float]:
    with tempfile.TemporaryDirectory() as folder, display() as environment:
        profile = Profile.opened(Path(folder))
        Preferences(profile.settings).change("welcomed", True)
        began = time.perf_counter()
        desk = subprocess.Popen(
            [sys.executable, "-m", "assistant_gui", "--profile", folder],
            env={**environment, "ASSISTANT_MODELS": models},
        )
        try:
            window = ""

            def shown() -> bool:
                nonlocal window
                window = xdotool(environment, "search", "--onlyvisible", "--pid", str(desk.pid)).split("\n")[-1]
                return bool(window)

            until(shown, "the window")
            xdotool(environment, "windowfocus", window)
            before = picture(environment)
            typed = until(lambda: _typed(environment, before), "a typed key")
            xdotool(environment, "type", "--delay", "1", " Say hello")
            xdotool(environment, "key", "Return")
            asked = time.perf_counter()
            answered = until(lambda: _answered(profile), "an answer")
            memory = psutil.Process(desk.pid).memory_info().rss / 1e6
        finally:
            desk.terminate()
            desk.wait(10)
    return (typed - began) * 1000, (answered - asked) * 1000, memory


def _typed(environment: dict[str, str], before: bytes) -> bool:
    """Something on the screen changed after a key: more than a blinking cursor."""
    xdotool(environment, "type", "W")
    now = picture(environment)
    return sum(old != new for old, new in zip(before[-len(now) :: 4], now[::4], strict=False)) > 60


def _answered(profile: Profile) -> bool:
    """An answer has begun to be kept, which is when it shows (committed within a second at the latest)."""
    if not profile.database.exists():
        return False
    archive = Archive(profile.database, to_read=True)
    try:
        return any(
            message.role is Role.ASSISTANT and message.generator is not None
            for conversation in archive.conversations()
            for message in archive.thread(conversation.id)
        )
    finally:
        archive.close()


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    models = os.environ["ASSISTANT_MODELS"]
    once(models)  # warm files
    measured = [once(models) for _ in range(runs)]
    key, first, memory = (statistics.median(column) for column in zip(*measured, strict=True))
    print(
        json.dumps(
            {
                "bench": "start",
                "runs": runs,
                "key_ms": round(key),
                "first_answer_ms": round(first),
                "desk_mb": round(memory),
            }
        )
    )


if __name__ == "__main__":
    main()
