"""What the person says: real clips, as they are or with a pause put in, always the same for the same seed."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
import soxr

from assistant_gui.bench.rig import RATE_HZ
from assistant_gui.bench.voice.levels import LOUD_DB, QUIETEST_DB, WINDOW_S, Samples, levels, speech_begin, speech_end
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_

USUAL_FOLDER = Path("/usr/share/asterisk/sounds/en_US_f_Allison")
"""Of Debian's asterisk-core-sounds-en-wav: one voice, one phrase in each file."""
SEED = 1
LOUDEST = 0.5
FADES_S = 0.5
"""What follows the last of speech and is kept."""
GAP_WINDOWS = 3
"""A gap between words is at least so long."""
AROUND_S = 0.3
"""A pause has at least so much speech before and after it."""


@dataclass(frozen=True, slots=True)
class Clip:
    name: str
    samples: Samples
    """At RATE_HZ; it begins with speech and ends with what a voice leaves behind."""
    tail: float = 0.0
    """Seconds after the last of speech: a voice fades, and how it does tells whether more will come."""

    @property
    def seconds(self) -> float:
        """Until the last of speech."""
        return len(self.samples) / RATE_HZ - self.tail


def prompts(folder: Path | None, shortest: float, longest: float) -> list[Path]:
    """The files of *folder*, or of Debian's package, that are so long, in order. Raises AssistantError if there are none."""
    place = folder or USUAL_FOLDER
    fitting = sorted(file for file in place.rglob("*.wav") if shortest <= soundfile.info(file).duration <= longest)
    found = [file for file in fitting if not _silent(file)]
    if not found:
        raise AssistantError(
            N_("There are no recordings of {shortest} to {longest} seconds in {place}."),
            N_("Name a folder of WAV files with --clips, or on Debian: sudo apt install asterisk-core-sounds-en-wav"),
            place=place,
            shortest=shortest,
            longest=longest,
        )
    return found


def drawn(files: Sequence[Path], count: int, seed: int = SEED) -> list[Path]:
    """*count* of *files*, the same each time; none comes twice before all came once."""
    dice, chosen = random.Random(seed), list[Path]()  # noqa: S311 - the same each time is what is wanted
    while len(chosen) < count:
        chosen += dice.sample(files, min(len(files), count - len(chosen)))
    return chosen


def read(file: Path) -> Clip:
    """A recording, its speech alone, as loud as every other."""
    samples, rate_hz = soundfile.read(file, dtype="float32", always_2d=True)
    return clip_of(file.stem, samples[:, 0], rate_hz)


def clip_of(name: str, samples: Samples, rate_hz: int) -> Clip:
    mono = np.asarray(soxr.resample(samples, rate_hz, RATE_HZ), dtype=np.float32)
    heard, size = levels(mono, RATE_HZ), round(WINDOW_S * RATE_HZ)
    begin, end = speech_begin(heard) * size, speech_end(heard) * size
    speech = mono[begin : end + round(FADES_S * RATE_HZ)]
    tail = (len(speech) - (end - begin)) / RATE_HZ
    return Clip(name, (speech * (LOUDEST / np.abs(speech).max())).astype(np.float32), tail)


def gaps(clip: Clip) -> list[int]:
    """The samples in whose neighbourhood *clip* is as quiet as between two words, the middle of each such gap."""
    heard, size = levels(clip.samples, RATE_HZ), round(WINDOW_S * RATE_HZ)
    quiet = heard < heard.max() - 25.0
    found, begun = list[int](), 0
    for at in range(len(quiet) + 1):
        if at < len(quiet) and quiet[at]:
            continue
        middle = (begun + at) * size // 2
        inside = AROUND_S * RATE_HZ < middle < (clip.seconds - AROUND_S) * RATE_HZ
        if at - begun >= GAP_WINDOWS and inside:
            found.append(middle)
        begun = at + 1
    return found


def with_pause(clip: Clip, pause: float, dice: random.Random) -> Clip | None:
    """*clip* with *pause* seconds put into one of its gaps; None when it has no gap."""
    places = gaps(clip)
    if not places:
        return None
    at = dice.choice(places)
    silence = np.zeros(round(pause * RATE_HZ), dtype=np.float32)
    return Clip(clip.name, np.concatenate([clip.samples[:at], silence, clip.samples[at:]]), clip.tail)


def questions(files: Sequence[Path], count: int, paused: int, pauses: tuple[float, float]) -> Iterator[Clip]:
    """*count* clips of *files*, *paused* of them with a pause of *pauses* seconds, evenly among the others."""
    dice = random.Random(SEED)  # noqa: S311 - the same each time is what is wanted
    waiting = drawn(files, len(files) * 4)
    given = 0
    for number in range(count):
        clip = read(waiting.pop())
        if (number + 1) * paused // count > given:
            while (spliced := with_pause(clip, dice.uniform(*pauses), dice)) is None:
                clip = read(waiting.pop())
            clip, given = spliced, given + 1
        yield clip


def written(clip: Clip, target: Path, *, lead: float = 0.0, tail: float = 0.0) -> Path:
    """*clip* as a WAV file, with silence of *lead* and *tail* seconds around it."""
    silences = [np.zeros(round(seconds * RATE_HZ), dtype=np.float32) for seconds in (lead, tail)]
    soundfile.write(target, np.concatenate([silences[0], clip.samples, silences[1]]), RATE_HZ, subtype="PCM_16")
    return target


def _silent(file: Path) -> bool:
    samples, rate_hz = soundfile.read(file, dtype="float32", always_2d=True)
    return bool(levels(samples[:, 0], rate_hz).max(initial=QUIETEST_DB) < LOUD_DB)
