"""A history as years of use leave it: many conversations, English and Chinese, a few words everywhere."""

import random
from collections.abc import Iterator
from itertools import accumulate

from assistant_gui.core.conversation import Role
from assistant_gui.store.archive import Archive
from tests.talks import Turns, taken

LONG = 50
"""Messages in one conversation: 100,000 are 2,000 conversations."""
VOCABULARY = 20_000
CHINESE = 0.25
"""Share of the conversations that are in Chinese."""
COMMON, COMMON_CHINESE = "the", "的"
"""In nearly every message of their language."""

_SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]


def fill(archive: Archive, size: int, seed: int = 1) -> None:
    """Put *size* messages into *archive*."""
    taken(archive, conversations(size // LONG, seed))


def conversations(count: int, seed: int = 1) -> Iterator[tuple[str, Turns]]:
    chance = random.Random(seed)
    vocabulary = ["".join(chance.choices(_SYLLABLES, k=chance.randint(1, 4))) for _ in range(VOCABULARY)]
    weights = list(accumulate(1 / (rank + 10) for rank in range(VOCABULARY)))
    characters = [chr(0x4E00 + chance.randrange(0x5000)) for _ in range(3_000)]
    rarity = list(accumulate(1 / (rank + 10) for rank in range(len(characters))))
    for number in range(count):
        if chance.random() < CHINESE:
            texts = ["".join(chance.choices(characters, cum_weights=rarity, k=80)) + "的。" for _ in range(LONG)]
        else:
            texts = [
                " ".join(["the", *chance.choices(vocabulary, cum_weights=weights, k=chance.randint(8, 80))])
                for _ in range(LONG)
            ]
        turns = tuple((Role.ASSISTANT if place % 2 else Role.PERSON, text) for place, text in enumerate(texts))
        yield f"{texts[0][:40]} {number}", turns
