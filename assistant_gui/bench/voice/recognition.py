"""Recognition by the speech engine against plain ``whisper.transcribe``: how long it takes, and how many words differ.

The time is that of whole requests, in turns with the plain one. What is plainly transcribed is kept with ``--save``
and taken from there the next time.
"""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

import numpy as np
import soundfile

from assistant_gui.bench.voice.clips import drawn, prompts
from assistant_gui.bench.voice.plain_whisper import plain_whisper
from assistant_gui.bench.voice.rows import Row, Wanted
from assistant_gui.core.language import N_
from assistant_gui.core.sound import Sound
from assistant_gui.core.turn import Turn

TIMED_S = (3.0, 5.0)
COMPARED_S = (1.0, 15.0)
COMPARED = 240
MODEL = "whisper-tiny.en"
PLAIN = "recognition-plain.json"

Normalised = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Timed:
    name: str
    ours: float
    """Seconds."""
    plain: float


@dataclass(frozen=True, slots=True)
class Compared:
    name: str
    ours: str
    plain: str
    words: int
    """Of the plain transcript."""
    off: int


def measured(wanted: Wanted) -> Iterator[Row]:
    from whisper.normalizers import EnglishTextNormalizer

    normalised: Normalised = EnglishTextNormalizer()
    timed, compared = list[Timed](), list[Compared]()
    with wanted.programs(wanted.folder / "recognition", {}) as program:
        program.warm_up_talking()
        ears = program.ears

        def ours(file: Path) -> tuple[str, float]:
            sound = sound_of(file)
            began = time.perf_counter()
            text = ears.recognise(sound, Turn()).text
            return text, time.perf_counter() - began

        with plain_whisper(Path(program.shelf.model(MODEL).path)) as plain:
            files = drawn(prompts(wanted.clips, *TIMED_S), wanted.turns + 1)
            for number, file in enumerate(files):
                wanted.tell(f"recognition {number}/{wanted.turns}")
                timed.append(Timed(file.stem, ours(file)[1], plain.transcribe(file).seconds))
            known = remembered(wanted.save)
            chosen = prompts(wanted.clips, *COMPARED_S)
            for number, file in enumerate(sorted(drawn(chosen, min(COMPARED, len(chosen))))):
                wanted.tell(f"recognition, words {number}/{COMPARED}")
                name = f"{file.parent.name}/{file.name}"  # two folders may have the same phrase in other words
                if name not in known:
                    known[name] = plain.transcribe(file).text
                compared.append(comparison(name, ours(file)[0], known[name], normalised))
            remember(wanted.save, known)
    del timed[0]  # it warmed both up
    wanted.keep("recognition-timed", map(asdict, timed))
    wanted.keep("recognition-words", map(asdict, compared))
    yield from rows(timed, compared)


def rows(timed: Sequence[Timed], compared: Sequence[Compared]) -> Iterator[Row]:
    ms = median(each.ours for each in timed) * 1000
    ratio = sum(each.ours for each in timed) / sum(each.plain for each in timed)
    off = 100 * sum(each.off for each in compared) / max(1, sum(each.words for each in compared))
    yield Row("recognition_ms_p50", N_("Recognition of 3 to 5 seconds, median"), ms, len(timed), 450, 200)
    yield Row("recognition_ratio", N_("Its time against plain whisper"), ratio, len(timed), 0.5, 0.35)
    yield Row("recognition_words_off", N_("Words that differ from plain whisper's, %"), off, len(compared), 5, 3)


def comparison(name: str, ours: str, plain: str, normalised: Normalised) -> Compared:
    mine, other = normalised(ours).split(), normalised(plain).split()
    return Compared(name, ours, plain, len(other), distance(mine, other))


def distance(one: Sequence[str], other: Sequence[str]) -> int:
    """Words put in, left out or changed between the two."""
    row = list(range(len(other) + 1))
    for number, word in enumerate(one, 1):
        before, row[0] = row[0], number
        for at, theirs in enumerate(other, 1):
            before, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, before + (word != theirs))
    return row[-1]


def sound_of(file: Path) -> Sound:
    """As it is: the engine resamples it as the plain one does."""
    samples, rate_hz = soundfile.read(file, dtype="int16", always_2d=True)
    return Sound(np.ascontiguousarray(samples[:, 0]).tobytes(), rate_hz)


def remembered(folder: Path | None) -> dict[str, str]:
    if folder is None or not (folder / PLAIN).is_file():
        return {}
    return {str(name): str(text) for name, text in json.loads((folder / PLAIN).read_text(encoding="utf-8")).items()}


def remember(folder: Path | None, known: dict[str, str]) -> None:
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / PLAIN).write_text(json.dumps(known, ensure_ascii=False, indent=1), encoding="utf-8")
