"""One adapter in the list: its name, what it was made from, and what can be done with it."""

from itertools import pairwise

from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QPushButton, QVBoxLayout, QWidget

from assistant_gui.core.language import translated as _
from assistant_gui.core.learning import Adapter
from assistant_gui.gui.flow import Flow
from assistant_gui.gui.icons import IconButton
from assistant_gui.gui.pieces import Question, label, stand_or_lie
from assistant_gui.gui.settings.adapterdetails import AdapterDetails
from assistant_gui.gui.settings.lessons import learned_in_words
from assistant_gui.gui.settings.tuning import TuningModel
from assistant_gui.gui.theme import Space, dress
from assistant_gui.gui.words import day_in_words


class AdapterRow(QWidget):
    def __init__(self, adapter: Adapter, base: str, model: TuningModel) -> None:
        super().__init__()
        self.active = label(_("Active"), "badge", wraps=False)
        self.activate = QPushButton(_("Activate"))
        self.activate.setAccessibleName(_("Activate {adapter}").format(adapter=adapter.name))
        self.more = QPushButton(_("Details"))
        self.more.setAccessibleName(_("Details of {adapter}").format(adapter=adapter.name))
        self.more.setCheckable(True)
        self.compare = QPushButton(_("Compare…"))
        self.compare.setAccessibleName(_("Compare {adapter} blind").format(adapter=adapter.name))
        self.compare.setVisible(model.can_compare)
        self.unfolded: AdapterDetails | None = None
        self._adapter, self._bench = adapter, model.bench
        self.delete = IconButton("bin", _("Delete {adapter}").format(adapter=adapter.name))
        self.question = Question(_("Delete"), _("Keep"))
        self.details = label(look="small")

        names = QVBoxLayout()
        names.setSpacing(Space.XS)
        names.addWidget(label(adapter.name))
        names.addWidget(self.details)
        self._buttons = Flow(self.active, self.more, self.compare, self.activate, self.delete)
        self._across = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._across.setSpacing(Space.S)
        self._across.addLayout(names, 1)
        self._across.addWidget(self._buttons)
        layout = self._column = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.XS)
        layout.addLayout(self._across)
        layout.addWidget(self.question)
        self.show_adapter(adapter, base)
        dress(self.activate, "primary")
        dress(self.more, "quiet")
        dress(self.compare, "quiet")

        self.compare.clicked.connect(lambda: model.compare.emit(adapter.id))
        self.activate.clicked.connect(lambda: model.activate(adapter.id))
        self.delete.clicked.connect(
            lambda: self.question.ask(_("Delete {adapter}? It cannot be brought back.").format(adapter=adapter.name))
        )
        self.question.yes.clicked.connect(lambda: model.delete(adapter.id))
        self.more.toggled.connect(self._on_more)

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Where Tab leads."""
        unfolded = () if self.unfolded is None else self.unfolded.stops
        return (self.more, self.compare, self.activate, self.delete, *unfolded)

    def show_adapter(self, adapter: Adapter, base: str) -> None:
        """The same one, as it is now."""
        self._adapter = adapter
        words = _("{base} · {answers} · {day}")
        self.details.setText(
            words.format(base=base, answers=learned_in_words(adapter), day=day_in_words(adapter.created))
        )
        self.active.setVisible(adapter.active)
        self.activate.setVisible(not adapter.active)
        self.delete.setEnabled(not adapter.active)
        if adapter.active:
            self.question.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        stand_or_lie(self._across, event.size().width() - self._buttons.sizeHint().width(), self.fontMetrics())

    @Slot(bool)
    def _on_more(self, wanted: bool) -> None:
        if self.unfolded is None:
            self.unfolded = AdapterDetails(self._adapter, self._bench)
            self._column.addWidget(self.unfolded)
            for one, following in pairwise(self.stops):
                QWidget.setTabOrder(one, following)
        self.unfolded.setVisible(wanted)
