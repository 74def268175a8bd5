"""A language whose words are tones, so that a recording says exactly which of them were heard.

A word sounds as long as its letters take, as words do; its tone is its own.
"""

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

import numpy as np

from assistant_gui.bench.rig import RATE_HZ
from assistant_gui.bench.voice.levels import WINDOW_S, Samples, levels
from assistant_gui.core.sound import VOICE_RATE_HZ

TONES_HZ: Final[Mapping[str, int]] = {
    "alpha": 500, "bravo": 600, "charlie": 700, "delta": 800, "echo": 900, "foxtrot": 1000, "golf": 1100, "hotel": 1200,
    "india": 1300, "juliet": 1400, "kilo": 1500, "lima": 1600,
}  # fmt: skip
LETTER_S = 0.06
GAP_S = 0.05
"""Between two words..."""
STOP_S = 0.25
"""...and after a full stop."""
LOUD = 0.3
AUDIBLE_DB = -50.0
FADE_S = 0.005
WHOLE = 0.9
"""Of a word that was heard, so much is at least."""
CERTAIN_WINDOWS = 3
"""At its edges a word may look like another."""
BEGUN = 0.15
"""Of a word that was begun; less than that is a click."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word that was heard, and how much of it."""

    word: str
    share: float


def sentences(words: int, seed: int) -> str:
    """So many words in sentences of six to nine, none twice in a row."""
    dice = random.Random(seed)  # noqa: S311 - the same each time is what is wanted
    text, left, last = list[str](), 0, ""
    for number in range(words):
        left = left or dice.randint(6, 9)
        last = dice.choice([word for word in TONES_HZ if word != last])
        left -= 1
        text.append(last if left and number + 1 < words else f"{last}.")
    return " ".join(text)


def spoken_tones(text: str) -> bytes:
    """*text* said: 16-bit PCM at VOICE_RATE_HZ."""
    parts: list[Samples] = []
    for word, stop in re.findall(r"([a-z]+)([^a-z]*)", text.lower()):
        if word in TONES_HZ:
            parts += [_tone(word), np.zeros(round((STOP_S if "." in stop else GAP_S) * VOICE_RATE_HZ), np.float32)]
    sound = np.concatenate(parts) if parts else np.zeros(0, np.float32)
    return (sound * 32767).astype("<i2").tobytes()


def heard_words(program: Samples) -> list[Word]:
    """The words in a recording at RATE_HZ, also quiet ones. A word that was halted and went on is one word."""
    loud = levels(program, RATE_HZ) > AUDIBLE_DB
    size = round(WINDOW_S * RATE_HZ)
    tones = [_word_of(program[at * size : (at + 1) * size]) if up else "" for at, up in enumerate(loud)]
    heard: list[Word] = []
    for word, count in ((word, len(list(run))) for word, run in groupby(tones)):
        if not word or count < CERTAIN_WINDOWS:
            continue
        share = count * WINDOW_S / _seconds(word)
        if heard and heard[-1].word == word:
            heard[-1] = Word(word, heard[-1].share + share)
        else:
            heard.append(Word(word, share))
    return [word for word in heard if word.share >= BEGUN]


def words_off(stored: str, heard: Sequence[Word]) -> int:
    """By how many words *stored* differs from what was heard; a last word that was only begun may be there or not."""
    words = re.findall(r"[a-z]+", stored.lower())
    said = [word.word for word in heard]
    off = distance(words, said)
    if heard and heard[-1].share < WHOLE:
        off = min(off, distance(words, said[:-1]))
    return off


def distance(a: Sequence[str], b: Sequence[str]) -> int:
    """How many words must be changed, added or left out to make *b* of *a*."""
    row = list(range(len(b) + 1))
    for number, one in enumerate(a, start=1):
        before, row[0] = row[0], number
        for at, other in enumerate(b, start=1):
            before, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, before + (one != other))
    return row[-1]


def _seconds(word: str) -> float:
    return len(word) * LETTER_S


def _tone(word: str) -> Samples:
    count, fade = round(_seconds(word) * VOICE_RATE_HZ), round(FADE_S * VOICE_RATE_HZ)
    tone = LOUD * np.sin(2 * np.pi * TONES_HZ[word] * np.arange(count) / VOICE_RATE_HZ)
    tone[:fade] *= np.linspace(0, 1, fade)
    tone[-fade:] *= np.linspace(1, 0, fade)
    return tone.astype(np.float32)


def _word_of(window: Samples) -> str:
    """The word whose tone is the loudest in *window*; every tone has whole waves in it."""
    spectrum = np.abs(np.fft.rfft(window))
    return max(TONES_HZ, key=lambda word: float(spectrum[round(TONES_HZ[word] * WINDOW_S)]))
