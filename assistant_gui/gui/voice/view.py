"""The voice pane: devices on top, the big button in the middle, what is said below it."""

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.events import Floor
from assistant_gui.core.language import translated as _
from assistant_gui.gui.flow import Flow
from assistant_gui.gui.icons import IconButton, TextButton
from assistant_gui.gui.meter import LevelMeter
from assistant_gui.gui.pieces import Notice, Scrolled, fill, label, picker
from assistant_gui.gui.switch import Switch
from assistant_gui.gui.talkbutton import TalkButton
from assistant_gui.gui.theme import Space, dress
from assistant_gui.gui.voice.captions import CaptionsView
from assistant_gui.gui.voice.putright import PutRight
from assistant_gui.gui.voice.putrightrow import PutRightRow
from assistant_gui.gui.voice.viewmodel import FLOOR_WORDS, Devices, VoiceModel
from assistant_gui.gui.voice.waterfall import Waterfall

CAPTIONS_MS = 50
"""An answer may grow more often than this; it is painted at most so often."""
ROW = 36
"""Both devices' rows are as high as the one with a button in it."""
LOW = 28.5
"""In a pane lower than this the words stand beside the button."""


class DevicePicker(QWidget):
    """One device: its name, the choice, and how loud it is there."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choice = picker(name)
        self.meter = LevelMeter(_("{device} level").format(device=name))
        self.title = label(name, "small", wraps=False)
        self.title.setBuddy(self.choice)

        self.beside = QHBoxLayout()
        self.beside.setSpacing(Space.XS)
        self.beside.addStrut(ROW)
        self.beside.addWidget(self.choice, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.S)
        layout.addWidget(self.title)
        layout.addLayout(self.beside)
        layout.addWidget(self.meter)

    def offer(self, names: tuple[str, ...], chosen: str) -> None:
        entries = [("", _("System default")), *((name, name) for name in names if name)]
        if chosen and chosen not in names:
            entries.append((chosen, _("Not connected: {device}").format(device=chosen) if names else chosen))
        fill(self.choice, entries, chosen)
        self.choice.setToolTip(self.choice.currentText())  # there may be no room for all of it


class VoiceView(QWidget):
    """Draws a VoiceModel; keeps nothing of its own."""

    recordings_wanted = Signal()
    """The person wants to have recordings written down."""

    def __init__(self, model: VoiceModel, put_right: PutRight, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = model

        dress(self, "page")
        self.microphone = DevicePicker(_("Microphone"))
        self.speaker = DevicePicker(_("Speaker"))
        self.check = IconButton("microphone", _("Check microphone and speaker"))
        self.hear = IconButton("play", _("Hear how it sounds"))
        self.notice = Notice()
        self.talk = TalkButton(_("Hold to talk"))
        self.state = label(look="title", wraps=False)
        self.hint = label(look="muted")
        self.captions = CaptionsView()
        self.put_right = PutRightRow(put_right)
        self.free = Switch(_("Hands-free"))
        self.free.setToolTip(_("Listen all the time and answer at every pause."))
        self.middle = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self.words = QVBoxLayout()
        self.recordings = TextButton("file", _("Files…"), look="quiet")
        self.recordings.setToolTip(_("Write down what is said in sound files; drop them here, or choose them"))
        self.switches = Flow(self.free, self.recordings, gap=Space.M)
        self.stop = TextButton("stop", _("Stop"))
        self.timings = Waterfall()
        self._redraw = QTimer(self, interval=CAPTIONS_MS, singleShot=True)

        self._lay_out()

        self.microphone.choice.activated.connect(self._on_microphone_chosen)
        self.speaker.choice.activated.connect(self._on_speaker_chosen)
        self.hear.clicked.connect(model.hear_speaker)
        self.talk.held.connect(model.hold)
        self.talk.let_go.connect(model.release)
        self.talk.clicked.connect(model.toggle)
        self.free.toggled.connect(model.set_hands_free)
        self.stop.clicked.connect(model.stop)
        self.recordings.clicked.connect(self.recordings_wanted)
        model.floor_changed.connect(self._on_floor)
        model.hint_changed.connect(self._on_hint)
        model.hands_free_changed.connect(self._on_hands_free)
        model.level_changed.connect(self._on_level)
        model.devices_changed.connect(self._on_devices)
        model.captions_changed.connect(self._on_captions)
        model.timed.connect(self.timings.show_timings)
        self.timings.wanted.connect(self._on_table_wanted)
        model.notice.connect(self.notice.tell)
        put_right.notice.connect(self.notice.tell)
        self._redraw.timeout.connect(self._draw_captions)

        self._on_devices(model.devices)
        self._on_floor(model.floor)
        self.timings.show_timings(model.timings)
        self._draw_captions()

    def _lay_out(self) -> None:
        self.microphone.beside.addWidget(self.check)
        self.speaker.beside.addWidget(self.hear)
        devices = QHBoxLayout()
        devices.setSpacing(Space.L)
        devices.addWidget(self.microphone, 1)
        devices.addWidget(self.speaker, 1)
        self.words.addStretch(1)
        self.words.addWidget(self.state)
        self.words.addWidget(self.hint)
        self.words.addStretch(1)
        self.middle.addWidget(self.talk, 0, Qt.AlignmentFlag.AlignCenter)
        self.middle.addLayout(self.words, 1)
        controls = QHBoxLayout()
        controls.addWidget(self.switches, 1)
        controls.addWidget(self.stop)
        column = QWidget()
        column.setMaximumWidth(Space.COLUMN)
        inside = self.inside = QVBoxLayout(column)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(Space.S)
        inside.addLayout(devices)
        inside.addWidget(self.notice)
        inside.addStretch(1)
        inside.addLayout(self.middle)
        inside.addWidget(self.captions, 2)
        inside.addWidget(self.put_right)
        inside.addLayout(controls)
        inside.addWidget(self.timings)
        page = QWidget()
        dress(page, "page")
        across = QHBoxLayout(page)
        across.setContentsMargins(Space.XL, Space.L, Space.XL, Space.M)
        across.addStretch(1)
        across.addWidget(column, 1000)
        across.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(Scrolled(page))

    def add_switch(self, switch: Switch) -> None:
        """Beside the one for hands-free."""
        self.switches.remove(self.recordings)
        self.switches.add(switch)
        self.switches.add(self.recordings)
        self.setTabOrder(self.free, switch)
        self.setTabOrder(switch, self.recordings)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self.model.ask_for_devices()
        self.talk.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() == Qt.Key.Key_Escape:
            self.model.stop()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        low = self.height() < LOW * self.fontMetrics().height()
        self.middle.setDirection(QBoxLayout.Direction.LeftToRight if low else QBoxLayout.Direction.TopToBottom)
        self.inside.setStretch(2, 0 if low else 1)
        side = Qt.AlignmentFlag.AlignLeft if low else Qt.AlignmentFlag.AlignHCenter
        self.state.setAlignment(side)
        self.talk.setFixedSize(self.talk.sizeHint() * (0.75 if low else 1))
        self.hint.setAlignment(side)

    @Slot(int)
    def _on_microphone_chosen(self, place: int) -> None:
        self.model.use_microphone(str(self.microphone.choice.itemData(place)))

    @Slot(int)
    def _on_speaker_chosen(self, place: int) -> None:
        self.model.use_speaker(str(self.speaker.choice.itemData(place)))

    @Slot(object)
    def _on_floor(self, floor: Floor) -> None:
        word, _hint = FLOOR_WORDS[floor]
        self.talk.show_floor(floor)
        self.state.setText(_(word))
        self._on_hint()
        self.talk.setAccessibleDescription(_(word))
        self.stop.setEnabled(self.model.can_stop)

    @Slot()
    def _on_hint(self) -> None:
        self.hint.setText(_(self.model.hint(self.model.floor)))

    @Slot(bool)
    def _on_hands_free(self, on: bool) -> None:
        self.free.setChecked(on)

    @Slot(float, float)
    def _on_level(self, microphone: float, speaker: float) -> None:
        self.microphone.meter.show_level(microphone)
        self.speaker.meter.show_level(speaker)
        self.talk.show_levels(microphone, speaker)

    @Slot(object)
    def _on_devices(self, devices: Devices) -> None:
        self.microphone.offer(devices.microphones, devices.microphone)
        self.speaker.offer(devices.speakers, devices.speaker)

    @Slot(object)
    def _on_captions(self, _captions: object) -> None:
        if not self._redraw.isActive():
            self._redraw.start()

    @Slot()
    def _draw_captions(self) -> None:
        self.captions.show_captions(self.model.captions)

    @Slot()
    def _on_table_wanted(self) -> None:
        name, _kind = QFileDialog.getSaveFileName(
            self, _("Save the figures of the last turns"), "turns.csv", "CSV (*.csv)"
        )
        if not name:
            return
        try:
            self.model.write_table(Path(name))
        except AssistantError as error:
            self.notice.tell(str(error))
