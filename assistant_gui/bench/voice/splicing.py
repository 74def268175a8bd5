"""Turns with a pause to think in them, spliced from recordings of people who did not stop."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np
import soundfile
import soxr

from assistant_gui.bench.voice.levels import WINDOW_S, Levels, Samples, levels
from assistant_gui.core.sound import SPEECH_RATE_HZ

WINDOW = round(WINDOW_S * SPEECH_RATE_HZ)
GAP_DB = 28.0
"""What is so much below the loudest is no word: a gap when words follow, and the end when none do."""
GAP_WINDOWS = 7
"""A gap is at least so long: the closure of a p or a k is shorter."""
PHRASE_WINDOWS = 25
"""From here on the speaker had made a pause, most likely between two sentences."""
FROM_THE_START = 70
FROM_THE_END = 50
"""Windows between a spliced pause and the ends of what is said."""
PAUSES_S = (0.25, 1.5)
FADE = SPEECH_RATE_HZ // 200
ROOM_DB = -60.0
LEAD_S, TAIL_S = 0.5, 3.0
"""Of room before and after a turn."""


class Place(StrEnum):
    """Where in what is said a pause was put."""

    WORDS = "between_words"
    PHRASES = "between_phrases"
    """The speaker had made a pause there already."""
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class Spliced:
    """One turn of a person, at SPEECH_RATE_HZ."""

    name: str
    samples: Samples
    place: Place
    pause: float
    """Seconds; 0 without one."""
    end: float
    """When the last word was over."""


def with_pauses(files: Sequence[Path], count: int, dice: np.random.Generator) -> Iterator[Spliced]:
    """*count* turns of *files*, each with one pause in it; fewer when too few have a gap."""
    made = 0
    for at in dice.permutation(len(files)):
        speech = read(files[at])
        places = list(gaps(speech))
        if places and made < count:
            made += 1
            begin, end = places[dice.integers(len(places))]
            yield _paused(files[at].stem, speech, (begin, end), float(dice.uniform(*PAUSES_S)), dice)


def whole(files: Sequence[Path], count: int, dice: np.random.Generator) -> Iterator[Spliced]:
    """*count* of *files* as they are."""
    for at in dice.permutation(len(files))[:count]:
        yield _turn(files[at].stem, read(files[at]), Place.NOWHERE, 0.0, dice)


def read(file: Path) -> Samples:
    """The speech in *file*, without the silence around it."""
    sound, rate_hz = soundfile.read(file, dtype="float32", always_2d=True)
    mono = soxr.resample(sound.mean(axis=1), rate_hz, SPEECH_RATE_HZ, quality="HQ")
    loud = np.flatnonzero(_below(mono) > -GAP_DB)
    return np.asarray(mono[max(0, int(loud[0]) - 3) * WINDOW : (int(loud[-1]) + 4) * WINDOW], np.float32)


def gaps(
    speech: Samples, *, least: int = GAP_WINDOWS, after: int = FROM_THE_START, before: int = FROM_THE_END
) -> Iterator[tuple[int, int]]:
    """Where it is quiet between two words, in samples: for so many windows at *least*, and so far from both ends."""
    quiet = _below(speech) <= -GAP_DB
    edges = np.flatnonzero(np.diff(np.concatenate(([False], quiet, [False]))))
    for begin, end in edges.reshape(-1, 2):
        if end - begin >= least and begin >= after and end <= len(quiet) - before:
            yield int(begin) * WINDOW, int(end) * WINDOW


def _paused(name: str, speech: Samples, gap: tuple[int, int], seconds: float, dice: np.random.Generator) -> Spliced:
    """*speech* with *gap* made *seconds* long."""
    begin, end = gap
    place = Place.PHRASES if end - begin >= PHRASE_WINDOWS * WINDOW else Place.WORDS
    edge = min((end - begin) // 2, 2 * WINDOW)  # what a word leaves behind stays with it
    room = np.zeros(max(0, round(seconds * SPEECH_RATE_HZ) - 2 * edge), np.float32)
    before, after = without_click(speech[: begin + edge]), without_click(speech[end - edge :][::-1])[::-1]
    return _turn(name, np.concatenate((before, room, after)), place, seconds, dice)


def _turn(name: str, speech: Samples, place: Place, pause: float, dice: np.random.Generator) -> Spliced:
    lead, tail = (np.zeros(round(each * SPEECH_RATE_HZ), np.float32) for each in (LEAD_S, TAIL_S))
    samples = np.concatenate((lead, speech, tail))
    over = int(np.flatnonzero(_below(speech) > -GAP_DB)[-1]) + 1
    return Spliced(name, samples + room_noise(len(samples), dice), place, pause, LEAD_S + over * WINDOW_S)


def room_noise(count: int, dice: np.random.Generator) -> Samples:
    """The noise of a quiet room: the lower, the louder."""
    white = dice.standard_normal(count + 64)
    brown = np.convolve(white, np.hanning(66)[1:-1], "same")[32:-32]
    noise = 0.7 * brown / brown.std() + 0.3 * dice.standard_normal(count)
    return np.asarray(noise / noise.std() * 10 ** (ROOM_DB / 20), np.float32)


def _below(samples: Samples) -> Levels:
    """Each window in dB, the loudest is 0."""
    found = levels(samples, SPEECH_RATE_HZ)
    return np.asarray(found - found.max(), np.float32)


def without_click(samples: Samples) -> Samples:
    """Without a click at its end."""
    fade = min(FADE, len(samples))
    return np.concatenate((samples[: len(samples) - fade], samples[len(samples) - fade :] * np.linspace(1, 0, fade)))
