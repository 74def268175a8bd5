"""Memory and time of a lot of training data, from a file of pairs to the first batches of a run.

    python tests/bench/bench_million.py [--pairs 100000] [--only import,list,check,write,tokens]

Each step is a process of its own, as it is in the program (the desk for import, list, check and
write; the tuner for tokens), with its peak memory; one JSON object a line. The pairs are Alpaca
lines of words by Zipf's law, 40 to 120 tokens each, one in twenty nearly the same as an earlier
one. The tokens are those of the starter chat model in ``ASSISTANT_MODELS``.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from itertools import accumulate
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

STEPS = ("import", "list", "check", "write", "tokens")
MUST_BYTES = 1 << 30


def main() -> None:
    wanted = argparse.ArgumentParser()
    wanted.add_argument("--pairs", type=int, default=100_000)
    wanted.add_argument("--only", default=",".join(STEPS))
    wanted.add_argument("--step", choices=STEPS, default="")
    wanted.add_argument(
        "--folder", type=Path, help="keeps what a step made for the next; a new one is deleted at the end"
    )
    told = wanted.parse_args()
    if told.step:
        step(told.step, told.folder)
        return
    with tempfile.TemporaryDirectory() as own:
        folder = told.folder or Path(own)
        folder.mkdir(exist_ok=True)
        if not (folder / "pairs.jsonl").exists():
            write(folder / "pairs.jsonl", told.pairs)
        for name in told.only.split(","):
            subprocess.run([sys.executable, __file__, "--step", name, "--folder", folder], check=True)


def write(file: Path, pairs: int) -> None:
    r = random.Random(1)
    words = sorted({"".join(r.choices("etaoinshrdlu", k=r.randint(1, 3)) + r.choices("etaoinshrdlucmfwypvbgk", k=r.randint(0, 6)))
                    for _ in range(20_000)}, key=len)  # fmt: skip
    often = list(accumulate(1 / (rank + 5) for rank in range(len(words))))

    def said(least: int, most: int) -> str:
        return " ".join(r.choices(words, cum_weights=often, k=r.randint(least, most)))

    earlier: list[dict[str, str]] = []
    with file.open("w", encoding="utf-8") as writing:
        for number in range(pairs):
            if number % 20 == 19:
                again = r.choice(earlier)
                pair = {**again, "output": again["output"] + " " + r.choice(words)}
            else:
                pair = {"instruction": said(6, 16), "input": "", "output": said(15, 45)}
                if number % 50 == 7:
                    pair["output"] += f" {r.randint(1, 99)} ann{r.randint(1, 5000)}@example.org"
                if len(earlier) < 1000:
                    earlier.append(pair)
                else:
                    earlier[r.randrange(1000)] = pair
            writing.write(json.dumps(pair) + "\n")


def step(name: str, folder: Path) -> None:
    began, busy = time.perf_counter(), time.process_time()
    work = {"import": _import, "list": _list, "check": _check, "write": _write, "tokens": _tokens}
    said = work[name](folder)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    figures = {
        "seconds": round(time.perf_counter() - began, 1),
        "processor_s": round(time.process_time() - busy, 1),
        "peak_bytes": peak,
        "must_bytes": MUST_BYTES,
    }
    print(json.dumps({"step": name, **said, **figures}), flush=True)


def _import(folder: Path) -> dict[str, object]:
    """What the desk does with what the reader role tells it; the reader is a process of its own here too."""
    from assistant_gui.remote.reader import foreign_lines
    from assistant_gui.store.archive import Archive
    from assistant_gui.store.imports import imported

    with Archive(folder / "a.sqlite3") as archive:
        made = imported(archive, foreign_lines(folder / "pairs.jsonl", folder / "log"))
    reader = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    return {"conversations": made.conversations, "peak_bytes_of_reader": reader}


def _list(folder: Path) -> dict[str, object]:
    """The first page of the list, and one from the middle."""
    from assistant_gui.store.archive import Archive

    with Archive(folder / "a.sqlite3", to_read=True) as archive:
        total = archive.listed(count=1).total
        times = []
        for first in (0, total // 2):
            began = time.perf_counter()
            archive.listed(first=first)
            times.append(round(time.perf_counter() - began, 3))
    return {"total": total, "first_page_s": times[0], "middle_page_s": times[1]}


def _check(folder: Path) -> dict[str, object]:
    """What the person has looked through before a run: repetitions and private things."""
    from assistant_gui.core.turn import Turn
    from assistant_gui.learning.lessons import Lessons
    from assistant_gui.store.archive import Archive

    with Archive(folder / "a.sqlite3", to_read=True) as archive:
        found = Lessons(lambda: archive, folder / "conversations.parts").check(Turn())
    return {"examples": found.examples, "repeats": len(found.repeats), "leaks": len(found.leaks) + found.unnamed}


def _write(folder: Path) -> dict[str, object]:
    """What starting a run does at the desk: gather, divide, leave out, clean, write."""
    import shutil

    from assistant_gui.learning import runs
    from assistant_gui.learning.division import divided
    from assistant_gui.learning.gathered import Gathered
    from assistant_gui.learning.lessons import Lessons
    from assistant_gui.learning.parts import remember, remembered
    from assistant_gui.store.archive import Archive

    run, parts = folder / "run", folder / "conversations.parts"
    shutil.rmtree(run, ignore_errors=True)
    with Archive(folder / "a.sqlite3", to_read=True) as archive, Gathered(archive.examples(), folder) as gathered:
        division = divided(gathered.examples, remembered(parts))
        runs.write_examples(run, Lessons(lambda: archive, parts).ready(division))
        remember(parts, division.parts())
    return {"stopping": len(division.stopping), "judging": len(division.judging)}


def _tokens(folder: Path) -> dict[str, object]:
    """What the tuner does with them, without its model: tokens of all, the plan of all steps, a hundred batches."""
    from assistant_gui.core.models import Format
    from assistant_gui.paths import models_folder
    from assistant_gui.tuner.batches import schedule
    from assistant_gui.tuner.examples import lessons
    from assistant_gui.tuner.job import taught
    from assistant_gui.tuner.tongue import ChatTongue
    from assistant_gui.weights.base import spoken

    [base] = (models_folder() / "smollm2-135m").glob("*.gguf")
    tongue = ChatTongue(spoken(Format.GGUF, base))
    made = lessons(taught(folder / "run"), tongue, 512, folder=folder)
    tokenised = time.perf_counter()
    steps = schedule(made.lessons, epochs=1, batch=8, seed=0)
    total = sum(steps.tokens())
    planned = time.perf_counter() - tokenised
    read = sum(len(step.lessons) for step in steps[:100])
    return {
        "lessons": len(made.lessons),
        "tokens": total,
        "steps": len(steps),
        "plan_s": round(planned, 1),
        "read": read,
    }


if __name__ == "__main__":
    main()
