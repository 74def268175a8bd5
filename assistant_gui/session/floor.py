"""Who may speak: a machine of what happens, without threads, clocks or devices.

It is told what happens and answers with what is to be done, in order. In every
pause of the person an *attempt* at an answer is begun; when the pause has lasted
as long as what was recognised demands, it is committed, and when the person goes
on before, it is withdrawn. Time is counted in frames.

Somebody who speaks while an answer sounds makes it quieter at once, and silent
when it goes on; only what was said decides whether that cuts the answer short or
was a cough or a sign of listening, after which it goes on where it was.

Frames that hold the speaker's own sound (there is no echo cancelling, or it is
switched off) are not heard when hands-free. Holding the talk button is explicit,
so it silences the speaker and hears everything.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from assistant_gui.core.events import Floor
from assistant_gui.core.ports import Frame
from assistant_gui.core.sound import Sound, joined
from assistant_gui.session.asides import Aside, aside
from assistant_gui.session.holding import hold
from assistant_gui.session.listening import Endpointer, Paused, Resumed, Rules, Started

SHORTEST_SECONDS = 0.25
"""A press shorter than this was a slip of the finger."""

SILENT_FRAMES = 94
"""3 s of exact zeros: no real microphone is that quiet."""


SLIGHT_SECONDS = 0.16
"""Speech over an answer that is shorter was a click or a cough."""

FIRM_SECONDS = 0.3
"""From here on the answer is silent until it is known what is being said."""

SURE_SECONDS = 1.5
"""Whoever speaks so long over an answer wants the floor, whatever it is."""


class Do(Enum):
    OPEN_EARS = "open the microphone"
    CLOSE_EARS = "close the microphone"
    INTERRUPT = "cut short what is being answered"
    COMMIT = "the person has finished: let the attempt be heard"
    WITHDRAW = "the person goes on: the attempt never was"
    DUCK = "make the answer quieter"
    HOLD = "keep the answer silent where it is"
    RESTORE = "let the answer be as loud as it was, from where it is"
    COMPLAIN_SILENCE = "say that the microphone gives nothing"
    COMPLAIN_SHORT = "say that the button must be held"


@dataclass(frozen=True, slots=True)
class Begin:
    """Begin an attempt: recognise *sound* and answer it, unheard until it is committed."""

    sound: Sound
    text: str = ""
    """What was recognised already."""
    silence: float = 0.0
    """Seconds since the last speech in it."""


@dataclass(frozen=True, slots=True)
class Glimpse:
    """Recognise *sound* and say what it was, nothing more."""

    sound: Sound


@dataclass(frozen=True, slots=True)
class Show:
    floor: Floor


Command = Do | Begin | Glimpse | Show


class Moderator:
    """Decides who has the floor. Call it from one thread at a time.

    *hold* says how many seconds of silence end what was said, from the text
    that was recognised of it.
    """

    def __init__(self, rules: Rules | None = None, hold: Callable[[str], float] = hold) -> None:
        self._endpointer = Endpointer(rules or Rules())
        self._hold = hold
        self._held: list[Sound] | None = None
        self._free = False
        self._attempting = False
        """An attempt is under way that was neither committed nor withdrawn."""
        self._patience: float | None = None
        """Seconds of silence after which it is committed; None while nothing was recognised yet."""
        self._thinking = self._sounding = False
        self._doubtful = self._silenced = False
        """Somebody speaks over the answer; it is silent until it is known what."""
        self._glimpsed: Sound | None = None
        self._shown = Floor.OFF
        self._zeros = 0

    @property
    def held(self) -> bool:
        """The talk button is down, whoever holds it."""
        return self._held is not None

    def pressed(self) -> list[Command]:
        """The talk button went down."""
        if self._held is not None:
            return []
        commands: list[Command] = [*self._withdrawn(), Do.INTERRUPT, *self._settled()]
        if not self._free:
            commands.append(Do.OPEN_EARS)
        self._held = []
        self._thinking = self._sounding = False
        return commands

    def released(self) -> list[Command]:
        """The talk button came up: what was said meanwhile is the question."""
        if self._held is None:
            return []
        sound, self._held = joined(self._held), None
        commands: list[Command] = [] if self._free else [Do.CLOSE_EARS]
        self._endpointer.reset()
        if sound.seconds < SHORTEST_SECONDS:
            commands.append(Do.COMPLAIN_SHORT)
        elif sound.silent:
            commands.append(Do.COMPLAIN_SILENCE)
        else:
            self._thinking = True
            commands += [Begin(sound), Do.COMMIT]
        return [*commands, *self._show()]

    def hands_free(self, *, on: bool) -> list[Command]:
        """The hands-free switch was set."""
        if on == self._free:
            return []
        self._free = on
        self._zeros = 0
        withdrawn = [*self._withdrawn(), *self._settled()]
        self._endpointer.reset()
        ears = [Do.OPEN_EARS if on else Do.CLOSE_EARS] if self._held is None else []
        return [*withdrawn, *ears, *self._show()]

    def heard(self, frame: Frame) -> list[Command]:
        """32 ms of microphone came in."""
        if self._held is not None:
            self._held.append(frame.sound)
            return self._show()
        if not self._free:
            return []
        if frame.echo:
            commands = [*self._withdrawn(), *self._settled()]
            self._endpointer.reset()
            return [*commands, *self._show()]
        commands = self._silence(frame)
        for happening in self._endpointer.feed(frame):
            commands += self._happened(happening)
        return [*commands, *self._over_the_answer(), *self._committed()]

    def recognised(self, text: str) -> list[Command]:
        """This was recognised of what the attempt was begun with; nothing, if nobody really spoke."""
        if not self._attempting:
            return []
        if not text:
            self._attempting = False  # it ends by itself, with nothing to answer
            self._endpointer.reset()
            return self._show()
        self._patience = self._hold(text)
        return self._committed()

    def glimpsed(self, text: str) -> list[Command]:
        """This was said over the answer."""
        if not self._doubtful or self._glimpsed is None:
            return []
        sound, meant = self._glimpsed, aside(text)
        if meant is Aside.WORDS:
            return [*self._interrupted(), *self._begun(sound, text)]
        self._endpointer.reset()
        return self._settled() if meant is Aside.NOTHING else [*self._interrupted(Floor.LISTENING)]

    def sounding(self) -> list[Command]:
        """The first sound of an answer was heard."""
        self._sounding = self._thinking
        quiet: list[Command] = [Do.DUCK] if self._doubtful else []
        return [*quiet, *self._show()]

    def answered(self) -> list[Command]:
        """The exchange is over, however it ended; also one that never was committed."""
        if self._attempting:
            self._attempting = False
            self._endpointer.reset()
            return self._show()
        if not self._thinking:  # it was cut short by somebody who speaks now
            return []
        self._thinking = self._sounding = False
        said, doubtful = self._glimpsed, self._doubtful
        commands = self._settled()
        if doubtful:  # somebody was speaking over its end
            return [*commands, *self._show(Floor.HEARING), *(self._begun(said) if said is not None else [])]
        return [*commands, *self._show()]

    def ears_closed(self) -> list[Command]:
        """The microphone failed or was pulled out: what was said up to then is all there will be."""
        said = [Do.COMMIT] if self._attempting else self._settled()
        self._thinking = self._thinking or self._attempting
        self._attempting = False
        self._held = None
        self._free = False
        self._endpointer.reset()
        return [*said, *self._show()]

    def _happened(self, happening: Started | Paused | Resumed) -> list[Command]:
        if self._thinking:
            return self._happened_over_the_answer(happening)
        match happening:
            case Started():
                return self._show(Floor.HEARING)
            case Paused(sound=sound):
                return self._begun(sound)
            case Resumed():
                return self._withdrawn()

    def _happened_over_the_answer(self, happening: Started | Paused | Resumed) -> list[Command]:
        match happening:
            case Started():
                self._doubtful = True
                return [Do.DUCK] if self._sounding else []
            case Paused(sound=sound) if self._endpointer.spoken >= SLIGHT_SECONDS:
                self._glimpsed = sound
                return [Glimpse(sound)]
            case Paused():
                self._endpointer.reset()
                return self._settled()
            case Resumed():
                self._glimpsed = None
                return []

    def _over_the_answer(self) -> list[Command]:
        """Somebody goes on speaking over the answer."""
        spoken = self._endpointer.spoken
        if not self._doubtful or spoken < FIRM_SECONDS:
            return []
        if not self._sounding or spoken >= SURE_SECONDS:
            said = self._glimpsed
            return [*self._interrupted(), *(self._begun(said) if said is not None else [])]
        if self._silenced:
            return []
        self._silenced = True
        return [Do.HOLD]

    def _interrupted(self, floor: Floor = Floor.HEARING) -> list[Command]:
        """The person has the floor."""
        self._thinking = self._sounding = False
        return [Do.INTERRUPT, *self._settled(), *self._show(floor)]

    def _settled(self) -> list[Command]:
        """There is no doubt any more about who has the floor."""
        doubtful, self._doubtful = self._doubtful, False
        self._silenced, self._glimpsed = False, None
        return [Do.RESTORE] if doubtful else []

    def _begun(self, sound: Sound, text: str = "") -> list[Command]:
        self._attempting, self._patience = True, self._hold(text) if text else None
        return [Begin(sound, text, self._endpointer.paused)]

    def _committed(self) -> list[Command]:
        """When the person has been silent for long enough."""
        if not self._attempting or self._patience is None or self._endpointer.paused < self._patience:
            return []
        self._attempting, self._thinking = False, True
        self._endpointer.reset()
        return [Do.COMMIT, *self._show()]

    def _withdrawn(self) -> list[Command]:
        attempting, self._attempting = self._attempting, False
        return [Do.WITHDRAW] if attempting else []

    def _silence(self, frame: Frame) -> list[Command]:
        self._zeros = self._zeros + 1 if frame.sound.silent else 0
        return [Do.COMPLAIN_SILENCE] if self._zeros == SILENT_FRAMES else []

    def _show(self, floor: Floor | None = None) -> list[Command]:
        shown = floor or self._floor()
        if shown is self._shown:
            return []
        self._shown = shown
        return [Show(shown)]

    def _floor(self) -> Floor:
        if self._held is not None:
            return Floor.HEARING
        if self._sounding:
            return Floor.SPEAKING
        if self._thinking:
            return Floor.THINKING
        return Floor.LISTENING if self._free else Floor.OFF
