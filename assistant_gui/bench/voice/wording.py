"""Whether what is stored of an interrupted answer is what was heard of it: its words are tones.

A word that was begun when the answer fell silent may be stored or not.
"""

import random
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from statistics import mean

from assistant_gui.bench.voice.clips import SEED, Clip, drawn, prompts, read
from assistant_gui.bench.voice.room import ANSWERS_WITHIN_S, Room, Unanswered, heard, room, wait_for
from assistant_gui.bench.voice.rows import Row, Wanted
from assistant_gui.bench.voice.scripted import scripted
from assistant_gui.bench.voice.tones import heard_words, sentences, words_off
from assistant_gui.core.events import ReplyEnded
from assistant_gui.core.language import N_

TRIALS = 12
LENGTHS_S = (2.0, 6.0)
OFFSETS_S = (1.0, 8.0)
WORDS = 60
LATER_S = 0.2
"""Nothing of the next answer sounds so soon."""


@dataclass(frozen=True, slots=True)
class Cut:
    stored: str
    heard: str
    off: int


def measured(wanted: Wanted) -> Iterator[Row]:
    trials = min(TRIALS, wanted.turns)
    clips = [read(file) for file in drawn(prompts(wanted.clips, *LENGTHS_S), 4 * trials)]
    dice = random.Random(SEED)  # noqa: S311 - the same each time is what is wanted
    found: list[Cut] = []
    with scripted(sentences(WORDS, SEED), tones=True) as elsewhere, room(wanted, elsewhere) as here:
        while len(found) < trials and len(clips) >= 2:
            wanted.tell(f"wording {len(found) + 1}/{trials}")
            with here.trying():
                found.append(cut(here, clips.pop(), clips.pop(), dice.uniform(*OFFSETS_S)))
    wanted.keep("wording", map(asdict, found))
    trials = len(found)
    worst, usual = max(each.off for each in found), mean(each.off for each in found)
    yield Row("interrupted_text_words_off", N_("Words stored against words heard, at most"), worst, trials, 1, 0)
    yield Row("interrupted_text_words_off_mean", N_("Words stored against words heard, on average"), usual, trials)


def cut(here: Room, question: Clip, over: Clip, offset: float) -> Cut:
    with here.record() as recording:
        here.ask(question)
        wait_for(recording, recording.seconds + offset)
        mark = here.mark()
        here.say(over, lead=0.0)
        if not here.wait(lambda: bool(here.since(mark, ReplyEnded)), ANSWERS_WITHIN_S):
            raise Unanswered
        wait_for(recording, recording.seconds + LATER_S)
    here.hush()
    message = here.since(mark, ReplyEnded)[0].message
    stored = message.text if message.heard is None else message.text[: message.heard]
    words = heard_words(heard(recording).program)
    return Cut(stored, " ".join(f"{word.word}:{word.share:.2f}" for word in words), words_off(stored, words))
