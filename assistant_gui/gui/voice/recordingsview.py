"""Recordings on screen: how far each is written down, its text with times, and what can be done with it."""

from pathlib import Path

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QColor, QGuiApplication, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QProgressBar, QTextBrowser, QVBoxLayout, QWidget

from assistant_gui.core.language import N_
from assistant_gui.core.language import translated as _
from assistant_gui.core.ports import Segment
from assistant_gui.gui.elided import Elided
from assistant_gui.gui.flow import Flow
from assistant_gui.gui.icons import IconButton, TextButton
from assistant_gui.gui.pieces import Card, Column, Notice, label, show_text
from assistant_gui.gui.taborder import put_in_order
from assistant_gui.gui.theme import Space, colours, dress
from assistant_gui.gui.voice.recordings import Recording, Recordings, Stage
from assistant_gui.session.listened import clock, in_words

SOUNDS = "*.wav *.mp3 *.flac *.ogg *.oga *.opus *.aiff *.aif"
LINES = 12
"""So many lines of a text are seen at once; the rest is scrolled to."""
_STAGES = {
    Stage.WAITING: N_("It is listened to after the one before it."),
    Stage.GOING: N_("Listening…"),
    Stage.DONE: N_("Written down."),
    Stage.STOPPED: N_("Stopped; this is what was written down so far."),
    Stage.FAILED: "",
}


class Lines(QTextBrowser):
    """What was said, a stretch of speech a line, with its time before it."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("What was said, with times"))
        self.setOpenLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFixedHeight(LINES * self.fontMetrics().lineSpacing())
        self._shown: tuple[Segment, ...] = ()

    def show_segments(self, segments: tuple[Segment, ...]) -> None:
        """Only what is new is written; the end stays in sight where it was."""
        bar = self.verticalScrollBar()
        at_end = bar.value() >= bar.maximum() - 2
        if segments[: len(self._shown)] != self._shown:
            self.clear()
            self._shown = ()
        writer = QTextCursor(self.document())
        writer.movePosition(QTextCursor.MoveOperation.End)
        for each in segments[len(self._shown) :]:
            if not self.document().isEmpty():
                writer.insertBlock(_line())
            writer.insertText(f"{clock(each.start)}  ", _coloured(colours().muted))
            writer.insertText(each.text, _coloured(colours().text))
        self._shown = segments
        if at_end:
            bar.setValue(bar.maximum())

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            shown, self._shown = self._shown, ()
            self.clear()
            self.show_segments(shown)


class RecordingCard(Card):
    """Draws one :class:`Recording`."""

    def __init__(self, held: Recording, model: Recordings) -> None:
        super().__init__()
        self.model = model
        self.number = held.number
        self._file = held.file
        name = held.file.name

        self.title = Elided()
        self.title.setText(name)
        dress(self.title, "heading")
        self.remove = IconButton("close", _("Put {file} away").format(file=name))
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 1000)
        self.bar.setAccessibleName(_("How far {file} is written down").format(file=name))
        self.words = label(look="small")
        self.trouble = label(look="error")
        self.lines = Lines()
        self.stop = TextButton("stop", _("Stop"))
        self.again = TextButton("retry", _("Listen again"), look="quiet")
        self.ask = TextButton("chat", _("Ask about it"), look="primary")
        self.copy = TextButton("copy", _("Copy"))
        self.save = TextButton("download", _("Save…"))
        self.save.setToolTip(_("As text, or as subtitles (SRT, WebVTT)"))

        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.remove)
        self.inside.setSpacing(Space.S)
        self.inside.addLayout(head)
        for part in (self.bar, self.words, self.trouble, self.lines):
            self.inside.addWidget(part)
        self.inside.addWidget(Flow(self.ask, self.copy, self.save, self.stop, self.again))

        self.remove.clicked.connect(lambda: model.remove(self.number))
        self.stop.clicked.connect(lambda: model.stop(self.number))
        self.again.clicked.connect(lambda: model.again(self.number))
        self.ask.clicked.connect(lambda: model.ask_about(self.number))
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(model.text(self.number)))
        self.save.clicked.connect(self._on_save)
        self.show_recording(held)

    def show_recording(self, held: Recording) -> None:
        self.bar.setVisible(held.stage is Stage.GOING)
        self.bar.setRange(0, 1000 if held.progress.total else 0)
        self.bar.setValue(round(1000 * held.progress.fraction))
        going = held.stage is Stage.GOING and held.progress.upto > 0
        words = in_words(held.progress) if going else _(_STAGES[held.stage]) if _STAGES[held.stage] else ""
        if held.stage is Stage.DONE and not held.segments:
            words = _("No words were recognised in it.")
        show_text(self.words, words)
        show_text(self.trouble, str(held.failure) if held.failure is not None else "")
        self.lines.setVisible(bool(held.segments))
        self.lines.show_segments(held.segments)
        for button in (self.ask, self.copy, self.save):
            button.setVisible(bool(held.segments))
        self.stop.setVisible(not held.over)
        self.again.setVisible(held.stage in (Stage.STOPPED, Stage.FAILED))

    def _on_save(self) -> None:
        dialog = QFileDialog(self, _("Save what was said"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([_("Text (*.txt)"), _("Subtitles (*.srt)"), _("Web subtitles (*.vtt)")])
        dialog.setDefaultSuffix("txt")
        dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix(chosen[-4:-1]))
        dialog.selectFile(str(self._file.with_suffix(".txt")))
        dialog.fileSelected.connect(lambda name: self.model.save(self.number, Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


class RecordingsView(QWidget):
    """All that were dropped or chosen, the newest on top."""

    left = Signal()
    """Back to talking."""

    def __init__(self, model: Recordings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = model
        self.cards: dict[int, RecordingCard] = {}

        dress(self, "page")
        self.back = TextButton("left", _("Back to talking"), look="quiet")
        self.choose = TextButton("plus", _("Choose recordings…"))
        self.notice = Notice()
        self.page = Column(_("Recordings"))

        head = QHBoxLayout()
        head.setContentsMargins(Space.L, Space.M, Space.L, 0)
        head.addWidget(Flow(self.back, self.choose), 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.S)
        layout.addLayout(head)
        layout.addWidget(self.notice)
        layout.addWidget(self.page, 1)
        self.page.cards.addStretch(1)

        self.back.clicked.connect(self.left)
        self.choose.clicked.connect(self.ask_for_files)
        model.added.connect(self._on_added)
        model.changed.connect(self._on_changed)
        model.removed.connect(self._on_removed)
        model.notice.connect(self.notice.tell)
        for held in model.all().values():
            self._on_added(held)

    def ask_for_files(self) -> None:
        dialog = QFileDialog(self, _("Recordings to write down"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters([_("Recordings ({patterns})").format(patterns=SOUNDS), _("All files (*)")])
        dialog.filesSelected.connect(lambda names: self.model.add([Path(name) for name in names]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_added(self, held: Recording) -> None:
        self.cards[held.number] = card = RecordingCard(held, self.model)
        self.page.cards.insertWidget(0, card)
        put_in_order(self.choose, list(reversed(self.cards.values())))

    def _on_changed(self, held: Recording) -> None:
        self.cards[held.number].show_recording(held)

    def _on_removed(self, number: int) -> None:
        card = self.cards.pop(number)
        card.hide()
        card.deleteLater()
        if not self.cards:
            self.left.emit()


def _coloured(colour: str) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setForeground(QColor(colour))
    return made


def _line() -> QTextBlockFormat:
    made = QTextBlockFormat()
    made.setTopMargin(Space.XS)
    return made
