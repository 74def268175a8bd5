"""What teaching and judging can look like, state by state: texts to read, an adapter's details, two models blind."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from assistant_gui.core.columns import Columns, Table
from assistant_gui.core.comparing import Answers, Count, Match, Proven, Question
from assistant_gui.core.fingerprint import Proof
from assistant_gui.core.lessons import Private
from assistant_gui.core.lineage import Lineage, Parity
from assistant_gui.core.texts import Noticed, TextFile, TextsFound
from assistant_gui.core.turn import Turn
from assistant_gui.gui.exchange.viewmodel import Mapped
from assistant_gui.gui.settings.adapterbench import Work
from assistant_gui.gui.settings.learning.comparing import ComparingModel, Stage
from assistant_gui.gui.settings.learning.textsview import TextsView
from assistant_gui.gui.settings.tuningview import TuningView
from tests.fakes import FakeComparing

TITLE = "TITLE"
"""What stands for whatever the person wrote or a file says; no words of ours."""
LINEAGE = Lineage(
    "a1", TITLE, TITLE, *(letter * 64 for letter in "12345"), examples=24, conversations=9, size_bytes=10_000_000,
    settings=((TITLE, 8),), parity=Parity(100, 0.084, 0.0795, 69, 0, 0.29, good=True), fingerprint="81c2",
)  # fmt: skip
TEXTS = TextsFound(
    *(TITLE, 1234, 1_234_567), passages=987, held_back=98, repeats=12,
    unread=tuple(TextFile(TITLE, why=TITLE) for _number in range(7)), unnamed=3,
    kinds=tuple((kind, 4) for kind in Private),
    noticed=tuple(
        Noticed(kind, TITLE, TITLE, TITLE, TITLE, TITLE, replaced=kind is Private.EMAIL) for kind in Private
    ),
)  # fmt: skip
TABLE = Mapped(
    Path(TITLE),
    Table(tuple(f"{TITLE}{n}" for n in range(5)), ((TITLE,) * 5, (TITLE * 9,) * 5), Columns(f"{TITLE}0", f"{TITLE}1")),
)


class Comparisons(FakeComparing):
    """Two models that say nothing of ours."""

    def matches(self, adapter: str) -> tuple[Match, ...]:
        return tuple(replace(each, new=replace(each.new, title=TITLE), old=replace(each.old, title=TITLE))
                     for each in super().matches(adapter))  # fmt: skip

    def ask(self, match: Match, question: Question, turn: Turn) -> Answers:
        return Answers(question, TITLE, f"{TITLE} {TITLE}")


def texts(view: TextsView) -> Iterator[str]:
    """A folder that is looked through, what is found in it, and that it is put away."""
    model = view.model
    model.choose(TITLE)
    yield "texts to read"
    model.plan.change("plain_share", 1.0)
    yield "texts alone"
    model.folder, model.found, model.busy = TITLE, None, True
    model.changed.emit()
    model.progressed.emit(1234)
    yield "texts that are looked through"
    model.put_away()
    model.notice.emit(TITLE)
    yield "texts that cannot be read"
    model.notice.emit("")


def start(view: TuningView) -> Iterator[str]:
    """A run is about to begin."""
    view.model.starting.reads_texts = True
    view.model.lessons_changed.emit(view.model.lessons)
    view.model.starting.texts_read.emit(1234)
    yield "texts that are read for a run"
    view.model.starting.reads_texts = False
    view.model.lessons_changed.emit(view.model.lessons)


def details(view: TuningView) -> Iterator[str]:
    """All that is known of an adapter that was never judged, and what is done with it."""
    row = view.adapter_rows["a1"]
    row.more.click()
    assert row.unfolded is not None
    yield "the details of an adapter"
    for judging in (True, False):
        row.unfolded._on_work(Work("a1", 0.5, judging))
        yield "an adapter that is judged" if judging else "an adapter that is written out"
    row.unfolded._on_work(None)
    row.unfolded._on_written(TITLE)
    yield "an adapter that was written out"


def comparisons(model: ComparingModel) -> Iterator[str]:
    """The stages of judging blind, in a window that is open."""
    model._set(Stage.JUDGING)
    yield "two answers"
    model.count = Count(1, 0, 1, 0)
    model._set(Stage.JUDGING)
    yield "two answers after a vote"
    model.blind = None
    for stage in (Stage.READING, Stage.ANSWERING, Stage.OUT_OF_QUESTIONS):
        model._set(stage)
        yield stage.name.lower()
    model.error = TITLE
    model._set(Stage.FAILED)
    yield "failed"
    model.error = ""
    assert model.match is not None
    for count in (Count(), Count(good=3), Count(8, 1, 1, 2), Count(1, 8), Count(2, 1)):
        model.count = count
        model._set(Stage.REVEALED)
        yield f"told {count.new} of {count.decided}"
    for proof in Proof:
        model.proofs = (Proven(model.match.new, "81c2", proof), Proven(model.match.old, "3f9a", proof))
        model.changed.emit()
        yield f"weights {proof.name.lower()}"
