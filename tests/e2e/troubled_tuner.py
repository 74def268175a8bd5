"""A tuner that meets its trouble at a chosen moment: ``python -m tests.e2e.troubled_tuner TROUBLE STAGE NUMBER RUN``.

The real role, in its own process. TROUBLE is what happens once STAGE has been told (``end`` is the last event):

- ``dies``: it kills itself like ``kill -9`` when so many more linear layers were computed (0: at once; while it
  learns, those of samples and looks in between do not count);
- ``lacks``: torch's allocator says that there is no memory, at that layer and after it, until the stage is over;
- ``lacks-once``: only at that layer;
- ``cramped``: the system gives no more than NUMBER bytes more of memory;
- ``full``: no file may grow beyond NUMBER bytes.
"""

import os
import resource
import signal
import sys

import psutil
import torch

from assistant_gui.tuner import role
from assistant_gui.tuner.events import Diary

SAID = (
    "[enforce fail at alloc_cpu.cpp:117] err == 0. DefaultCPUAllocator: can't allocate memory: "
    "you tried to allocate 150994944 bytes. Error code 12 (Cannot allocate memory)"
)


class Trouble:
    def __init__(self, kind: str, stage: str, number: int) -> None:
        self.kind, self.stage, self.number = kind, stage, number
        self.begun = False
        self.layers = 0

    def reached(self, stage: str) -> None:
        self.begun = stage == self.stage
        if not self.begun:
            return
        if self.kind == "dies" and not self.number:
            os.kill(os.getpid(), signal.SIGKILL)
        if self.kind == "cramped":
            _bound(resource.RLIMIT_AS, psutil.Process().memory_info().vms + self.number)
        if self.kind == "full":
            _bound(resource.RLIMIT_FSIZE, self.number)

    def computed(self, layer: torch.nn.Linear) -> None:
        """*layer* is about to be."""
        if not self.begun or (self.stage == "train" and not layer.training):
            return
        self.layers += 1
        if self.layers < self.number:
            return
        if self.kind == "dies":
            os.kill(os.getpid(), signal.SIGKILL)
        if self.kind == "lacks" or (self.kind == "lacks-once" and self.layers == self.number):
            raise RuntimeError(SAID)


def _bound(what: int, most: int) -> None:
    _, hard = resource.getrlimit(what)
    resource.setrlimit(what, (most, hard))


def main() -> None:
    kind, stage, number, run = sys.argv[1:]
    trouble = Trouble(kind, stage, int(number))
    forward, staged, ended = torch.nn.Linear.forward, Diary.stage, Diary.end

    def computed(layer: torch.nn.Linear, given: torch.Tensor) -> torch.Tensor:
        trouble.computed(layer)
        return forward(layer, given)

    def told(diary: Diary, name: str) -> None:
        staged(diary, name)
        trouble.reached(name)

    def over(diary: Diary, status: str, **facts: object) -> None:
        trouble.reached("end")
        ended(diary, status, **facts)

    torch.nn.Linear.forward = computed
    Diary.stage, Diary.end = told, over
    role.main(run)


if __name__ == "__main__":
    main()
