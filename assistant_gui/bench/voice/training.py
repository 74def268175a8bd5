"""Whether a spoken answer comes as soon while a run of training is going on, and whether that run gets on between turns."""

import random
import re
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace

from assistant_gui.bench.voice.clips import Clip, prompts, questions
from assistant_gui.bench.voice.latency import LENGTHS_S, Timed, turn
from assistant_gui.bench.voice.levels import percentile
from assistant_gui.bench.voice.program import Program
from assistant_gui.bench.voice.room import Room, room
from assistant_gui.bench.voice.rows import Row, Wanted
from assistant_gui.bench.voice.scripted import STORY
from assistant_gui.core.conversation import Message, Origin, Rating, Role
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.core.plan import bounds
from assistant_gui.core.turn import Turn

EXAMPLES = 64
LONG_ENOUGH = round(bounds("epochs")[1])
"""Times over the examples, one at a time: more steps than fit into the measurement."""

_WORDS = sorted(set(re.findall(r"[a-z]+", " ".join(STORY).lower())))

BETWEEN_STEPS = 2
"""So many steps it may learn between two turns, so that each question meets it at work."""


def measured(wanted: Wanted) -> Iterator[Row]:
    files = prompts(wanted.clips, *LENGTHS_S)
    clips = list(questions(files, wanted.turns + 1, 0, (0.0, 0.0)))
    with room(wanted) as here:
        alone = [turn(here, clip) for clip in _told(wanted, "alone", clips)]
        with _training(here.program) as steps:
            beside = list(_beside(here, wanted, clips, steps))
    del alone[0], beside[0]  # they warmed everything up
    wanted.keep("training-alone", map(asdict, alone))
    wanted.keep("training-beside", map(asdict, beside))
    before, while_training = (percentile([each.sounded for each in some], 50) for some in (alone, beside))
    yield Row("p50_not_training_s", N_("End of speech to first sound without training, median"), before, len(alone))
    yield Row("p50_training_s", N_("... and while it trains"), while_training, len(beside))
    ratio = while_training / before
    yield Row("ratio_training", N_("First sound while training, against without"), ratio, len(beside), 1.3, 1.1)


def _beside(here: Room, wanted: Wanted, clips: list[Clip], steps: Iterator[object]) -> Iterator[Timed]:
    for clip in _told(wanted, "training", clips):
        for _ in range(BETWEEN_STEPS):
            next(steps)
        yield turn(here, clip)


def _told(wanted: Wanted, what: str, clips: list[Clip]) -> Iterator[Clip]:
    for number, clip in enumerate(clips):
        wanted.tell(f"training ({what}) {number}/{wanted.turns}")
        yield clip


@contextmanager
def _training(program: Program) -> Iterator[Iterator[object]]:
    """A run on the model that answers; its steps, as they are learned. It is stopped at the end."""
    for number in range(EXAMPLES):
        _rated_answer(program, number)
    plan = program.school.default_plan(program.settings.chat.model)
    run = program.school.start(replace(plan, epochs=LONG_ENOUGH, batch=1, early_stopping=False))
    following = Turn()
    try:
        yield _steps(program, run.id, following)
    finally:
        program.school.stop(run.id)
        for _ in program.school.events(run.id, following):
            pass


def _steps(program: Program, run: str, following: Turn) -> Iterator[object]:
    for event in program.school.events(run, following):
        if event["event"] == "step":
            yield event
    raise AssistantError(N_("The training ended before the measurement did."), N_("Its log says why."))


def _rated_answer(program: Program, number: int) -> None:
    """A conversation with one answer that the person liked. No two are alike: repetitions would be left out."""
    words = random.Random(number).sample(_WORDS, 24)  # noqa: S311 - the same each time is what is wanted
    place = program.archive.create(f"{number}").id
    asked, answered = uuid.uuid4().hex, uuid.uuid4().hex
    said, told = f"What about {' '.join(words[:8])}?", f"{' '.join(words[8:])}."
    now = time.time()
    program.archive.add(Message(asked, place, None, Role.PERSON, said, now, Origin.TYPED))
    program.archive.add(Message(answered, place, asked, Role.ASSISTANT, told, now, Origin.MODEL))
    program.archive.rate(answered, Rating.UP)
