"""How much memory a run holds, and what it says when there is none left."""

import gc

import psutil
import torch

from assistant_gui.weights import shortage


def ran_out(error: BaseException) -> bool:
    """It was raised for lack of memory, on the device or beside it."""
    return isinstance(error, torch.OutOfMemoryError) or shortage.ran_out(error)


def give_back() -> None:
    """Let go of what nobody uses any more."""
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()


def used_bytes() -> int:
    """By this process: on the GPU where there is one, else altogether."""
    if torch.cuda.is_available():
        return int(torch.cuda.max_memory_reserved())
    return int(psutil.Process().memory_info().rss)


def free_bytes() -> int:
    """For this process to take."""
    if torch.cuda.is_available():
        free, _total = torch.cuda.mem_get_info()
        return int(free)
    return int(psutil.virtual_memory().available)
