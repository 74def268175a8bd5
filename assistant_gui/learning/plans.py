"""Good numbers for a run, by how much there is to learn and how large the base is."""

from dataclasses import dataclass
from pathlib import Path

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.fourbit import FourBit, refusal
from assistant_gui.core.language import N_
from assistant_gui.core.models import Format, Model
from assistant_gui.core.plan import Plan, bounds
from assistant_gui.learning import abilities

EXPERIMENTAL_UNDER = 50
"""With fewer answers a run shows that it works, and may make the rest worse."""

_BYTES_PER_PARAMETER = {Format.GGUF: 0.65}
_HALF = 2.0


@dataclass(frozen=True, slots=True)
class _Row:
    under: int
    """Fewer answers than this."""
    epochs: int
    rank: int
    batch: int


_ROWS = (
    _Row(under=30, epochs=4, rank=8, batch=2),
    _Row(under=EXPERIMENTAL_UNDER, epochs=4, rank=8, batch=4),
    _Row(under=200, epochs=3, rank=8, batch=4),
    _Row(under=1_000, epochs=3, rank=16, batch=8),
    _Row(under=10_000, epochs=2, rank=16, batch=16),
)
_MANY = _Row(under=0, epochs=1, rank=32, batch=16)


def default_plan(base: Model, answers: int) -> Plan:
    """Few answers get small batches, so that there are steps enough; many get few epochs."""
    row = next((row for row in _ROWS if answers < row.under), _MANY)
    return Plan(
        base=base.id, epochs=row.epochs, rank=row.rank, batch=row.batch, learning_rate=_learning_rate(_parameters(base))
    )


def check(plan: Plan) -> None:
    """Raises AssistantError for the first number that makes no sense."""
    for name, value in (
        ("epochs", plan.epochs),
        ("rank", plan.rank),
        ("batch", plan.batch),
        ("learning rate", plan.learning_rate),
    ):
        low, high = bounds(name.replace(" ", "_"))
        if not low <= value <= high:  # so that what is no number fails too
            raise AssistantError(
                N_("It cannot learn with {name} {value}."),
                N_("Choose something from {low} to {high}."),
                name=name,
                value=value,
                low=f"{low:f}".rstrip("0").rstrip("."),
                high=f"{high:f}".rstrip("0").rstrip("."),
            )


def check_able(plan: Plan, adapters: Path) -> None:
    """Raises AssistantError for what this machine cannot do; what it was found able to do stands beside the *adapters*."""
    if plan.four_bit and (found := abilities.four_bit(adapters / abilities.KNOWN)) is not FourBit.WORKS:
        raise refusal(found)


def experimental(answers: int) -> bool:
    return answers < EXPERIMENTAL_UNDER


def _parameters(base: Model) -> float:
    """About how many weights it has, from the size of its files."""
    return base.download_bytes / _BYTES_PER_PARAMETER.get(base.format, _HALF)


def _learning_rate(parameters: float) -> float:
    if parameters < 0.5e9:
        return 5e-4
    return 2e-4 if parameters < 8e9 else 1e-4
