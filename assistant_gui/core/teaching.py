"""What the window and the command line need of fine-tuning, as Protocols: runs and adapters, training data, texts.

As in ``core/ports.py``, everything may block, and may be called from any thread but the window's.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from assistant_gui.core.card import Card
from assistant_gui.core.forms import AdapterForm
from assistant_gui.core.fourbit import FourBit
from assistant_gui.core.learning import Adapter, Estimate, Example, Run, Tally
from assistant_gui.core.lessons import EVERYTHING, Decision, Findings, Leak, Listed, Mark, Private, Wanted
from assistant_gui.core.lineage import Lineage
from assistant_gui.core.plan import Plan
from assistant_gui.core.texts import TextsFound
from assistant_gui.core.turn import Turn


class School(Protocol):
    """Fine-tuning as the window and the command line see it."""

    def tally(self) -> Tally: ...
    def default_plan(self, base: str) -> Plan:
        """Good numbers for this many examples and this base."""
        ...

    def start(self, plan: Plan, turn: Turn | None = None, on_progress: Callable[[int], None] = ...) -> Run:
        """Write a run folder and start the tuner. AssistantError when there is too little to learn.

        Texts are read first: *on_progress* hears how many files have been; TurnCancelled when *turn* is cut short.
        """
        ...

    def estimate(self, plan: Plan) -> Estimate | None:
        """The memory and the time it will take, read from the base's files; None when that cannot be told.

        AssistantError when the base is known not to be teachable, or this machine cannot do what *plan* wants.
        """
        ...

    def four_bit(self) -> FourBit:
        """Whether a base can be kept in 4 bit on this machine; tried once for each version of the library, for seconds."""
        ...

    def stop(self, run: str) -> None:
        """Ask the run to stop; it ends within one micro-batch, with status ``stopped``."""
        ...

    def pause(self, run: str) -> None:
        """Ask the run to write down where it is and to end, with status ``paused``; the device is free then."""
        ...

    def resume(self, run: str) -> Run:
        """Take a paused run up where it was. AssistantError when it is not paused, or another one is going on."""
        ...

    def keep(self, run: str) -> None:
        """Learn no more: score what was learned so far and make an adapter of it. Paused runs too."""
        ...

    def runs(self) -> list[Run]:
        """Newest first; a run whose process is gone without an end event is ``failed``."""
        ...

    def run(self, id: str) -> Run: ...
    def events(self, run: str, turn: Turn) -> Iterator[Mapping[str, object]]:
        """The run's events from its first, as they come; ends after ``end`` or when *turn* is cancelled."""
        ...

    def adapters(self) -> list[Adapter]: ...
    def activate(self, adapter: str) -> Adapter: ...
    def rollback(self) -> Adapter | None:
        """Go back to what was active before; None is the base alone."""
        ...

    def learned_from(self, conversations: Sequence[str]) -> tuple[Adapter, ...]:
        """The adapters that any of *conversations* taught, newest first."""
        ...

    def delete_adapter(self, adapter: str) -> None: ...
    def card(self, adapter: str) -> Card | None:
        """What the adapter was found to be worth; None when it was never judged."""
        ...

    def lineage(self, adapter: str) -> Lineage:
        """Where the adapter comes from. Raises AssistantError when there is none."""
        ...

    def strengthen(self, adapter: str, strength: float) -> Adapter:
        """Add *strength* of it to its base from now on, from 0 to 1.5; 1 is as it was learned."""
        ...

    def note(self, adapter: str, notes: str) -> Adapter:
        """Keep the person's own words about it."""
        ...

    def export(
        self, adapter: str, form: AdapterForm, out: Path, turn: Turn, on_progress: Callable[[float], None] = ...
    ) -> None:
        """Write it for other programs to *out*, as strongly as it is used here; TurnCancelled leaves nothing there."""
        ...

    def bring_in(self, source: Path, base: str, turn: Turn, on_progress: Callable[[float], None] = ...) -> Adapter:
        """Take in a plain LoRA that PEFT wrote for *base*. Raises AssistantError when it is none, or does not fit."""
        ...

    def judge(self, adapter: str, turn: Turn, on_progress: Callable[[float], None] = ...) -> None:
        """Judge it by what is kept aside now and was never taught to it; its card is there then. Raises AssistantError."""
        ...


class Lessons(Protocol):
    """What there is to learn from, and what the person decides about it."""

    def list(self, wanted: Wanted = EVERYTHING, first: int = 0, count: int = 100) -> Listed:
        """*count* entries from the *first* on, the newest answers first."""
        ...

    def example(self, id: str) -> Example:
        """The whole dialogue up to answer *id* as it would be learned. AssistantError when it is gone."""
        ...

    def mark(self, ids: Sequence[str], mark: Mark | None) -> tuple[Decision, ...]:
        """Approve or exclude answers, or take that back with None; what was decided before, for :meth:`decide`."""
        ...

    def edit(self, id: str, text: str) -> Decision:
        """Learn *text* instead of answer *id*; the answer stays. What was decided before, for :meth:`decide`.

        An empty text, or the answer's own, takes the edit back.
        """
        ...

    def decide(self, decisions: Sequence[Decision]) -> None:
        """Put back what was decided before; those whose answer is gone are passed over."""
        ...

    def check(self, turn: Turn, on_progress: Callable[[int], None] = ...) -> Findings:
        """Look through all that would be learned; *on_progress* hears how many examples have been looked at.

        Raises TurnCancelled when *turn* is cut short.
        """
        ...

    def confirm(self, kinds: Sequence[Private], *, on: bool = True) -> None:
        """Agree to put placeholders in the place of all that is of these *kinds*; or take that back."""
        ...

    def leave(self, leak: Leak, reason: str) -> None:
        """Learn what *leak* holds as it is, here and elsewhere; an empty *reason* takes that back."""
        ...

    def export(self) -> Iterator[str]:
        """All that would be learned now, as lines of messages JSON, with placeholders."""
        ...

    def preferences(self) -> Iterator[str]:
        """Every vote for one of two answers, as lines of JSON (prompt, chosen, rejected, source), with placeholders."""
        ...


class Texts(Protocol):
    """Folders of texts to be read as they are."""

    def look(self, folder: Path, turn: Turn, on_progress: Callable[[int], None] = ...) -> TextsFound:
        """Go through *folder* as a run would; *on_progress* hears how many files have been read.

        Raises AssistantError when nothing can be read there, TurnCancelled when *turn* is cut short.
        """
        ...
