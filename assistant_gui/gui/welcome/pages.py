"""The three pages of the first start: what is being fetched, saying hello, and the sound."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLineEdit, QProgressBar, QPushButton, QVBoxLayout, QWidget

from assistant_gui.core.events import Floor
from assistant_gui.core.language import N_
from assistant_gui.core.language import translated as _
from assistant_gui.core.models import Kind
from assistant_gui.gui.composing import Composing
from assistant_gui.gui.icons import IconButton, TextButton
from assistant_gui.gui.meter import LevelMeter
from assistant_gui.gui.pieces import Card, label, show_text
from assistant_gui.gui.talkbutton import TalkButton
from assistant_gui.gui.theme import Space, dress
from assistant_gui.gui.welcome.viewmodel import Arrival, Exchange, WelcomeModel
from assistant_gui.gui.words import bytes_in_words

DUTIES = {
    Kind.CHAT: N_("To answer you"),
    Kind.HEARING: N_("To understand your voice"),
    Kind.VOICE: N_("To speak to you"),
}
HINTS = {
    Floor.OFF: N_("Hold the button or the space bar, say hello, and let go."),
    Floor.ARMED: N_("Hold the button or the space bar, say hello, and let go."),
    Floor.LISTENING: N_("Say hello."),
    Floor.HEARING: N_("I hear you. The bar moves with your voice."),
    Floor.THINKING: N_("Thinking…"),
    Floor.SPEAKING: N_("That is me."),
}


class ArrivalRow(QWidget):
    """One starter model: what it is for, and how far it is."""

    def __init__(self, arrival: Arrival, model: WelcomeModel) -> None:
        super().__init__()
        title = _(arrival.model.title)
        self.amount = label(look="small", wraps=False)
        self.ready = label(_("Ready"), "badge", wraps=False)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Progress of {model}").format(model=title))
        self.cancel = QPushButton(_("Cancel"))
        self.cancel.setAccessibleName(_("Cancel fetching {model}").format(model=title))
        self.again = TextButton("download", _("Get it"), look="quiet")
        self.again.setAccessibleName(_("Get {model}").format(model=title))
        self.trouble = label(look="error")
        self.missing = label(look="warning")
        dress(self.cancel, "quiet")

        words = QVBoxLayout()
        words.setSpacing(Space.XS)
        words.addWidget(label(_(DUTIES[arrival.model.kind])))
        words.addWidget(label(title, "small"))
        across = QHBoxLayout()
        across.setSpacing(Space.S)
        across.addLayout(words, 1)
        across.addWidget(self.amount)
        across.addWidget(self.ready, 0, Qt.AlignmentFlag.AlignVCenter)
        across.addWidget(self.cancel)
        across.addWidget(self.again)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.XS)
        layout.addLayout(across)
        for below in (self.bar, self.trouble, self.missing):
            layout.addWidget(below)

        self.cancel.clicked.connect(lambda: model.cancel(arrival.model.id))
        self.again.clicked.connect(lambda: model.get(arrival.model.id))
        self.show_arrival(arrival)

    def show_arrival(self, arrival: Arrival) -> None:
        here, fetched = arrival.model.installed, arrival.fetched
        self.ready.setVisible(here and not arrival.model.missing)
        self.cancel.setVisible(fetched is not None)
        self.again.setVisible(not here and fetched is None)
        self.bar.setVisible(fetched is not None)
        if fetched is not None:
            self.bar.setRange(0, 1000 if fetched.total_bytes else 0)
            self.bar.setValue(round(1000 * fetched.done_bytes / (fetched.total_bytes or 1)))
        show_text(self.amount, "" if here else _size_in_words(arrival))
        show_text(self.trouble, arrival.trouble)
        show_text(self.missing, arrival.model.missing)


class ModelsPage(QWidget):
    """What the assistant needs, arriving."""

    def __init__(self, model: WelcomeModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = model
        self.rows: dict[str, ArrivalRow] = {}
        self.card = Card()
        self.card.inside.setSpacing(Space.L)

        layout = _page(self, _("Your assistant is moving in"))
        layout.addWidget(
            label(
                _("It runs on this machine: what you say and type stays here. First it fetches what it needs."), "muted"
            )
        )
        layout.addWidget(self.card)
        layout.addWidget(
            label(_("These models are small, made for a first hello. Better ones are in the settings."), "small")
        )
        layout.addStretch(1)

        model.arrivals_changed.connect(self._on_arrivals)
        model.arrival_changed.connect(self._on_arrival)
        self._on_arrivals()

    @Slot()
    def _on_arrivals(self) -> None:
        for starter in self.model.starters:
            arrival = self.model.arrival(starter.id)
            if starter.id in self.rows:
                self.rows[starter.id].show_arrival(arrival)
            else:
                self.rows[starter.id] = ArrivalRow(arrival, self.model)
                self.card.inside.addWidget(self.rows[starter.id])
        self.card.setVisible(bool(self.rows))

    @Slot(str)
    def _on_arrival(self, id: str) -> None:
        if id in self.rows:
            self.rows[id].show_arrival(self.model.arrival(id))


class HelloPage(QWidget):
    """Say hello by voice or by hand, and get an answer."""

    def __init__(self, model: WelcomeModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = model
        self.talk = TalkButton(_("Hold to talk"))
        self.meter = LevelMeter(_("Microphone level"))
        self.hint = label(look="muted")
        self.entry = QLineEdit()
        Composing(self.entry)
        self.entry.setPlaceholderText(_("Or type: hello"))
        self.entry.setAccessibleName(_("Your first message"))
        self.send = IconButton("send", _("Send"), look="primary")
        self.said = label(look="muted")
        self.answer = label()
        self.answer.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

        layout = _page(self, _("Say hello"))
        beside = QVBoxLayout()
        beside.addStretch(1)
        beside.addWidget(self.hint)
        beside.addWidget(self.meter)
        beside.addStretch(1)
        spoken = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        spoken.setSpacing(Space.L)
        spoken.addWidget(self.talk)
        spoken.addLayout(beside, 1)
        typed = QHBoxLayout()
        typed.setSpacing(Space.S)
        typed.addWidget(self.entry, 1)
        typed.addWidget(self.send)
        self.exchange = Card()
        self.exchange.inside.addWidget(self.said)
        self.exchange.inside.addWidget(self.answer)
        layout.addLayout(spoken)
        layout.addLayout(typed)
        layout.addWidget(self.exchange)
        layout.addStretch(1)

        self.talk.held.connect(model.hold)
        self.talk.let_go.connect(model.release)
        self.talk.clicked.connect(model.toggle)
        self.entry.textChanged.connect(self._on_edited)
        self.entry.returnPressed.connect(self._on_typed)
        self.send.clicked.connect(self._on_typed)
        model.floor_changed.connect(self._on_floor)
        model.level_changed.connect(self._on_level)
        model.exchange_changed.connect(self._on_exchange)
        model.arrivals_changed.connect(self._on_arrivals)
        self._on_edited()
        self._on_arrivals()
        self._on_exchange(model.exchange)

    @Slot()
    def _on_edited(self) -> None:
        self.send.setEnabled(bool(self.entry.text().strip()))

    @Slot()
    def _on_typed(self) -> None:
        self.model.type_hello(self.entry.text())
        self.entry.clear()

    @Slot()
    def _on_arrivals(self) -> None:
        self.talk.setEnabled(self.model.can_talk)
        self._on_floor(self.model.floor)

    @Slot(object)
    def _on_floor(self, floor: Floor) -> None:
        self.talk.show_floor(floor)
        waiting = _("What understands your voice is still arriving. Typing works already.")
        self.hint.setText(_(HINTS[floor]) if self.model.can_talk else waiting)

    @Slot(float, float)
    def _on_level(self, microphone: float, speaker: float) -> None:
        self.meter.show_level(microphone)
        self.talk.show_levels(microphone, speaker)

    @Slot(object)
    def _on_exchange(self, exchange: Exchange) -> None:
        self.exchange.setVisible(bool(exchange.said or exchange.answer))
        self.said.setText(_("You: {words}").format(words=exchange.said))
        show_text(self.answer, exchange.answer)


class SoundPage(QWidget):
    """Hear the assistant, and be done."""

    def __init__(self, model: WelcomeModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = model
        self.hear = TextButton("speaker", _("Let it speak"))
        self.meter = LevelMeter(_("Speaker level"))
        self.hint = label(_("Nothing to hear? Choose another speaker in the voice pane."), "small")
        self.waiting = label(_("The voice is still arriving, or not ready on this machine."), "warning")

        layout = _page(self, _("Hear it"))
        layout.addWidget(
            label(_("Answers to what you say are spoken, sentence by sentence, while they are written."), "muted")
        )
        sound = Card()
        row = QHBoxLayout()
        row.setSpacing(Space.L)
        row.addWidget(self.hear)
        row.addWidget(self.meter, 1)
        sound.inside.addLayout(row)
        sound.inside.addWidget(self.waiting)
        sound.inside.addWidget(self.hint)
        layout.addWidget(sound)
        layout.addWidget(label(_("Good to know"), "heading"))
        for tip in (
            _("Esc stops an answer, written or spoken."),
            _("Give good answers a thumbs up, or write better ones: the assistant can learn from them."),
            _("Larger and cleverer models are in the settings, under Models."),
        ):
            layout.addLayout(_tip(tip))
        layout.addStretch(1)

        self.hear.clicked.connect(model.hear)
        model.level_changed.connect(self._on_level)
        model.arrivals_changed.connect(self._on_arrivals)
        self._on_arrivals()

    @Slot(float, float)
    def _on_level(self, _microphone: float, speaker: float) -> None:
        self.meter.show_level(speaker)

    @Slot()
    def _on_arrivals(self) -> None:
        self.hear.setEnabled(self.model.can_hear)
        self.waiting.setVisible(not self.model.can_hear)


def _tip(words: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(Space.S)
    row.addWidget(label("•", wraps=False), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(label(words), 1)
    return row


def _page(page: QWidget, title: str) -> QVBoxLayout:
    layout = QVBoxLayout(page)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(Space.L)
    layout.addWidget(label(title, "title"))
    return layout


def _size_in_words(arrival: Arrival) -> str:
    fetched = arrival.fetched
    if fetched is None or not fetched.total_bytes:
        return bytes_in_words(arrival.model.download_bytes)
    if fetched.stage != "download":
        return _("checking…")
    words = _("{done} of {total}")
    return words.format(done=bytes_in_words(fetched.done_bytes), total=bytes_in_words(fetched.total_bytes))
