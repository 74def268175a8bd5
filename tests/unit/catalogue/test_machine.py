"""What is recommended for which machine."""

import pytest

from assistant_gui.catalogue.entries import Entry
from assistant_gui.catalogue.machine import fits, recommended, this_machine
from assistant_gui.core.models import Format, Kind, Machine, Model

GB = 10**9


def chat(billions: float, *, starter: bool = False, gpu: bool = False) -> Entry:
    size = int(billions * 0.62 * GB)
    needs = size + GB // 2
    model = Model(
        f"{billions}b", "", Kind.CHAT, Format.GGUF, size, "MIT", "",
        starter=starter, needs_memory_bytes=needs, needs_gpu=gpu,
    )  # fmt: skip
    return Entry(model, parameters_b=billions)


ALL = [chat(0.135, starter=True), chat(0.5), chat(1.5), chat(3.8), chat(7.6), chat(14.8), chat(7.7, gpu=True)]


@pytest.mark.parametrize(
    ("machine", "expected"),
    [
        (Machine(2 * GB), ["0.135b", "0.5b"]),
        (Machine(4 * GB), ["0.135b", "0.5b", "1.5b"]),
        (Machine(8 * GB), ["0.5b", "1.5b", "3.8b"]),
        (Machine(64 * GB), ["0.5b", "1.5b", "7.6b"]),  # more memory does not make it read faster
        (Machine(64 * GB, 16 * GB), ["1.5b", "3.8b", "14.8b"]),
    ],
)
def test_three_sizes_that_fit(machine: Machine, expected: list[str]) -> None:
    assert [entry.model.id for entry in recommended(ALL, machine)] == expected


def test_a_model_for_graphics_cards_wants_one() -> None:
    entry = chat(7.7, gpu=True)

    assert not fits(entry, Machine(64 * GB))
    assert fits(entry, Machine(16 * GB, 12 * GB))


def test_this_machine_has_memory() -> None:
    assert this_machine().memory_bytes > GB // 2
