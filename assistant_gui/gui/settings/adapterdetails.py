"""What is known of one adapter, how strongly it is added, the person's notes, and writing it out."""

from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from assistant_gui.core.forms import FILES, FORM_WORDS, AdapterForm, clean_name
from assistant_gui.core.language import translated as _
from assistant_gui.core.learning import MOST_STRENGTH, Adapter
from assistant_gui.core.lineage import Lineage, Parity
from assistant_gui.gui.flow import Flow
from assistant_gui.gui.icons import TextButton
from assistant_gui.gui.pieces import fill, label, picker, show_text, stand_or_lie
from assistant_gui.gui.settings.adapterbench import AdapterBench, Details, Work
from assistant_gui.gui.settings.lessons import learned_in_words
from assistant_gui.gui.theme import Space
from assistant_gui.gui.words import bytes_in_words

STEP = 5
"""Per cent, from one mark of the slider to the next."""
SHORT_HASH = 12
NOTE_LINES = 3


class AdapterDetails(QWidget):
    """Read when it is opened; what it changes it changes at once."""

    def __init__(self, adapter: Adapter, bench: AdapterBench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._adapter = adapter
        self._bench = bench
        self.strength = QSlider(Qt.Orientation.Horizontal)
        self.strength.setRange(0, round(100 * MOST_STRENGTH / STEP))
        self.strength.setValue(round(100 * adapter.strength / STEP))
        self.strength.setAccessibleName(_("Strength of {adapter}").format(adapter=adapter.name))
        self.strength.setMinimumHeight(Space.XL)
        self.percent = label(wraps=False)
        self.notes = QPlainTextEdit(adapter.notes)
        self.notes.setAccessibleName(_("Notes about {adapter}").format(adapter=adapter.name))
        self.notes.setPlaceholderText(_("Notes: what it is good for, what to watch"))
        self.notes.setTabChangesFocus(True)
        self.notes.setFixedHeight((NOTE_LINES + 1) * self.fontMetrics().lineSpacing())
        self.form = picker(_("Form to write {adapter} in").format(adapter=adapter.name))
        fill(self.form, [(str(form), _(words)) for form, words in FORM_WORDS.items()], str(AdapterForm.PEFT))
        self.write = TextButton("download", _("Write out…"))
        self.judge = TextButton("learn", _("Judge it now"))
        self.judge.setToolTip(_("Find out what it is worth by answers that it was not taught; takes some minutes"))
        self.judge.hide()  # until it is known that it never was
        self.give_up = TextButton("stop", _("Cancel"))
        self.state = label(look="small")
        self.facts = QFormLayout()
        self._lay_out()
        self.stops = (self.strength, self.notes, self.form, self.write, self.judge, self.give_up)
        """Where Tab leads."""

        self.strength.valueChanged.connect(self._on_moved)
        self.strength.sliderReleased.connect(self._on_strength)
        self.notes.textChanged.connect(self._on_notes)
        self.write.clicked.connect(self._on_write)
        self.judge.clicked.connect(self._on_judge)
        self.give_up.clicked.connect(bench.cancel)
        bench.work_changed.connect(self._on_work)
        bench.written.connect(self._on_written)
        bench.judged.connect(self._on_judged)

        self._show_percent()
        self._on_work(bench.work)
        bench.read(adapter.id, self._on_read)

    def _lay_out(self) -> None:
        across = QHBoxLayout()
        across.addWidget(label(_("Strength"), wraps=False))
        across.addWidget(self.strength, 1)
        across.addWidget(self.percent)
        self._buttons = Flow(self.write, self.judge, self.give_up)
        self._out = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._out.setSpacing(Space.S)
        self._out.addWidget(self.form, 1)
        self._out.addWidget(self._buttons)
        self.facts.setHorizontalSpacing(Space.M)
        self.facts.setVerticalSpacing(Space.XS)
        self.facts.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, Space.S, 0, Space.S)
        layout.setSpacing(Space.S)
        layout.addLayout(across)
        layout.addWidget(self.notes)
        layout.addLayout(self._out)
        layout.addWidget(self.state)
        layout.addLayout(self.facts)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        stand_or_lie(self._out, event.size().width() - self._buttons.sizeHint().width(), self.fontMetrics())

    def _on_read(self, details: Details) -> None:
        self.judge.setVisible(details.card is None)
        for name, value in facts_in_words(self._adapter, details.lineage):
            said = label(value, "small")
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            what = label(name, "small", wraps=False)
            what.setAlignment(Qt.AlignmentFlag.AlignTop)  # beside the first line of what may be several
            self.facts.addRow(what, said)

    @Slot()
    def _on_moved(self) -> None:
        self._show_percent()
        if not self.strength.isSliderDown():  # by a key
            self._on_strength()

    @Slot()
    def _on_strength(self) -> None:
        self._bench.strengthen(self._adapter.id, self.strength.value() * STEP / 100)

    @Slot()
    def _on_notes(self) -> None:
        self._bench.note(self._adapter.id, self.notes.toPlainText())

    @Slot()
    def _on_write(self) -> None:
        form = AdapterForm(str(self.form.currentData()))
        name = f"{clean_name(self._adapter.name)}-{form}{'.gguf' if form in FILES else ''}"
        title = _("Write {adapter} out").format(adapter=self._adapter.name)
        chosen, _kind = QFileDialog.getSaveFileName(self, title, str(Path.home() / name))
        if chosen:
            self._bench.export(self._adapter.id, form, Path(chosen))

    @Slot()
    def _on_judge(self) -> None:
        self._bench.judge(self._adapter.id)

    @Slot(object)
    def _on_work(self, work: Work | None) -> None:
        mine = work is not None and work.adapter == self._adapter.id
        self.write.setEnabled(work is None)
        self.judge.setEnabled(work is None)
        self.give_up.setVisible(mine)
        words = _("{share} judged") if work and work.judging else _("{share} written")
        show_text(self.state, words.format(share=f"{work.share:.0%}") if work and mine else "")

    @Slot(str)
    def _on_judged(self, adapter: str) -> None:
        if adapter == self._adapter.id:
            self.judge.hide()

    @Slot(str)
    def _on_written(self, place: str) -> None:
        if self.isVisible():
            show_text(self.state, _("Written: {file}").format(file=place))

    def _show_percent(self) -> None:
        self.percent.setText(f"{self.strength.value() * STEP} %")


