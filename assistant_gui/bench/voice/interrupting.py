"""How soon the program gives way to a person who speaks over it, while it hears itself 12 dB quieter.

It answers with a long story, so that there is always something to interrupt; the rest is as it comes.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

import numpy as np

from assistant_gui.bench.voice.clips import SEED, Clip, drawn, prompts, read
from assistant_gui.bench.voice.levels import LOUD_DB, WINDOW_S, NothingHeard, falls_below, percentile, stays_below
from assistant_gui.bench.voice.room import Heard, Room, Unanswered, heard, room, wait_for, window
from assistant_gui.bench.voice.rows import Row, Wanted
from assistant_gui.bench.voice.scripted import STORY, scripted
from assistant_gui.core.events import Floor
from assistant_gui.core.language import N_

TRIALS = 20
LENGTHS_S = (2.0, 6.0)
OFFSETS_S = (1.0, 5.0)
"""Into the answer."""
DUCKED_DB = 12.0
DUCKED_FOR_S = 0.3
"""A shorter one is a pause between two words."""
SILENT_DB = -50.0
BEFORE_S = 1.5
"""As loud as it was for so long before is as loud as it is."""
PAUSE_S = 0.25
"""A gap between two words is shorter: what was quiet for so long before cannot grow quieter."""


@dataclass(frozen=True, slots=True)
class Interruption:
    said: str
    usual_db: float
    """How loud the answer was just before."""
    duck_ms: float
    silence_ms: float


def measured(wanted: Wanted) -> Iterator[Row]:
    trials = min(TRIALS, wanted.turns)
    files = prompts(wanted.clips, *LENGTHS_S)
    clips = [read(file) for file in drawn(files, 4 * trials)]
    dice = random.Random(SEED)  # noqa: S311 - the same each time is what is wanted
    found: list[Interruption] = []
    with scripted(" ".join(STORY)) as elsewhere, room(wanted, elsewhere) as here, here.echo():
        while len(found) < trials and len(clips) >= 2:
            wanted.tell(f"interrupting {len(found) + 1}/{trials}")
            with here.trying():
                found.append(interruption(here, clips.pop(), clips.pop(), dice.uniform(*OFFSETS_S)))
    wanted.keep("interrupting", map(asdict, found))
    duck, silence = (percentile(values, 95) for values in zip(*((e.duck_ms, e.silence_ms) for e in found), strict=True))
    trials = len(found)
    yield Row("duck_ms_p95", N_("Quieter after somebody begins to speak, 95 %"), duck, trials, 250, 150)
    yield Row("silence_ms_p95", N_("Silent after somebody begins to speak, 95 %"), silence, trials, 500, 350)


def interruption(here: Room, question: Clip, over: Clip, offset: float) -> Interruption:
    """Raises Unanswered when the answer was over before it could be interrupted."""
    with here.record() as recording:
        here.ask(question)
        wait_for(recording, recording.seconds + offset)
        if here.floor is not Floor.SPEAKING:
            raise Unanswered
        here.say(over, lead=0.0)
        wait_for(recording, recording.seconds + WINDOW_S)
    here.hush()
    return interruption_of(heard(recording), over)


def interruption_of(what: Heard, over: Clip) -> Interruption:
    """What the recording shows; what never happened while *over* was said counts as all of it.

    Quieter is for a while, silent is until the person has finished. Raises Unanswered when nothing sounded before,
    or no longer: between two sentences, or quieter already for whatever reason, it gives way to nobody.
    """
    loud, onset, end = what.levels, window(what.began(over)), window(what.ended(over))
    usual = float(np.percentile(loud[max(0, onset - window(BEFORE_S)) : onset], 90))
    still = float(loud[max(0, onset - window(PAUSE_S)) : onset].max())

    if usual < LOUD_DB or still < usual - DUCKED_DB:
        raise Unanswered
    ducked = _after(onset, over, lambda: stays_below(loud, usual - DUCKED_DB, onset, end, window(DUCKED_FOR_S)))
    silent = _after(onset, over, lambda: falls_below(loud, SILENT_DB, onset, end))
    return Interruption(over.name, round(usual, 1), ducked, silent)


def _after(onset: int, over: Clip, found: Callable[[], int]) -> float:
    """Milliseconds from *onset*."""
    try:
        return round((found() - onset) * WINDOW_S * 1000)
    except NothingHeard:
        return round(over.seconds * 1000)
