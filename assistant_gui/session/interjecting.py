"""Somebody speaks over an answer: it is quieter at once, silent when they go on, and then what they said decides."""

from assistant_gui.core.sound import Sound
from assistant_gui.session.commands import Command, Do, Glimpse
from assistant_gui.session.listening import Endpointer, Paused, Resumed, Started

SLIGHT_SECONDS = 0.16
"""Speech over an answer that is shorter was a click or a cough."""

FIRM_SECONDS = 0.3
"""From here on the answer is silent until it is known what is being said."""

SURE_SECONDS = 1.5
"""Whoever speaks so long over an answer wants the floor, whatever it is."""

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
        self._untold = 0
        """Frames for which it was waited to be told what was said."""

    def happened(self, happening: Started | Paused | Resumed, *, sounding: bool) -> list[Command]:
        match happening:
            case Started():
                self.doubtful, self.said = True, None
                return [Do.DUCK] if sounding else []
            case Paused(sound=sound) if self._endpointer.spoken >= SLIGHT_SECONDS:
                self.said, self._untold = sound, 0
                return [Glimpse(sound)]
            case Paused():
                self._endpointer.reset()
                return self.settled()
            case Resumed():
                doubtful, self.doubtful, self.said = self.doubtful, True, None
                return [Do.DUCK] if sounding and not doubtful else []

    def takes_the_floor(self, *, sounding: bool) -> bool:
        """However little is known of what is said, nobody speaks on like this who does not want to be answered."""
        spoken = self._endpointer.spoken
        return self.doubtful and spoken >= FIRM_SECONDS and (not sounding or spoken >= SURE_SECONDS)

    def went_on(self) -> list[Command]:
        """Another frame was heard, and the floor is not taken."""
        if not self.doubtful:
            return []
        self._untold += 1
        if self.said is not None and self._untold >= UNTOLD_FRAMES:
            return self._loud()
        if self._silenced or self._endpointer.spoken < FIRM_SECONDS:
            return []
        self._silenced = True
        return [Do.HOLD]

    def settled(self) -> list[Command]:
        """There is no doubt any more about who has the floor."""
        self.said = None
        return self._loud()

    def _loud(self) -> list[Command]:
        """The answer goes on; should it still be told what was said, that decides as before."""
        doubtful, self.doubtful, self._silenced = self.doubtful, False, False
        return [Do.RESTORE] if doubtful else []
