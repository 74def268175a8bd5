"""The little window of the sound check."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QPushButton, QScrollArea, QVBoxLayout, QWidget

from assistant_gui.core.language import N_
from assistant_gui.core.language import translated as _
from assistant_gui.gui.meter import LevelMeter
from assistant_gui.gui.pieces import label, show_text
from assistant_gui.gui.theme import Space, dress
from assistant_gui.gui.voice.setup import SetupModel, Shown, Stage
from assistant_gui.gui.voice.verdicts import GRADES, OVERALL, Grade, Verdict, worst

WIDTH = 460
HEIGHT = 420
WORDS = {
    Stage.IDLE: (N_("Check microphone and speaker"), N_("It takes a quarter of a minute, and nothing is kept.")),
    Stage.SPEAK: (N_("Say something now"), N_("For example: “The quick brown fox jumps over the lazy dog.”")),
    Stage.HEAR: (N_("This is how you sound"), N_("If you hear nothing, turn the speaker up.")),
    Stage.LISTEN: (N_("Now be quiet for a moment"), N_("You hear a few short sounds, and the microphone does, too.")),
    Stage.FAILED: (N_("That did not work"), ""),
}
"""For each stage a heading and a sentence."""
STEPS = (Stage.SPEAK, Stage.HEAR, Stage.LISTEN)
LOOKS = {Grade.GOOD: "good", Grade.FAIR: "warning", Grade.POOR: "error"}


class SetupDialog(QDialog):
    """Draws a SetupModel. Closing it gives the check up."""

    def __init__(self, model: SetupModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = model
        self.setWindowTitle(_("Check microphone and speaker"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        self.title = label(look="heading")
        self.words = label()
        self.meter = LevelMeter(_("{device} level").format(device=_("Microphone")))
        self.progress = QProgressBar()
        self.progress.setAccessibleName(_("Progress"))
        self.progress.setRange(0, len(STEPS) + 1)
        self.progress.setTextVisible(False)
        self.found = QVBoxLayout()
        self.found.setSpacing(Space.M)
        self.cancel_button = QPushButton(_("Cancel"))
        self.again_button = QPushButton(_("Check again"))
        self.close_button = QPushButton(_("Close"))
        dress(self.close_button, "primary")

        self._lay_out()

        self.cancel_button.clicked.connect(self.reject)
        self.close_button.clicked.connect(self.reject)
        self.again_button.clicked.connect(model.start)
        model.changed.connect(self._show)
        model.level_changed.connect(self.meter.show_level)
        self._show(model.shown)

    def _lay_out(self) -> None:
        inside = QWidget()
        lines = QVBoxLayout(inside)
        lines.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.M)
        lines.setSpacing(Space.M)
        for part in (self.title, self.words, self.meter, self.progress):
            lines.addWidget(part)
        lines.addLayout(self.found)
        lines.addStretch(1)
        page = QScrollArea()
        page.setWidgetResizable(True)
        page.setFrameShape(QScrollArea.Shape.NoFrame)
        page.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page.setWidget(inside)
        page.setAccessibleName(self.windowTitle())
        buttons = QHBoxLayout()
        buttons.setContentsMargins(Space.XL, 0, Space.XL, Space.L)
        buttons.setSpacing(Space.S)
        buttons.addStretch(1)
        for button in (self.cancel_button, self.again_button, self.close_button):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(page, 1)
        layout.addLayout(buttons)
        larger = max(1.0, self.fontMetrics().height() / 21)
        room = self.screen().availableSize()
        self.resize(min(round(WIDTH * larger), room.width()), min(round(HEIGHT * larger), room.height()))

    def done(self, result: int) -> None:
        self.model.cancel()
        super().done(result)

    @Slot(object)
    def _show(self, shown: Shown) -> None:
        going = shown.stage in STEPS
        title, words = WORDS.get(shown.stage, (OVERALL[worst(shown.verdicts)], ""))
        self.title.setText(_(title))
        show_text(self.words, shown.error or (_(words) if words else ""))
        self.meter.setVisible(shown.stage is Stage.SPEAK)
        self.progress.setVisible(going)
        self.progress.setValue(STEPS.index(shown.stage) + 1 if going else 0)
        self._show_verdicts(shown)
        self.cancel_button.setVisible(going)
        self.again_button.setVisible(not going)
        self.close_button.setVisible(not going)
        (self.cancel_button if going else self.close_button).setFocus()

    def _show_verdicts(self, shown: Shown) -> None:
        while (old := self.found.takeAt(0)) is not None:
            if (widget := old.widget()) is not None:
                widget.deleteLater()
        for each in shown.verdicts:
            self.found.addWidget(_Line(each))


class _Line(QWidget):
    """One verdict: what was looked at, how it is, and what to do."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__()
        grade = _(GRADES[verdict.grade])
        self.setAccessibleName(
            _("{what}: {grade}. {words}").format(what=verdict.what, grade=grade, words=verdict.words)
        )
        first = QHBoxLayout()
        first.addWidget(label(verdict.what), 1)
        first.addWidget(label(grade, LOOKS[verdict.grade], wraps=False), 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.XS)
        layout.addLayout(first)
        layout.addWidget(label(verdict.words, "muted"))
