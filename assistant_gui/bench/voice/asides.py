"""Whether an answer goes on after a cough or an "mm-hm" as if nothing had been.

Its words are tones, so that the recording says whether one was lost; therefore there is no echo,
which no canceller is made to take out of tones. Over its echo it tells a story, and only whether
it went on is known.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from assistant_gui.bench.rig import RATE_HZ
from assistant_gui.bench.voice.clips import SEED, Clip, clip_of, drawn, prompts, read
from assistant_gui.bench.voice.room import Heard, Room, heard, room, wait_for, window
from assistant_gui.bench.voice.rows import Row, Wanted
from assistant_gui.bench.voice.scripted import STORY, scripted
from assistant_gui.bench.voice.tones import heard_words, sentences
from assistant_gui.core.events import ReplyEnded
from assistant_gui.core.language import N_
from assistant_gui.core.sound import joined
from assistant_gui.core.turn import Turn

TRIALS = 20
LENGTHS_S = (2.0, 6.0)
OFFSETS_S = (1.5, 5.0)
SAID = ("mm-hm", "uh-huh", "yeah", "right", "okay")
WITHIN_S = 1.0
FULL_DB = -20.0
"""A tone that is not ducked is louder."""
INTACT = 0.75
"""So much of every word is heard: of the one that was halted a little may be lost in the fading."""
WORDS = 60


@dataclass(frozen=True, slots=True)
class Passed:
    """What became of the answer."""

    aside: str
    resumed: bool
    lost: bool
    heard: str
    """Each word, and how much of it."""

    @property
    def well(self) -> bool:
        return self.resumed and not self.lost


def measured(wanted: Wanted) -> Iterator[Row]:
    trials = min(TRIALS, wanted.turns)
    questions = [read(file) for file in drawn(prompts(wanted.clips, *LENGTHS_S), 2 * trials)]
    asides = [*said(wanted), *(cough(seed) for seed in range(len(SAID)))]
    dice = random.Random(SEED)  # noqa: S311 - the same each time is what is wanted
    answer = sentences(WORDS, SEED)
    found: list[Passed] = []
    with scripted(answer, tones=True) as elsewhere, room(wanted, elsewhere) as here:
        while len(found) < trials and questions:
            wanted.tell(f"asides {len(found) + 1}/{trials}")
            with here.trying():
                aside = asides[len(found) % len(asides)]
                found.append(passed(here, questions.pop(), aside, dice.uniform(*OFFSETS_S), answer))
    wanted.keep("asides", map(asdict, found))
    trials = len(found)
    share = 100 * sum(each.well for each in found) / max(trials, 1)
    title = N_("Went on after a cough or an mm-hm, nothing lost, %")
    yield Row("resumed_after_cough", title, share, trials, 90, 98, most=True)
    yield over_echo(wanted, asides)


def over_echo(wanted: Wanted, asides: Sequence[Clip]) -> Row:
    """The same while the program hears itself."""
    trials = min(TRIALS, wanted.turns)
    questions = [read(file) for file in drawn(prompts(wanted.clips, *LENGTHS_S), 2 * trials)]
    dice = random.Random(SEED)  # noqa: S311 - the same each time is what is wanted
    found: list[bool] = []
    with scripted(" ".join(STORY)) as elsewhere, room(wanted, elsewhere) as here, here.echo():
        while len(found) < trials and questions:
            wanted.tell(f"asides over the echo {len(found) + 1}/{trials}")
            with here.trying():
                aside = asides[len(found) % len(asides)]
                found.append(passed(here, questions.pop(), aside, dice.uniform(*OFFSETS_S), "").resumed)
    names = (asides[number % len(asides)].name for number in range(len(found)))
    wanted.keep("asides-over-echo", [{"aside": name, "resumed": well} for name, well in zip(names, found, strict=True)])
    share = 100 * sum(found) / max(len(found), 1)
    return Row(
        "resumed_over_echo",
        N_("Went on after a cough or an mm-hm over its echo, %"),
        share,
        len(found),
        90,
        98,
        most=True,
    )


def passed(here: Room, question: Clip, aside: Clip, offset: float, answer: str) -> Passed:
    with here.record() as recording:
        here.ask(question)
        wait_for(recording, recording.seconds + offset)
        mark = here.mark()
        here.say(aside, lead=0.0)
        wait_for(recording, recording.seconds + WITHIN_S)
        ended = bool(here.since(mark, ReplyEnded))
    here.hush()
    return passed_of(heard(recording), aside, answer, ended=ended)


def passed_of(what: Heard, aside: Clip, answer: str, *, ended: bool) -> Passed:
    """What the recording shows of an answer that was said from its beginning."""
    end = window(what.ended(aside))
    resumed = not ended and bool((what.levels[end : end + window(WITHIN_S)] > FULL_DB).any())
    words, script = heard_words(what.program), answer.replace(".", "").split()
    in_order = [word.word for word in words] == script[: len(words)]
    lost = not in_order or any(word.share < INTACT for word in words[:-1])
    return Passed(aside.name, resumed, lost, " ".join(f"{word.word}:{word.share:.2f}" for word in words))


def said(wanted: Wanted) -> Sequence[Clip]:
    """The small words of somebody who listens, in the program's own voice."""
    nowhere: Mapping[str, str] = {}
    with wanted.programs(Path(wanted.folder) / "asides", nowhere) as program:
        program.preferences.change("voice.model", wanted.voice)
        clips = []
        for text in SAID:
            sound = joined(list(program.voice.speak(text, Turn())))
            samples = np.frombuffer(sound.pcm, dtype="<i2") / np.float32(32768)
            clips.append(clip_of(text, samples.astype(np.float32), sound.rate_hz))
    return clips


def cough(seed: int) -> Clip:
    """A burst of air, 200 to 350 ms: it begins at once, rings in the throat and dies away."""
    dice = np.random.default_rng(seed)
    count = round(dice.uniform(0.2, 0.35) * RATE_HZ)
    at = np.arange(count) / RATE_HZ
    spectrum = np.fft.rfft(dice.normal(0, 1, count))
    hz = np.fft.rfftfreq(count, 1 / RATE_HZ)
    throat = sum(np.exp(-(((hz - middle) / width) ** 2)) for middle, width in ((450, 250), (1400, 500), (2800, 900)))
    air = np.fft.irfft(spectrum * (throat + 0.05 * (hz < 8000)), count)
    burst = np.minimum(at / 0.005, 1.0) * (np.exp(-at / 0.03) + 0.45 * np.exp(-(((at - 0.12) / 0.06) ** 2)))
    samples = air * burst
    return Clip(f"cough {seed}", (samples * (0.5 / np.abs(samples).max())).astype(np.float32))
