"""A pause is put between two words, as long as wanted, and the end is where the last word is over."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from assistant_gui.bench.voice.splicing import PAUSES_S, Place, read, whole, with_pauses
from assistant_gui.core.sound import SPEECH_RATE_HZ


def words(*seconds: float, gap: float) -> np.ndarray:
    """Noise for each word, and silence between them and around."""
    noise = np.random.default_rng(1)
    quiet = np.zeros(round(gap * SPEECH_RATE_HZ))
    parts = [np.zeros(SPEECH_RATE_HZ // 5)]
    for each in seconds:
        parts += [noise.choice([-0.5, 0.5], size=round(each * SPEECH_RATE_HZ)), quiet]
    return np.concatenate([*parts[:-1], np.zeros(SPEECH_RATE_HZ // 5)])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    soundfile.write(tmp_path / "two-words.wav", words(1.0, 1.0, gap=0.1), SPEECH_RATE_HZ)
    return tmp_path / "two-words.wav"


def test_the_silence_around_what_is_said_is_cut(file):
    assert len(read(file)) / SPEECH_RATE_HZ == pytest.approx(2.1 + 0.06, abs=0.03)


def test_a_pause_stands_where_the_gap_was(file):
    (turn,) = with_pauses([file], 1, np.random.default_rng(3))

    assert PAUSES_S[0] <= turn.pause <= PAUSES_S[1]
    assert turn.place is Place.WORDS
    assert turn.end == pytest.approx(0.5 + 0.03 + 2.0 + turn.pause, abs=0.05)


def test_a_room_is_never_quite_silent(file):
    (turn,) = with_pauses([file], 1, np.random.default_rng(3))

    assert all(np.abs(block).max() > 0 for block in np.array_split(turn.samples, 100))


def test_where_the_speaker_had_paused_is_told(tmp_path):
    soundfile.write(tmp_path / "sentences.wav", words(1.0, 1.0, gap=0.4), SPEECH_RATE_HZ)

    assert next(with_pauses([tmp_path / "sentences.wav"], 1, np.random.default_rng(3))).place is Place.PHRASES


def test_the_same_seed_makes_the_same_turns(file):
    one, other = (next(with_pauses([file], 1, np.random.default_rng(5))) for _ in range(2))

    assert np.array_equal(one.samples, other.samples)


def test_a_whole_turn_has_no_pause_of_ours(file):
    (turn,) = whole([file], 1, np.random.default_rng(3))

    assert (turn.place, turn.pause) == (Place.NOWHERE, 0.0)
    assert turn.end == pytest.approx(0.5 + 0.03 + 2.1, abs=0.05)
