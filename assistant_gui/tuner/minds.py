"""One model in three states of mind: the base, what answers now, and what was just trained."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from assistant_gui.tuner.training import Head

if TYPE_CHECKING:
    from peft import PeftModel

_T = TypeVar("_T")

CANDIDATE, CURRENT = "default", "current"
"""The adapters' names in the model: what was trained, and what answers now."""


def with_current(model: "PeftModel", adapter: Path | None) -> bool:
    """Load the *adapter* that answers now beside the trained one; False when none does, or it is gone."""
    if adapter is None or not (adapter / "adapter_config.json").exists():
        return False
    model.load_adapter(str(adapter), CURRENT, is_trainable=False)
    model.set_adapter(CANDIDATE)
    return True


@dataclass(frozen=True, slots=True)
class Minds:
    """One model in three states of mind."""

    model: "PeftModel"
    head: Head
    autocast: Callable[[], AbstractContextManager[object]]
    has_current: bool
    """An adapter called CURRENT is loaded; else what answers now is the base."""

    @contextmanager
    def base(self) -> Iterator[None]:
        with self.model.disable_adapter(), self.autocast():
            yield

    @contextmanager
    def candidate(self) -> Iterator[None]:
        self.model.set_adapter(CANDIDATE)
        with self.autocast():
            yield

    @contextmanager
    def current(self) -> Iterator[None]:
        self.model.set_adapter(CURRENT)
        try:
            with self.autocast():
                yield
        finally:
            self.model.set_adapter(CANDIDATE)

    def each(self, work: Callable[[], _T]) -> dict[str, _T]:
        """What *work* finds in each state of mind: base, current and candidate."""
        with self.base():
            found = {"base": work()}
        found["current"] = found["base"]
        if self.has_current:
            with self.current():
                found["current"] = work()
        with self.candidate():
            found["candidate"] = work()
        return found
