"""Who may speak: a machine of what happens, without threads, clocks or devices.

It is told what happens and answers with what is to be done, in order. In every
pause of the person an *attempt* at an answer is begun; when the pause has lasted
as long as what was recognised demands, it is committed, and when the person goes
on before, it is withdrawn. Time is counted in frames.

Until echo cancelling exists it is half duplex when hands-free: frames in which
the speaker plays (or did within the last 300 ms) are not heard. Holding the talk
button is explicit, so it silences the speaker and hears everything.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from assistant_gui.core.events import Floor
from assistant_gui.core.ports import Frame
from assistant_gui.core.sound import Sound, joined
from assistant_gui.session.holding import hold
from assistant_gui.session.listening import Endpointer, Paused, Resumed, Rules, Started

SHORTEST_SECONDS = 0.25
"""A press shorter than this was a slip of the finger."""

SILENT_FRAMES = 94
"""3 s of exact zeros: no real microphone is that quiet."""


class Do(Enum):
    OPEN_EARS = "open the microphone"
    CLOSE_EARS = "close the microphone"
    INTERRUPT = "cut short what is being answered"
    COMMIT = "the person has finished: let the attempt be heard"
    WITHDRAW = "the person goes on: the attempt never was"
    COMPLAIN_SILENCE = "say that the microphone gives nothing"
    COMPLAIN_SHORT = "say that the button must be held"


@dataclass(frozen=True, slots=True)
class Begin:
    """Begin an attempt: recognise *sound* and answer it, unheard until it is committed."""

    sound: Sound


@dataclass(frozen=True, slots=True)
class Show:
    floor: Floor


Command = Do | Begin | Show


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
        self._shown = Floor.OFF
        self._zeros = 0

    def pressed(self) -> list[Command]:
        """The talk button went down."""
        if self._held is not None:
            return []
        commands: list[Command] = [*self._withdrawn(), Do.INTERRUPT]
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
        withdrawn = self._withdrawn()
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
            withdrawn = self._withdrawn()
            self._endpointer.reset()
            return [*withdrawn, *self._show()]
        commands = self._silence(frame)
        for happening in self._endpointer.feed(frame):
            commands += self._happened(happening)
        return [*commands, *self._committed()]

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

    def sounding(self) -> list[Command]:
        """The first sound of an answer was heard."""
        self._sounding = self._thinking
        return self._show()

    def answered(self) -> list[Command]:
        """The exchange is over, however it ended; also one that never was committed."""
        if self._attempting:
            self._attempting = False
            self._endpointer.reset()
            return self._show()
        if not self._thinking:  # it was cut short by somebody who speaks now
            return []
        self._thinking = self._sounding = False
        return self._show()

    def ears_closed(self) -> list[Command]:
        """The microphone failed or was pulled out: what was said up to then is all there will be."""
        said = [Do.COMMIT] if self._attempting else []
        self._thinking = self._thinking or self._attempting
        self._attempting = False
        self._held = None
        self._free = False
        self._endpointer.reset()
        return [*said, *self._show()]

    def _happened(self, happening: Started | Paused | Resumed) -> list[Command]:
        match happening:
            case Started():
                interrupted: list[Command] = [Do.INTERRUPT] if self._thinking else []
                self._thinking = False
                return [*interrupted, *self._show(Floor.HEARING)]
            case Paused(sound=sound):
                self._attempting, self._patience = True, None
                return [Begin(sound)]
            case Resumed():
                return self._withdrawn()

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
