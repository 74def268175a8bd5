"""A tuner's short work, asked for and waited for: nothing of a model is opened in this process."""

import json
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import assistant_gui
from assistant_gui.core.errors import AssistantError, received
from assistant_gui.core.language import N_
from assistant_gui.core.turn import Turn

_log = logging.getLogger(__name__)


def done(
    chore: str, orders: Mapping[str, object], turn: Turn, on_progress: Callable[[float], None] = lambda share: None
) -> Mapping[str, object]:
    """Have ``tuner --chore`` do it; what it answered. Raises AssistantError, and TurnCancelled when *turn* is cut."""
    home = str(Path(assistant_gui.__file__).parent.parent)
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "assistant_gui", "tuner", f"--{chore}"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, [home, os.environ.get("PYTHONPATH")]))},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    turn.on_cancel(process.kill)
    answer: Mapping[str, object] = {}
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(json.dumps(orders).encode() + b"\n")
            process.stdin.flush()
            for line in process.stdout:
                answer = json.loads(line)
                share = answer.get("share")
                if isinstance(share, int | float):
                    on_progress(float(share))
        except (OSError, ValueError):
            answer = {}  # it was killed in the middle of a line
        process.kill()
    turn.check()
    if trace := answer.get("trace"):
        _log.error("%s broke in the tuner\n%s", chore, trace)
    return _answered(answer)


def _answered(answer: Mapping[str, object]) -> Mapping[str, object]:
    finished, failed = answer.get("done"), answer.get("failed")
    if isinstance(finished, dict):
        return finished
    if isinstance(failed, dict):
        raise received(failed)
    raise AssistantError(
        N_("The work on the adapter ended without a word, perhaps for lack of memory."),
        N_("Close other programs and try again."),
    )
