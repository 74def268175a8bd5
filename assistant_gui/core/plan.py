"""What a training run is told to do, once: every number of it, its default, its bounds and what it is called.

The form in the window, the flags of ``tune``, its TOML file and the README's table
are made from this dataclass; ``spec.json`` holds it whole, so that what is shown
before a run is what runs.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Final

from assistant_gui.core.language import N_
from assistant_gui.core.settings import Meaning, Value, checked, setting

BY_ITSELF: Final = "auto"
"""The choice that leaves it to the machine or to the data."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What the person chooses before Start; numbers not chosen come from ``learning.plans``."""

    base: str = field(metadata=setting(N_("Base"), N_("The model to adapt.")))
    name: str = field(
        default="", metadata=setting(N_("Name"), N_("What the adapter will be called; empty is the date."))
    )
    epochs: int = field(
        default=3,
        metadata=setting(N_("Epochs"), N_("How often every answer is gone through."), low=1, high=50),
    )
    rank: int = field(default=8, metadata=setting(N_("Rank"), N_("How much the adapter can hold."), low=1, high=256))
    alpha: float = field(
        default=0.0,
        metadata=setting(N_("Alpha"), N_("How strongly it is added; 0 is twice the rank."), low=0, high=1024),
    )
    targets: str = field(
        default="all",
        metadata=setting(N_("Adapted layers"), N_("Which linear layers learn."), choices=("all", "attention", "mlp")),
    )
    learning_rate: float = field(
        default=5e-4, metadata=setting(N_("Learning rate"), N_("How large its steps are."), low=1e-6, high=0.01)
    )
    schedule: str = field(
        default="linear",
        metadata=setting(
            N_("Schedule"),
            N_("How the learning rate falls after the warm-up."),
            choices=("linear", "cosine", "constant"),
        ),
    )
    warm_up: float = field(
        default=0.1,
        metadata=setting(N_("Warm-up"), N_("The share of the steps in which the rate rises."), low=0, high=0.5),
    )
    optimizer: str = field(
        default="adamw",
        metadata=setting(
            N_("Optimizer"),
            N_("adamw8bit needs bitsandbytes and saves memory."),
            choices=("adamw", "adamw8bit", "adafactor", "sgd"),
        ),
    )
    weight_decay: float = field(
        default=0.0, metadata=setting(N_("Weight decay"), N_("Pulls the weights back to nothing."), low=0, high=1)
    )
    clip: float = field(
        default=1.0, metadata=setting(N_("Gradient clip"), N_("The longest a step may be."), low=0.01, high=100)
    )
    batch: int = field(default=4, metadata=setting(N_("Batch"), N_("Examples in one step."), low=1, high=256))
    micro_batch: int = field(
        default=0,
        metadata=setting(
            N_("At a time"),
            N_("Examples on the device at once, gathered until the batch is full; 0 is by memory."),
            low=0,
            high=256,
        ),
    )
    max_tokens: int = field(
        default=512,
        metadata=setting(N_("Longest example"), N_("In tokens; the oldest turns are left out."), low=16, high=32768),
    )
    precision: str = field(
        default=BY_ITSELF,
        metadata=setting(
            N_("Precision"),
            N_("auto takes what a short trial finds fastest."),
            choices=(BY_ITSELF, "float32", "bfloat16", "float16"),
        ),
    )
    four_bit: bool = field(
        default=False,
        metadata=setting(
            N_("Base in 4 bit"),
            N_("Keeps the base in a quarter of its memory while it learns, which is slower; needs bitsandbytes."),
        ),
    )
    checkpointing: str = field(
        default=BY_ITSELF,
        metadata=setting(
            N_("Recompute to save memory"),
            N_("A quarter slower, half the memory; auto does it when it would not fit otherwise."),
            choices=(BY_ITSELF, "on", "off"),
        ),
    )
    dropout: float = field(
        default=-1.0,
        metadata=setting(
            N_("Dropout"), N_("The share left out at random; -1 is by the amount of data."), low=-1, high=0.9
        ),
    )
    label_smoothing: float = field(
        default=0.0, metadata=setting(N_("Label smoothing"), N_("Trusts the words a little less."), low=0, high=0.5)
    )
    neftune: float = field(
        default=0.0,
        metadata=setting(N_("NEFTune noise"), N_("Noise on the words it reads; 5 is usual."), low=0, high=50),
    )
    replay: float = field(
        default=0.0,
        metadata=setting(
            N_("Replay"),
            N_("The share of the model's own general answers, so that it forgets less."),
            low=0,
            high=0.9,
        ),
    )
    texts: str = field(
        default="", metadata=setting(N_("Folder of texts"), N_("Its texts are read as they are, beside the answers."))
    )
    plain_share: float = field(
        default=0.0,
        metadata=setting(
            N_("Plain texts"), N_("The share of steps that read plain texts instead of answers."), low=0, high=1
        ),
    )
    early_stopping: bool = field(
        default=True,
        metadata=setting(N_("Stop early"), N_("When the conversations kept aside no longer get better.")),
    )
    search: bool = field(
        default=False,
        metadata=setting(N_("Try three learning rates"), N_("A tenth of the steps each; the best one is used.")),
    )
    seed: int = field(default=0, metadata=setting(N_("Seed"), N_("The same seed, the same run."), low=0, high=2**31))


