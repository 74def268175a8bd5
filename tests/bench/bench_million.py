"""Memory and time of a lot of training data: read, imported, listed, and looked through for repetitions.

    python tests/bench/bench_million.py [--pairs 100000]

Each step is a process of its own, as it is in the program, with its peak memory. One JSON
object a line. Alpaca lines, one in ten of them nearly the same as an earlier one.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

MUST_BYTES = 1 << 30


def main() -> None:
    wanted = argparse.ArgumentParser()
    wanted.add_argument("--pairs", type=int, default=100_000)
    wanted.add_argument("--step", choices=["read", "import", "repeats", "list"], default="")
    wanted.add_argument("--folder", type=Path)
    told = wanted.parse_args()
    if told.step:
        step(told.step, told.folder)
        return
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder) / "pairs.jsonl", told.pairs)
        for name in ("read", "import", "list", "repeats"):
            subprocess.run([sys.executable, __file__, "--step", name, "--folder", folder], check=True)


def write(file: Path, pairs: int) -> None:
    r = random.Random(1)
    words = ["".join(r.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(r.randint(2, 9))) for _ in range(20_000)]
    earlier: list[dict[str, str]] = []
    with file.open("w", encoding="utf-8") as writing:
        for number in range(pairs):
            if number % 10 == 9:
                again = r.choice(earlier)
                pair = {**again, "output": again["output"] + " " + r.choice(words)}
            else:
                pair = {
                    "instruction": " ".join(r.choices(words, k=8)),
                    "input": "",
                    "output": " ".join(r.choices(words, k=40)),
                }
                if len(earlier) < 1000:
                    earlier.append(pair)
                else:
                    earlier[r.randrange(1000)] = pair
            writing.write(json.dumps(pair) + "\n")


def step(name: str, folder: Path) -> None:
    began = time.perf_counter()
    said = {"read": _read, "import": _import, "list": _list, "repeats": _repeats}[name](folder)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    figures = {"seconds": round(time.perf_counter() - began, 1), "peak_bytes": peak, "must_bytes": MUST_BYTES}
    print(json.dumps({"step": name, **said, **figures}), flush=True)


def _read(folder: Path) -> dict[str, object]:
    """What the reader role does, without the pipe."""
    from assistant_gui.reader.foreign import told

    return {"lines": sum(1 for _ in told(folder / "pairs.jsonl"))}


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


def _repeats(folder: Path) -> dict[str, object]:
    """As a stream from the conversations; 64 numbers decide alone, as no text is held."""
    from assistant_gui.learning import near
    from assistant_gui.learning.curating import last_exchange
    from assistant_gui.store.archive import Archive

    with Archive(folder / "a.sqlite3", to_read=True) as archive:
        found = near.repeats(last_exchange(each) for each in archive.examples())
    return {"repeats": len(found)}


if __name__ == "__main__":
    main()
