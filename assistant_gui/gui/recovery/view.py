"""The page that is shown instead of the window when the conversations cannot be opened."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from assistant_gui.core.amounts import contents, conversations
from assistant_gui.core.backups import Backup
from assistant_gui.core.language import translated as _
from assistant_gui.gui.pieces import Card, Notice, fill, label, picker, show_text
from assistant_gui.gui.recovery.viewmodel import RecoveryModel
from assistant_gui.gui.theme import Space, dress
from assistant_gui.gui.words import day_in_words

WIDTH = 680


class RecoveryView(QWidget):
    """Draws a RecoveryModel."""

    def __init__(self, model: RecoveryModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = model
        self._listed: list[Backup] = []

        dress(self, "page")
        self.setWindowTitle(_("Assistant"))
        self.setMinimumSize(560, 400)
        self.resize(820, 620)
        self.title = label(look="title")
        self.words = label(look="muted")
        self.notice = Notice()
        self.choices = QWidget()
        self.backups = picker(_("Which backup"))
        self.restore = QPushButton()
        self.no_backup = label(_("There is no backup of this profile yet."), "muted")
        self.salvage = QPushButton(_("Save what can be read"))
        self.empty = QPushButton(_("Start with an empty history"))
        self.quit = QPushButton(_("Quit"))
        self.go_on = QPushButton(_("Open the assistant"))
        self.kept = label(look="small")
        self.kept.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        dress(self.go_on, "primary")
        dress(self.quit, "quiet")

        self._lay_out()

        self.backups.activated.connect(model.choose)
        self.restore.clicked.connect(model.restore)
        self.salvage.clicked.connect(model.salvage)
        self.empty.clicked.connect(model.start_empty)
        self.quit.clicked.connect(self.close)
        self.go_on.clicked.connect(model.go_on)
        model.finished.connect(self.close)
        model.changed.connect(self._on_changed)
        self._on_changed()

    def _lay_out(self) -> None:
        inner = QVBoxLayout(self.choices)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(Space.M)
        inner.addWidget(_way(_("As it was at the last backup"), self.no_backup, self.backups, self.restore))
        inner.addWidget(
            _way(
                _("As it is, without what is damaged"),
                label(_("Takes every message that is still whole out of the file, up to the last one."), "muted"),
                self.salvage,
            )
        )
        inner.addWidget(_way(_("From the beginning"), self.empty))
        column = QWidget()
        dress(column, "page")
        column.setMaximumWidth(WIDTH)
        inside = QVBoxLayout(column)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(Space.M)
        for each in (self.title, self.words, self.notice, self.choices, self.kept):
            inside.addWidget(each)
        below = QHBoxLayout()
        below.addStretch(1)
        below.addWidget(self.quit)
        below.addWidget(self.go_on)
        inside.addLayout(below)
        inside.addStretch(1)
        page = QWidget()
        dress(page, "page")
        across = QHBoxLayout(page)
        across.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.XL)
        across.addStretch(1)
        across.addWidget(column, 1000)
        across.addStretch(1)
        scrolled = QScrollArea()
        scrolled.setAccessibleName(_("What can be done"))
        scrolled.setWidgetResizable(True)
        scrolled.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scrolled.setFrameShape(QFrame.Shape.NoFrame)
        scrolled.setWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolled)

    @Slot()
    def _on_changed(self) -> None:
        model = self.model
        done, asking = model.done, model.done is None
        self.title.setText(self._titled())
        self.words.setText(self._in_words())
        self.notice.tell(model.trouble)
        show_text(self.kept, _("The file of before is kept in {folder}").format(folder=done.aside) if done else "")
        self._show_backups()
        for button in (self.restore, self.backups, self.salvage, self.empty):
            button.setEnabled(not model.working)
        self.choices.setVisible(asking)
        self.quit.setVisible(asking)
        self.go_on.setVisible(not asking)

    def _titled(self) -> str:
        done = self.model.done
        if done is None:
            return self.model.what
        return _("Your conversations are back") if done.conversations else _("You begin with an empty history")

    def _in_words(self) -> str:
        if self.model.done is not None:
            done = self.model.done
            return _("In place: {contents}.").format(contents=contents(done.conversations, done.messages))
        if self.model.working:
            return _("One moment…")
        return _("Choose how to go on. Whatever you choose, the file is kept as it is now, in a folder of its own.")

    def _show_backups(self) -> None:
        chosen = self.model.chosen
        if self._listed != self.model.offered:
            self._listed = list(self.model.offered)
            fill(self.backups, [(str(each.file), _told(each)) for each in self._listed], "")
        if chosen is not None:
            self.backups.setCurrentIndex(self._listed.index(chosen))
            words = _("Restore the backup of {day} ({conversations})")
            counted = conversations(chosen.conversations)
            self.restore.setText(words.format(day=day_in_words(chosen.made), conversations=counted))
        self.restore.setVisible(chosen is not None)
        self.backups.setVisible(len(self._listed) > 1)
        self.no_backup.setVisible(chosen is None and not self.model.working)
        dress(self.restore, "primary")
        dress(self.salvage, "" if chosen is not None else "primary")


def _way(title: str, *inside: QLabel | QPushButton | QWidget) -> Card:
    card = Card(title)
    card.inside.setSpacing(Space.S)
    for each in inside:
        place = Qt.AlignmentFlag.AlignLeft if isinstance(each, QPushButton) else Qt.AlignmentFlag(0)
        card.inside.addWidget(each, 0, place)
    return card


def _told(backup: Backup) -> str:
    return f"{day_in_words(backup.made)} · {conversations(backup.conversations)}"
