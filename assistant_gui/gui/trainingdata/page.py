"""The training data tab: the examples, and beside them what is wrong with them."""

from PySide6.QtCore import Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from assistant_gui.gui.theme import dress
from assistant_gui.gui.trainingdata.checking import CheckingModel
from assistant_gui.gui.trainingdata.findingsview import FindingsView
from assistant_gui.gui.trainingdata.view import TrainingDataView
from assistant_gui.gui.trainingdata.viewmodel import TrainingDataModel


class TrainingDataPage(QWidget):
    """Joins the views of two view-models; they do not know each other."""

    def __init__(self, model: TrainingDataModel, checking: CheckingModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.checking = checking
        dress(self, "page")

        self.examples = TrainingDataView(model)
        self.findings = FindingsView(checking)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.examples)
        self.stack.addWidget(self.findings)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.stack)

        self.examples.check.clicked.connect(self.show_findings)
        self.findings.left.connect(self.show_examples)

    @Slot()
    def show_findings(self) -> None:
        self.stack.setCurrentWidget(self.findings)
        self.findings.back.setFocus()
        self.checking.check()

    @Slot()
    def show_examples(self) -> None:
        self.checking.stop()
        self.stack.setCurrentWidget(self.examples)
        self.examples.check.setFocus()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        if not self.checking.busy:
            self.stack.setCurrentWidget(self.examples)
