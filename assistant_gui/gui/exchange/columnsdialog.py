"""Which column of a table is the question and which the answer, asked beside the first rows of it."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from assistant_gui.core.columns import TITLES, Columns, checked
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import translated as _
from assistant_gui.gui.exchange.viewmodel import Mapped
from assistant_gui.gui.pieces import fill, label, picker, show_text
from assistant_gui.gui.theme import Space, dress

WIDTH, LEAST_WIDTH = 620, 320
SEEN_LINES = 6


class ColumnsDialog(QDialog):
    """What is guessed is chosen already; the window goes on meanwhile."""

    chosen = Signal(object, object)
    """The file, and the :class:`Columns` that the person chose."""

    def __init__(self, mapped: Mapped, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.mapped = mapped
        self.setWindowTitle(_("Import a table"))
        self.setMinimumWidth(LEAST_WIDTH)

        self.title = label(_("Which column is what in {name}?").format(name=mapped.file.name), "heading")
        self.how = label(
            _(
                "Each question is imported with its best answer: an accepted one, or else the one with the highest rating."
            ),
            "muted",
        )
        self.rows = _rows(mapped)
        self.choices: dict[str, QComboBox] = {}
        for what, title in TITLES.items():
            self.choices[what] = picker(_(title))
            offered = [("", _("None")), *((name, name) for name in mapped.table.columns)]
            fill(self.choices[what], offered, getattr(mapped.table.guess, what))
        self.mistake = label(look="error")
        self.cancel_button = QPushButton(_("Cancel"))
        self.import_button = QPushButton(_("Import"))
        self.import_button.setDefault(True)
        dress(self.import_button, "primary")

        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setHorizontalSpacing(Space.L)
        form.setVerticalSpacing(Space.S)
        for what, choice in self.choices.items():
            form.addRow(label(_(TITLES[what]), wraps=False), choice)
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.S)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.import_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        for part in (self.title, self.how, self.rows):
            layout.addWidget(part)
        layout.addLayout(form)
        layout.addWidget(self.mistake)
        layout.addLayout(buttons)
        self.resize(WIDTH, layout.totalHeightForWidth(WIDTH))

        self.cancel_button.clicked.connect(self.reject)
        self.import_button.clicked.connect(self._on_import)
        for choice in self.choices.values():
            choice.currentIndexChanged.connect(self._check)
        self._check()

    @property
    def columns(self) -> Columns:
        """As they are chosen now."""
        return Columns(**{what: str(choice.currentData()) for what, choice in self.choices.items()})

    @Slot()
    def _check(self) -> None:
        """Say what is wrong with the choice, if anything."""
        try:
            checked(self.columns)
        except AssistantError as error:
            show_text(self.mistake, str(error))
            self.import_button.setEnabled(False)
        else:
            show_text(self.mistake, "")
            self.import_button.setEnabled(True)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """At least as high as the words need at this width."""
        layout = self.layout()
        if layout is not None:
            self.setMinimumHeight(layout.totalHeightForWidth(self.width()))

    @Slot()
    def _on_import(self) -> None:
        columns = self.columns
        self.accept()
        self.chosen.emit(self.mapped.file, columns)


def _rows(mapped: Mapped) -> QTableWidget:
    table = mapped.table
    made = QTableWidget(len(table.rows), len(table.columns))
    made.setAccessibleName(_("The first rows"))
    made.setHorizontalHeaderLabels(list(table.columns))
    made.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    made.setTabKeyNavigation(False)
    made.setWordWrap(False)
    made.verticalHeader().hide()
    made.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    made.horizontalHeader().setStretchLastSection(True)
    made.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    made.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
    for at, row in enumerate(table.rows):
        for column, cell in enumerate(row):
            said = " ".join(cell.split())
            item = QTableWidgetItem(said)
            item.setToolTip(said)
            made.setItem(at, column, item)
    made.resizeColumnsToContents()
    for column in range(made.columnCount()):
        made.setColumnWidth(column, min(made.columnWidth(column), WIDTH // 3))
    made.setFixedHeight(SEEN_LINES * (made.fontMetrics().height() + Space.M) + Space.L)
    return made
