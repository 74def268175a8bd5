"""What goes wrong with sound and its engines, through the whole program on virtual devices.

    python -m tests.bench.bench_faults [EVENTS] [unplugs|others|all]

Each event is a fault in a state (nobody speaks, the person does, the program does), then a question; it prints what
was told, whether what had been said was kept, how long it took to listen again, and whether the question was answered.
The last line is one JSON object that sums it up.
"""

import itertools
import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tests.e2e.faults import OTHERS, UNPLUGS, Outcome, trials

CHOICES = {"unplugs": UNPLUGS, "others": OTHERS, "all": UNPLUGS + OTHERS}


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    chosen = CHOICES[sys.argv[2] if len(sys.argv) > 2 else "unplugs"]
    outcomes = []
    with tempfile.TemporaryDirectory() as folder, trials(Path(folder), os.environ.__setitem__) as room:
        for number, (state, fault) in enumerate(itertools.islice(itertools.cycle(chosen), count), start=1):
            one = room.try_out(state, fault)
            outcomes.append(one)
            kept = "kept" if one.kept else "NOT KEPT"
            answered = "answered" if one.answered else "NOT ANSWERED"
            _say(f"{number:3} {one.state:9} {one.fault:13} {kept}, back in {one.back_s:4.1f} s, {answered}: {one.told}")
    _say(json.dumps(summed_up(outcomes)))
    return 0 if all(one.answered and one.kept for one in outcomes) else 1


def summed_up(outcomes: Sequence[Outcome]) -> dict[str, object]:
    return {
        "events": len(outcomes),
        "kept": sum(one.kept for one in outcomes),
        "answered": sum(one.answered for one in outcomes),
        "told": sum(bool(one.told) for one in outcomes),
        "slowest_back_s": round(max(one.back_s for one in outcomes), 1),
        "by_fault": dict(Counter(f"{one.state} {one.fault}" for one in outcomes)),
    }


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
