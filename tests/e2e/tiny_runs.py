"""Run folders on a base of two random layers that read bytes: what a tuner does in seconds."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

from assistant_gui.weights.templates import CHATML

PLAN = {
    "base": "tiny", "name": "parrot", "epochs": 12, "rank": 4, "learning_rate": 1e-2, "batch": 2, "dropout": 0.1,
    "neftune": 5.0, "plain_share": 0.0, "precision": "float32",
}  # fmt: skip
STEPS = 48


def base(place: Path) -> Path:
    """Write the base into *place*."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    special = ["<|end|>", "<|im_start|>", "<|im_end|>"]
    bytewise = Tokenizer(models.BPE({token: at for at, token in enumerate([*special, *letters])}, []))
    bytewise.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    bytewise.decoder = decoders.ByteLevel()
    bytewise.add_special_tokens(special)
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=bytewise, eos_token="<|im_end|>", pad_token="<|end|>")
    tokenizer.chat_template = CHATML
    tokenizer.save_pretrained(place)
    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=len(special) + len(letters), hidden_size=32, intermediate_size=64, num_hidden_layers=2,
        num_attention_heads=4, num_key_value_heads=2, bos_token_id=None, eos_token_id=2, pad_token_id=0,
    )  # fmt: skip
    LlamaForCausalLM(config).save_pretrained(place)
    return place


def lines(file: Path, *named: str, question: str = "Question {name}?", conversation: str = "c") -> None:
    """Write an answer for each of *named*; a conversation may be named after it, too."""
    with file.open("w", encoding="utf-8") as out:
        for name in named:
            messages = [
                {"role": "user", "content": question.format(name=name)},
                {"role": "assistant", "content": "Arr! 啊!"},
            ]
            told = {"id": name, "conversation": conversation.format(name=name), "signal": "corrected", "weight": 2.0}
            out.write(json.dumps({**told, "messages": messages}, ensure_ascii=False) + "\n")


def folder(place: Path, base: Path, *, plan: dict[str, object] | None = None, **changes: object) -> Path:
    """Write a run folder at *place* for eight answers."""
    place.mkdir(parents=True)
    spec = {
        "id": place.name, "plan": PLAN | (plan or {}), "created": 1.0, "threads": 1, "checkpoint_s": 0,
        "agreement": False, "scoring": False, "base": {"id": "tiny", "format": "folder", "path": str(base)},
        "adapter_id": place.name, "adapter_folder": str(place.parent / "adapters" / place.name), **changes,
    }  # fmt: skip
    (place / "spec.json").write_text(json.dumps(spec))
    lines(place / "examples.jsonl", *(f"m{number}" for number in range(8)))
    return place


def started(place: Path, *trouble: str) -> "subprocess.Popen[bytes]":
    """The tuner of a run; with *trouble* (kind, stage, number) it meets that."""
    module = ["tests.e2e.troubled_tuner", *trouble] if trouble else ["assistant_gui", "tuner"]
    return subprocess.Popen([sys.executable, "-m", *module, str(place)], stderr=subprocess.DEVNULL)


def events(place: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (place / "events.jsonl").read_bytes().split(b"\n")[:-1]]


def adapter(place: Path) -> str:
    """The hash of the adapter that the run made."""
    made = place.parent / "adapters" / place.name / "adapter_model.safetensors"
    return hashlib.sha256(made.read_bytes()).hexdigest()
