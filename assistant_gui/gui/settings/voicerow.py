"""One voice in the list: who it is, how it sounds, and what it is to speak for."""

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from assistant_gui.core.language import translated as _
from assistant_gui.gui.icons import IconButton
from assistant_gui.gui.pieces import label
from assistant_gui.gui.settings.voices import Line, VoicesModel
from assistant_gui.gui.theme import Space


class VoiceRow(QWidget):
    """Draws one :class:`Line`."""

    def __init__(self, line: Line, model: VoicesModel) -> None:
        super().__init__()
        self.line = line
        self._model = model
        self.name = label()
        self.details = label(look="small")
        self.main_badge = label(_("In use"), "badge", wraps=False)
        self.language_badge = label(look="badge", wraps=False)
        self.try_it = IconButton("play", "")
        self.use = QPushButton(_("Use"))

        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.name)
        words.addWidget(self.details)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.S)
        layout.addLayout(words, 1)
        for widget in (self.main_badge, self.language_badge, self.try_it, self.use):
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

        self.try_it.clicked.connect(lambda: model.toggle(self.line.voice))
        self.use.clicked.connect(self._offer)
        self.show_line(line)

    def show_line(self, line: Line) -> None:
        """Show *line*, in place of another if need be."""
        self.line = line
        name = line.voice.name
        self.name.setText(name)
        self.details.setText(line.details)
        self.language_badge.setText(line.language)
        self.use.setAccessibleName(_("Use {voice}").format(voice=name))
        self.main_badge.setVisible(line.main)
        self.language_badge.setVisible(line.chosen_for)
        heard = self._model.tried == line.voice.key
        self.try_it.show_icon("stop" if heard else "play")
        self.try_it.say((_("Stop {voice}") if heard else _("Hear {voice}")).format(voice=name))

    def menu(self) -> QMenu:
        """What it can be used for."""
        made = QMenu(self)
        main = made.addAction(_("As the voice of the assistant"))
        main.setEnabled(not self.line.main)
        main.triggered.connect(lambda: self._model.use(self.line.voice))
        if self.line.voice.language:
            words = _("For everything in {language}").format(language=self.line.language)
            own = made.addAction(words)
            own.setEnabled(not self.line.chosen_for)
            own.triggered.connect(lambda: self._model.use_for_language(self.line.voice))
        made.aboutToHide.connect(made.deleteLater)
        return made

    @Slot()
    def _offer(self) -> None:
        self.menu().popup(self.use.mapToGlobal(QPoint(0, self.use.height())))
