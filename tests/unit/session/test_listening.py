"""Endpointing, with one letter per frame: x is speech, ~ is doubtful, . is silence."""

import pytest

from assistant_gui.core.ports import FRAME_SECONDS, Frame
from assistant_gui.core.sound import Sound
from assistant_gui.session.listening import Endpointer, Paused, Rules, Started

RULES = Rules(proof_frames=2, preroll_frames=1, pause_frames=3, longest_frames=30)
LEVEL = {"x": 0.9, "~": 0.4, ".": 0.0}


def fed(endpointer: Endpointer, script: str) -> list[object]:
    happened: list[object] = []
    for letter in script:
        frame = Frame(Sound(letter.encode() * 2, 16000), LEVEL[letter], echo=False)
        happened += list(endpointer.feed(frame)) or [None]
    return happened


def marks(script: str) -> str:
    """S: started, P: paused, R: resumed."""
    return "".join("." if each is None else type(each).__name__[0] for each in fed(Endpointer(RULES), script))


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        (".x.x.x", "......"),  # clicks are not speech
        (".xx...", "..S..P"),
        (".xx..x...", "..S.....P"),  # a short silence is no pause
        (".xx.~....", "..S....P."),  # doubt keeps it open...
        ("~~~~~~", "......"),  # ...but does not open it
        (".xx...xx...", "..S..P.R..P"),  # and goes on
        (".xx...x.x..", "..S..P....."),  # a click does not take it up again
        ("x" * 31, ".S" + "." * 27 + "P."),  # nobody holds the floor for ever
    ],
)
def test_endpoints(script, expected):
    assert marks(script) == expected


def test_an_utterance_begins_a_little_before_it_was_certain():
    paused = next(each for each in fed(Endpointer(RULES), "..xx...") if isinstance(each, Paused))

    assert paused.sound.pcm == b"..xxxx......"


def test_after_a_pause_all_of_it_is_in_the_next_one():
    *_, paused = (each for each in fed(Endpointer(RULES), ".xx...xx...") if isinstance(each, Paused))

    assert paused.sound.pcm == b"..xxxx......xxxx......"


def test_the_silence_of_a_pause_grows_and_doubt_does_not_shorten_it():
    endpointer = Endpointer(RULES)
    fed(endpointer, ".xx...")
    assert endpointer.paused == pytest.approx(3 * FRAME_SECONDS)
    fed(endpointer, "..~.")

    assert endpointer.paused == pytest.approx(6 * FRAME_SECONDS)


def test_only_speech_counts_as_spoken():
    endpointer = Endpointer(RULES)
    fed(endpointer, ".xxx..xx...")

    assert endpointer.spoken == pytest.approx(5 * FRAME_SECONDS)


def test_what_comes_after_a_reset_is_a_new_utterance():
    endpointer = Endpointer(RULES)
    fed(endpointer, ".xx...")
    endpointer.reset()

    assert any(isinstance(each, Started) for each in fed(endpointer, "xx"))


FADING = Frame(Sound(b"\x01\x00", 16000), 0.9, echo=False)
"""Speech by its kind, but 20 dB below what was said before."""


def test_a_fading_voice_is_a_pause_already_but_no_silence():
    endpointer = Endpointer(RULES)
    fed(endpointer, ".xxxx")

    happened = [each for _ in range(3) for each in endpointer.feed(FADING)]

    assert [type(each) for each in happened] == [Paused]
    assert endpointer.still == pytest.approx(3 * FRAME_SECONDS)
    assert endpointer.paused == 0.0


def test_what_fades_does_not_take_it_up_again_and_words_do():
    endpointer = Endpointer(RULES)
    fed(endpointer, ".xxxx...")

    assert [each for _ in range(5) for each in endpointer.feed(FADING)] == []
    assert [type(each).__name__ for each in fed(endpointer, "xx") if each] == ["Resumed"]
