"""The training data tab: every example, found, looked at, approved, excluded or edited, one by one or many at once."""

from PySide6.QtCore import QItemSelectionModel, QMimeData, QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QHeaderView,
    QLineEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from assistant_gui.core.language import translated as _
from assistant_gui.core.learning import Signal as Why
from assistant_gui.core.lessons import Mark, Show, Wanted
from assistant_gui.gui.composing import Composing
from assistant_gui.gui.dropping import DropHint, Dropping
from assistant_gui.gui.flow import Flow
from assistant_gui.gui.icons import TextButton
from assistant_gui.gui.pieces import Notice, Scrolled, fill, label, picker
from assistant_gui.gui.theme import Space, colours, dress
from assistant_gui.gui.trainingdata.detail import Detail
from assistant_gui.gui.trainingdata.rows import ExampleRows
from assistant_gui.gui.trainingdata.viewmodel import Rows, Shown, TrainingDataModel
from assistant_gui.gui.trainingdata.words import SHOWN, SIGNALS, examples_in_words

BESIDE = 38
"""Lines of text, by their height, that the page is wide at least when the example stands beside the list."""
ANY = "any"


class ExampleList(QTableView):
    """A, X and Z approve, exclude and take back; Enter shows the conversation; Ctrl and Shift choose many.

    It is a table of one column: a list view would remember the place of each of a million lines.
    """

    def __init__(self, model: TrainingDataModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model_ = model
        self.rows = ExampleRows(model.examples, self)
        dress(self, "bare")
        self.setAccessibleName(_("Examples"))
        self.setModel(model.examples)
        self.setItemDelegate(self.rows)
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.horizontalHeader().hide()
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setMinimumSectionSize(0)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._fit()

    def chosen(self) -> Rows:
        """The ranges of rows that are chosen, from the top."""
        found = self.selectionModel().selection()
        return sorted((found.at(place).top(), found.at(place).bottom()) for place in range(found.count()))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        index = self.currentIndex()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        match Qt.Key(event.key()):
            case Qt.Key.Key_A if plain:
                self.model_.mark(self.chosen(), Mark.APPROVED)
            case Qt.Key.Key_X | Qt.Key.Key_Delete if plain:
                self.model_.mark(self.chosen(), Mark.EXCLUDED)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if index.isValid():
                self.model_.open(index.row())
            case _ if event.matches(QKeySequence.StandardKey.Undo) or (plain and event.key() == Qt.Key.Key_Z):
                self.model_.undo()
            case _:
                super().keyPressEvent(event)
                return
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        if self.model_.examples.total == 0:
            painter = QPainter(self.viewport())
            painter.setPen(colours().muted)
            room = self.viewport().rect().adjusted(Space.M, Space.XL, -Space.M, 0)
            words = _("Nothing here. Rate answers in the chat, write better ones, or add files with conversations.")
            painter.drawText(room, Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap, words)

    def _fit(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self.rows.height(self.fontMetrics()))


class TrainingDataView(QWidget):
    """Draws a TrainingDataModel."""

    files_wanted = Signal()
    """The person wants to choose files to be learned from."""
    files_dropped = Signal(object)
    """Paths."""

    def __init__(self, model: TrainingDataModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = model

        dress(self, "page")
        self.notice = Notice()
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Search the examples"))
        self.search.setAccessibleName(_("Search the examples"))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(180)
        Composing(self.search)
        self.show_choice = picker(_("Which examples are listed"))
        self.why_choice = picker(_("Why they teach"))
        self.add = TextButton("plus", _("Add files…"))
        self.check = TextButton("warning", _("Check before a run"))
        self.count = label(look="small", wraps=False)
        self.approve = TextButton("tick", _("Approve"))
        self.exclude = TextButton("close", _("Exclude"))
        self.neither = TextButton("undo", _("Neither"))
        self.told = label(look="small")
        self.undo = TextButton("undo", _("Undo"), look="quiet")
        self.list = ExampleList(model)
        self.detail = Detail()

        self._lay_out()

        self.search.textChanged.connect(self._on_wanted)
        self.show_choice.activated.connect(self._on_wanted)
        self.why_choice.activated.connect(self._on_wanted)
        self.add.clicked.connect(self.files_wanted)
        self.approve.clicked.connect(lambda: model.mark(self.list.chosen(), Mark.APPROVED))
        self.exclude.clicked.connect(lambda: model.mark(self.list.chosen(), Mark.EXCLUDED))
        self.neither.clicked.connect(lambda: model.mark(self.list.chosen(), None))
        self.undo.clicked.connect(model.undo)
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.list.selectionModel().selectionChanged.connect(self._show_count)
        self.list.doubleClicked.connect(lambda index: model.open(index.row()))
        self.detail.mark_wanted.connect(self._on_mark)
        self.detail.edit_wanted.connect(model.edit)
        self.detail.open_wanted.connect(self._on_open)
        model.shown_changed.connect(self._on_shown)
        model.examples.counted.connect(self._show_count)
        model.examples.modelReset.connect(self._show_count)
        model.done.connect(self._on_done)
        model.notice.connect(self.notice.tell)
        self._on_done("", False)
        self._on_shown(model.shown)
        self._show_count()

    def _lay_out(self) -> None:
        fill(self.show_choice, [(one.value, _(words)) for one, words in SHOWN.items()], self.model.examples.wanted.show)
        reasons = [(ANY, _("Any reason")), *((one.value, _(words)) for one, words in SIGNALS.items())]
        fill(self.why_choice, reasons, ANY)
        for choice in (self.show_choice, self.why_choice):
            choice.setMinimumWidth(140)
        hint = DropHint(
            self, _("Drop to learn from it"), _("Conversations from elsewhere, in any form that can be imported")
        )
        self.dropping = Dropping(hint, self, [self.list.viewport()], _has_files, self._on_drop)
        self.list.setMinimumHeight(3 * self.list.rows.height(self.fontMetrics()))
        self.across = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.across.setSpacing(Space.L)
        self.across.addWidget(self.list, 1)
        self.across.addWidget(self.detail, 1)
        inside = QWidget()
        dress(inside, "page")
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        layout.setSpacing(Space.S)
        layout.addWidget(self.notice)
        layout.addWidget(Flow(self.search, self.show_choice, self.why_choice, self.add, self.check))
        layout.addWidget(Flow(self.count, self.approve, self.exclude, self.neither))
        layout.addWidget(Flow(self.told, self.undo))
        layout.addLayout(self.across, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Scrolled(inside))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self.model.refresh()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        super().hideEvent(event)
        self.model.rest()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        wide = event.size().width() >= BESIDE * self.fontMetrics().height()
        directions = QBoxLayout.Direction
        self.across.setDirection(directions.LeftToRight if wide else directions.TopToBottom)

    @Slot()
    def _on_wanted(self) -> None:
        why = self.why_choice.currentData()
        self.model.look_for(
            Wanted(Show(self.show_choice.currentData()), self.search.text().strip(), None if why == ANY else Why(why))
        )

    def _on_current(self, index: QModelIndex, _before: QModelIndex) -> None:
        if index.isValid():
            self.model.show(index.row())

    def _on_shown(self, shown: Shown | None) -> None:
        self.detail.show_example(shown)

    def _on_mark(self, mark: Mark | None) -> None:
        row = self._shown_row()
        if row is not None:
            self.model.mark([(row, row)], mark)

    def _on_open(self) -> None:
        row = self._shown_row()
        if row is not None:
            self.model.open(row)

    def _shown_row(self) -> int | None:
        return self.model.examples.row_of(self.model.shown.entry.id) if self.model.shown is not None else None

    def _on_done(self, told: str, can_undo: bool) -> None:
        self.notice.tell("")
        self.told.setText(told)
        self.told.setVisible(bool(told))
        self.undo.setVisible(can_undo)

    @Slot()
    def _show_count(self) -> None:
        total = self.model.examples.total
        chosen = sum(last - first + 1 for first, last in self.list.chosen())
        words = examples_in_words(total) if total is not None else _("Reading…")
        if chosen > 1:
            words = _("{chosen} of {examples} chosen").format(chosen=f"{chosen:,}", examples=words)
        self.count.setText(words)
        for button in (self.approve, self.exclude, self.neither):
            button.setVisible(chosen > 1)

    def _on_drop(self, mime: QMimeData) -> None:
        self.files_dropped.emit([url.toLocalFile() for url in mime.urls()])

    def choose(self, first: int, last: int) -> None:
        """Choose the rows from *first* to *last*, the keyboard on the first."""
        flags = QItemSelectionModel.SelectionFlag
        model = self.model.examples
        self.list.selectionModel().setCurrentIndex(model.index(first), flags.ClearAndSelect)
        for row in range(first, last + 1):
            self.list.selectionModel().select(model.index(row), flags.Select)


def _has_files(mime: QMimeData) -> bool:
    urls = mime.urls() if mime.hasUrls() else []
    return bool(urls) and all(url.isLocalFile() for url in urls)
