"""Would the engine use what this base learned? Found out with a small random adapter, before anything is learned.

What was found about a base is kept beside the adapters, so that it is measured only once.
"""

import json
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import torch

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.models import Format
from assistant_gui.core.proofs import ENGINES, PROOFS, UNTEACHABLE, key
from assistant_gui.tuner import agreement, minds, shapes
from assistant_gui.tuner.events import written_whole
from assistant_gui.tuner.examples import Tongue
from assistant_gui.tuner.job import Job
from assistant_gui.tuner.training import Head
from assistant_gui.weights import gguf_adapter
from assistant_gui.weights.identity import KNOWN, identity

if TYPE_CHECKING:
    from peft import PeftModel

_log = logging.getLogger(__name__)

PROBES = 4
"""The shortest of those that are the same for everybody."""

TELLING_NATS = 0.3
"""By so much the random adapter changes what the tuner says, or nothing could be told of it."""

UNLIKE = 2.5
"""So many times farther apart than on the base alone, the engine does not do what the tuner does. On the starter an
adapter that is served right is 1.0 times as far, one with rows in the wrong order 4.6 times, one not served 9.5 times."""

_STRENGTHS = tuple(0.01 * 2**n for n in range(9))


def check(
    job: Job,
    model: "PeftModel",
    head: Head,
    tongue: Tongue,
    threads: int,
    halted: Callable[[], None] = lambda: None,
) -> None:
    """Raises AssistantError when the engine makes something else of an adapter on this base. *model* is left as it was."""
    shape = shapes.shape(model)
    if job.format is Format.GGUF and not shape.supported:
        raise refusal()
    file = job.adapter_folder.parent / PROOFS
    base = identity(job.format, job.path, job.adapter_folder.parent / KNOWN)
    known, mark = _read(file), key(base.sha256, version(ENGINES[job.format]))
    if mark not in known:
        fixed = sorted(agreement.probes([], tongue, job.plan.max_tokens), key=lambda each: len(each.ids))
        prompts = agreement.positions(fixed[:PROBES])
        if not prompts:  # answers of so few tokens are allowed that none of the probes is one
            return
        with TemporaryDirectory(prefix="proof-") as scratch, _random(model):
            found = _measured(job, model, head, prompts, Path(scratch), threads, halted)
        _log.info("the engine with a random adapter: %s", found)
        known[mark] = used(found)
        file.parent.mkdir(parents=True, exist_ok=True)
        written_whole(file, known)
    if not known[mark]:
        raise refusal()


def used(found: agreement.Agreement) -> bool:
    """The engine does with the adapter what the tuner does, as nearly as with the base alone."""
    return found.adapter.nats_apart <= UNLIKE * found.base.nats_apart + agreement.ROUNDING_NATS


def refusal() -> AssistantError:
    return AssistantError(*UNTEACHABLE)


def _measured(
    job: Job,
    model: "PeftModel",
    head: Head,
    prompts: Sequence[tuple[int, ...]],
    scratch: Path,
    threads: int,
    halted: Callable[[], None],
) -> agreement.Agreement:
    _strong_enough(model, head, prompts)
    model.save_pretrained(str(scratch), selected_adapters=[minds.CANDIDATE], save_embedding_layers=False)
    try:
        if job.format is Format.GGUF:
            gguf_adapter.write(scratch, shapes.shape(model), scratch / "adapter.gguf")
            serve = agreement.from_llama_cpp(job.path, scratch / "adapter.gguf", prompts, threads, halted)
        else:
            serve = agreement.from_transformers(model, head, scratch, prompts, nullcontext)
        return agreement.compared(model, head, prompts, serve, nullcontext)
    except AssistantError as error:  # nothing was measured, which may be different another time: it is not kept
        raise refusal() from error
    finally:
        if "served" in model.peft_config:
            model.delete_adapter("served")


def _strong_enough(model: "PeftModel", head: Head, prompts: Sequence[tuple[int, ...]]) -> None:
    """Make the random adapter so strong that it matters, however large the model is."""
    model.eval()
    with model.disable_adapter():
        before = agreement.log_probabilities(head, prompts, nullcontext)
    for strength in _STRENGTHS:
        _fill(model, strength)
        after = agreement.log_probabilities(head, prompts, nullcontext)
        choice = before.argmax(-1, keepdim=True)
        if float((after.gather(-1, choice) - before.gather(-1, choice)).abs().mean()) >= TELLING_NATS:
            return


def _fill(model: "PeftModel", strength: float) -> None:
    dice = torch.Generator().manual_seed(0)
    with torch.no_grad():
        for each in _outer(model):
            each.copy_(torch.randn(each.shape, generator=dice) * strength)


@contextmanager
def _random(model: "PeftModel") -> Iterator[None]:
    """Within it the fresh adapter of *model* is random; afterwards it does nothing again, as a fresh one does."""
    training = model.training
    try:
        yield
    finally:
        with torch.no_grad():
            for each in _outer(model):
                each.zero_()
        model.train(training)


def _outer(model: "PeftModel") -> list[torch.nn.Parameter]:
    return [each for name, each in model.named_parameters() if ".lora_B.default." in name]


def _read(file: Path) -> dict[str, object]:
    try:
        told = json.loads(file.read_bytes())
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}
