"""How long a question waits for its first word, late in a conversation and after Stop.

Prints one JSON line. Medians of interleaved runs with the real starter model:

    ASSISTANT_MODELS=... python -m tests.bench.bench_turns [RUNS]

``turn10_over_turn1`` compares equally long new messages; before the tenth turn
another conversation was visited. ``stop_ms`` is from cancel to the end of the
answer at the desk, ``idle_ms`` from cancel until the engine would answer the next
question as fast as ever, both while a 1,500-token prompt is being read.
"""

import json
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from assistant_gui.catalogue.catalogue import Catalogue
from assistant_gui.core.models import Served
from assistant_gui.core.ports import Piece, Sampling
from assistant_gui.core.turn import Turn, TurnCancelled
from assistant_gui.paths import models_folder
from assistant_gui.remote.engine import RemoteThinker
from assistant_gui.remote.local import LocalEngine

MODEL = "smollm2-135m"
SAMPLING = Sampling(temperature=0, max_tokens=48)
WORDS = "the lazy dog sleeps in the warm sun while a small cat looks at him from the old wall and waits"

Said = Sequence[tuple[str, str]]


@contextmanager
def thinker() -> Iterator[RemoteThinker]:
    model = Catalogue(models_folder()).model(MODEL)
    with tempfile.TemporaryDirectory() as folder:
        engine = LocalEngine(
            "language",
            lambda: [Served(model.id, model.format, model.path)],
            lambda: {"context": 4096, "threads": 0, "device": "auto"},
            Path(folder) / "language.log",
            lambda _event: None,
        )
        try:
            made = RemoteThinker(engine.connect)
            answered(made, [("user", "Hi")])
            yield made
        finally:
            engine.stop()


def answered(model: RemoteThinker, messages: Said) -> tuple[float, str]:
    """(milliseconds to the first piece, the answer)."""
    began, first, text = time.perf_counter(), 0.0, ""
    for part in model.reply(MODEL, messages, SAMPLING, Turn()):
        if isinstance(part, Piece):
            first = first or (time.perf_counter() - began) * 1000
            text += part.text
    return first, text


def question(mark: str) -> tuple[str, str]:
    return "user", f"{mark}: {WORDS}. Tell me more about it."


def turns(model: RemoteThinker, run: int) -> tuple[float, float]:
    said: list[tuple[str, str]] = [("system", f"You are assistant number {run}.")]
    waited = []
    for turn in range(1, 11):
        if turn == 10:
            answered(model, [("system", "Somebody else."), question(f"other {run}")])
        said.append(question(f"{run} {turn}"))
        ms, text = answered(model, said)
        waited.append(ms)
        said.append(("assistant", text))
    return waited[0], waited[-1]


def stopped(model: RemoteThinker, run: int) -> tuple[float, float]:
    """Cancel while a 1,500-token prompt is read."""
    turn = Turn()
    long = [("user", f"{run} " + " ".join([WORDS] * 72))]
    cancelled_at: list[float] = []

    def cancel() -> None:
        cancelled_at.append(time.perf_counter())
        turn.cancel()

    timer = threading.Timer(0.3, cancel)
    timer.start()
    try:
        for _ in model.reply(MODEL, long, SAMPLING, turn):
            pass
    except TurnCancelled:
        pass
    ended = time.perf_counter()
    timer.join()
    answered(model, [("user", f"Hi {run}")])
    return (ended - cancelled_at[0]) * 1000, (time.perf_counter() - cancelled_at[0]) * 1000


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with thinker() as model:
        first, tenth, stop, next_ms, usual = [], [], [], [], []
        for run in range(runs):
            early, late = turns(model, run)
            first.append(early)
            tenth.append(late)
            stop_ms, after = stopped(model, run)
            stop.append(stop_ms)
            began = time.perf_counter()
            answered(model, [("user", f"Hello {run}")])
            usual.append((time.perf_counter() - began) * 1000)
            next_ms.append(after)
    one, ten = statistics.median(first), statistics.median(tenth)
    print(
        json.dumps(
            {
                "bench": "turns",
                "runs": runs,
                "turn1_ms": round(one, 1),
                "turn10_ms": round(ten, 1),
                "turn10_over_turn1": round(ten / one, 2),
                "stop_ms": round(statistics.median(stop), 1),
                "idle_ms": round(max(statistics.median(next_ms) - statistics.median(usual), 0), 1),
            }
        )
    )


if __name__ == "__main__":
    main()
