"""A folder of texts to read beside the answers: choosing it, how much is in it, and what in it is private."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from assistant_gui.core import textwords
from assistant_gui.core.language import translated as _
from assistant_gui.core.lessons import GUESSED, TITLES, Private
from assistant_gui.core.plan import Plan, items
from assistant_gui.core.texts import Noticed, TextsFound
from assistant_gui.gui.elided import Elided
from assistant_gui.gui.flow import Flow
from assistant_gui.gui.icons import TextButton
from assistant_gui.gui.pieces import Notice, clear, label, show_text
from assistant_gui.gui.settings.learning.entries import entry
from assistant_gui.gui.settings.learning.textsmodel import TextsModel
from assistant_gui.gui.theme import Space, dress

SHOWN_UNREAD = 5
SHOWN_OF_A_KIND = 2


class TextsView(QWidget):
    """Draws a TextsModel."""

    def __init__(self, model: TextsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = model

        self.title = label(_("Texts to read"))
        self.how = label(
            _(
                "It can also read your own texts as they are, to take on their words and manner: "
                "TXT, Markdown, HTML, PDF and Word files."
            ),
            "small",
        )
        self.choose = TextButton("folder", _("Add a folder of texts…"))
        self.put_away = TextButton("close", _("Read no texts"), look="quiet")
        self.stop = TextButton("stop", _("Stop"))
        self.notice = Notice()
        self.folder = Elided(cut=Qt.TextElideMode.ElideMiddle)
        dress(self.folder, "muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(_("The texts are looked through"))
        self.going = label(look="small")
        self.amount = label()
        self.remarks = label(look="small")
        known = {name: (usual, meaning) for name, usual, meaning in items(Plan(""))}
        self.share, self._show_share = entry(
            "plain_share", *known["plain_share"], lambda value: model.plan.change("plain_share", value)
        )
        self.share_words = label(look="small")
        self.share_row = QWidget()
        self.unread = label(look="warning")
        self.whys = label(look="small")
        self.private = QVBoxLayout()
        self.private.setSpacing(Space.S)
        self.rows: dict[Private, KindOfText] = {}

        across = QHBoxLayout(self.share_row)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(Space.S)
        across.addWidget(self.share_words, 1)
        across.addWidget(self.share, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.S)
        above = (self.title, self.how, self.notice, self.folder, self.bar, self.going, self.amount, self.remarks)
        parts: tuple[QWidget, ...] = (*above, self.share_row, self.unread, self.whys)
        for part in parts:
            layout.addWidget(part)
        layout.addLayout(self.private)
        layout.addWidget(Flow(self.choose, self.put_away, self.stop))

        self.choose.clicked.connect(self._on_choose)
        self.put_away.clicked.connect(model.put_away)
        self.stop.clicked.connect(model.stop)
        model.changed.connect(self.show_texts)
        model.progressed.connect(self._on_progressed)
        model.notice.connect(self.notice.tell)
        model.plan.changed.connect(self._on_plan)
        self.show_texts()

    @Slot()
    def show_texts(self) -> None:
        model, found = self.model, self.model.found
        self.how.setVisible(not model.folder)
        show_text(self.folder, model.folder)
        for part in (self.bar, self.going, self.stop):
            part.setVisible(model.busy)
        self._on_progressed(0)
        self.choose.say(_("Another folder…") if model.folder else _("Add a folder of texts…"))
        self.choose.setVisible(not model.busy)
        self.put_away.setVisible(found is not None)
        show_text(self.amount, textwords.amount(found) if found else "")
        show_text(self.remarks, "\n".join(textwords.remarks(found)) if found else "")
        show_text(self.unread, textwords.not_read(found) if found else "")
        show_text(self.whys, "\n".join(textwords.whys(found, SHOWN_UNREAD)) if found else "")
        self._show_private(found)
        self._on_plan()

    def _show_private(self, found: TextsFound | None) -> None:
        clear(self.private)
        self.rows = (
            {} if found is None else {kind: KindOfText(kind, count, found, self.model) for kind, count in found.kinds}
        )
        for row in self.rows.values():
            self.private.addWidget(row)

    @Slot()
    def _on_plan(self) -> None:
        plan = self.model.plan.plan
        shown = plan is not None and bool(plan.texts) and self.model.found is not None
        self.share_row.setVisible(shown)
        if plan is not None and shown:
            self._show_share(plan.plain_share)
            self.share_words.setText(_share(plan.plain_share))

    @Slot(int)
    def _on_progressed(self, seen: int) -> None:
        self.going.setText(_("Files so far: {count}").format(count=f"{seen:,}"))

    @Slot()
    def _on_choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, _("The folder with the texts"), self.model.folder)
        if folder:
            self.model.choose(folder)


class KindOfText(QWidget):
    """What was found of one kind of private things, some of it in the words around it."""

    def __init__(self, kind: Private, count: int, found: TextsFound, model: TextsModel) -> None:
        super().__init__()
        noticed = [each for each in found.noticed if each.kind is kind]
        open_ = kind in GUESSED and not any(each.replaced for each in noticed)
        self.words = label(textwords.private(kind, count, found), "warning" if open_ else "small")
        self.agree = TextButton("tick", _("Put placeholders there"))
        self.agree.setAccessibleDescription(_(TITLES[kind]))
        self.agree.setVisible(open_)

        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.XS)
        layout.addWidget(self.words)
        for each in noticed[:SHOWN_OF_A_KIND]:
            line = Elided()
            line.setText(_in_its_words(each))
            dress(line, "muted")
            layout.addWidget(line)
        layout.addWidget(self.agree, 0, Qt.AlignmentFlag.AlignLeft)

        self.agree.clicked.connect(lambda: model.confirm([kind]))


def _in_its_words(noticed: Noticed) -> str:
    around = " ".join(f"{noticed.before[-20:]}{noticed.text}{noticed.after}".split())
    words = _("“…{words}…” ({placeholder}, {file})")
    return words.format(file=noticed.file, words=around, placeholder=noticed.placeholder)


def _share(share: float) -> str:
    if share >= 1:
        return _("Every step reads these texts; no answers are learned.")
    if share <= 0:
        return _("No step reads these texts: only answers are learned.")
    return _("The share of steps that read these texts; the others learn answers.")
