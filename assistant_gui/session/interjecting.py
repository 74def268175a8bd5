"""Somebody speaks over an answer: it is quieter at once, silent when they go on, and then what they said decides."""

from assistant_gui.core.ports import Frame
from assistant_gui.core.sound import Sound
from assistant_gui.session.commands import Command, Do, Glimpse
from assistant_gui.session.listening import Endpointer, Paused, Resumed, Started

SLIGHT_SECONDS = 0.16
"""Speech over an answer that is shorter was a click or a cough."""

SILENT_SECONDS = 0.09
"""From here on, three frames, the answer is silent until it is known what is being said, if that is louder than its echo
ever is: it keeps its place, so that a cough costs it a moment and no word."""

FIRM_SECONDS = 0.2
"""The same of what may be its echo. Who goes on for so long before the answer sounds had not finished."""

SURE_SECONDS = 1.5
"""Whoever speaks so long over an answer wants the floor, whatever it is."""

WHIFF = 0.5
"""A frame that is rather speech than not makes the answer quieter, before it is known whether any follows..."""
WHIFF_FRAMES = 5
"""...and so many without any let it be as loud as before."""

STUNNED_FRAMES = 11
"""0.35 s of silence after something that is louder than the echo and goes on: the canceller takes some voices out with
the echo, and without the echo they are heard. If nobody is, the answer goes on, and is not stopped like that again."""

QUIET_SECONDS = 0.35
"""After a cough or a sign of listening it is quiet for so long before the answer goes on: words may follow."""

UNTOLD_FRAMES = 94
"""3 s after it was said: a recogniser that hangs must not keep the answer silent."""


class Interjection:
    """What is said over an answer, from its first word until it is known what it is; told of all that *endpointer* hears."""

    def __init__(self, endpointer: Endpointer) -> None:
        self.doubtful = False
        """Somebody speaks, and it is not known yet who has the floor."""
        self.said: Sound | None = None
        """What is being recognised, perhaps for too long; nothing while it is still being said."""
        self._endpointer = endpointer
        self._silenced = False
        self._startled = False
        """Since it began, something was too loud to be the answer's echo."""
        self._untold = 0
        """Frames for which it was waited to be told what was said."""
        self._whiff = 0
        """Frames for which the answer is quieter yet, though nobody speaks for certain."""
        self._stunned = 0
        """Frames for which the answer is silent yet, though nobody speaks for certain."""
        self._hardened = False
        """It was so once in this answer, and nobody spoke."""
        self._harmless = False
        """What was said does not want the floor; words may follow it."""

    def heard(self, frame: Frame, *, sounding: bool) -> list[Command]:
        """Another frame comes in."""
        self._startled = frame.startled or (self._startled and self.doubtful)
        self._hardened = self._hardened and sounding
        if self.doubtful or not sounding:
            return []
        if self._stunned:
            return self._come_round(frame)
        if frame.insistent and not self._hardened:
            self._stunned, self._whiff = STUNNED_FRAMES, 0
            return [Do.HOLD]
        before, self._whiff = self._whiff, WHIFF_FRAMES if frame.speech >= WHIFF else max(0, self._whiff - 1)
        if self._whiff and not before:
            return [Do.DUCK]
        return [Do.RESTORE] if before and not self._whiff else []

    def happened(self, happening: Started | Paused | Resumed, *, sounding: bool) -> list[Command]:
        match happening:
            case Started():
                self.doubtful, self.said, self._harmless = True, None, False
                self._silenced, self._stunned = self._stunned > 0, 0
                return self._quieter() if sounding else []
            case Paused(sound=sound) if self._endpointer.spoken >= SLIGHT_SECONDS:
                self.said, self._untold = sound, 0
                return [Glimpse(sound)]
            case Paused():
                self._endpointer.reset()
                return self.settled()
            case Resumed():
                doubtful, self.doubtful, self.said, self._harmless = self.doubtful, True, None, False
                return self._quieter() if sounding and not doubtful else []

    def takes_the_floor(self, *, sounding: bool) -> bool:
        """However little is known of what is said, nobody speaks on like this who does not want to be answered."""
        spoken = self._endpointer.spoken
        return self.doubtful and spoken >= FIRM_SECONDS and (not sounding or spoken >= SURE_SECONDS)

    def went_on(self) -> list[Command]:
        """Another frame was heard, and the floor is not taken."""
        if not self.doubtful:
            return []
        self._untold += 1
        if self._harmless and self._endpointer.still >= QUIET_SECONDS:
            self._endpointer.reset()
            return self.settled()
        if self.said is not None and self._untold >= UNTOLD_FRAMES:
            return self._loud()
        if self._silenced or self._endpointer.spoken < (SILENT_SECONDS if self._startled else FIRM_SECONDS):
            return []
        self._silenced = True
        return [Do.HOLD]

    def meant_nothing(self) -> list[Command]:
        """What was said over the answer does not want the floor: it goes on once it is quiet."""
        if not self.doubtful:  # it goes on already
            self._endpointer.reset()
            return self.settled()
        self.said, self._harmless = None, True
        return []

    def settled(self) -> list[Command]:
        """There is no doubt any more about who has the floor."""
        self.said, self._harmless = None, False
        return self._loud()

    def _come_round(self, frame: Frame) -> list[Command]:
        heard = frame.insistent or frame.speech >= WHIFF
        self._stunned = STUNNED_FRAMES if heard else self._stunned - 1
        self._hardened = not self._stunned
        return [] if self._stunned else [Do.RESTORE]

    def _quieter(self) -> list[Command]:
        whiff, self._whiff = self._whiff, 0
        return [] if whiff or self._silenced else [Do.DUCK]

    def _loud(self) -> list[Command]:
        """The answer goes on; should it still be told what was said, that decides as before."""
        doubtful = self.doubtful or bool(self._whiff) or bool(self._stunned)
        self.doubtful = self._silenced = False
        self._whiff = self._stunned = 0
        return [Do.RESTORE] if doubtful else []