GROUPS: Final = (
    (N_("Learning"), ("epochs", "learning_rate", "schedule", "warm_up", "optimizer", "weight_decay", "clip", "search")),
    (N_("The adapter"), ("rank", "alpha", "targets", "dropout")),
    (
        N_("Memory and speed"),
        ("batch", "micro_batch", "max_tokens", "precision", "four_bit", "checkpointing"),
    ),
    (
        N_("Against learning too much"),
        ("early_stopping", "replay", "plain_share", "label_smoothing", "neftune", "seed"),
    ),
)
"""Every number of a plan under a heading, as the form and the help of the command line show them."""

CHOSEN_APART: Final = frozenset({"base", "name", "texts"})
"""Nothing is recommended for them."""

LEAST_ANSWERS: Final = 8
"""With fewer answers nothing is learned but those answers."""

TEXTS_BESIDE: Final = 0.3
"""The share of plain texts, when a folder of them is chosen and nothing else is said."""

SIZED: Final = frozenset({"epochs", "learning_rate", "rank", "batch"})
"""What the recommendation chooses by the data and the base; all else is as the table has it."""


def items(plan: Plan) -> Iterator[tuple[str, Value, Meaning]]:
    """Every field as (name, value, meaning), in the order in which people should see them."""
    for one in fields(plan):
        yield one.name, getattr(plan, one.name), one.metadata["meaning"]


def as_told(spec: Mapping[str, object]) -> Plan:
    """A plan as a ``spec.json`` tells it; what another version of the program knew beside it is left out."""
    known = {one.name for one in fields(Plan)}
    return Plan(**{name: value for name, value in spec.items() if name in known})  # type: ignore[arg-type]


def changed(plan: Plan, name: str, value: Value) -> Plan:
    """*plan* with *name* set; ValueError says why it cannot be."""
    for known, old, meaning in items(plan):
        if known == name:
            put: dict[str, Value] = {name: checked(name, type(old), value, meaning)}
            return replace(plan, **put)  # type: ignore[arg-type]  # checked against the field's own type
    raise ValueError(f"a plan has no {name!r}")


def with_texts(plan: Plan, folder: str, answers: int) -> Plan:
    """*plan* that reads the texts in *folder*: beside the *answers*, or alone when those are too few; none without it."""
    share = plan.plain_share or (TEXTS_BESIDE if answers >= LEAST_ANSWERS else 1.0)
    return replace(plan, texts=folder, plain_share=share if folder else 0.0)


def bounds(name: str) -> tuple[float, float]:
    """From the least to the most that the number *name* may be."""
    meaning = next(one.metadata["meaning"] for one in fields(Plan) if one.name == name)
    return meaning.low, meaning.high
