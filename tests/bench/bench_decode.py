"""Decoding through the engine's HTTP API against raw xllamacpp: same file, same prompt, in turns.

``python tests/bench/bench_decode.py MODEL.gguf [RUNS]`` prints one JSON line. Both sides live in
processes of their own and both stay open; a run is 128 greedy tokens, timed from the first to the
last as the caller sees them. Raw means xllamacpp as its README has it, streaming, nothing set but
the size of the context; raw_one_thread writes with one thread, which is often faster with a model as
small as the starter. The ratio is against the better of the two.
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

PROMPT = "Tell me about the history of the steam engine."
TOKENS = 128
CONTEXT = 4096

RAW = """
import json, sys, time
import xllamacpp
parameters = xllamacpp.CommonParams()
parameters.model.path, parameters.n_ctx = sys.argv[1], int(sys.argv[2])
parameters.verbosity = 1
if int(sys.argv[3]):
    parameters.cpuparams.n_threads = int(sys.argv[3])
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

ASKED = {"messages": [{"role": "user", "content": PROMPT}], "temperature": 0, "max_tokens": TOKENS}


class Side(Protocol):
    def tokens_per_second(self) -> float: ...


class Raw:
    def __init__(self, model: Path, threads: int) -> None:
        command = [sys.executable, "-c", RAW, str(model), str(CONTEXT), str(threads)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._line()

    def tokens_per_second(self) -> float:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(ASKED) + "\n")
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

    def tokens_per_second(self) -> float:
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        body = json.dumps({**ASKED, "stream": True})
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
        sides: dict[str, Side] = {"engine": engine, "raw": Raw(model, 0), "raw_one_thread": Raw(model, 1)}
        speeds: dict[str, list[float]] = {name: [] for name in sides}
        for name in sides:
            sides[name].tokens_per_second()  # warm
        for run in range(runs):
            for name in sorted(sides, key=lambda name: (hash(name) + run) % 3):
                speeds[name].append(sides[name].tokens_per_second())
        for side in sides.values():
            assert isinstance(side, Engine | Raw)
            assert side.process.stdin is not None
            side.process.stdin.close()
            side.process.wait()
    medians = {name: round(statistics.median(all), 1) for name, all in speeds.items()}
    ratio = round(medians["engine"] / max(medians["raw"], medians["raw_one_thread"]), 3)
    told = {"bench": "decode", "tokens_per_s": medians, "ratio": ratio, "floor": 0.95, "runs": runs, "all": speeds}
    print(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 7)