def facts_in_words(adapter: Adapter, lineage: Lineage) -> list[tuple[str, str]]:
    """(what, how it is) of all that is known; what is not known is left out."""
    settings = ", ".join(f"{name} {value}" for name, value in lineage.settings if name not in ("base", "name"))
    learned = learned_in_words(adapter)
    if adapter.examples and lineage.conversations:
        learned = _("{answers} of {n} conversations").format(answers=learned, n=lineage.conversations)
    facts = [
        (_("Made by"), lineage.run or _("brought in from elsewhere")),
        (_("Compared with"), lineage.parent or _("the base")),
        (_("Learned from"), learned),
        (_("Engine"), _parity_in_words(lineage.parity)),
        (_("Fingerprint"), lineage.fingerprint),
        (_("Size"), bytes_in_words(lineage.size_bytes)),
        (_("Settings"), settings),
        (_("Base"), lineage.base_sha256[:SHORT_HASH]),
        (_("Tokenizer"), lineage.tokenizer_sha256[:SHORT_HASH]),
        (_("Template"), lineage.template_sha256[:SHORT_HASH]),
        (_("Data"), lineage.data_sha256[:SHORT_HASH]),
        (_("Texts"), lineage.texts_sha256[:SHORT_HASH]),
    ]
    return [(name, value) for name, value in facts if value]


def _parity_in_words(parity: Parity | None) -> str:
    if parity is None:
        return ""
    words = _("agrees with the training: {apart:.3f} nats apart at {n} positions, where the base is {base:.3f} apart")
    return words.format(apart=parity.apart, n=parity.positions, base=parity.base_apart)
