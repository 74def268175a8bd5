"""The fingerprint of an adapter and of its base, taken at the engine that will serve them."""

import logging
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.fingerprint import PROBE, Print, Recorded
from assistant_gui.tuner import agreement, witness
from assistant_gui.tuner.examples import Tongue, lessons
from assistant_gui.tuner.job import Taught
from assistant_gui.tuner.training import Head

if TYPE_CHECKING:
    from peft import PeftModel

_log = logging.getLogger(__name__)

MOST_TOKENS = 1024
"""For the probe, whatever the template puts around it."""


def probe(tongue: Tongue) -> tuple[tuple[int, ...], int] | None:
    """The probe's tokens up to the end of its answer, and which is the answer's first; None where it cannot be read."""
    made = lessons([Taught("probe", "probe", "fixed", 1.0, PROBE)], tongue, MOST_TOKENS).lessons
    if not made:
        return None
    learned = [at for at, weight in enumerate(made[0].weights) if weight]
    end = learned[-1] if made[0].ids[learned[-1]] in tongue.stops else learned[-1] + 1
    return made[0].ids[:end], learned[0]


def at_llama_cpp(
    base: Path, adapter: Path, tongue: Tongue, threads: int, check: Callable[[], None], tolerance: float
) -> Recorded | None:
    """The engine for GGUF bases. None when it does not tell: an adapter is good without a fingerprint, too."""
    asked = probe(tongue)
    if asked is None:
        return None
    try:
        of = [witness.weighed(base, each, *asked, threads=threads, check=check) for each in (None, adapter)]
    except AssistantError:
        _log.warning("no fingerprint could be taken", exc_info=True)
        return None
    return _recorded(of[0], of[1], tolerance)


def at_transformers(
    model: "PeftModel",
    head: Head,
    tongue: Tongue,
    autocast: Callable[[], AbstractContextManager[object]],
    tolerance: float,
) -> Recorded | None:
    """The engine for Hugging Face folders; the adapter is the one *model* has now."""
    asked = probe(tongue)
    if asked is None:
        return None
    ids, start = asked
    prompts = [ids[:at] for at in range(start, len(ids))]

    def nats() -> list[float]:
        rows = agreement.log_probabilities(head, prompts, autocast)
        return [float(row[token]) for row, token in zip(rows, ids[start:], strict=True)]

    model.eval()
    with model.disable_adapter():
        base = nats()
    return _recorded(base, nats(), tolerance)


def plain(recorded: Recorded) -> dict[str, object]:
    """As it stands in a manifest."""
    return {
        "base": list(recorded.base.nats),
        "adapter": list(recorded.adapter.nats),
        "tolerance": round(recorded.tolerance, 4),
    }


def _recorded(base: Sequence[float], adapter: Sequence[float], tolerance: float) -> Recorded | None:
    if not base or len(base) != len(adapter):
        return None
    return Recorded(Print(_rounded(base)), Print(_rounded(adapter)), tolerance)


def _rounded(nats: Sequence[float]) -> tuple[float, ...]:
    return tuple(round(each, 4) for each in nats)
