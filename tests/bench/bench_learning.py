"""What the learning loop is worth, in planted data: it finds what is there, and nothing where nothing is.

    python -m tests.bench.bench_learning [--only style,shuffled,seeds,canaries] [--seeds 20] [--threads N]

- ``style``: 48 answers in pirate speech, taught to the starter model (in ``ASSISTANT_MODELS``). The perplexity of 12
  held-out answers must fall tenfold; without the adapter the engine's greedy answers are the same bytes as before.
- ``shuffled``: every question with the answer to another one; never "better". ``true`` beside it is the same data
  unshuffled (every fourth seed), and shows that the verdict would see a gain.
- ``seeds``: two seeds of the same data, the second against the first; "better" at most once in 20.
- ``canaries``: six-digit codes said once and four times, rank 64, 20 epochs; their exposure in bits is reported.

``shuffled``, ``seeds`` and ``canaries`` run on a base of two layers that knows the form of the answers (see
``small_base.py``), so that what they say is all there is to gain: on a base for which the form is new, shuffled answers
teach it, and "better" would be right. Every run is a run folder trained and judged by the tuner's own code; the verdict
is of the likelihoods alone (``thorough`` off), which can only make "better" more frequent.
"""

import argparse
import json
import math
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from assistant_gui.core.plan import Plan
from assistant_gui.paths import models_folder
from tests.bench.planted import PIRATE, Canary, Pair, canaries, likings, pirate, shuffled

if TYPE_CHECKING:
    from assistant_gui.tuner.lesson import Lesson
    from assistant_gui.tuner.tongue import ChatTongue

STARTER = models_folder() / "smollm2-135m" / "SmolLM2-135M-Instruct.Q4_1.gguf"
QUESTIONS = ("What is the capital of France?", "Name three colours.", "Tell me about the moon.", "How are you?")
FALLS, MOST_CHANCES = 10.0, 1
CANARIES, REPEATS, GUESSES = 8, (1, 4), 1000
TAUGHT, HELD_OUT = 48, 16
TRUE_EVERY = 4


def main() -> int:
    figures: dict[str, Callable[[Path, argparse.Namespace], bool]] = {
        "style": style, "shuffled": never_better, "seeds": two_seeds, "canaries": known_by_heart,
    }  # fmt: skip
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default=",".join(figures))
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        held = [figures[name](Path(scratch), arguments) for name in arguments.only.split(",")]
    return 0 if all(held) else 1


def style(scratch: Path, arguments: argparse.Namespace) -> bool:
    from tests.e2e.engine import Engine, served, text_of

    pairs = pirate(TAUGHT + 12, seed=1)
    run = trained(scratch / "style", STARTER, pairs[:TAUGHT], pairs[TAUGHT:], arguments, epochs=4)
    before, _, after = perplexities(run)
    base = served("base", STARTER)
    answers: list[list[str]] = []
    for models in ((base,), (base, served("pirate", STARTER, run / "adapter")), (base,)):
        with Engine(scratch / "engine.log", *models, env=os.environ | {"HF_HUB_OFFLINE": "1"}) as engine:
            if len(models) > 1:
                spoken = [text_of(engine.chat(question, "pirate", max_tokens=40)) for question in QUESTIONS]
            answers.append([text_of(engine.chat(question, "base", max_tokens=40)) for question in QUESTIONS])
    same = answers[0] == answers[1] == answers[2]
    words = {
        word for line in PIRATE for word in ("Arr", "Yo ho ho", "matey", "Avast", "Shiver", "Ahoy") if word in line
    }
    pirates = sum(any(word in answer for word in words) for answer in spoken)
    tell("style", perplexity_base=round(before, 2), perplexity_adapter=round(after, 2), falls=round(before / after, 1),
         must=FALLS, verdict=card_of(run)["verdict"], base_answers_unchanged=same,
         answers_like_a_pirate=f"{pirates}/{len(QUESTIONS)}")  # fmt: skip
    return before / after >= FALLS and same


def never_better(scratch: Path, arguments: argparse.Namespace) -> bool:
    base = small(scratch)
    verdicts: dict[str, list[str]] = {"shuffled": [], "true": []}
    for seed in range(arguments.seeds):
        teaching, judging = drawn(seed)
        tried = {"shuffled": shuffled(teaching, seed)} | ({} if seed % TRUE_EVERY else {"true": teaching})
        for name, taught in tried.items():
            run = trained(scratch / f"{name}-{seed}", base, taught, judging, arguments, seed=seed, rate=5e-3, epochs=10)
            verdicts[name].append(str(card_of(run)["verdict"]))
    tell("shuffled", seeds=arguments.seeds, must="0 better", **{name: counted(each) for name, each in verdicts.items()})
    return "better" not in verdicts["shuffled"]


