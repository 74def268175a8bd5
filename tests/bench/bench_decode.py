"""Decoding through the engine's HTTP API against raw xllamacpp: same file, same prompts, in turns.

``python tests/bench/bench_decode.py MODEL.gguf [RUNS]`` prints one JSON line. All sides live in
processes of their own and stay open; a run is greedy tokens, timed from the first to the last as
the caller sees them: 128 after a short question, 128 after a text of some 900 tokens, and ``answer``,
a whole answer of 512 (the setting's default) to a short question, which is what people wait for.

``raw`` is xllamacpp as its README has it, streaming, nothing set but the size of the context;
``raw_alike`` has the engine's own choices for a small model on a CPU (one thread, which a busy
neighbour cannot stall, and no flash attention, which is dear at depth). ``engine/raw_alike`` is what
the engine's way costs, ``engine/raw`` what its choices cost or gain.
"""

import http.client
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

SHORT = "Tell me about the history of the steam engine."
LONG = " ".join(["The lazy dog sleeps in the warm sun while a small cat looks at him from the old wall."] * 45)
STORY = "Write a very long story about a lighthouse, a storm and an old sailor."
PROMPTS = {"short": (SHORT, 128), "long": (f"{LONG} Tell me more about them.", 128), "answer": (STORY, 512)}
CONTEXT = 4096

RAW = """
import json, sys, time
import xllamacpp
parameters = xllamacpp.CommonParams()
parameters.model.path, parameters.n_ctx = sys.argv[1], int(sys.argv[2])
parameters.verbosity = 1
if sys.argv[3] == "alike":
    parameters.cpuparams.n_threads = 1
    parameters.flash_attn_type = xllamacpp.llama_flash_attn_type.LLAMA_FLASH_ATTN_TYPE_DISABLED
server = xllamacpp.Server(parameters)
print("open", flush=True)
for line in sys.stdin:
    times = []
    def heard(chunk):
        if "timings" not in chunk and (chunk["choices"][0].get("delta") or {}).get("content"):
            times.append(time.perf_counter())
    server.handle_chat_completions({**json.loads(line), "stream": True}, heard)
    print((len(times) - 1) / (times[-1] - times[0]), flush=True)
"""


def asked(prompt: str, tokens: int) -> dict[str, object]:
    return {"messages": [{"role": "user", "content": prompt}], "temperature": 0, "max_tokens": tokens}


class Side(Protocol):
    def tokens_per_second(self, prompt: str, tokens: int) -> float: ...


class Raw:
    def __init__(self, model: Path, manner: str) -> None:
        command = [sys.executable, "-c", RAW, str(model), str(CONTEXT), manner]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._line()

    def tokens_per_second(self, prompt: str, tokens: int) -> float:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(asked(prompt, tokens)) + "\n")
        self.process.stdin.flush()
        return float(self._line())

    def _line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline()


class Engine:
    def __init__(self, model: Path, log: Path) -> None:
        command = [sys.executable, "-m", "assistant_gui", "engine"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        served = {"name": "it", "format": "gguf", "path": str(model), "adapter": "", "strength": 1.0}
        orders = {"kind": "language", "token": "t", "log": str(log), "models": [served], "context": CONTEXT}
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(orders).encode() + b"\n")
        self.process.stdin.flush()
        self.port = json.loads(self.process.stdout.readline())["port"]

    def tokens_per_second(self, prompt: str, tokens: int) -> float:
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        body = json.dumps({**asked(prompt, tokens), "stream": True})
        connection.request("POST", "/v1/chat/completions", body, {"Authorization": "Bearer t"})
        times = [
            time.perf_counter()
            for line in connection.getresponse()
            if line.startswith(b"data: {") and json.loads(line[6:])["choices"][0]["delta"].get("content")
        ]
        connection.close()
        return (len(times) - 1) / (times[-1] - times[0])


def main(model: Path, runs: int) -> None:
    with TemporaryDirectory() as folder:
        engine = Engine(model, Path(folder) / "engine.log")
        sides: dict[str, Side] = {"engine": engine, "raw": Raw(model, "usual"), "raw_alike": Raw(model, "alike")}
        speeds: dict[tuple[str, str], list[float]] = {(name, prompt): [] for name in sides for prompt in PROMPTS}
        for run in range(-1, runs):  # the first is for warming up
            for prompt, (text, tokens) in PROMPTS.items():
                for name in sorted(sides, key=lambda name: (len(name) + run) % 3):
                    speed = sides[name].tokens_per_second(text, tokens)
                    if run >= 0:
                        speeds[name, prompt].append(speed)
        for side in sides.values():
            assert isinstance(side, Engine | Raw)
            assert side.process.stdin is not None
            side.process.stdin.close()
            side.process.wait()
    told: dict[str, object] = {"bench": "decode", "runs": runs}
    for prompt in PROMPTS:
        medians = {name: statistics.median(speeds[name, prompt]) for name in sides}
        told[prompt] = {
            **{name: round(median, 1) for name, median in medians.items()},
            "engine/raw_alike": round(medians["engine"] / medians["raw_alike"], 3),
            "engine/raw": round(medians["engine"] / medians["raw"], 3),
        }
    print(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 7)
