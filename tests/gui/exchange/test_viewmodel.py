"""Importing and exporting as the window shows it."""

from itertools import count
from pathlib import Path

import pytest

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.exchange import Form, Import, Skipped, Unit
from assistant_gui.gui.exchange.viewmodel import ExchangeModel, Outcome, Step
from assistant_gui.gui.tasks import InlineTasks


@pytest.fixture
def said(model) -> list[object]:
    """Everything it tells, in order."""
    told: list[object] = []
    for signal in (model.began, model.stepped, model.ended):
        signal.connect(told.append)
    return told


def test_an_import_says_what_came(model, exchange, said):
    model.take_in([Path("a.zip")])

    began, outcome = said
    assert began == "Importing a.zip"
    assert outcome == Outcome("Imported from a.zip", "Conversations imported from ChatGPT: 2, with messages: 8.")
    assert not model.busy


def test_what_was_left_out_is_named(model, exchange, said):
    skipped = (Skipped("it is not JSON", Unit.LINE, 3), Skipped("it holds no text", Unit.FILE, name="x.json"))
    exchange.made = Import(duplicates=4, trashed=1, grown=2, messages=3, skipped=skipped)

    model.take_in([Path("a.jsonl")])

    assert said[-1].words.splitlines() == [
        "Conversations that were here already and got new messages: 2.",
        "Conversations that were here already: 4.",
        "Of these, in the trash: 1.",
        "Lines that could not be read: 1.",
        "Left out: 1.",
    ]
    assert said[-1].details == ("Line 3 was left out: it is not JSON", "x.json was left out: it holds no text")


def test_files_are_imported_one_after_the_other(model, exchange, said):
    model.take_in([Path("a.zip"), Path("b.zip")])

    assert exchange.imported == [Path("a.zip"), Path("b.zip")]
    assert [each for each in said if isinstance(each, str)] == ["Importing a.zip", "Importing b.zip"]


def test_an_error_is_told_and_the_next_file_is_taken(model, exchange, said):
    exchange.error = AssistantError("This file is empty.", "Choose another.")

    model.take_in([Path("a.zip"), Path("b.zip")])

    assert [each.words for each in said if isinstance(each, Outcome)] == ["This file is empty. Choose another."] * 2
    assert said[1].failed


def test_progress_arrives_in_the_window(model, exchange, said, qtbot):
    model.busy = False
    exchange.meanwhile = lambda: qtbot.wait_signal(model.stepped, timeout=1000).wait()

    model.take_in([Path("a.zip")])

    assert said[1] == Step("Conversations so far: 1", 250, 1000)


def test_an_import_that_takes_long_says_how_long_it_will_take(exchange, qtbot):
    clock = count(0.0, 30.0)
    model = ExchangeModel(exchange, InlineTasks(), clock=lambda: next(clock))
    steps: list[Step] = []
    model.stepped.connect(steps.append)
    exchange.meanwhile = lambda: qtbot.wait_signal(model.stepped, timeout=1000).wait()

    model.take_in([Path("a.zip")])

    assert [each.words for each in steps] == ["Conversations so far: 1, about 2 min to go"]


def test_cancelling_forgets_the_files_that_wait(model, exchange, said):
    exchange.meanwhile = model.cancel

    model.take_in([Path("a.zip")])
    model.take_in([Path("b.zip")])

    assert "importing the file again brings the rest" in said[1].words
    assert exchange.imported == [Path("a.zip"), Path("b.zip")]


def test_an_export_says_where_it_is(model, exchange, said):
    model.give_out(Form.HTML, ["c"], Path("/out/talk.html"))

    assert exchange.exported == [(Form.HTML, ("c",), Path("/out/talk.html"))]
    assert said[-1] == Outcome("Export finished", "Conversations in talk.html: 3.", file=Path("/out/talk.html"))


def test_a_cancelled_export_wrote_nothing(model, exchange, said):
    exchange.meanwhile = model.cancel

    model.give_out(Form.OWN, [], Path("all.zip"))

    assert said[-1] == Outcome("Export stopped", "Nothing was written.")
