"""Reading a text aloud, sentence by sentence, as a person would: no marks, no addresses, code summed up."""

from collections.abc import Iterator

from assistant_gui.core.ports import Speaker, Voice, Voices
from assistant_gui.core.sound import Sound
from assistant_gui.core.stream import ahead
from assistant_gui.core.turn import Turn
from assistant_gui.core.voices import KnownVoice, primary
from assistant_gui.session.saying import sayings
from assistant_gui.session.sentences import sentences


def read_aloud(text: str, turn: Turn, voice: Voice, speaker: Speaker) -> None:
    """Return when the last of *text*, which may be Markdown, was heard; cancelling *turn* ends it at once."""
    turn.on_cancel(lambda: speaker.flush(turn))
    with ahead(_blocks(text, turn, voice), depth=4) as blocks:
        for sound in blocks:
            speaker.play(sound, turn)
    speaker.drain(turn)


def try_aloud(voice: KnownVoice, text: str, turn: Turn, voices: Voices, speaker: Speaker) -> None:
    """Return when the last of *text*, said by *voice*, was heard; cancelling *turn* ends it at once."""
    turn.on_cancel(lambda: speaker.flush(turn))
    for saying in sayings(sentences([text]), primary(voice.language)):
        for sound in voices.speak_as(voice.key, saying.text, turn, language=saying.language) if saying.text else ():
            speaker.play(sound, turn)
    speaker.drain(turn)


def _blocks(text: str, turn: Turn, voice: Voice) -> Iterator[Sound]:
    for saying in sayings(sentences([text])):
        if saying.text:
            yield from voice.speak(saying.text, turn, saying.language)
