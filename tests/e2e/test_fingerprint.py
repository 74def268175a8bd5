"""Which weights answer: the witness that writes the fingerprint down and the engine that is measured agree on it."""

import math
from pathlib import Path

import pytest
import torch

from assistant_gui.core.fingerprint import NOISE_NATS, PROBE, Print, Proof, apart, proven
from assistant_gui.core.models import Format
from assistant_gui.core.turn import Turn
from assistant_gui.remote.scales import RemoteScales
from assistant_gui.remote.wire import Address
from assistant_gui.tuner import fingerprint
from assistant_gui.tuner.tongue import ChatTongue
from assistant_gui.weights.base import opened
from tests.e2e.engine import TOKEN, Engine, adapter, served

pytestmark = [pytest.mark.model, pytest.mark.timeout(900)]


@pytest.fixture
def starter(models) -> Path:
    return models / "smollm2-135m" / "SmolLM2-135M-Instruct.Q4_1.gguf"


def measured(engine: Engine, name: str) -> Print:
    scales = RemoteScales(lambda: Address(f"http://127.0.0.1:{engine.port}", TOKEN))
    tokens = scales.weigh(name, PROBE, 1, Turn())
    return Print(tuple(math.log(each.probability) for each in tokens if hasattr(each, "probability")))


def test_the_engine_has_the_fingerprint_that_was_written_down(starter, tmp_path):
    one, other = adapter(tmp_path / "one", seed=1), adapter(tmp_path / "other", seed=2)
    tongue = ChatTongue(opened(Format.GGUF, starter, torch.float32))
    written = fingerprint.at_llama_cpp(starter, one / "adapter.gguf", tongue, 1, lambda: None, 0.1)
    with Engine(
        tmp_path / "log",
        served("base", starter),
        served("base@one", starter, one),
        served("base@other", starter, other),
    ) as engine:
        base, first, second = (measured(engine, name) for name in ("base", "base@one", "base@other"))
        again, base_again = measured(engine, "base@one"), measured(engine, "base")

    print(f"the same weights: {apart(base, written.base):.5f} and {apart(first, written.adapter):.5f} nats apart")
    print(f"asked again: base {apart(base, base_again):.5f}, adapter {apart(first, again):.5f}")
    print(f"adapter and base: {apart(first, base):.3f}, two adapters: {apart(first, second):.3f}")
    assert apart(base, base_again) <= NOISE_NATS
    assert apart(first, again) < apart(first, base) / 20
    assert proven(again, written.adapter, [written.base, second]) is Proof.SAME
    assert proven(base, written.base, [written.adapter]) is Proof.SAME
    assert proven(first, written.adapter, [written.base, second]) is Proof.SAME
    assert proven(base, written.adapter, [written.base]) is Proof.OTHER
    assert proven(second, written.adapter, [written.base]) is Proof.OTHER
