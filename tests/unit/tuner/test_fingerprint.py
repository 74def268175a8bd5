"""The fingerprint that is written down when an adapter is made."""

from contextlib import nullcontext

import pytest
import torch

from assistant_gui.core.fingerprint import PROBE, apart
from assistant_gui.tuner import fingerprint
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
