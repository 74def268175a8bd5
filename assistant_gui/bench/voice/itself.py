"""Whether the program interrupts itself: it speaks for minutes, hears itself 12 dB quieter, and nobody talks."""

import time
from collections.abc import Iterator

from assistant_gui.bench.voice.clips import Clip, drawn, prompts, read
from assistant_gui.bench.voice.room import Room, room
from assistant_gui.bench.voice.rows import Row, Wanted
from assistant_gui.bench.voice.scripted import STORY, scripted
from assistant_gui.core.events import Floor, Recognised
from assistant_gui.core.language import N_

LENGTHS_S = (2.0, 6.0)
TIMES_TOLD = 3
"""The story takes about a minute and a half."""


def measured(wanted: Wanted) -> Iterator[Row]:
    files = prompts(wanted.clips, *LENGTHS_S)
    questions = (read(file) for file in drawn(files, 100))
    spoke, interrupted, glimpses = 0.0, 0, list[str]()
    with scripted(" ".join(STORY * TIMES_TOLD)) as elsewhere, room(wanted, elsewhere) as here, here.echo():
        for question in questions:
            if spoke >= wanted.minutes * 60:
                break
            wanted.tell(f"itself {spoke / 60:.1f}/{wanted.minutes:g} min")
            mark = here.mark()
            with here.trying():
                seconds, well = answered(here, question, wanted.minutes * 60 - spoke)
                spoke += seconds
                interrupted += not well
                glimpses += [each.text for each in here.since(mark, Recognised)][1:]
                here.hush()
    wanted.keep("itself", [{"seconds": spoke, "interrupted": interrupted, "glimpsed": glimpses}])
    minutes = round(spoke / 60)
    yield Row("self_interruptions", N_("Interrupted itself"), interrupted, minutes, 0, 0)


def answered(here: Room, question: Clip, longest: float) -> tuple[float, bool]:
    """How many seconds of the answer to *question* were spoken, at most so many, and whether nothing cut it short."""
    here.ask(question)
    began = time.monotonic()
    here.until(lambda: here.floor is not Floor.SPEAKING or time.monotonic() > began + longest, longest + 60)
    return time.monotonic() - began, here.floor in (Floor.SPEAKING, Floor.LISTENING)
