"""The peer of ``bench_lora.py``: TRL's SFTTrainer on the same chats. Prints one JSON line.

python peer_trl.py BASE_FOLDER CHATS EPOCHS BATCH RANK LEARNING_RATE OUT_FOLDER
"""

import json
import sys
import tempfile
import time
from pathlib import Path

import torch
from datasets import Dataset
from peft import LoraConfig
from transformers import AutoModelForCausalLM, AutoTokenizer, TrainerCallback
from trl import SFTConfig, SFTTrainer


class Clock(TrainerCallback):
    """Times the training steps alone, without what the trainer does before the first."""

    began = ended = 0.0

    def on_step_begin(self, *_args: object, **_kwargs: object) -> None:
        self.began = self.began or time.perf_counter()

    def on_step_end(self, *_args: object, **_kwargs: object) -> None:
        self.ended = time.perf_counter()


def main() -> None:
    base, chats, out = sys.argv[1], Path(sys.argv[2]), sys.argv[7]
    epochs, batch, rank, rate = int(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5]), float(sys.argv[6])
    rows = [json.loads(line)["messages"] for line in chats.read_text(encoding="utf-8").splitlines()]
    lora = LoraConfig(r=rank, lora_alpha=2 * rank, target_modules="all-linear", task_type="CAUSAL_LM")
    clock = Clock()
    steps = -(-len(rows) // batch) * epochs
    with tempfile.TemporaryDirectory() as scratch:
        config = SFTConfig(
            output_dir=scratch, num_train_epochs=epochs, per_device_train_batch_size=batch, learning_rate=rate, bf16=True,
            use_cpu=True, logging_steps=5, save_strategy="no", report_to=[], max_length=512, gradient_checkpointing=False,
            seed=0, disable_tqdm=True,
            # The tuner's schedule: a tenth of the steps to warm up, then in a line down to a tenth.
            warmup_steps=steps // 10, lr_scheduler_type="polynomial", lr_scheduler_kwargs={"lr_end": rate / 10, "power": 1.0},
        )  # fmt: skip
        trainer = SFTTrainer(
            model=AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32),
            args=config,
            train_dataset=Dataset.from_list([{"prompt": chat[:-1], "completion": chat[-1:]} for chat in rows]),
            processing_class=AutoTokenizer.from_pretrained(base),
            peft_config=lora,
            callbacks=[clock],
        )
        tokens = sum(len(row["input_ids"]) for row in trainer.train_dataset) * epochs
        trainer.train()
        trainer.save_model(out)
    print(json.dumps({"tokens": tokens, "seconds": clock.ended - clock.began}))


main()
