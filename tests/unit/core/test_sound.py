"""Sound without numpy."""

import pytest

from assistant_gui.core.sound import Sound, joined


def test_its_length_follows_from_its_bytes():
    assert Sound(bytes(32000), 16000).seconds == 1.0


def test_only_exact_zeros_are_silence():
    assert Sound(bytes(10), 16000).silent
    assert not Sound(b"\x00\x00\x01\x00", 16000).silent


def test_full_scale_is_one():
    assert Sound(b"\x00\x80" * 100, 16000).level == pytest.approx(1.0)
    assert Sound(b"", 16000).level == 0.0


def test_sounds_of_different_rates_are_not_joined():
    with pytest.raises(ValueError, match="rates"):
        joined([Sound(b"", 16000), Sound(b"", 24000)])
