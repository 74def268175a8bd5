"""Killed at any step, a run that is taken up again ends with the same adapter, byte for byte.

Two kills by default; ASSISTANT_CRASHES=30 is what the product promises.
"""

import hashlib
import json
import os
import random
import subprocess
import sys
import time

import pytest
import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

from assistant_gui.weights.templates import CHATML

CRASHES = int(os.environ.get("ASSISTANT_CRASHES", "2"))

pytestmark = [
    pytest.mark.skipif(os.name != "posix", reason="signals"),
    pytest.mark.timeout(120 + 90 * CRASHES),
]

STEPS = 48
PLAN = {
    "base": "tiny", "name": "parrot", "epochs": 12, "rank": 4, "learning_rate": 1e-2, "batch": 2, "dropout": 0.1,
    "neftune": 5.0, "plain_share": 0.0, "precision": "float32",
}  # fmt: skip


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    """Two random layers that read bytes."""
    place = tmp_path_factory.mktemp("base")
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


@pytest.fixture
def run(tmp_path, base):
    """Write a run folder by this name."""

    def made(name):
        place = tmp_path / name
        place.mkdir()
        spec = {
            "id": name, "plan": PLAN, "created": 1.0, "threads": 1, "checkpoint_s": 0, "agreement": False,
            "base": {"id": "tiny", "format": "folder", "path": str(base)}, "scoring": False,
            "adapter_id": name, "adapter_folder": str(tmp_path / "adapters" / name),
        }  # fmt: skip
        (place / "spec.json").write_text(json.dumps(spec))
        with (place / "examples.jsonl").open("w", encoding="utf-8") as file:
            for number in range(8):
                messages = [
                    {"role": "user", "content": f"Question {number}?"},
                    {"role": "assistant", "content": "Arr! 啊!"},
                ]
                example = {"id": f"m{number}", "conversation": "c", "signal": "corrected", "weight": 2.0}
                file.write(json.dumps({**example, "messages": messages}, ensure_ascii=False) + "\n")
        return place

    return made


def started(place):
    return subprocess.Popen([sys.executable, "-m", "assistant_gui", "tuner", str(place)], stderr=subprocess.DEVNULL)


def steps_told(place):
    try:
        return (place / "events.jsonl").read_bytes().count(b'"event": "step"')
    except FileNotFoundError:
        return 0


def finished(place):
    assert started(place).wait() == 0
    last = json.loads((place / "events.jsonl").read_bytes().splitlines()[-1])
    assert last["status"] == "done", last
    adapter = place.parent / "adapters" / place.name / "adapter_model.safetensors"
    return hashlib.sha256(adapter.read_bytes()).hexdigest()


def test_it_is_killed_again_and_again_and_ends_with_the_same_adapter(run):
    straight = finished(run("straight"))
    place, dice = run("killed"), random.Random(CRASHES)
    most = max(1, STEPS // (CRASHES + 1))

    for _ in range(CRASHES):
        tuner = started(place)
        wanted = steps_told(place) + dice.randint(1, most)
        while steps_told(place) < wanted and tuner.poll() is None:
            time.sleep(0.001)  # another process writes the file: nothing here can wait for it
        tuner.kill()
        tuner.wait()

    assert finished(place) == straight
