"""LoRA training: our tuner against TRL's SFTTrainer, on the same chats: speed, memory, and the same loss at the end.

    python tests/bench/bench_lora.py [--runs 5] [--epochs 3] [--short 1] [--threads N]

Needs the starter chat model in ``ASSISTANT_MODELS``. TRL is looked for in
``--peer-python``; without it an environment is made that sees this one's
packages and adds trl. Runs are interleaved, each in a process of its own; what
is compared is tokens without padding per wall second of the training steps
(median), with the same rank, batch, precision (bfloat16 autocast), threads, peak
learning rate and no dropout. The first run of each goes over the chats ``--epochs``
times; the others, which only add to the median of the speed, ``--short`` times. The
loss is measured once for both, after the first, with the same code, in float32: mean
negative log-likelihood of the tokens of every second chat's last answer. The memory
is the most that each process ever held (POSIX alone tells it), loading included.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

from assistant_gui.core.plan import Plan
from assistant_gui.paths import models_folder

HERE = Path(__file__).parent
CHATS = HERE / "data" / "chats.jsonl"
BASE = models_folder() / "smollm2-135m" / "SmolLM2-135M-Instruct.Q4_1.gguf"
WANTED_RATIO, LOSS_WITHIN, MEMORY_WITHIN = 1.8, 0.02, 0.8
RANK, BATCH, RATE = 8, 8, 5e-4


def main() -> int:
    arguments = _arguments()
    os.environ |= {"OMP_NUM_THREADS": str(arguments.threads), "OMP_WAIT_POLICY": "PASSIVE"}
    results: dict[str, list[dict[str, float]]] = {"ours": [], "trl": []}
    with tempfile.TemporaryDirectory() as scratch_name:
        scratch = Path(scratch_name)
        peer = arguments.peer_python or _peer_environment(scratch)
        folder = _as_folder(scratch / "base")
        for number in range(arguments.runs):
            epochs = arguments.short if number else arguments.epochs
            for name in ("ours", "trl"):
                out = scratch / f"{name}-{number}"
                took = (
                    _ours(out, epochs, arguments.threads)
                    if name == "ours"
                    else _trl(peer, folder, out, epochs, arguments.threads)
                )
                results[name].append({**took, "tokens_per_s": took["tokens"] / took["seconds"]})
                print(name, number, json.dumps(results[name][-1]), flush=True)
        losses = {name: _loss(scratch / f"{name}-0" if name == "trl" else scratch / "ours-0" / "adapter", folder)
                  for name in results}  # fmt: skip
        losses["base"] = _loss(None, folder)
    speed = {name: statistics.median(each["tokens_per_s"] for each in runs) for name, runs in results.items()}
    ratio, apart = speed["ours"] / speed["trl"], abs(losses["ours"] / losses["trl"] - 1)
    peak = {name: max(each["peak_mb"] for each in runs) for name, runs in results.items()}
    memory = peak["ours"] / peak["trl"]
    print(json.dumps({"tokens_per_s": speed, "ratio": round(ratio, 3), "loss": losses, "apart": round(apart, 4),
                      "peak_mb": peak, "memory_ratio": round(memory, 3), "runs": arguments.runs,
                      "threads": arguments.threads}))  # fmt: skip
    return 0 if ratio >= WANTED_RATIO and apart <= LOSS_WITHIN and memory <= MEMORY_WITHIN else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--short", type=int, default=1)
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--peer-python", default="", help="a Python that has trl")
    return parser.parse_args()


def _ours(out: Path, epochs: int, threads: int) -> dict[str, float]:
    """A run folder as the school writes it, trained by the role."""
    out.mkdir()
    plan = Plan(base="smollm2-135m", name="bench", epochs=epochs, rank=RANK, batch=BATCH, learning_rate=RATE)
    spec = {
        "id": out.name, "plan": asdict(plan), "base": {"id": plan.base, "format": "gguf", "path": str(BASE)},
        "created": time.time(), "adapter_id": "adapter", "adapter_folder": str(out / "adapter"), "threads": threads,
        "precision": "bfloat16", "dropout": 0.0, "agreement": False, "scoring": False,
    }  # fmt: skip
    (out / "spec.json").write_text(json.dumps(spec), encoding="utf-8")
    chats = [json.loads(line) for line in CHATS.read_text(encoding="utf-8").splitlines()]
    lines = [{**chat, "conversation": chat["id"], "signal": "imported", "weight": 2.0} for chat in chats]
    (out / "examples.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    _, peak_mb = _run([sys.executable, "-m", "assistant_gui", "tuner", str(out)], threads)
    events = [json.loads(line) for line in (out / "events.jsonl").read_text(encoding="utf-8").splitlines()]
    assert events[-1].get("status") == "done", events[-1]
    steps = [event for event in events if event["event"] == "step"]
    tokens = sum(event["tokens"] for event in steps)
    return {"tokens": tokens, "seconds": tokens / steps[-1]["tokens_per_s"], "peak_mb": peak_mb}


def _trl(python: str, base: Path, out: Path, epochs: int, threads: int) -> dict[str, float]:
    said, peak_mb = _run(
        [python, str(HERE / "peer_trl.py"), str(base), str(CHATS), *map(str, (epochs, BATCH, RANK, RATE)), str(out)],
        threads,
    )
    took: dict[str, float] = json.loads(said.splitlines()[-1])
    return {**took, "peak_mb": peak_mb}


def _run(command: list[str], threads: int) -> tuple[str, float]:
    """(what it said, the most memory it held in MB)."""
    environment = os.environ | {
        "OMP_NUM_THREADS": str(threads),
        "HF_HUB_OFFLINE": "1",
        "TOKENIZERS_PARALLELISM": "false",
    }
    environment |= {"OMP_WAIT_POLICY": "PASSIVE"}  # as the tuner has it, so that neither gains by it
    with tempfile.TemporaryFile("w+") as said, tempfile.TemporaryFile("w+") as complaints:
        process = subprocess.Popen(command, env=environment, stdout=said, stderr=complaints)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        complaints.seek(0)
        if process.returncode:
            raise SystemExit(complaints.read()[-3000:])
        peak = used.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
        return said.read(), round(peak)


def _peer_environment(scratch: Path) -> str:
    """An environment that sees this one's packages, and trl besides."""
    place = scratch / "peer"
    subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)
    python = place / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    found = subprocess.run(
        [str(python), "-c", "import sysconfig; print(sysconfig.get_paths()['purelib'])"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    Path(found.stdout.strip(), "beside.pth").write_text(sysconfig.get_paths()["purelib"] + "\n")
    subprocess.run([str(python), "-m", "pip", "install", "-q", "trl", "datasets"], check=True)
    return str(python)


def _as_folder(place: Path) -> Path:
    """The starter model, dequantised, in the form the peer reads."""
    import torch

    from assistant_gui.core.models import Format
    from assistant_gui.weights.base import opened

    base = opened(Format.GGUF, BASE, torch.float32)
    base.model.config.quantization_config = None
    del base.model.config.quantization_config
    base.model.hf_quantizer = None
    base.model.save_pretrained(place)
    base.tokenizer.save_pretrained(place)
    return place


def _loss(adapter: Path | None, folder: Path) -> float:
    """Mean negative log-likelihood of the answers' tokens, in float32."""
    import torch
    from peft import PeftModel
    from transformers import AutoModelForCausalLM, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32)
    if adapter is not None:
        model = PeftModel.from_pretrained(model, str(adapter))
    model.eval()
    total, count = 0.0, 0
    for line in CHATS.read_text(encoding="utf-8").splitlines()[::2]:
        messages = json.loads(line)["messages"]
        before = tokenizer.apply_chat_template(messages[:-1], add_generation_prompt=True, return_dict=True)["input_ids"]
        whole = tokenizer.apply_chat_template(messages, return_dict=True)["input_ids"]
        ids = torch.tensor([whole])
        with torch.no_grad():
            scores = model(input_ids=ids).logits[0, len(before) - 1 : -1].log_softmax(-1)
        total -= float(scores.gather(1, ids[0, len(before) :, None]).sum())
        count += len(whole) - len(before)
    return round(total / count, 4)


if __name__ == "__main__":
    sys.exit(main())
