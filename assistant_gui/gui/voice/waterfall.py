"""How quickly a spoken question was answered, stage by stage, as a bar and in words."""

from collections.abc import Mapping
from itertools import pairwise

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from assistant_gui.core.language import N_
from assistant_gui.core.language import translated as _
from assistant_gui.gui.icons import IconButton
from assistant_gui.gui.pieces import label
from assistant_gui.gui.theme import Space, colours
from assistant_gui.gui.voice.viewmodel import Timings
from assistant_gui.session.waterfall import STAGES

HEIGHT = 8
WORDS = {
    "soft_end": N_("pause noticed"),
    "recognised": N_("recognised"),
    "committed": N_("taken for the end"),
    "first_token": N_("first word"),
    "first_clause": N_("first clause"),
    "first_sound": N_("first sound"),
}


class Bar(QWidget):
    """One segment up to each stage, in the order in which they were reached."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._seconds: Mapping[str, float] = {}

    def show_stages(self, seconds: Mapping[str, float]) -> None:
        self._seconds = seconds
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(160, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        reached = sorted(self._seconds.values())
        if not reached or reached[-1] <= 0:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        scale = self.width() / reached[-1]
        colour = QColor(colours().meter)
        for number, (begin, end) in enumerate(pairwise([0.0, *reached])):
            colour.setAlphaF(0.35 + 0.65 * (number + 1) / len(reached))
            painter.setBrush(colour)
            width = max(0.0, (end - begin) * scale - 1)
            painter.drawRoundedRect(QRectF(begin * scale, 0, width, self.height()), 2, 2)


class Waterfall(QWidget):
    """Hidden until there is something to show; *wanted* is emitted for the figures of all turns as a file."""

    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = Bar()
        self.words = label(look="small")
        self.all = label(look="small")
        self.save = IconButton("download", _("Save the figures of the last turns"))

        below = QHBoxLayout()
        below.setSpacing(Space.S)
        below.addWidget(self.all, 1)
        below.addWidget(self.save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.XS)
        layout.addWidget(self.bar)
        layout.addWidget(self.words)
        layout.addLayout(below)
        self.hide()

        self.save.clicked.connect(self.wanted)

    def show_timings(self, timings: Timings) -> None:
        seconds = timings.seconds
        self.setVisible(bool(seconds))
        self.bar.show_stages(seconds)
        parts = [
            _("{stage} {seconds:.2f} s").format(stage=_(WORDS[stage]), seconds=seconds[stage])
            for stage in sorted(seconds, key=lambda stage: (seconds[stage], STAGES.index(stage)))
        ]
        self.words.setText(_("After your last word: {stages}").format(stages=" · ".join(parts)))
        self.bar.setAccessibleName(self.words.text())
        spread = timings.spread
        if spread is not None:
            self.all.setText(
                _(
                    "The last {turns} turns: half within {p50:.2f} s, 95 % within {p95:.2f} s, 99 % within {p99:.2f} s"
                ).format(turns=timings.turns, p50=spread.p50, p95=spread.p95, p99=spread.p99)
            )
        self.all.setVisible(spread is not None)
        each = [
            _("{stage}: {p50:.2f} · {p95:.2f} · {p99:.2f} s").format(
                stage=_(WORDS[stage]), p50=one.p50, p95=one.p95, p99=one.p99
            )
            for stage, one in timings.spreads.items()
        ]
        self.all.setToolTip("\n".join(each))
        self.all.setAccessibleDescription("\n".join(each))
