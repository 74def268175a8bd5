"""What the voice pane shows: who has the floor, what was said, and how much of the answer was heard."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from assistant_gui.core.conversation import Message, Origin, State, Wish
from assistant_gui.core.errors import AssistantError, using
from assistant_gui.core.events import (
    Asked,
    DevicesListed,
    Event,
    Failed,
    Floor,
    FloorChanged,
    LevelMeasured,
    MessageChanged,
    MicrophoneKept,
    Recognised,
    ReplyBegan,
    ReplyEnded,
    ReplyGrew,
    Spoke,
    TurnTimed,
)
from assistant_gui.core.language import N_
from assistant_gui.core.language import translated as _
from assistant_gui.gui.preferences import Preferences
from assistant_gui.gui.talk import Talk
from assistant_gui.session.waterfall import FIRST_SOUND, Spread, Turns

FLOOR_WORDS = {
    Floor.OFF: (N_("Ready"), N_("Hold the button or the space bar while you speak, or tap before and after.")),
    Floor.ARMED: (N_("Waiting"), N_("Say the wake word, or hold the button while you speak.")),
    Floor.LISTENING: (N_("Listening"), N_("Just say something.")),
    Floor.HEARING: (N_("Listening"), N_("I hear you. Take your time.")),
    Floor.THINKING: (N_("Thinking"), N_("One moment.")),
    Floor.SPEAKING: (N_("Speaking"), N_("Speak, or press Esc, to cut in.")),
}
"""For each state of the floor: one large word and one friendly sentence."""

KEPT_READY = N_("The microphone stays ready for two minutes. What it hears is forgotten within a second.")
"""The sentence while nobody talks and the microphone is open all the same."""

TAKING_TURNS = N_("Press Esc or Stop to cut in.")
"""The sentence while an answer sounds and the microphone rests."""


@dataclass(frozen=True, slots=True)
class Captions:
    """What was said and what is answered; the first *spoken* characters of the answer were heard."""

    said: str = ""
    answer: str = ""
    spoken: int = 0
    misheard: bool = False
    """There was sound, but nothing was recognised in it."""
    settled: bool = True
    """What was said is asked; before, the person may still go on."""
    over: str = ""
    """What was said over the answer, which goes on."""


@dataclass(frozen=True, slots=True)
class Devices:
    """The devices there are, and the ones in use; the empty name is the system's default."""

    microphones: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    microphone: str = ""
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Timings:
    """Seconds after the person's last word at which each stage was reached, and how the turns before it were."""

    seconds: Mapping[str, float] = field(default_factory=dict)
    spreads: Mapping[str, Spread] = field(default_factory=dict)
    """By stage."""
    turns: int = 0

    @property
    def spread(self) -> Spread | None:
        """Of the first sound; None while there are too few turns."""
        return self.spreads.get(FIRST_SOUND)


