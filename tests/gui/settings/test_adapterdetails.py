"""What is known of one adapter, and what can be done with it, as a person does it."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.forms import AdapterForm
from assistant_gui.core.learning import Adapter, Tally
from assistant_gui.core.lineage import Lineage, Parity
from assistant_gui.gui.settings.tuning import TuningModel
from assistant_gui.gui.settings.tuningview import TuningView
from assistant_gui.gui.tasks import InlineTasks
from tests.fakes import FakePreferences, FakeSchool, FakeShelf
from tests.gui.settings.test_tuning import BASE

PIRATE = Adapter("a1", "pirate: 海盗", BASE.id, 0.0, 24, active=True, strength=0.5)
LINEAGE = Lineage(
    "a1", run="run-1", parent="a0", base_sha256="b" * 64, examples=24, conversations=9, size_bytes=10_000_000,
    settings=(("rank", 8),), parity=Parity(100, 0.084, 0.0795, 69, 0, 0.29, good=True),
)  # fmt: skip


@pytest.fixture
def school():
    made = FakeSchool(Tally(corrected=9), adapters=(PIRATE,))
    made.lineages = {"a1": LINEAGE}
    return made


@pytest.fixture
def model(qapp, school):
    return TuningModel(school, FakeShelf([BASE]), FakePreferences(), InlineTasks(), InlineTasks())


@pytest.fixture
def details(qtbot, model):
    """The details of the only adapter, unfolded."""
    view = TuningView(model)
    qtbot.addWidget(view)
    view.resize(700, 900)
    with qtbot.waitExposed(view):
        view.show()
    row = view.adapter_rows["a1"]
    qtbot.mouseClick(row.more, Qt.MouseButton.LeftButton)
    yield row.unfolded
    model.end()


def test_they_tell_where_it_comes_from(details):
    said = [each.text() for each in details.findChildren(QLabel)]

    assert "a0" in said
    assert "24 answers of 9 conversations" in said
    assert "b" * 12 in said
    assert any("0.080 nats apart at 100 positions" in each for each in said)


def test_a_key_makes_it_stronger_at_once_and_the_engine_hears_of_it(qtbot, details, model, school):
    with qtbot.waitSignal(model.activated) as told:
        qtbot.keyClick(details.strength, Qt.Key.Key_Right)

    assert details.percent.text() == "55 %"
    assert school.adapters()[0].strength == 0.55
    assert told.args[0].strength == 0.55


def test_notes_are_kept_as_they_are_typed(qtbot, details, school):
    qtbot.keyClicks(details.notes, "arr")

    assert school.adapters()[0].notes == "arr"


def test_it_is_written_where_the_person_says(qtbot, details, school, monkeypatch):
    """Patched: the dialog of the system."""
    asked = []
    chosen = lambda parent, title, proposed: (asked.append(proposed), ("/there/x.gguf", ""))[1]  # noqa: E731
    monkeypatch.setattr(QFileDialog, "getSaveFileName", chosen)
    details.form.setCurrentIndex(details.form.findData("merged-gguf"))

    qtbot.mouseClick(details.write, Qt.MouseButton.LeftButton)

    assert school.exported == [("a1", AdapterForm.MERGED_GGUF, Path("/there/x.gguf"))]
    assert Path(asked[0]).name == "pirate- 海盗-merged-gguf.gguf"
    assert details.state.text() == "Written: /there/x.gguf"
    assert details.write.isEnabled()


def test_what_cannot_be_written_is_a_sentence(qtbot, details, model, school, monkeypatch):
    """Patched: the dialog of the system, and a school that fails."""

    def fails(*_given):
        raise AssistantError("There is no room.", "Make some.")

    monkeypatch.setattr(school, "export", fails)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: ("/there", ""))
    told = []
    model.notice.connect(told.append)

    qtbot.mouseClick(details.write, Qt.MouseButton.LeftButton)

    assert told[-1] == "There is no room. Make some."
    assert details.write.isEnabled()


def test_one_that_was_never_judged_is_judged_by_one_click(qtbot, details, school, model):
    assert details.judge.isVisible()

    with qtbot.waitSignal(model.bench.judged) as told:
        qtbot.mouseClick(details.judge, Qt.MouseButton.LeftButton)

    assert told.args == ["a1"]
    assert school.judged == ["a1"]
    assert not details.judge.isVisible()


def test_they_stay_unfolded_when_the_list_is_read_again(qtbot, details, model, school):
    details.notes.setFocus()
    qtbot.keyClicks(details.notes, "arr")

    school.made.append(replace(PIRATE, id="a2", active=False))
    model.refresh()
    qtbot.keyClicks(details.notes, "r")

    assert details.isVisible()
    assert details.notes.toPlainText() == "arrr"
    assert details.notes.hasFocus()
