"""What the person says, the same each time."""

import random
from pathlib import Path

import numpy as np
import pytest
import soundfile

from assistant_gui.bench.rig import RATE_HZ
from assistant_gui.bench.voice.clips import Clip, drawn, gaps, prompts, questions, read, with_pause, written
from assistant_gui.core.errors import AssistantError


def phrase(*words: float, gap: float = 0.1) -> Clip:
    """Noise as long as each of *words*, in seconds, with gaps between."""
    noise = np.random.default_rng(1)
    parts: list[np.ndarray] = []
    for seconds in words:
        parts += [noise.choice([-0.5, 0.5], size=round(seconds * RATE_HZ)), np.zeros(round(gap * RATE_HZ))]
    return Clip("phrase", np.concatenate(parts[:-1]).astype(np.float32))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(6):
        written(phrase(0.5, 0.5 + number / 10), tmp_path / f"{number}.wav", lead=0.2, tail=0.3)
    soundfile.write(tmp_path / "silence.wav", np.zeros(RATE_HZ), RATE_HZ)
    return tmp_path


def test_a_pause_is_put_between_two_words() -> None:
    clip = phrase(0.5, 0.6)

    spliced = with_pause(clip, 0.5, random.Random(1))

    assert spliced is not None
    assert spliced.seconds == pytest.approx(clip.seconds + 0.5)
    assert not spliced.samples[round(0.5 * RATE_HZ) : round(1.1 * RATE_HZ)].any()


def test_where_there_is_no_gap_there_is_no_place_for_a_pause() -> None:
    assert with_pause(phrase(1.0), 0.5, random.Random(1)) is None


def test_a_pause_has_speech_on_both_sides() -> None:
    assert gaps(phrase(0.1, 1.0, 0.1)) == []
    assert len(gaps(phrase(0.4, 1.0, 0.4))) == 2


def test_silence_around_a_recording_is_cut(folder: Path) -> None:
    assert read(folder / "0.wav").seconds == pytest.approx(1.1, abs=0.02)


def test_only_phrases_of_the_right_length_are_taken(folder: Path) -> None:
    assert [each.name for each in prompts(folder, 1.0, 1.75)] == ["0.wav", "1.wav"]


def test_without_phrases_it_says_how_to_get_some(tmp_path: Path) -> None:
    with pytest.raises(AssistantError, match="asterisk-core-sounds-en-wav"):
        prompts(tmp_path, 2, 6)


def test_nothing_is_drawn_twice_before_all_were_drawn_once() -> None:
    files = [Path(str(number)) for number in range(5)]

    chosen = drawn(files, 10)

    assert set(chosen[:5]) == set(files)
    assert chosen == drawn(files, 10)


def test_so_many_questions_hold_a_pause_and_are_the_same_each_time(folder: Path) -> None:
    files = prompts(folder, 1.0, 3.0)
    lengths = {file.stem: read(file).seconds for file in files}

    asked = list(questions(files, 6, 2, (0.3, 0.8)))

    assert [each.seconds > lengths[each.name] + 0.2 for each in asked] == [False, False, True, False, False, True]
    assert [each.seconds for each in questions(files, 6, 2, (0.3, 0.8))] == [each.seconds for each in asked]
