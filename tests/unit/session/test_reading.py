"""Reading aloud."""

import pytest

from assistant_gui.core.turn import Turn, TurnCancelled
from assistant_gui.session.reading import read_aloud
from tests.fakes import FakeSpeaker, FakeVoice


def test_it_is_said_sentence_by_sentence_without_marks_and_code():
    voice, speaker = FakeVoice(), FakeSpeaker()

    read_aloud(
        "# Rain\n\nIt **falls**. See [here](https://x.org).\n\n```\ncode()\n```\n\nDone.", Turn(), voice, speaker
    )

    said = " ".join(voice.said)
    assert "It falls." in voice.said
    assert "here" in said
    assert "Done." in said
    assert not {"*", "#", "`", "["} & set(said)
    assert "code()" not in said
    assert speaker.drained


def test_cutting_it_short_falls_silent_at_once():
    turn, voice = Turn(), FakeVoice()

    class Impatient(FakeSpeaker):
        def play(self, sound, turn, on_played=None):
            turn.cancel()
            super().play(sound, turn, on_played)

    speaker = Impatient()
    with pytest.raises(TurnCancelled):
        read_aloud("One. Two. Three.", turn, voice, speaker)

    assert speaker.flushed == [turn.number]
    assert speaker.played == []
