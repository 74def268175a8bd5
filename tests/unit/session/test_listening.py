"""Endpointing, with one letter per frame: x is speech, ~ is doubtful, . is silence."""

import pytest

from assistant_gui.core.ports import Frame
from assistant_gui.core.sound import Sound
from assistant_gui.session.listening import Endpointer, Finished, Rules, Started

RULES = Rules(proof_frames=2, preroll_frames=1, patience_frames=3, longest_frames=9)
LEVEL = {"x": 0.9, "~": 0.4, ".": 0.0}


def marks(script: str) -> str:
    endpointer = Endpointer(RULES)
    heard = ""
    for letter in script:
        happenings = list(endpointer.feed(Frame(Sound(letter.encode() * 2, 16000), LEVEL[letter], echo=False)))
        heard += "." if not happenings else "S" if isinstance(happenings[0], Started) else "F"
    return heard


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        (".x.x.x", "......"),  # clicks are not speech
        (".xx...", "..S..F"),
        (".xx..x...", "..S.....F"),  # a short pause does not end it
        (".xx.~....", "..S....F."),  # doubt keeps it open...
        ("~~~~~~", "......"),  # ...but does not open it
        ("xxxxxxxxxx", ".S......F."),  # nobody holds the floor for ever
    ],
)
def test_endpoints(script, expected):
    assert marks(script) == expected


def test_an_utterance_begins_a_little_before_it_was_certain():
    endpointer = Endpointer(RULES)
    finished = [
        happening
        for letter in "..xx..."
        for happening in endpointer.feed(Frame(Sound(letter.encode() * 2, 16000), LEVEL[letter], echo=False))
        if isinstance(happening, Finished)
    ]

    assert finished[0].sound.pcm == b"..xxxx......"
