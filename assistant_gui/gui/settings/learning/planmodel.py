"""The plan as the form holds it: what is recommended, what the person changed, and the line that does the same."""

from PySide6.QtCore import QObject, Signal

from assistant_gui.core import plancommand
from assistant_gui.core.plan import CHOSEN_APART, Plan, changed, items
from assistant_gui.core.settings import Value


class PlanModel(QObject):
    changed = Signal()
    """Any of it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.recommended: Plan | None = None
        self.plan: Plan | None = None
        """What would run now; None while there is no base."""
        self.barred: dict[str, str] = {}
        """Why a number cannot be chosen, by its name; another one can."""

    @property
    def line(self) -> str:
        """What to type in a terminal for the same run; empty without a base."""
        if self.plan is None or self.recommended is None:
            return ""
        return plancommand.line(self.plan, self.recommended)

    @property
    def differing(self) -> tuple[str, ...]:
        """The names of the numbers that are not as recommended."""
        if self.plan is None or self.recommended is None:
            return ()
        usual = {name: value for name, value, _meaning in items(self.recommended)}
        return tuple(
            name for name, value, _meaning in items(self.plan) if name not in CHOSEN_APART and value != usual[name]
        )

    def recommend(self, plan: Plan | None) -> None:
        """Take over *plan*; what the person changed stays changed."""
        kept = (
            {} if self.plan is None else {name: getattr(self.plan, name) for name in (*self.differing, "name", "texts")}
        )
        self.recommended = self.plan = plan
        if plan is not None:
            self.plan = plancommand.put(plan, kept)
        self.changed.emit()

    def change(self, name: str, value: Value) -> None:
        """The entries allow nothing that a plan does not."""
        if self.plan is not None and getattr(self.plan, name) != value:
            self.plan = changed(self.plan, name, value)
            self.changed.emit()

    def bar(self, name: str, why: str) -> None:
        """Let the number *name* not be chosen and say *why*; an empty word lets it be chosen."""
        if why:
            self.barred[name] = why
        else:
            self.barred.pop(name, None)
        self.changed.emit()

    def reset(self, name: str = "") -> None:
        """Back to what is recommended: the number *name*, or all of them."""
        if self.plan is None or self.recommended is None:
            return
        for each in (name,) if name else self.differing:
            self.plan = changed(self.plan, each, getattr(self.recommended, each))
        self.changed.emit()
