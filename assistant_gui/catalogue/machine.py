"""What this machine has, and which models fit it."""

import shutil
import subprocess
import sys
from collections.abc import Iterable

import psutil

from assistant_gui.catalogue.entries import Entry
from assistant_gui.core.models import Kind, Machine

_ASK_S = 5.0
if sys.platform == "win32":
    _FLAGS = subprocess.CREATE_NO_WINDOW
else:
    _FLAGS = 0
_SHARE = 0.6
"""How much of the memory a model may take: the rest is for the desktop and everything else."""


def this_machine() -> Machine:
    """Memory, and the largest NVIDIA card if there is one; asks no model library."""
    name, memory = _nvidia()
    return Machine(psutil.virtual_memory().total, memory, name)


def recommended(entries: Iterable[Entry], machine: Machine) -> list[Entry]:
    """Three chat models that fit: the best, the smallest, and one between; smallest first."""
    fitting = sorted(
        (each for each in entries if each.model.kind is Kind.CHAT and fits(each, machine)),
        key=lambda each: each.parameters_b,
    )
    if len(fitting) <= 3:
        return fitting
    best = fitting[-1]
    middle = min(fitting[1:-1], key=lambda each: abs(each.parameters_b - best.parameters_b / 2.5))
    return [fitting[0], middle, best]


def fits(entry: Entry, machine: Machine) -> bool:
    needs = entry.model.needs_memory_bytes
    if entry.model.needs_gpu:
        return needs <= machine.gpu_memory_bytes
    return needs <= max(machine.memory_bytes * _SHARE, machine.gpu_memory_bytes)


def _nvidia() -> tuple[str, int]:
    """(name, bytes) of the largest card."""
    tool = shutil.which("nvidia-smi")
    if tool is None:
        return "", 0
    try:
        told = subprocess.run(
            [tool, "--query-gpu=name,memory.total", "--format=csv,noheader,nounits"],
            capture_output=True, text=True, timeout=_ASK_S, check=True, creationflags=_FLAGS,
        ).stdout  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return "", 0
    cards = [_card(line) for line in told.splitlines() if "," in line]
    return max(cards, key=lambda card: card[1], default=("", 0))


def _card(line: str) -> tuple[str, int]:
    name, _, mib = line.rpartition(",")
    return name.strip(), int(mib) * 2**20 if mib.strip().isdigit() else 0
