"""Telling a person from the echo of what is played, by loudness alone."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from assistant_gui.audio.flinch import STEP, Flinch

DATA = Path(__file__).parents[2] / "data"
READ, RATE_HZ = soundfile.read(DATA / "librivox-0930.wav", dtype="int16")
PLAYED = np.tile(READ, 3)
CALLED, _ = soundfile.read(DATA / "librivox-0890.wav", dtype="int16")
PERSON = CALLED[14 * 320 :][: RATE_HZ // 2]
"""From its first word; as loud as what is played, and 12 dB louder than its echo."""
SPOKE_AT = 5.0


def echo_of(played: np.ndarray, *, later: float = 0.15, tail: float = 0.0) -> np.ndarray:
    """12 dB quieter; with a *tail* of so many seconds the room repeats it, ever fainter."""
    rate = RATE_HZ
    room = np.zeros(round((later + tail) * rate) + 1)
    room[round(later * rate)] = 1.0
    if tail:
        dice = np.random.default_rng(1)
        after = np.arange(round(tail * rate)) / rate
        room[-len(after) :] += dice.normal(0, 0.06, len(after)) * np.exp(-after / (tail / 5))
    size = 1 << (len(played) + len(room)).bit_length()
    heard = np.fft.irfft(np.fft.rfft(played, size) * np.fft.rfft(room, size), size)[: len(played)]
    return np.clip(0.25 * heard, -32768, 32767).astype(np.int16)


def startled_at(near: np.ndarray, far: np.ndarray) -> list[float]:
    """Seconds of what had been heard, each time."""
    flinch = Flinch()
    ends = range(2 * STEP, len(near), 2 * STEP)
    return [end / RATE_HZ for end in ends if flinch.startled(near[end - 2 * STEP : end], far[end - 2 * STEP : end])]


def spoken_over(near: np.ndarray, *, at: float = SPOKE_AT) -> np.ndarray:
    begin = round(at * RATE_HZ)
    with_person = near.astype(np.int32)
    with_person[begin : begin + len(PERSON)] += PERSON
    return np.clip(with_person, -32768, 32767).astype(np.int16)


@pytest.mark.parametrize("tail", [0.0, 0.3])
def test_an_echo_alone_startles_nobody(tail):
    assert startled_at(echo_of(PLAYED, tail=tail), PLAYED) == []


@pytest.mark.parametrize("tail", [0.0, 0.3])
def test_a_person_is_told_from_it_within_a_tenth_of_a_second(tail):
    first = startled_at(spoken_over(echo_of(PLAYED, tail=tail)), PLAYED)[0]

    assert SPOKE_AT < first < SPOKE_AT + 0.1


def test_before_the_echo_is_known_nothing_startles():
    assert startled_at(spoken_over(echo_of(PLAYED), at=0.3)[:RATE_HZ], PLAYED) == []


def test_a_click_is_too_short():
    near = echo_of(PLAYED)
    near[int(SPOKE_AT * RATE_HZ)] = 30_000

    assert startled_at(near, PLAYED) == []


def test_an_echo_that_grows_louder_is_learnt_again():
    """Somebody turned up the loudspeaker itself."""
    near = echo_of(PLAYED)
    turned = round(3.0 * RATE_HZ)
    near[turned:] = np.clip(near[turned:].astype(np.int32) * 4, -32768, 32767)

    times = startled_at(near, PLAYED)

    assert times
    assert max(times) < 3.0 + 2.5


def test_while_nothing_is_played_nothing_startles():
    near = spoken_over(np.zeros(len(PLAYED), np.int16))

    assert startled_at(near, np.zeros(len(PLAYED), np.int16)) == []


def test_with_headphones_a_rustle_startles_nobody_and_a_voice_does():
    room = np.random.default_rng(3).normal(0, 3, len(PLAYED)).astype(np.int16)
    rustle = room.copy()
    rustle[4 * RATE_HZ : 4 * RATE_HZ + RATE_HZ // 10] *= 6

    assert startled_at(rustle, PLAYED) == []
    assert SPOKE_AT < startled_at(spoken_over(room), PLAYED)[0] < SPOKE_AT + 0.1
