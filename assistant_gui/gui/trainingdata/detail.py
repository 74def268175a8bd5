"""One example beside the list: what of it is learned, and what can be done with it."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from assistant_gui.core.language import translated as _
from assistant_gui.core.lessons import Mark
from assistant_gui.core.preview import Preview
from assistant_gui.gui.composing import Composing
from assistant_gui.gui.flow import Flow
from assistant_gui.gui.icons import TextButton
from assistant_gui.gui.pieces import label, show_text
from assistant_gui.gui.theme import Space
from assistant_gui.gui.trainingdata.rendered import Rendered
from assistant_gui.gui.trainingdata.viewmodel import Shown
from assistant_gui.gui.trainingdata.words import LEFT_OUT, state_of


class Detail(QWidget):
    """Draws the example that is shown; says what the person wants done with it."""

    mark_wanted = Signal(object)
    """A Mark, or None."""
    edit_wanted = Signal(str, str)
    open_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: Shown | None = None

        self.state = label(look="heading")
        self.trouble = label(look="warning")
        self.rendered = Rendered()
        self.rendered.setMinimumHeight(6 * self.fontMetrics().height())
        self.figures = label(look="small")
        self.editor = QPlainTextEdit()
        self.editor.setAccessibleName(_("The answer as it is to be learned"))
        self.editor.setTabChangesFocus(True)
        Composing(self.editor)
        self.approve = TextButton("tick", _("Approve"))
        self.exclude = TextButton("close", _("Exclude"))
        self.neither = TextButton("undo", _("Neither"))
        self.edit = TextButton("pencil", _("Edit"))
        self.open = TextButton("chat", _("Show in the conversation"), look="quiet")
        self.save = TextButton("tick", _("Learn this"), look="primary")
        self.cancel = TextButton("close", _("Cancel"))
        self.original = TextButton("undo", _("Learn the original"))

        reading, editing = QWidget(), QWidget()
        inside = QVBoxLayout(reading)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(Space.S)
        for part in (self.rendered, self.figures, self.trouble):
            inside.addWidget(part, 1 if part is self.rendered else 0)
        inside.addWidget(Flow(self.approve, self.exclude, self.neither, self.edit, self.open))
        inside = QVBoxLayout(editing)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(Space.S)
        inside.addWidget(self.editor, 1)
        inside.addWidget(label(_("The conversation stays as it is; only what is learned changes."), "small"))
        inside.addWidget(Flow(self.save, self.cancel, self.original))
        self.stack = QStackedWidget()
        self.stack.addWidget(reading)
        self.stack.addWidget(editing)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.S)
        layout.addWidget(self.state)
        layout.addWidget(self.stack, 1)

        self.approve.clicked.connect(lambda: self.mark_wanted.emit(Mark.APPROVED))
        self.exclude.clicked.connect(lambda: self.mark_wanted.emit(Mark.EXCLUDED))
        self.neither.clicked.connect(lambda: self.mark_wanted.emit(None))
        self.open.clicked.connect(self.open_wanted)
        self.edit.clicked.connect(self._on_edit)
        self.save.clicked.connect(self._on_save)
        self.cancel.clicked.connect(self._stop_editing)
        self.original.clicked.connect(self._on_original)
        self.show_example(None)

    @Slot(object)
    def show_example(self, shown: Shown | None) -> None:
        another = shown is None or self._shown is None or shown.entry != self._shown.entry
        self._shown = shown
        self.setVisible(shown is not None)
        if shown is None:
            return
        if another:
            self._stop_editing()
            self.rendered.clear()
        entry = shown.entry
        self.state.setText(state_of(entry))
        self.approve.setVisible(entry.mark is not Mark.APPROVED)
        self.exclude.setVisible(entry.mark is not Mark.EXCLUDED)
        self.neither.setVisible(entry.mark is not None)
        self.original.setVisible(entry.edited)
        if shown.preview is not None:
            self.rendered.show_preview(shown.preview)
        made = shown.preview is not None and bool(shown.preview.pieces)
        self.rendered.setVisible(made or (shown.preview is None and not shown.trouble))
        show_text(self.figures, _figures(shown))
        show_text(self.trouble, _trouble(shown))

    def _on_edit(self) -> None:
        if self._shown is not None:
            self.editor.setPlainText(self._shown.entry.answer)
            self.stack.setCurrentIndex(1)
            self.editor.setFocus()

    def _on_save(self) -> None:
        text = self.editor.toPlainText().strip()
        if self._shown is not None and text:
            self._stop_editing()
            if text != self._shown.entry.answer:
                self.edit_wanted.emit(self._shown.entry.id, text)

    def _on_original(self) -> None:
        if self._shown is not None:
            self._stop_editing()
            self.edit_wanted.emit(self._shown.entry.id, "")

    def _stop_editing(self) -> None:
        self.stack.setCurrentIndex(0)


def _figures(shown: Shown) -> str:
    if shown.preview is None:
        return "" if shown.trouble else _("It is rendered as the model reads it…")
    if shown.preview.left_out is not None:
        return ""
    words = _("Underlined and coloured is what is learned, {learned} of {tokens} tokens; the rest is only read.")
    return words.format(learned=shown.preview.learned, tokens=shown.preview.tokens)


def _trouble(shown: Shown) -> str:
    preview: Preview | None = shown.preview
    if preview is None:
        return shown.trouble
    if preview.left_out is not None:
        return _(LEFT_OUT[preview.left_out])
    return _("The oldest messages are left out, as it would be too long with them.") if preview.shortened else ""
