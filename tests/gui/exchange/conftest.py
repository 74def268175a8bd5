"""A program that imports and exports nothing, and remembers what it was asked."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from assistant_gui.core.columns import GUESSED, Columns, Table
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.exchange import Form, Import
from assistant_gui.core.turn import Turn
from assistant_gui.gui.exchange.viewmodel import ExchangeModel
from assistant_gui.gui.tasks import InlineTasks


class FakeExchange:
    def __init__(self) -> None:
        self.made = Import(conversations=2, messages=8, product="ChatGPT")
        self.error: AssistantError | None = None
        self.table: Table | None = None
        self.columns = GUESSED
        self.imported: list[Path] = []
        self.exported: list[tuple[Form, tuple[str, ...], Path]] = []
        self.meanwhile: Callable[[], None] = lambda: None

    def table_of(self, file: Path) -> Table:
        if self.table is None:
            raise AssistantError("The table cannot be read.", "Check it.")
        return self.table

    def import_file(
        self, file: Path, on_progress: Callable[[int, float], None], turn: Turn, columns: Columns = GUESSED
    ) -> Import:
        self.columns = columns
        self.imported.append(file)
        on_progress(1, 0.25)
        self.meanwhile()
        if self.error is not None:
            raise self.error
        return Import(stopped=True) if turn.cancelled else self.made

    def export_file(
        self, form: Form, conversations: Sequence[str], file: Path, on_progress: Callable[[int, int], None], turn: Turn
    ) -> int:
        self.exported.append((form, tuple(conversations), file))
        on_progress(1, 3)
        self.meanwhile()
        turn.check()
        return 3


@pytest.fixture
def exchange() -> FakeExchange:
    return FakeExchange()


@pytest.fixture
def model(exchange, qapp) -> ExchangeModel:
    return ExchangeModel(exchange, InlineTasks())
