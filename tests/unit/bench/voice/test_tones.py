"""Words that are tones: what was said is heard again, word by word."""

from itertools import pairwise

import numpy as np
import pytest
import soxr

from assistant_gui.bench.rig import RATE_HZ
from assistant_gui.bench.voice.levels import Samples
from assistant_gui.bench.voice.tones import Word, distance, heard_words, sentences, spoken_tones, words_off
from assistant_gui.core.sound import VOICE_RATE_HZ


def recorded(text: str) -> Samples:
    pcm = np.frombuffer(spoken_tones(text), dtype="<i2") / np.float32(32768)
    return np.asarray(soxr.resample(pcm.astype(np.float32), VOICE_RATE_HZ, RATE_HZ), dtype=np.float32)


def said(words: list[Word]) -> list[str]:
    return [word.word for word in words]


def test_every_word_is_heard_again() -> None:
    text = sentences(40, seed=3)

    assert said(heard_words(recorded(text))) == text.replace(".", "").split()


def test_a_quiet_word_is_heard_as_well() -> None:
    assert said(heard_words(recorded("alpha foxtrot lima.") * 0.16)) == ["alpha", "foxtrot", "lima"]


def test_a_word_that_was_halted_and_went_on_is_one_word() -> None:
    sound = recorded("alpha foxtrot lima.")
    middle = round(0.6 * RATE_HZ)

    halted = np.concatenate([sound[:middle], np.zeros(RATE_HZ, np.float32), sound[middle:]])

    assert said(heard_words(halted)) == ["alpha", "foxtrot", "lima"]


def test_of_a_word_that_was_cut_the_share_is_told() -> None:
    sound = recorded("foxtrot.")

    (word,) = heard_words(sound[: round(0.21 * RATE_HZ)])

    assert word.share == pytest.approx(0.5, abs=0.06)


@pytest.mark.parametrize(
    ("stored", "off"),
    [("Alpha bravo", 0), ("alpha bravo kilo", 0), ("alpha", 1), ("alpha bravo kilo lima", 1), ("", 2)],
)
def test_a_word_that_was_only_begun_may_be_stored_or_not(stored: str, off: int) -> None:
    heard = [Word("alpha", 1.0), Word("bravo", 0.98), Word("kilo", 0.4)]

    assert words_off(stored, heard) == off


def test_distance_counts_words_changed_added_and_left_out() -> None:
    assert distance(["a", "b", "c", "d"], ["a", "x", "c", "d", "e"]) == 2


def test_no_word_comes_twice_in_a_row() -> None:
    words = sentences(200, seed=1).replace(".", "").split()

    assert all(one != other for one, other in pairwise(words))
