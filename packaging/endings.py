"""Finds the weights by which a Whisper tells that all is said, see ``assistant_gui/engine/asr/ending.py``.

    python packaging/endings.py WHISPER FOLDER... [--most 350] [--to resources/endings]

WHISPER is a model file as the program has it; each FOLDER holds recordings of one speaker, its language
in the first letters of its name (``en_US_f_Allison``, as Debian's asterisk-core-sounds-en-wav installs it).
Every recording gives its end, and every gap between its words a place where somebody might pause to think.
The turns of ``bench voice --only pauses`` are left out, and one recording in ten shows what was learned.
"""

import argparse
import hashlib
import math
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
import torch

from assistant_gui.bench.voice import pauses
from assistant_gui.bench.voice.clips import prompts
from assistant_gui.bench.voice.levels import Samples
from assistant_gui.bench.voice.splicing import WINDOW, gaps, read, room_noise, without_click
from assistant_gui.core.sound import SPEECH_RATE_HZ
from assistant_gui.engine.asr.ending import Features, identity, summary
from assistant_gui.engine.asr.port import frames_of, room_for
from assistant_gui.engine.asr.whisper_pass import encoded, loaded

SEED = 20261130
LENGTHS_S = (0.8, 11.0)
GAPS = {"least": 5, "after": 50, "before": 30}
"""Shorter ones, and nearer to the ends, than those that are measured by."""
MOST_GAPS = 7
TIMES = 2
"""How often each place is heard, each time otherwise: so many samples of tail, of pause before, of noise, so loud."""
RIDGE = 300.0
"""Of the weights of what has a variance of one; from 3 to 300 the area under the curve changes by a thousandth."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a recording is cut off."""

    speaker: str
    heard: Features
    ended: bool
    shown: bool
    """It is not learned from."""


def places(file: Path, whisper: torch.nn.Module, dice: np.random.Generator) -> Iterator[Place]:
    speech = read(file)
    found = [begin for begin, _end in gaps(speech, **GAPS)]
    chosen = [found[at] for at in sorted(dice.permutation(len(found))[:MOST_GAPS])]
    shown = hashlib.sha256(file.stem.encode()).digest()[0] < 26
    for cut in [*chosen, len(speech)]:
        for _ in range(TIMES):
            before = [at for at in found if at < cut]
            sound = spoken(speech, cut, before, dice)
            frames = encoded(whisper, sound, room_for(len(sound) / SPEECH_RATE_HZ), half=False)[0].numpy()
            yield Place(file.parent.name, summary(frames, frames_of(len(sound))), cut == len(speech), shown)


def spoken(speech: Samples, cut: int, before: list[int], dice: np.random.Generator) -> Samples:
    """*speech* up to *cut* as a microphone hears it at the pause, perhaps with a pause in it already."""
    tail = int(dice.integers(0, 5)) * WINDOW
    part = without_click(speech[: min(len(speech), cut + tail - (4 * WINDOW if cut == len(speech) else 0))])
    if before and dice.random() < 0.4:
        at = int(dice.choice(before)) + 2 * WINDOW
        rest = without_click(part[at:][::-1])[::-1]
        part = np.concatenate((without_click(part[:at]), silence(dice.uniform(0.2, 1.4)), rest))
    sound = np.concatenate((silence(dice.uniform(0.3, 0.6)), part, silence(dice.uniform(0, 0.2))))
    noise = room_noise(len(sound), dice) * 10 ** (dice.uniform(-10, 12) / 20)
    return np.asarray(np.clip((sound + noise) * 10 ** (dice.uniform(-10, 3) / 20), -1, 1), np.float32)


def silence(seconds: float) -> Samples:
    return np.zeros(round(seconds * SPEECH_RATE_HZ), np.float32)


def learned(places: list[Place]) -> tuple[Features, float]:
    """Logistic regression, either kind counting as much as the other."""
    heard = torch.tensor(np.stack([place.heard.ravel() for place in places]), dtype=torch.float64)
    ended = torch.tensor([float(place.ended) for place in places], dtype=torch.float64)
    mean, spread = heard.mean(0), heard.std(0)
    heard = (heard - mean) / spread
    share = ended.mean()
    counts = torch.where(ended > 0, 0.5 / share, 0.5 / (1 - share))
    weights = torch.zeros(heard.shape[1] + 1, dtype=torch.float64, requires_grad=True)
    search = torch.optim.LBFGS([weights], max_iter=500, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        search.zero_grad()
        odds = heard @ weights[:-1] + weights[-1]
        wrong = torch.nn.functional.binary_cross_entropy_with_logits(odds, ended, counts, reduction="sum")
        total: torch.Tensor = wrong + RIDGE / 2 * weights[:-1].square().sum()
        total.backward()  # type: ignore[no-untyped-call]
        return total

    search.step(loss)
    plain = (weights[:-1] / spread).detach()
    bias = float((weights[-1] - (plain * mean).sum()).detach())
    return np.asarray(plain.reshape(places[0].heard.shape).numpy(), np.float32), bias


def area(odds: list[float], ended: list[bool]) -> float:
    """Under the receiver operating characteristic: how often an end sounds more like one than a pause does."""
    ends = np.array([o for o, e in zip(odds, ended, strict=True) if e])[:, None]
    others = np.array([o for o, e in zip(odds, ended, strict=True) if not e])[None]
    return float(((ends > others) + 0.5 * (ends == others)).mean()) if ends.size and others.size else math.nan


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("whisper", type=Path)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--most", type=int, default=350, help="recordings of each folder")
    parser.add_argument("--to", type=Path, default=Path("resources/endings"))
    asked = parser.parse_args()
    whisper = loaded(asked.whisper, "cpu").model
    dice = np.random.default_rng(SEED)
    found: list[Place] = []
    kept_apart = {turn.name for folder in asked.folders for turn in pauses.drawn(folder)}
    with torch.inference_mode():
        for folder in asked.folders:
            files = [file for file in prompts(folder, *LENGTHS_S) if file.stem not in kept_apart]
            chosen = [files[at] for at in dice.permutation(len(files))[: asked.most]]
            for number, file in enumerate(chosen):
                found += places(file, whisper, dice)
                print(f"\r{folder.name} {number + 1}/{len(chosen)}, {len(found)} places", end="", flush=True)
            print()
    weights, bias = learned([place for place in found if not place.shown])
    for folder in asked.folders:
        these = [place for place in found if place.shown and place.speaker == folder.name]
        odds = [float((place.heard * weights).sum() + bias) for place in these]
        print(f"{folder.name}: {len(these)} places shown, area {area(odds, [place.ended for place in these]):.3f}")
    languages = np.array(sorted({folder.name[:2] for folder in asked.folders}))
    asked.to.mkdir(parents=True, exist_ok=True)
    file = asked.to / f"{identity(whisper.encoder.ln_post.weight.detach().numpy())}.npz"
    np.savez(file, weights=weights, bias=np.float32(bias), languages=languages)
    print(file)


if __name__ == "__main__":
    main()
