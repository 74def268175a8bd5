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
_READABLE_BYTES = 5_000_000_000
"""Without a graphics card every weight is read from memory for every word: beyond this it is slower than reading."""


def this_machine() -> Machine:
    """Memory, and the graphics card if there is one that helps; asks no model library."""
    memory = psutil.virtual_memory().total
    if sys.platform == "darwin":  # Apple silicon: the card works in the same memory
        return Machine(memory, int(memory * _SHARE), "Apple silicon")
    name, gpu_memory = _nvidia()
    return Machine(memory, gpu_memory, name)


def recommended(entries: Iterable[Entry], machine: Machine) -> list[Entry]:
    """Three chat models, measured by how they talk and not by whether they see: the best that fits, one a third and one a tenth of its size, or nearly; smallest first."""
    fitting = sorted(
        (each for each in entries if each.model.kind is Kind.CHAT and not each.model.sees and fits(each, machine)),
        key=lambda each: (each.parameters_b, each.model.needs_memory_bytes),
    )
    left = [each for each in fitting if not each.model.starter] if len(fitting) > 3 else fitting
    if len(left) <= 3:
        return left
    best = left.pop()
    left = [each for each in left if each.parameters_b < best.parameters_b]
    middle = min(left, key=lambda each: abs(each.parameters_b - best.parameters_b / 3))
    small = min(left[: max(1, left.index(middle))], key=lambda each: abs(each.parameters_b - best.parameters_b / 10))
    return [small, middle, best]


def fits(entry: Entry, machine: Machine) -> bool:
    """Whether the model runs well here: on the card, or in memory and fast enough to wait for."""
    needs = entry.model.needs_memory_bytes
    if needs <= machine.gpu_memory_bytes:
        return True
    in_memory = needs <= machine.memory_bytes * _SHARE and entry.model.download_bytes <= _READABLE_BYTES
    return in_memory and not entry.model.needs_gpu


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
