"""A table is imported: its columns are chosen beside its first rows."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from assistant_gui.core.columns import GUESSED, Columns, Table
from assistant_gui.gui.exchange.columnsdialog import ColumnsDialog
from assistant_gui.gui.exchange.viewmodel import Mapped

TABLE = Table(
    ("Case", "Query", "Reply"), (("7", "Why?", "So."), ("8", "Where\nis it?", "Here.")), Columns("Query", "Reply")
)


@pytest.fixture
def dialog(qtbot):
    dialog = ColumnsDialog(Mapped(Path("help.csv"), TABLE))
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    return dialog


def choose(dialog: ColumnsDialog, what: str, column: str) -> None:
    choice = dialog.choices[what]
    choice.setCurrentIndex(choice.findData(column))


def test_what_is_guessed_is_chosen_and_return_imports(qtbot, dialog):
    with qtbot.waitSignal(dialog.chosen) as chosen:
        qtbot.keyClick(dialog, Qt.Key.Key_Return)

    assert chosen.args == [Path("help.csv"), Columns("Query", "Reply")]


def test_the_first_rows_are_shown_in_one_line_each(dialog):
    assert dialog.rows.item(1, 1).text() == "Where is it?"
    assert dialog.rows.horizontalHeaderItem(0).text() == "Case"


def test_a_ticket_can_be_chosen(qtbot, dialog):
    choose(dialog, "thread", "Case")

    with qtbot.waitSignal(dialog.chosen) as chosen:
        dialog.import_button.click()

    assert chosen.args[1] == Columns("Query", "Reply", thread="Case")


@pytest.mark.parametrize(
    ("what", "column", "mistake"),
    [("answer", "", "No column with answers was chosen."), ("answer", "Query", "“Query” was chosen twice.")],
)
def test_a_mistake_is_said_until_it_is_mended(dialog, what, column, mistake):
    choose(dialog, what, column)

    assert mistake in dialog.mistake.text()
    assert not dialog.import_button.isEnabled()

    choose(dialog, what, "Reply")

    assert dialog.mistake.isHidden()
    assert dialog.import_button.isEnabled()


def test_of_a_table_it_is_asked_before_anything_is_imported(model, exchange):
    exchange.table = TABLE
    wanted: list[Mapped] = []
    model.columns_wanted.connect(wanted.append)

    model.take_in([Path("help.csv"), Path("a.zip")])
    before = list(exchange.imported)
    model.take_in_table(wanted[0].file, Columns("Query", "Reply"))

    assert before == [Path("a.zip")]
    assert wanted == [Mapped(Path("help.csv"), TABLE)]
    assert (exchange.imported[-1], exchange.columns) == (Path("help.csv"), Columns("Query", "Reply"))


def test_what_cannot_be_looked_at_is_imported_as_it_is_and_says_why_it_cannot(model, exchange):
    model.take_in([Path("help.csv")])

    assert (exchange.imported, exchange.columns) == ([Path("help.csv")], GUESSED)