class VoiceModel(QObject):
    floor_changed = Signal(object)
    hint_changed = Signal()
    captions_changed = Signal(object)
    devices_changed = Signal(object)
    level_changed = Signal(float, float)
    timed = Signal(object)
    """How quickly the last spoken question was answered: a :class:`Timings`."""
    hands_free_changed = Signal(bool)
    notice = Signal(str)
    """One or two sentences about what went wrong; empty when it is over."""

    def __init__(self, talk: Talk, preferences: Preferences, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._talk = talk
        self._preferences = preferences
        chosen = preferences.current().devices
        self.devices = Devices(microphone=chosen.microphone, speaker=chosen.speaker)
        self.floor = Floor.OFF
        self.captions = Captions()
        self.free = False
        self._kept = False
        self.turns = Turns()
        self.timings = Timings()
        self._holding = False
        self._answering = ""
        self._under_way = False
        """That answer is not over yet: what is recognised meanwhile was said over it."""

    def hold(self) -> None:
        """The talk button went down."""
        if not self._holding:
            self._holding = True
            self.notice.emit("")
            self._talk.start_talking()

    def release(self) -> None:
        """The talk button came up."""
        if self._holding:
            self._holding = False
            self._talk.finish_talking()

    def toggle(self) -> None:
        """Begin or end talking, for those who cannot hold a button."""
        self.notice.emit("")
        self._talk.toggle_talking()

    def set_hands_free(self, on: bool) -> None:
        if on != self.free:
            self.free = on
            self.notice.emit("")
            self._talk.hands_free(on)
            self.hands_free_changed.emit(on)

    def stop(self) -> None:
        self._talk.stop()

    def ask_for_devices(self) -> None:
        self._talk.devices()

    def use_microphone(self, name: str) -> None:
        self._use(name, self.devices.speaker)

    def use_speaker(self, name: str) -> None:
        self._use(self.devices.microphone, name)

    def hear_speaker(self) -> None:
        """Say a sample through the chosen speaker."""
        self.notice.emit("")
        self._talk.say(_("Hello! This is how I sound."))

    @property
    def can_stop(self) -> bool:
        return self.floor in (Floor.THINKING, Floor.SPEAKING)

    @Slot(object)
    def on_event(self, event: Event) -> None:
        match event:
            case FloorChanged(floor=floor):
                self._on_floor(floor)
            case LevelMeasured(microphone=microphone, speaker=speaker):
                self.level_changed.emit(microphone, speaker)
            case MicrophoneKept(on=on):
                self._kept = on
                self.hint_changed.emit()
            case DevicesListed(microphones=microphones, speakers=speakers):
                self._set_devices(Devices(microphones, speakers, self.devices.microphone, self.devices.speaker))
            case Recognised(text=text) if self._under_way:
                self._show(replace(self.captions, over=text))
            case Recognised(text=text):
                self._on_said(Captions(text, misheard=self.free and not text.strip(), settled=False))
            case Asked(message=message):
                self.notice.emit("")
                self._on_said(Captions(message.text))
            case ReplyBegan(message=message):
                self._answering, self._under_way = message.id, True
                self._caption(answer=message.text, spoken=0)
            case ReplyGrew(message=message_id, piece=piece) if message_id == self._answering:
                self._caption(answer=self.captions.answer + piece)
            case Spoke(message=message_id, upto=upto) if message_id == self._answering:
                self._caption(spoken=upto)
            case ReplyEnded(message=message) if message.id == self._answering:
                self._on_ended(message)
            case MessageChanged(message=Message(origin=Origin.SPOKEN, wish=Wish.EDITED, text=text)):
                self._show(replace(self.captions, said=text))
            case TurnTimed(seconds=seconds):
                self._on_timed(seconds)
            case Failed(error=error):
                self.notice.emit(str(error))
            case _:
                pass

    def _use(self, microphone: str, speaker: str) -> None:
        before = self.devices
        try:
            self._preferences.change("devices.microphone", microphone)
            self._preferences.change("devices.speaker", speaker)
        except (ValueError, AssistantError) as error:
            self.notice.emit(str(error))
        self._set_devices(Devices(before.microphones, before.speakers, microphone, speaker))
        self._talk.use(microphone, speaker)

    def _on_said(self, captions: Captions) -> None:
        self._answering, self._under_way = "", False
        self._show(captions)

    def _on_ended(self, message: Message) -> None:
        self._under_way = False
        whole = message.state is State.WHOLE and message.heard is None
        spoken = len(message.text) if whole else self.captions.spoken if message.heard is None else message.heard
        self._caption(answer=message.text, spoken=min(spoken, len(message.text)))

    def _on_floor(self, floor: Floor) -> None:
        self.floor = floor
        if floor in (Floor.OFF, Floor.ARMED, Floor.LISTENING) and self.free is not (floor is Floor.LISTENING):
            self.free = floor is Floor.LISTENING  # nobody listens by itself but hands-free
            self.hands_free_changed.emit(self.free)
        self.floor_changed.emit(floor)
        self.level_changed.emit(0.0, 0.0)

    def _caption(self, *, answer: str | None = None, spoken: int | None = None) -> None:
        old = self.captions
        self._show(
            replace(
                old,
                answer=old.answer if answer is None else answer,
                spoken=old.spoken if spoken is None else spoken,
                misheard=False,
            )
        )

    def _show(self, captions: Captions) -> None:
        self.captions = captions
        self.captions_changed.emit(captions)

    def _set_devices(self, devices: Devices) -> None:
        self.devices = devices
        self.devices_changed.emit(devices)

    def hint(self, floor: Floor) -> str:
        """One friendly sentence for the state of the floor, to be translated."""
        if floor is Floor.SPEAKING and self._preferences.current().devices.echo == "turns":
            return TAKING_TURNS
        if floor is Floor.OFF and self._kept:
            return KEPT_READY
        return FLOOR_WORDS[floor][1]

    def write_table(self, file: Path) -> None:
        """Write the figures of the last turns to *file*, as CSV. Raises AssistantError when it cannot be written."""
        with using(file):
            file.write_text("\n".join(self.turns.table()) + "\n", encoding="utf-8")

    def _on_timed(self, seconds: Mapping[str, float]) -> None:
        self.turns.add(seconds)
        self.timings = Timings(dict(seconds), self.turns.spreads(), len(self.turns))
        self.timed.emit(self.timings)
