"""A base in 4 bit for the learning, and whole again for the judgement, as it will serve whole."""

from typing import TYPE_CHECKING

import torch

from assistant_gui.tuner import able, memory
from assistant_gui.tuner.events import Diary
from assistant_gui.tuner.job import Job
from assistant_gui.weights import base, four_bit

if TYPE_CHECKING:
    from peft import PeftModel

WHOLE_BYTES = 5
"""Per weight: in float32, and a little for the opening."""


def packed(job: Job) -> base.Base:
    """The base of *job* in 4 bit, where it learns. It is opened in half the memory of an unpacked one."""
    opened = base.opened(job.format, job.path, torch.bfloat16)
    four_bit.pack(opened.model, able.device())
    memory.give_back()
    return opened


def unpack(model: "PeftModel", job: Job, diary: Diary) -> None:
    """Put the base of *model* back as its file has it; its adapters stay.

    What serves an adapter does not serve it on a base in 4 bit. Where there is no room
    for more, the judgement is of what was learned on, and that is said.
    """
    if WHOLE_BYTES * four_bit.weights(model) > memory.free_bytes():
        diary.warn("There is no room for the whole base, so it is judged in 4 bit; in use it may differ a little.")
        return
    whole = base.opened(job.format, job.path, torch.float32).model
    whole.to(torch.device(able.device()))  # type: ignore[arg-type]  # its stubs take it for a method of a class
    four_bit.unpack(model.get_base_model(), whole)
    memory.give_back()
