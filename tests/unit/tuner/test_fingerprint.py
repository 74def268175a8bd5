"""The fingerprint that is written down when an adapter is made."""

from contextlib import nullcontext
from pathlib import Path

import pytest
import torch

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.fingerprint import PROBE, apart
from assistant_gui.tuner import fingerprint, witness
from assistant_gui.tuner.training import Head


def test_the_probe_is_its_answer_without_the_stop(letters):
    tongue = letters()

    ids, start = fingerprint.probe(tongue)

    assert tongue.decode(ids[start:]) == PROBE[1][1]
    assert tongue.decode(ids[:start]) == tongue.render(PROBE[:1], asking=True)


@pytest.mark.filterwarnings("ignore:`is_gradient_checkpointing`:FutureWarning")
def test_an_adapter_has_another_one_than_its_base(letters, tiny):
    model = tiny()
    torch.manual_seed(1)
    with torch.no_grad():
        for name, each in model.named_parameters():
            if "lora_B" in name:
                each.normal_(std=0.3)
    taken = fingerprint.at_transformers(model, Head.of(model), letters(), nullcontext, 0.1)

    plain = fingerprint.plain(taken)

    assert len(taken.base.nats) == len(PROBE[1][1])
    assert apart(taken.base, taken.adapter) > 0.01
    assert (plain["base"], plain["tolerance"]) == (list(taken.base.nats), 0.1)


def test_an_engine_that_does_not_tell_how_likely_tokens_are_costs_no_adapter(letters, monkeypatch):
    """Patched, as no engine is wanted here."""

    def silent(*_told, **_more):
        raise AssistantError("It said nothing.", "")

    monkeypatch.setattr(witness, "weighed", silent)

    assert fingerprint.at_llama_cpp(Path("base"), Path("adapter"), letters(), 1, lambda: None, 0.1) is None
