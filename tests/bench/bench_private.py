"""How much that is private is found, and how often it is seen where nothing is.

    python tests/bench/bench_private.py [--each 500] [--clean 2000] [--seed 1] [--show]

Prints one JSON object a line: for each kind the share found (all of it covered by a
span of that kind) and of those merely covered by a span of any kind; then the share of
clean turns in which something was seen, names and postal addresses apart.
"""

import argparse
import json
import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from assistant_gui.core.lessons import GUESSED, Private
from assistant_gui.learning.private.finding import found
from tests.privacy import clean, planted


def main() -> None:
    wanted = argparse.ArgumentParser()
    wanted.add_argument("--each", type=int, default=500)
    wanted.add_argument("--clean", type=int, default=2000)
    wanted.add_argument("--seed", type=int, default=1)
    wanted.add_argument("--show", action="store_true", help="what was missed or seen wrongly")
    told = wanted.parse_args()
    r = random.Random(told.seed)
    shares = {}
    for kind in Private:
        right = covered = 0
        for _ in range(told.each):
            text, start, end = planted(kind, r)
            over = [each for each in found(text) if each.start <= start and end <= each.end]
            right += any(each.kind is kind for each in over)
            covered += bool(over)
            if told.show and not any(each.kind is kind for each in over):
                print("missed", kind, repr(text), found(text), file=sys.stderr)
        shares[kind] = right / told.each
        guess = {"guessed": True} if kind in GUESSED else {}
        print(json.dumps({"kind": kind, "found": right / told.each, "covered": covered / told.each, **guess}))
    sure = [share for kind, share in shares.items() if kind not in GUESSED]
    print(json.dumps({"kinds": len(sure), "found": sum(sure) / len(sure), "least": min(sure), "must": 0.95}))
    began = time.perf_counter()
    seen = guessed = characters = 0
    for _ in range(told.clean):
        text = clean(r)
        characters += len(text)
        kinds = {each.kind for each in found(text)}
        seen += bool(kinds - GUESSED)
        guessed += bool(kinds & GUESSED)
        if told.show and kinds:
            print("seen", kinds, repr(text), file=sys.stderr)
    seconds = time.perf_counter() - began
    false = {"clean": told.clean, "false": seen / told.clean, "must": 0.02, "false_guesses": guessed / told.clean}
    print(json.dumps({**false, "characters_per_s": round(characters / seconds)}))


if __name__ == "__main__":
    main()
