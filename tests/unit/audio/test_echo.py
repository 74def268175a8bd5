"""Taking the speaker's sound out of the microphone's, with WebRTC's canceller and with a plain one."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from assistant_gui.audio.echo import LONGEST_WAIT, STEP, WATCHED, Cleaning, Reference, aec3

SPEECH = Path(__file__).parents[2] / "data" / "librivox-0930.wav"
BLOCK = 320


class Plain:
    """Subtracts the reference as it is."""

    def process(self, near, far):
        return near - far


@pytest.fixture
def clock():
    return [0.0]


@pytest.fixture
def reference(clock):
    return Reference(lambda: clock[0])


def tone(count: int, start: int = 1) -> np.ndarray:
    return np.arange(start, start + count, dtype=np.int16)


def test_while_nothing_is_played_sound_goes_through_at_once(reference):
    cleaning = Cleaning(reference, Plain())

    assert cleaning.of(tone(100)).tolist() == tone(100).tolist()


def test_what_is_played_is_taken_out_in_whole_steps(reference):
    put = reference.begin(16_000)
    cleaning = Cleaning(reference, Plain())
    put(tone(BLOCK))

    assert len(cleaning.of(tone(200))) == STEP  # in which cancelling is faded in
    assert cleaning.of(tone(120, 201)).tolist() == [0] * STEP


def test_sound_waits_for_its_reference(reference):
    put = reference.begin(16_000)
    cleaning = Cleaning(reference, Plain())
    put(tone(STEP))

    assert len(cleaning.of(tone(2 * STEP))) == STEP
    put(tone(STEP, STEP + 1))
    assert cleaning.of(tone(0)).tolist() == [0] * STEP


def test_it_does_not_wait_for_ever(reference):
    put = reference.begin(16_000)
    cleaning = Cleaning(reference, Plain())
    put(tone(STEP))
    given = cleaning.of(tone(LONGEST_WAIT + STEP))

    assert len(given) == LONGEST_WAIT + STEP
    assert given[STEP:].tolist() == tone(LONGEST_WAIT, STEP + 1).tolist()


def test_a_reference_that_comes_late_is_brought_forward(reference):
    """The device asked for 0.2 s at once; from then on all that it plays comes 0.2 s late."""
    put = reference.begin(16_000)
    cleaning = Cleaning(reference, Plain())
    put(np.full(3200, 7, np.int16))
    for _ in range(WATCHED // BLOCK + 1):
        put(np.full(BLOCK, 9, np.int16))
        cleaned = cleaning.of(np.full(BLOCK, 9, np.int16))

    assert not cleaned.any()


def test_after_the_room_has_fallen_silent_nothing_waits(reference, clock):
    put = reference.begin(16_000)
    cleaning = Cleaning(reference, Plain())
    put(tone(STEP))
    cleaning.of(tone(STEP + 7))
    clock[0] = 5.0

    assert len(cleaning.of(tone(3))) == 10


def test_a_closed_speaker_gives_no_reference(reference):
    reference.begin(48_000)(tone(480))
    reference.end()

    assert len(reference.taken()) == 0


@pytest.mark.parametrize("rate_hz", [16_000, 48_000])
def test_webrtc_takes_an_echo_of_real_speech_out(rate_hz, reference):
    """60 ms later and 12 dB quieter, in blocks that come in bursts."""
    played, was = soundfile.read(SPEECH, dtype="int16")
    assert was == 16_000
    far = np.repeat(played, rate_hz // 16_000)
    echo = (np.concatenate((np.zeros(960, np.int16), played)) * 0.25).astype(np.int16)
    put = reference.begin(rate_hz)
    cleaning = Cleaning(reference, aec3())
    cleaned = []
    for at in range(0, len(played) - 2 * BLOCK, 2 * BLOCK):
        put(far[at * rate_hz // 16_000 : (at + 2 * BLOCK) * rate_hz // 16_000])
        cleaned.append(cleaning.of(echo[at : at + BLOCK]))
        cleaned.append(cleaning.of(echo[at + BLOCK : at + 2 * BLOCK]))
    after = np.concatenate(cleaned).astype(float)
    before = echo[: len(after)].astype(float)
    half = len(after) // 2

    assert 10 * np.log10(np.mean(before[half:] ** 2) / np.mean(after[half:] ** 2)) > 15


def test_cancelling_begins_and_ends_without_a_click(reference, clock):
    put = reference.begin(16_000)
    cleaning = Cleaning(reference, aec3())
    voice = (3000 * np.sin(2 * np.pi * 300 * np.arange(4 * 16_000) / 16_000)).astype(np.int16)
    played = (2000 * np.random.default_rng(0).standard_normal(len(voice))).astype(np.int16)
    cleaned = []
    for at in range(0, len(voice) - BLOCK, BLOCK):
        clock[0] = at / 16_000
        put(played[at : at + BLOCK] if 1 <= clock[0] < 2 else np.zeros(BLOCK, np.int16))
        cleaned.append(cleaning.of(voice[at : at + BLOCK]))

    steepest = np.abs(np.diff(voice.astype(int))).max()
    assert np.abs(np.diff(np.concatenate(cleaned).astype(int))).max() < 1.6 * steepest


def test_a_watcher_is_shown_both_before_one_is_taken_out_of_the_other(reference):
    shown = []
    put = reference.begin(16_000)
    cleaning = Cleaning(reference, Plain(), lambda near, far: shown.append((near.tolist(), far.tolist())))
    put(tone(STEP))

    cleaning.of(tone(STEP, 500))

    assert shown == [(tone(STEP, 500).tolist(), tone(STEP).tolist())]


def test_the_next_answer_has_its_reference_at_the_same_time_as_the_last(reference, clock):
    """While nothing was played the microphone's blocks came in larger ones, and before the speaker's."""
    put = reference.begin(16_000)
    cleaning = Cleaning(reference, Plain())
    put(tone(4 * STEP))
    cleaning.of(tone(4 * STEP))
    clock[0] = 5.0
    put(np.zeros(2 * STEP, np.int16))
    cleaning.of(np.zeros(5 * STEP, np.int16))

    put(np.concatenate((np.zeros(3 * STEP, np.int16), tone(4 * STEP))))
    cleaned = cleaning.of(tone(4 * STEP))

    assert not cleaned[STEP:].any()


def test_what_was_played_before_the_microphone_opened_makes_no_later_reference_late(reference, clock):
    """An answer was read out while nobody listened, and the speaker is still open."""
    put = reference.begin(16_000)
    put(tone(20 * STEP))
    clock[0] = 5.0
    cleaning = Cleaning(reference, Plain())
    put(np.zeros(STEP, np.int16))
    cleaning.of(np.zeros(STEP, np.int16))

    put(tone(4 * STEP))
    cleaned = cleaning.of(tone(4 * STEP))

    assert not cleaned[STEP:].any()
