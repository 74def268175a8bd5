"""speak and voices."""

import argparse

from assistant_gui.cli.out import Out
from assistant_gui.cli.parts import Parts
from assistant_gui.cli.talking import WavSpeaker
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.core.language import translated as _
from assistant_gui.core.turn import Turn
from assistant_gui.core.voices import KnownVoice, reads
from assistant_gui.session.saying import sayings
from assistant_gui.session.sentences import sentences


def speak(arguments: argparse.Namespace, parts: Parts, out: Out, turn: Turn) -> int:
    key = _named(arguments.voice, parts.voices.voices(turn)).key if arguments.voice else ""
    seconds = 0.0
    with WavSpeaker(arguments.target) as speaker:
        for saying in sayings(sentences([arguments.text]), arguments.language):
            if not saying.text:
                continue
            language = arguments.language or saying.language
            if key or arguments.speed is not None:
                sounds = parts.voices.speak_as(key, saying.text, turn, language=language, speed=arguments.speed)
            else:
                sounds = parts.voice.speak(saying.text, turn, language)
            for sound in sounds:
                speaker.play(sound, turn)
                seconds += sound.seconds
        if not seconds:
            raise AssistantError(N_("There is nothing to say."), N_("Give some words."))
        speaker.keep()
    out.result(
        {"file": str(arguments.target), "seconds": round(seconds, 3)},
        _("{file}: {seconds:.1f} s").format(file=arguments.target, seconds=seconds),
    )
    return 0


def voices(arguments: argparse.Namespace, parts: Parts, out: Out, turn: Turn) -> int:
    for voice in parts.voices.voices(turn):
        if arguments.language and not (voice.language and reads(voice.language, arguments.language)):
            continue
        out.result(
            {
                "voice": voice.key,
                "name": voice.name,
                "language": voice.language,
                "gender": voice.gender,
                "quality": voice.quality,
                "pitch": voice.pitched,
                "usual": voice.usual,
            },
            f"{'*' if voice.usual else ' '} {voice.key:<32} {voice.language:<12} {voice.name}",
        )
    return 0


def _named(wanted: str, known: list[KnownVoice]) -> KnownVoice:
    """By its key, its id or its name, in this order."""
    wanted = wanted.lower()
    by = [{each.key.lower(): each for each in known}, {each.id.lower(): each for each in known}]
    for voices_by in (*by, {each.name.lower(): each for each in known}):
        if wanted in voices_by:
            return voices_by[wanted]
    raise AssistantError(
        N_("There is no voice “{voice}” here."), N_("Those there are: assistant-gui voices list"), voice=wanted
    )
