"""What is wrong with the training data: personal data and secrets with what would stand there instead, and the rest."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from assistant_gui.core.language import translated as _
from assistant_gui.core.lessons import GUESSED, TITLES, Leak, Private
from assistant_gui.gui.composing import Composing
from assistant_gui.gui.elided import Elided
from assistant_gui.gui.flow import Flow
from assistant_gui.gui.icons import TextButton
from assistant_gui.gui.pieces import Card, Column, Notice, clear, label
from assistant_gui.gui.theme import Space
from assistant_gui.gui.trainingdata.checking import MOST_OF_A_KIND, Checked, CheckingModel
from assistant_gui.gui.trainingdata.words import examples_in_words


class FindingsView(Column):
    """Draws a CheckingModel."""

    left = Signal()
    """Back to the list."""

    def __init__(self, model: CheckingModel, parent: QWidget | None = None) -> None:
        super().__init__(_("What was found in the training data"), parent)
        self.model = model
        self.kinds: dict[Private, KindCard] = {}

        self.back = TextButton("left", _("Back to the examples"), look="quiet")
        self.again = TextButton("retry", _("Check again"))
        self.stop = TextButton("stop", _("Stop"))
        self.all = TextButton("tick", _("Replace all personal data"), look="primary")
        self.notice = Notice()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(_("The training data is looked through"))
        self.going = label(look="small")
        self.outcome = label(look="heading")
        self.found = QVBoxLayout()
        self.found.setSpacing(Space.L)

        head = QVBoxLayout()
        head.setSpacing(Space.S)
        head.addWidget(Flow(self.back, self.again, self.stop, self.all))
        for part in (self.notice, self.bar, self.going, self.outcome):
            head.addWidget(part)
        self.cards.addLayout(head)
        self.cards.addLayout(self.found)
        self.cards.addStretch(1)

        self.back.clicked.connect(self.left)
        self.again.clicked.connect(model.check)
        self.stop.clicked.connect(model.stop)
        self.all.clicked.connect(self._on_all)
        model.changed.connect(self.show_checked)
        model.progressed.connect(self._on_progressed)
        model.notice.connect(self.notice.tell)
        self.show_checked(model.checked)
        self._on_progressed(0 if model.busy else -1)

    @Slot(object)
    def show_checked(self, checked: Checked | None) -> None:
        place = self.verticalScrollBar().value()
        clear(self.found)
        self.kinds = {}
        self.outcome.setVisible(checked is not None)
        if checked is None:
            self.all.setVisible(False)
            return
        found = checked.findings
        words = _("{teaching} of {examples} would be learned.")
        said = words.format(teaching=f"{found.teaching:,}", examples=examples_in_words(found.examples))
        if found.aside:
            words = _("Kept aside, to judge what was learned and to know when to stop: {count}.")
            said += " " + words.format(count=f"{found.aside:,}")
        self.outcome.setText(said)
        kinds = dict.fromkeys(leak.kind for leak in found.leaks)
        for kind in kinds:
            self.kinds[kind] = KindCard(kind, checked, self.model)
            self.found.addWidget(self.kinds[kind])
        if found.unnamed:
            words = _("{count} more were found that are not shown here.")
            self.found.addWidget(label(words.format(count=f"{found.unnamed:,}"), "muted"))
        for card in _faults(checked):
            self.found.addWidget(card)
        if not kinds and self.found.count() == 0:
            self.found.addWidget(label(_("Nothing was found that is better not learned."), "good"))
        self.all.setVisible(any(not leak.confirmed and not leak.left for leak in found.leaks))
        self.verticalScrollBar().setValue(place)

    def _on_all(self) -> None:
        self.model.confirm(list(self.kinds), on=True)

    def _on_progressed(self, seen: int) -> None:
        busy = seen >= 0
        for part in (self.bar, self.going, self.stop):
            part.setVisible(busy)
        self.again.setEnabled(not busy)
        self.going.setText(_("{examples} looked at").format(examples=examples_in_words(max(0, seen))) if busy else "")


class KindCard(Card):
    """All leaks of one kind: replaced together, or left as they are one by one."""

    def __init__(self, kind: Private, checked: Checked, model: CheckingModel) -> None:
        super().__init__()
        self.kind = kind
        self.model = model
        leaks = checked.leaks(kind)
        confirmed = any(leak.confirmed for leak in leaks)
        open_ = sum(not leak.left for leak in leaks)
        title = _("{kind}: {count}").format(kind=_(TITLES[kind]), count=f"{open_:,}")
        self.state = label(_state(kind, confirmed=confirmed), "small")
        self.replace = TextButton("tick", _("Replace all of them"))
        self.take_back = TextButton("undo", _("No longer agree"), look="quiet")
        self.replace.setVisible(not confirmed and open_ > 0)
        self.take_back.setVisible(confirmed)
        self.replace.setAccessibleDescription(_(TITLES[kind]))
        self.rows = [LeakRow(leak, checked, model) for leak in leaks[:MOST_OF_A_KIND]]

        self.inside.addWidget(label(title, "heading"))
        self.inside.addWidget(self.state)
        self.inside.addWidget(Flow(self.replace, self.take_back))
        for row in self.rows:
            self.inside.addWidget(row)
        if len(leaks) > MOST_OF_A_KIND:
            self.inside.addWidget(label(_("{count} more").format(count=f"{len(leaks) - MOST_OF_A_KIND:,}"), "muted"))

        self.replace.clicked.connect(lambda: model.confirm([kind], on=True))
        self.take_back.clicked.connect(lambda: model.confirm([kind], on=False))


class LeakRow(QWidget):
    """One leak in the words around it, what would stand there, and why it may stay."""

    def __init__(self, leak: Leak, checked: Checked, model: CheckingModel) -> None:
        super().__init__()
        self.leak = leak
        self.model = model
        before, text, after = checked.around(leak)
        head, mark, tail = (
            Elided(cut=Qt.TextElideMode.ElideLeft),
            label(_shortened(text), "badge", wraps=False),
            Elided(),
        )
        head.setText(before)
        tail.setText(after)
        head.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.outcome = label(_outcome(leak), "small")
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(_("Why it may be learned"))
        self.reason.setAccessibleName(_("Why {text} may be learned").format(text=_shortened(text)))
        self.reason.hide()
        Composing(self.reason)
        self.leave = TextButton("close", _("Leave as it is…"), look="quiet")
        self.keep = TextButton("tick", _("Leave as it is"), look="quiet")
        self.replace = TextButton("undo", _("Replace it after all"), look="quiet")
        self.leave.setVisible(not leak.left)
        self.replace.setVisible(bool(leak.left))
        self.keep.hide()

        across = QHBoxLayout()
        across.setSpacing(0)
        across.addWidget(head, 1)
        across.addWidget(mark)
        across.addWidget(tail, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, Space.XS, 0, Space.XS)
        layout.setSpacing(2)
        layout.addLayout(across)
        layout.addWidget(self.reason)
        layout.addWidget(Flow(self.outcome, self.leave, self.keep, self.replace))

        self.leave.clicked.connect(self._on_leave)
        self.keep.clicked.connect(self._on_keep)
        self.reason.returnPressed.connect(self._on_keep)
        self.reason.textChanged.connect(lambda words: self.keep.setEnabled(bool(words.strip())))
        self.replace.clicked.connect(lambda: model.leave(leak, ""))

    def _on_leave(self) -> None:
        self.leave.hide()
        self.keep.setEnabled(False)
        self.keep.show()
        self.reason.show()
        self.reason.setFocus()

    def _on_keep(self) -> None:
        if reason := self.reason.text().strip():
            self.model.leave(self.leak, reason)


def _faults(checked: Checked) -> list[Card]:
    """What is left out of a run, and why."""
    found = checked.findings
    same = [each.example for each in found.repeats]
    return [
        _fault(title, why, ids, checked)
        for title, why, ids in (
            (_("Said before: {count}"), _("They say the same as another example, or nearly; one of each stays."), same),
            (
                _("Asked in the same form: {count}"),
                _("Three examples of the same form are enough; more would be learned by heart."),
                found.crowded,
            ),
            (
                _("Too near to what judges: {count}"),
                _("They would make the result look better than it is."),
                found.judged,
            ),
            (_("Too long: {count}"), _("The answer alone is longer than what a run takes."), found.too_long),
        )
        if ids
    ]


def _fault(title: str, why: str, ids: Sequence[str], checked: Checked) -> Card:
    card = Card(title.format(count=f"{len(ids):,}"))
    card.inside.addWidget(label(_("{why} They are left out.").format(why=why), "small"))
    for example in ids[:MOST_OF_A_KIND]:
        line = Elided()
        line.setText(checked.answer(example))
        card.inside.addWidget(line)
    if len(ids) > MOST_OF_A_KIND:
        card.inside.addWidget(label(_("{count} more").format(count=f"{len(ids) - MOST_OF_A_KIND:,}"), "muted"))
    return card


def _state(kind: Private, *, confirmed: bool) -> str:
    if confirmed:
        return _("You agreed: placeholders are learned in their place.")
    if kind in GUESSED:
        return _("These are guesses, and are learned as they are until you agree to replace them.")
    return _("Placeholders are learned in their place. Please look whether that is right.")


def _outcome(leak: Leak) -> str:
    if leak.left:
        return _("It is learned as it is: {reason}").format(reason=leak.left)
    if leak.kind in GUESSED and not leak.confirmed:
        return _("It would become {placeholder}.").format(placeholder=leak.placeholder)
    return _("It becomes {placeholder}.").format(placeholder=leak.placeholder)


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 40 else line[:39] + "…"