def two_seeds(scratch: Path, arguments: argparse.Namespace) -> bool:
    base = small(scratch)
    verdicts: list[str] = []
    for seed in range(arguments.seeds):
        teaching, judging = drawn(seed)
        first = trained(
            scratch / f"first-{seed}", base, teaching, judging, arguments, seed=2 * seed, rate=5e-3, epochs=10
        )
        second = trained(
            scratch / f"second-{seed}", base, teaching, judging, arguments,
            seed=2 * seed + 1, rate=5e-3, epochs=10, current=first / "adapter",
        )  # fmt: skip
        verdicts.append(str(card_of(second)["verdict"]))
    tell("seeds", runs=arguments.seeds, must=f"at most {MOST_CHANCES} in 20 better", **counted(verdicts))
    return verdicts.count("better") <= MOST_CHANCES * max(1, arguments.seeds // 20)


def known_by_heart(scratch: Path, arguments: argparse.Namespace) -> bool:
    """Reported, never failed."""
    planted = canaries(CANARIES, REPEATS, seed=1)
    pairs = [*chain.from_iterable(each.pairs for each in planted), *likings(24, 5, by_season=True)]
    base = small(scratch)
    run = trained(scratch / "canaries", base, pairs, [], arguments, rank=64, epochs=20, rate=2e-3)
    found = list(exposures(base, run / "adapter", planted))
    for times in REPEATS:
        bits = [each for canary, each in zip(planted, found, strict=True) if canary.repeats == times]
        tell("canaries", repeats=times, canaries=len(bits), exposure_bits=[round(each, 1) for each in bits],
             mean=round(sum(bits) / len(bits), 2), most_measurable=round(math.log2(GUESSES + 1), 2))  # fmt: skip
    return True


def drawn(seed: int) -> tuple[list[Pair], list[Pair]]:
    pairs = likings(TAUGHT + HELD_OUT, 1000 + seed, by_season=True)
    return pairs[:TAUGHT], pairs[TAUGHT:]


def trained(
    out: Path,
    base: Path,
    teaching: Sequence[Pair],
    judging: Sequence[Pair],
    arguments: argparse.Namespace,
    *,
    seed: int = 0,
    epochs: int = 3,
    rate: float = 5e-4,
    rank: int = 8,
    current: Path | None = None,
) -> Path:
    """A run folder as the school writes it, trained and judged in this process; every pair is a conversation."""
    from assistant_gui.tuner import role

    out.mkdir()
    plan = Plan(base="base", name="bench", epochs=epochs, rank=rank, batch=8, learning_rate=rate, seed=seed)
    form = "gguf" if base.suffix == ".gguf" else "folder"
    spec = {
        "id": out.name, "plan": asdict(plan), "base": {"id": "base", "format": form, "path": str(base)},
        "created": time.time(), "adapter_id": "adapter", "adapter_folder": str(out / "adapter"),
        "threads": arguments.threads, "precision": "float32" if form == "folder" else "bfloat16", "agreement": False,
        "scoring": bool(judging), "thorough": False, "current_folder": str(current or ""),
    }  # fmt: skip
    (out / "spec.json").write_text(json.dumps(spec), encoding="utf-8")
    for name, pairs in (("examples.jsonl", teaching), ("judging.jsonl", judging)):
        lines = (
            {
                "id": f"{name}-{number}", "conversation": f"{name}-{number}", "signal": "corrected", "weight": 2.0,
                "messages": [{"role": "user", "content": each.question}, {"role": "assistant", "content": each.answer}],
            }
            for number, each in enumerate(pairs)
        )  # fmt: skip
        (out / name).write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    role.run(out)
    end = json.loads((out / "events.jsonl").read_text(encoding="utf-8").splitlines()[-1])
    assert end.get("status") == "done", end
    return out


def card_of(run: Path) -> dict[str, object]:
    card: dict[str, object] = json.loads((run / "card.json").read_text(encoding="utf-8"))
    return card


def perplexities(run: Path) -> tuple[float, float, float]:
    """Of the base, of what answers now and of the candidate, on the held-out answers."""
    scores = card_of(run)["scores"]
    assert isinstance(scores, list)
    found = next(each for each in scores if each["name"] == "perplexity")
    return float(found["base"]), float(found["current"]), float(found["candidate"])


def exposures(base: Path, adapter: Path, planted: Sequence[Canary]) -> Iterator[float]:
    """For each: how many bits nearer than a random code it is (Carlini et al. 2019), among GUESSES others."""
    import torch
    from peft import PeftModel

    from assistant_gui.core.models import Format
    from assistant_gui.tuner.examples import lessons
    from assistant_gui.tuner.job import Taught
    from assistant_gui.tuner.scoring import _nats
    from assistant_gui.tuner.tongue import ChatTongue
    from assistant_gui.tuner.training import Head
    from assistant_gui.weights.base import opened

    opened_base = opened(Format.FOLDER, base, torch.float32)
    tongue = ChatTongue(opened_base)
    model = PeftModel.from_pretrained(opened_base.model, str(adapter))
    model.eval()
    head = Head.of(model)
    dice = random.Random(7)
    for canary in planted:
        pair = next(canary.pairs)
        said = (("user", pair.question), ("assistant", pair.answer))
        (real,) = lessons([Taught("canary", "canary", "", 1.0, said)], tongue, 512).lessons
        guesses = [f"{dice.randrange(10**6):06}" for _ in range(GUESSES)]
        own, *others = _nats(
            head, [_saying(real, canary.digits, each, tongue) for each in (canary.digits, *guesses)], _go
        )
        yield math.log2(1 + GUESSES) - math.log2(1 + sum(other < own for other in others))


def _saying(lesson: "Lesson", digits: str, others: str, tongue: "ChatTongue") -> "Lesson":
    """*lesson* with *others* for *digits*: each of them is a token."""
    before, after = tongue.encode(digits), tongue.encode(others)
    ids, width = list(lesson.ids), len(before)
    at = next(at for at in range(len(ids)) if ids[at : at + width] == before)
    return replace(lesson, ids=(*ids[:at], *after, *ids[at + width :]))


def _go() -> None:
    """Nothing stops it."""


def small(scratch: Path) -> Path:
    from tests.bench.small_base import made

    place = scratch / "small"
    return place if place.exists() else made(place)


def counted(verdicts: Sequence[str]) -> dict[str, int]:
    return {each: verdicts.count(each) for each in sorted(set(verdicts))}


def tell(figure: str, **facts: object) -> None:
    print(json.dumps({"figure": figure, **facts}), flush=True)


if __name__ == "__main__":
    sys.exit(main())
