"""When the floor would have spoken, in turns of scripted frames: x is speech, . is silence."""

import numpy as np
import pytest

from assistant_gui.bench.voice.pauses import RECOGNISED_AFTER_S, play, remembered, rows
from assistant_gui.bench.voice.splicing import Place, Spliced
from assistant_gui.core.ports import FRAME_SECONDS, Frame, Transcript
from assistant_gui.core.sound import SPEECH_RATE_HZ, Sound
from assistant_gui.session.holding import Said

SPEECH = Frame(Sound(b"\x10\x01" * 512, SPEECH_RATE_HZ), 0.9, echo=False)
QUIET = Frame(Sound(b"\x01\x00" * 512, SPEECH_RATE_HZ), 0.0, echo=False)
YES = Transcript("Yes.", "en")
TURN = "x" * 30 + "." * 20 + "x" * 30 + "." * 90
END = 80 * FRAME_SECONDS


def played(hold: float):
    frames = [SPEECH if letter == "x" else QUIET for letter in TURN]
    turn = Spliced("turn", np.zeros(0, np.float32), Place.WORDS, 20 * FRAME_SECONDS, END)
    return play(turn, frames, lambda _sound: Transcript("What is this?", "en"), lambda _said: hold)


def test_a_hold_shorter_than_the_pause_cuts_in():
    assert played(0.5).cut_in


def test_a_hold_longer_than_the_pause_waits_for_the_end():
    one = played(0.8)

    assert not one.cut_in
    assert one.held == pytest.approx(0.8, abs=FRAME_SECONDS)
    assert one.attempts == 2


def test_nothing_is_committed_before_it_is_recognised():
    frames = [SPEECH] * 30 + [QUIET] * 60
    turn = Spliced("turn", np.zeros(0, np.float32), Place.NOWHERE, 0.0, 30 * FRAME_SECONDS)

    one = play(turn, frames, lambda _sound: Transcript("Yes.", "en", ending=0.25), lambda _said: 0.0)

    assert one.held > RECOGNISED_AFTER_S


def test_the_floor_judges_by_the_text_and_the_sound():
    told: list[Said] = []

    def hold(said: Said) -> float:
        told.append(said)
        return 0.5

    turn = Spliced("turn", np.zeros(0, np.float32), Place.NOWHERE, 0.0, END)
    play(turn, [SPEECH] * 30 + [QUIET] * 60, lambda _sound: Transcript("Yes.", "en", ending=0.25), hold)

    assert [one.text for one in told] == ["Yes."]
    assert told[0].finality < 0  # it broke off loud
    assert told[0].ending == 0.25


def test_the_same_sound_is_recognised_once():
    asked: list[Sound] = []
    recognise = remembered(lambda sound: asked.append(sound) or YES)

    assert recognise(SPEECH.sound) == recognise(SPEECH.sound) == YES
    assert len(asked) == 1


def test_rows_count_the_turns_with_a_pause_and_the_holds_of_all_that_were_waited_for():
    told = {row.field: (row.value, row.trials) for row in rows([played(0.5), played(0.8)])}

    assert told["false_cut_in_percent"] == (50.0, 2)
    assert told["mean_hold_ms"] == (pytest.approx(800, abs=1000 * FRAME_SECONDS), 1)
