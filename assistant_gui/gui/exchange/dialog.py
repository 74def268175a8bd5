"""The little window beside the chat that shows an import or export while it goes on, and what became of it."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QProgressBar, QPushButton, QVBoxLayout, QWidget

from assistant_gui.core.language import translated as _
from assistant_gui.gui.exchange.viewmodel import ExchangeModel, Outcome, Step
from assistant_gui.gui.pieces import label, show_text
from assistant_gui.gui.theme import Space, dress

WIDTH = 440
SHOWN_DETAILS = 200
SEEN_LINES = 7
"""Of the details, without scrolling."""


class ExchangeDialog(QDialog):
    """Draws an ExchangeModel. It does not hold up the window: the person may go on talking meanwhile."""

    def __init__(self, model: ExchangeModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = model
        self._file: Path | None = None
        self._outcomes: list[Outcome] = []
        """Of the jobs that came one after the other."""
        self._goes_on = False
        self.setWindowTitle(_("Import and export"))
        self.setFixedWidth(WIDTH)

        self.title = label(look="heading")
        self.words = label()
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.progress = QProgressBar()
        self.progress.setAccessibleName(_("Progress"))
        self.progress.setTextVisible(False)
        self.details = QPlainTextEdit()
        self.details.setReadOnly(True)
        self.details.setAccessibleName(_("What was left out, and why"))
        self.cancel_button = QPushButton(_("Cancel"))
        self.show_button = QPushButton(_("Show in folder"))
        self.close_button = QPushButton(_("Close"))
        dress(self.close_button, "primary")

        buttons = QHBoxLayout()
        buttons.setSpacing(Space.S)
        buttons.addStretch(1)
        for button in (self.cancel_button, self.show_button, self.close_button):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        for part in (self.title, self.progress, self.words, self.details):
            layout.addWidget(part)
        layout.addLayout(buttons)

        self.cancel_button.clicked.connect(model.cancel)
        self.show_button.clicked.connect(self._on_show)
        self.close_button.clicked.connect(self.accept)
        model.began.connect(self.show_begun)
        model.stepped.connect(self._on_stepped)
        model.ended.connect(self._on_ended)

    def show_begun(self, title: str) -> None:
        if not self._goes_on:
            self._outcomes.clear()
        self._goes_on = False
        self.title.setText(title)
        show_text(self.words, "")
        self.progress.setRange(0, 0)
        self._arrange(going=True)
        self.show()

    def _on_stepped(self, step: Step) -> None:
        show_text(self.words, step.words)
        self.progress.setRange(0, step.of)
        self.progress.setValue(step.done)
        self._fit()

    def _on_ended(self, outcome: Outcome) -> None:
        self._file = outcome.file
        self._outcomes.append(outcome)
        self._goes_on = self.model.goes_on
        if len(self._outcomes) > 1:
            self._show_all()
        else:
            self._show_one(outcome)
        lines = min(max(2 * self.details.document().blockCount(), 3), SEEN_LINES)
        self.details.setFixedHeight(lines * self.details.fontMetrics().lineSpacing() + 2 * Space.L)
        self._arrange(going=False)
        self.show()
        self.close_button.setFocus()

    def _show_one(self, outcome: Outcome) -> None:
        self.title.setText(_("That did not work") if outcome.failed else outcome.title)
        show_text(self.words, outcome.words)
        self.details.setAccessibleName(_("What was left out, and why"))
        self.details.setPlainText("\n".join(_details(outcome)))

    def _show_all(self) -> None:
        """What became of each, so that none is covered by the next."""
        self.title.setText(self.windowTitle())
        show_text(self.words, "")
        self.details.setAccessibleName(self.windowTitle())
        told = ("\n".join([each.title, each.words, *_details(each)]) for each in self._outcomes)
        self.details.setPlainText("\n\n".join(told))

    def _arrange(self, *, going: bool) -> None:
        self.progress.setVisible(going)
        self.cancel_button.setVisible(going)
        self.close_button.setVisible(not going)
        self.details.setVisible(not going and bool(self.details.toPlainText()))
        self.show_button.setVisible(not going and self._file is not None)
        self._fit()

    def _fit(self) -> None:
        """As high as the words need at this width."""
        layout = self.layout()
        if layout is not None:
            self.setFixedHeight(layout.totalHeightForWidth(WIDTH))

    def _on_show(self) -> None:
        if self._file is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._file.parent)))


def _details(outcome: Outcome) -> list[str]:
    """Why things were left out, as much of it as somebody reads."""
    shown = list(outcome.details[:SHOWN_DETAILS])
    if len(outcome.details) > SHOWN_DETAILS:
        shown.append(_("… and {count} more.").format(count=len(outcome.details) - SHOWN_DETAILS))
    return shown
