"""Who may speak: a machine of what happens, without threads, clocks or devices.

It is told what happens and answers with what is to be done, in order. Until echo
cancelling exists it is half duplex when hands-free: frames in which the speaker
plays (or did within the last 300 ms) are not heard. Holding the talk button is
explicit, so it silences the speaker and hears everything.
"""

from dataclasses import dataclass
from enum import Enum

from assistant_gui.core.events import Floor
from assistant_gui.core.ports import Frame
from assistant_gui.core.sound import Sound, joined
from assistant_gui.session.listening import Endpointer, Finished, Rules, Started

SHORTEST_SECONDS = 0.25
"""A press shorter than this was a slip of the finger."""

SILENT_FRAMES = 94
"""3 s of exact zeros: no real microphone is that quiet."""


class Do(Enum):
    OPEN_EARS = "open the microphone"
    CLOSE_EARS = "close the microphone"
    INTERRUPT = "cut short what is being answered"
    COMPLAIN_SILENCE = "say that the microphone gives nothing"
    COMPLAIN_SHORT = "say that the button must be held"


@dataclass(frozen=True, slots=True)
class Attend:
    """Recognise and answer *sound*."""

    sound: Sound


@dataclass(frozen=True, slots=True)
class Show:
    floor: Floor


Command = Do | Attend | Show


class Moderator:
    """Decides who has the floor. Call it from one thread at a time."""

    def __init__(self, rules: Rules | None = None) -> None:
        self._endpointer = Endpointer(rules or Rules())
        self._held: list[Sound] | None = None
        self._free = False
        self._thinking = self._sounding = False
        self._shown = Floor.OFF
        self._zeros = 0

    def pressed(self) -> list[Command]:
        """The talk button went down."""
        if self._held is not None:
            return []
        commands: list[Command] = [Do.INTERRUPT]
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
            commands.append(Attend(sound))
        return [*commands, *self._show()]

    def hands_free(self, *, on: bool) -> list[Command]:
        """The hands-free switch was set."""
        if on == self._free:
            return []
        self._free = on
        self._zeros = 0
        self._endpointer.reset()
        ears = [Do.OPEN_EARS if on else Do.CLOSE_EARS] if self._held is None else []
        return [*ears, *self._show()]

    def heard(self, frame: Frame) -> list[Command]:
        """32 ms of microphone came in."""
        if self._held is not None:
            self._held.append(frame.sound)
            return self._show()
        if not self._free:
            return []
        if frame.echo:
            self._endpointer.reset()
            return self._show()
        commands = self._silence(frame)
        for happening in self._endpointer.feed(frame):
            match happening:
                case Started():
                    if self._thinking:
                        self._thinking = False
                        commands.append(Do.INTERRUPT)
                    commands += self._show(Floor.HEARING)
                case Finished(sound=sound):
                    self._thinking = True
                    commands += [Attend(sound), *self._show()]
        return commands

    def sounding(self) -> list[Command]:
        """The first sound of an answer was heard."""
        self._sounding = self._thinking
        return self._show()

    def answered(self) -> list[Command]:
        """The exchange is over, however it ended."""
        if not self._thinking:  # it was cut short by somebody who speaks now
            return []
        self._thinking = self._sounding = False
        return self._show()

    def ears_closed(self) -> list[Command]:
        """The microphone failed or was pulled out."""
        self._held = None
        self._free = False
        self._endpointer.reset()
        return self._show()

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
