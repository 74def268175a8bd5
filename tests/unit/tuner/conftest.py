"""A tongue of single letters, a base of two random layers, and runs on one."""

import json
import random
from collections.abc import Sequence

import pytest

from assistant_gui.tuner.events import Diary
from assistant_gui.tuner.examples import Messages
from assistant_gui.tuner.lesson import Lesson
from tests import tiny_base

STOP = "■"
MARKS = {"◆": 1, STOP: 2}


class Letters:
    """ChatML in miniature: one token per letter; ◆ begins a message, ■ ends it."""

    def __init__(self, *, stops: Sequence[int] = (2,), rewrites: bool = False, bos: bool = False) -> None:
        self.stops = stops
        self.controls = frozenset({1, 2})
        self._rewrites = rewrites
        self._bos = bos

    def render(self, messages: Messages, *, asking: bool) -> str:
        shown = messages
        if self._rewrites:  # forgets what was said in earlier answers, as some templates do with thoughts
            last = len(messages) - 1
            shown = [(r, "…" if r == "assistant" and i < last else t) for i, (r, t) in enumerate(messages)]
        end = STOP if self.stops == (2,) else ""
        text = "".join(f"◆{role[0]}:{words}{end}\n" for role, words in shown)
        return text + "◆a:" if asking else text

    def clean(self, text: str) -> str:
        return text

    def encode(self, text: str) -> list[int]:
        return [MARKS.get(letter, ord(letter)) for letter in text]

    def decode(self, ids: Sequence[int]) -> str:
        back = {number: letter for letter, number in MARKS.items()}
        return "".join(back.get(token) or chr(token) for token in ids)

    def opening(self) -> list[int]:
        return [3] if self._bos else []


@pytest.fixture
def letters():
    return Letters


@pytest.fixture
def tiny():
    """Make a random two-layer Llama with a LoRA, the same one for the same seed."""
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM

    from assistant_gui.tuner.preparing import adapted

    def made(seed: int = 0):
        torch.manual_seed(seed)
        config = LlamaConfig(
            vocab_size=128, hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=4,
            num_key_value_heads=2, max_position_embeddings=128, bos_token_id=1, eos_token_id=2, pad_token_id=2,
        )  # fmt: skip
        base = LlamaForCausalLM(config)
        base.requires_grad_(False)
        return adapted(base, rank=4, seed=seed)

    return made


@pytest.fixture
def some_lessons():
    """Make *count* lessons of very different lengths."""

    def made(count: int = 8, shortest: int = 5, longest: int = 40) -> list[Lesson]:
        dice = random.Random(1)
        found = []
        for number in range(count):
            length = dice.randint(shortest, longest)
            learned = dice.randint(2, length - 2)
            ids = (*(dice.randint(3, 127) for _ in range(length - 1)), 2)
            weights = (0.0,) * (length - learned) + (dice.choice((1.0, 2.0)),) * learned
            found.append(Lesson(f"lesson-{number}", ids, weights))
        return found

    return made


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    """A base of random weights whose tokens are bytes."""
    return tiny_base.made(tmp_path_factory.mktemp("base"))


@pytest.fixture
def folder(tmp_path, base):
    """A run folder for eight answers; keywords change the plan or the spec."""

    def made(**changes):
        place = tmp_path / "run"
        place.mkdir()
        plan = {"base": "tiny", "name": "parrot", "epochs": 3, "rank": 4, "learning_rate": 1e-2, "batch": 4}
        spec = {
            "id": "run", "plan": {**plan, **changes.pop("plan", {})}, "created": 1.0, "threads": 1,
            "base": {"id": "tiny", "format": "folder", "path": str(base)}, "precision": "float32",
            "adapter_id": "adapter-run", "adapter_folder": str(tmp_path / "adapters" / "adapter-run"), "scoring": False,
        }  # fmt: skip
        (place / "spec.json").write_text(json.dumps(spec | changes))
        with (place / "examples.jsonl").open("w", encoding="utf-8") as file:
            for number in range(8):
                messages = [
                    {"role": "user", "content": f"Question {number}?" * (number + 1)},
                    {"role": "assistant", "content": "Arr! 啊!"},
                ]
                example = {"id": f"m{number}", "conversation": "c", "signal": "corrected", "weight": 2.0}
                file.write(json.dumps({**example, "messages": messages}, ensure_ascii=False) + "\n")
        return place

    return made


@pytest.fixture
def asked(monkeypatch):
    """Have the person want something as soon as a step was done, in runs of this test.

    Patched, as nobody else is there while the run goes on.
    """

    def wanted(place, what, step):
        tell = Diary.step

        def told(diary, number, **facts):
            tell(diary, number, **facts)
            if number == step:
                (place / "control.json").write_text(json.dumps({"do": what}))

        monkeypatch.setattr(Diary, "step", told)

    return wanted
