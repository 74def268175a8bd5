"""Lack of memory and of room, as libraries tell of it."""

import os

import pytest

from assistant_gui.weights.shortage import ran_out, unwritten


@pytest.mark.parametrize(
    ("error", "known"),
    [
        (MemoryError(), True),
        (OSError(12, "Cannot allocate memory"), True),
        (RuntimeError("[enforce fail at alloc_cpu.cpp:117] DefaultCPUAllocator: can't allocate memory: you"), True),
        (RuntimeError("CUDA out of memory. Tried to allocate 2.00 GiB"), True),
        (ImportError("libx.so: failed to map segment from shared object: Cannot allocate memory"), True),
        (RuntimeError("mat1 and mat2 shapes cannot be multiplied"), False),
        (OSError(28, "No space left on device"), False),
    ],
)
def test_lack_of_memory_is_known_by_its_words(error, known):
    assert ran_out(error) is known


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (OSError(28, "No space left on device"), "No space left on device"),
        (OSError("no words"), "OSError"),
        (RuntimeError("Error while serializing: I/O error: File too large (os error 27)"), os.strerror(27)),
        (RuntimeError("[enforce fail] . PytorchStreamWriter failed writing file data/0: file write"), os.strerror(5)),
        (ValueError("no such thing"), ""),
    ],
)
def test_what_the_system_has_against_a_file_is_told(error, reason):
    assert unwritten(error) == reason
