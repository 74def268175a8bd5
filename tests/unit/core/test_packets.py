"""Packets between roles."""

import io

import pytest

from assistant_gui.core.packets import packed, packets


def test_what_is_packed_is_read_back():
    stream = io.BytesIO(packed({"do": "flush", "turn": 3}) + packed({"do": "play", "name": "你"}, b"\x00\n\xff"))

    assert list(packets(stream)) == [({"do": "flush", "turn": 3}, b""), ({"do": "play", "name": "你"}, b"\x00\n\xff")]


def test_a_packet_cut_off_at_the_end_is_dropped():
    whole = packed({"a": 1}) + packed({"b": 2}, b"12345678")

    assert list(packets(io.BytesIO(whole[:-3]))) == [({"a": 1}, b"")]


def test_an_absurd_size_is_refused():
    with pytest.raises(ValueError, match="announces"):
        list(packets(io.BytesIO(b'{"bytes": 99999999999}\n')))
