"""One model in a list: what it is, what it costs, and what can be done with it."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from assistant_gui.core.language import translated as _
from assistant_gui.core.models import Fetched
from assistant_gui.gui.flow import Flow
from assistant_gui.gui.icons import IconButton, TextButton
from assistant_gui.gui.pieces import Question, label, show_text
from assistant_gui.gui.settings.models import ModelsModel, Row, progress_in_words, removable
from assistant_gui.gui.theme import Space, dress


class FetchBar(QWidget):
    """How far a download is, and the way to cancel it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Progress of {model}").format(model=name))
        self.words = label(look="small", wraps=False)
        self.cancel = QPushButton(_("Cancel"))
        self.cancel.setAccessibleName(_("Cancel fetching {model}").format(model=name))
        dress(self.cancel, "quiet")

        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(Space.M)
        across.addWidget(self.bar, 1)
        across.addWidget(self.words)
        across.addWidget(self.cancel)

    def show_fetched(self, fetched: Fetched | None) -> None:
        self.setVisible(fetched is not None)
        if fetched is None:
            return
        known = bool(fetched.total_bytes)
        self.bar.setRange(0, 1000 if known else 0)
        if known:
            self.bar.setValue(round(1000 * fetched.done_bytes / fetched.total_bytes))
        self.words.setText(progress_in_words(fetched))


class ModelRow(QWidget):
    """Draws one :class:`Row`; *size* is how the recommendation calls it."""

    def __init__(self, row: Row, model: ModelsModel, size: str = "") -> None:
        super().__init__()
        self._id = row.model.id
        self._in_use = row.in_use
        title = _(row.model.title)
        self.title = label(title)
        self.size_badge = label(size, "badge", wraps=False)
        self.use_badge = label(_("In use"), "badge", wraps=False)
        self.here_badge = label(_("Installed"), "badge", wraps=False)
        self.get = TextButton("download", _("Get"))
        self.get.setAccessibleName(_("Get {model}").format(model=title))
        self.verify = IconButton("tick", _("Check the files of {model}").format(model=title))
        self.remove = IconButton("bin", _("Remove {model}").format(model=title))
        self.details = label(look="small")
        self.note = label(_(row.model.note), "small")
        self.missing = label(look="warning")
        self.fetching = FetchBar(title)
        self.question = Question(_("Remove"), _("Keep"))
        self.result = label(look="good")
        self.trouble = label(look="error")

        self._lay_out()

        self.get.clicked.connect(lambda: model.get(self._id))
        self.fetching.cancel.clicked.connect(lambda: model.cancel(self._id))
        self.verify.clicked.connect(lambda: model.verify(self._id))
        self.remove.clicked.connect(self._ask_whether_to_remove)
        self.question.yes.clicked.connect(lambda: model.remove(self._id))
        self.show_row(row)

    def show_row(self, row: Row) -> None:
        busy = row.fetched is not None or row.checking
        self.size_badge.setVisible(bool(self.size_badge.text()))
        self.use_badge.setVisible(row.in_use and row.model.installed)
        self.here_badge.setVisible(row.model.installed and not row.in_use)
        self.get.setVisible(not row.model.installed and not busy)
        self.verify.setVisible(removable(row.model) and not busy)
        self.remove.setVisible(removable(row.model) and not busy)
        self._in_use = row.in_use
        show_text(self.details, row.details)
        self.note.setVisible(bool(self.note.text()))
        show_text(self.missing, row.model.missing)
        self.fetching.show_fetched(row.fetched)
        show_text(self.result, _("Checking the files…") if row.checking else row.note)
        show_text(self.trouble, row.trouble)

    @Slot()
    def _ask_whether_to_remove(self) -> None:
        used = _("{model} is in use. Remove it all the same?")
        words = used if self._in_use else _("Remove {model}? It can be fetched again.")
        self.question.ask(words.format(model=self.title.text()))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        head.addWidget(self.title, 1)
        badges = (self.size_badge, self.use_badge, self.here_badge)
        head.addWidget(Flow(*badges, self.get, self.verify, self.remove, to_the_right=True))
        head.addStrut(34)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.XS)
        layout.addLayout(head)
        for below in (self.details, self.note, self.missing, self.fetching, self.question, self.result, self.trouble):
            layout.addWidget(below)
