"""The curves in TensorBoard's form, read back by its definition."""

import struct

import pytest

from assistant_gui.tuner import tensorboard
from assistant_gui.tuner.tensorboard import Board


def unmasked(masked: int) -> int:
    turned = (masked - 0xA282EAD8) & 0xFFFFFFFF
    return (turned >> 17 | turned << 15) & 0xFFFFFFFF


def records(folder):
    """The events of the one file in *folder*, without what guards them."""
    (file,) = folder.iterdir()
    content, at = file.read_bytes(), 0
    while at < len(content):
        (length,) = struct.unpack_from("<Q", content, at)
        yield content[at + 12 : at + 12 + length]
        at += 16 + length


@pytest.mark.parametrize(("text", "crc"), [(b"123456789", 0xE3069283), (bytes(32), 0x8A9136AA)])
def test_the_checksum_is_that_of_the_standard(text, crc):
    (masked,) = struct.unpack("<I", tensorboard._checksum(text))

    assert unmasked(masked) == crc


def test_the_first_record_names_the_version(tmp_path):
    Board(tmp_path)

    (first,) = records(tmp_path)
    assert first.endswith(b"\x1a\x0dbrain.Event:2")


def test_a_number_stands_under_its_name_and_step(tmp_path):
    Board(tmp_path).numbers(300, {"train/loss": 1.5})

    _, event = records(tmp_path)
    assert event[9:12] == b"\x10\xac\x02"
    value = b"\x0a\x0atrain/loss\x15" + struct.pack("<f", 1.5)
    assert event[12:] == b"\x2a" + bytes([len(value) + 2]) + b"\x0a" + bytes([len(value)]) + value


def test_the_library_reads_it(tmp_path):
    accumulator = pytest.importorskip("tensorboard.backend.event_processing.event_accumulator")
    board = Board(tmp_path)
    for step in (1, 200, 70000):
        board.numbers(step, {"train/loss": step / 4, "train/lr": 0.5})

    found = accumulator.EventAccumulator(str(tmp_path))
    found.Reload()

    assert [(each.step, each.value) for each in found.Scalars("train/loss")] == [
        (1, 0.25),
        (200, 50.0),
        (70000, 17500.0),
    ]
    assert len(found.Scalars("train/lr")) == 3
