"""Who may speak: a machine of what happens, without threads, clocks or devices.

It is told what happens and answers with what is to be done, in order. In every
pause of the person an *attempt* at an answer is begun; when the pause has lasted
as long as what was recognised demands, it is committed, and when the person goes
on before, it is withdrawn. Time is counted in frames.

Somebody who speaks while an answer sounds makes it quieter at once, and silent
when it goes on; only what was said decides whether that cuts the answer short or
was a cough or a sign of listening, after which it goes on where it was.

Frames that hold the speaker's own sound (there is no echo cancelling, or it is
switched off) are not heard when hands-free. The talk button is explicit, so it
silences the speaker and hears everything: while it is held, or from one tap to the next.
"""

import math
from collections import deque
from collections.abc import Callable

from assistant_gui.core.events import Floor
from assistant_gui.core.ports import FRAME_SECONDS, Frame
from assistant_gui.core.sound import Sound
from assistant_gui.session.asides import Aside, aside
from assistant_gui.session.commands import Begin, Command, Do, Show
from assistant_gui.session.holding import Said, hold
from assistant_gui.session.interjecting import Interjection
from assistant_gui.session.listening import Endpointer, Paused, Resumed, Rules, Started
from assistant_gui.session.press import Press

SHORTEST_SECONDS = 0.25
"""Less sound than this cannot be a question."""

AWAKE_FRAMES = 219
"""7 s in which nobody says anything: the wake word is waited for again."""

SILENT_FRAMES = 94
"""3 s of exact zeros: no real microphone is that quiet."""

FAR = 0.2
"""What is 14 dB below the person's own voice, over an answer, is what is left of the answer's echo."""

SPARE_SECONDS = 0.4
"""So much longer than the hold an answer is waited for that cannot be heard yet: it costs nothing to hear on meanwhile."""


class Moderator:
    """Decides who has the floor. Call it from one thread at a time.

    *hold* says how many seconds of silence end what was said, from the text
    that was recognised of it and from how its end sounded. *went_on* is told of
    every pause, in seconds, after which the person went on; *was_over* of all that was
    said when nobody went on until the answer sounded.
    """

    def __init__(
        self,
        rules: Rules | None = None,
        hold: Callable[[Said], float] = hold,
        went_on: Callable[[float], None] = lambda _: None,
        was_over: Callable[[Said], None] = lambda _: None,
        *,
        spare: float = SPARE_SECONDS,
    ) -> None:
        rules = rules or Rules()
        self._endpointer = Endpointer(rules)
        self._hold = hold
        self._went_on = went_on
        self._was_over = was_over
        self._spare = spare
        self._since_end = math.inf
        """Seconds from the last word that was committed until somebody spoke again."""
        self._recent: deque[Sound] = deque(maxlen=rules.preroll_frames)
        """What was heard just now, when hands-free: whoever presses the button may speak already."""
        self._press: Press | None = None
        self._free = False
        self._armed = False
        """The wake word is waited for whenever nobody talks."""
        self._woken = False
        """It is hands-free since the wake word was said, and for as long as somebody talks."""
        self._quiet = 0
        self._attempting = False
        """An attempt is under way that was neither committed nor withdrawn."""
        self._said: Said | None = None
        """What is known of what it was begun with; after the commit until the answer sounds."""
        self._patience: float | None = None
        """Seconds of silence after which it is committed; None while nothing was recognised yet."""
        self._voice = 0.0
        """How loud the person said what is answered."""
        self._ready = False
        """Its first sound could be heard now."""
        self._thinking = self._sounding = False
        self._interjection = Interjection(self._endpointer)
        """Somebody speaks over the answer."""
        self._shown = Floor.OFF
        self._zeros = 0

    @property
    def held(self) -> bool:
        """The talk button is down, whoever holds it."""
        return self._press is not None and not self._press.over

    def pressed(self) -> list[Command]:
        """The talk button went down."""
        if self._press is not None:
            if self._press.over:
                self._press.go_on()
            elif self._press.tapped:
                self._press.end()
            return []
        commands: list[Command] = [*self._withdrawn(), Do.INTERRUPT, *self._interjection.settled()]
        if not self._free:
            commands.append(Do.OPEN_EARS)
        self._press, self._since_end, self._said = Press(self._recent), math.inf, None
        self._thinking = self._sounding = False
        return commands

    def released(self, after: float = math.inf) -> list[Command]:
        """The talk button came up, *after* so many seconds: what was said meanwhile is the question, once all is heard."""
        if self._press is not None:
            self._press.released(after)
        return []

    def toggled(self) -> list[Command]:
        """The talk button is worked without holding it: it begins, or ends what any press began."""
        if self._press is None or self._press.over:
            return self.pressed()
        self._press.end()
        return []

    def given_up(self) -> list[Command]:
        """What is being said after a tap shall not be asked."""
        if self._press is None or not self._press.tapped:
            return []
        self._press = None
        self._forget()
        return [*([] if self._free else self._at_rest()), *self._show()]

    def wait_for_word(self, *, on: bool) -> list[Command]:
        """The wake word is to be waited for from now on, or not any more."""
        if on == self._armed:
            return []
        self._armed = on
        return [] if self._free or self._press is not None else [*self._at_rest(), *self._show()]

    def woken(self) -> list[Command]:
        """The wake word was said; what follows it is heard."""
        if self._free or self._press is not None:
            return []
        self._free, self._woken, self._quiet = True, True, 0
        interrupted = [Do.INTERRUPT, *self._interjection.settled()] if self._thinking else []
        self._thinking = self._sounding = False
        self._forget()
        return [*interrupted, *self._show()]

    def hands_free(self, *, on: bool) -> list[Command]:
        """The hands-free switch was set."""
        if on == self._free:
            return []
        self._free, self._woken = on, False
        self._zeros = 0
        withdrawn = [*self._withdrawn(), *self._interjection.settled()]
        self._endpointer.reset()
        ears: list[Command] = []
        if self._press is None:
            ears = [Do.OPEN_EARS] if on else self._at_rest()
        return [*withdrawn, *ears, *self._show()]

    def heard(self, frame: Frame) -> list[Command]:
        """32 ms of microphone came in."""
        if self._press is not None:
            return self._attended(self._press) if self._press.heard(frame) else self._show()
        if not self._free:
            return []
        if frame.echo:
            commands = [*self._withdrawn(), *self._interjection.settled()]
            self._forget()
            return [*commands, *self._show()]
        self._recent.append(frame.sound)
        if not self._interjection.doubtful:
            self._since_end += FRAME_SECONDS
        commands = [*self._silence(frame), *self._interjection.heard(frame, sounding=self._sounding)]
        for happening in self._endpointer.feed(frame):
            commands += self._happened(happening)
        return [*commands, *self._over_the_answer(), *self._committed(), *self._fell_asleep()]

    def recognised(self, text: str, ending: float | None = None) -> list[Command]:
        """This was recognised of what the attempt was begun with; nothing, if nobody really spoke.

        *ending* is what the ears say of its end, see :class:`~assistant_gui.core.ports.Transcript`.
        """
        if not self._attempting:
            return []
        if not text:
            self._attempting = False  # it ends by itself, with nothing to answer
            self._endpointer.reset()
            return self._show()
        self._know(text, ending)
        return self._committed()

    def ready(self) -> list[Command]:
        """The first sound of the attempt could be heard now."""
        self._ready = True
        return self._committed()

    def glimpsed(self, text: str, ending: float | None = None) -> list[Command]:
        """This was said over the answer."""
        sound, meant = self._interjection.said, aside(text)
        if sound is None:
            return []
        if meant is Aside.WORDS and self._endpointer.loudness < FAR * self._voice:
            meant = Aside.NOTHING
        if meant is Aside.WORDS:
            return [*self._interrupted(), *self._begun(sound, text, ending)]
        if meant is Aside.NOTHING:
            return self._interjection.meant_nothing()
        self._endpointer.reset()
        return self._interrupted(Floor.LISTENING)

    def sounding(self) -> list[Command]:
        """The first sound of an answer was heard."""
        if self._thinking and not self._sounding and self._said is not None and not self._interjection.doubtful:
            self._was_over(self._said)
        self._sounding, self._said = self._thinking, None
        quiet: list[Command] = [Do.DUCK] if self._interjection.doubtful else []
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
        said, doubtful = self._interjection.said, self._interjection.doubtful
        commands = self._interjection.settled()
        if doubtful or said is not None:  # somebody was speaking over its end
            return [*commands, *self._show(Floor.HEARING), *(self._begun(said) if said is not None else [])]
        return [*commands, *self._show()]

    def slept(self) -> list[Command]:
        """No frame came for long, as when the machine sleeps: what was said before is not gone on with."""
        if self._press is not None:  # whoever let go of the button meanwhile was not heard
            return self._attended(self._press)
        said = self._cut_off()
        self._forget()
        return [*said, *self._show()]

    def ears_closed(self) -> list[Command]:
        """The microphone failed or was pulled out: what was said up to then is all there will be."""
        said = self._cut_off() if self._press is None else self._question(self._press)
        self._press = None
        self._free = self._armed = self._woken = False
        self._forget()
        return [*said, *self._show()]

    def _attended(self, press: Press) -> list[Command]:
        """All is said that was said at the button."""
        self._press = None
        commands: list[Command] = [] if self._free else self._at_rest()
        self._forget()
        return [*commands, *(self._question(press) or [Do.COMPLAIN_SHORT]), *self._show()]

    def _question(self, press: Press) -> list[Command]:
        """Nothing, if it is too short to be one."""
        sound = press.sound
        if sound.seconds < SHORTEST_SECONDS:
            return []
        if sound.silent:
            return [Do.COMPLAIN_SILENCE]
        self._thinking = True
        return [Begin(sound, by_hand=True), Do.COMMIT]

    def _cut_off(self) -> list[Command]:
        """Somebody was perhaps speaking and will not be heard going on: that was the question then."""
        if self._attempting:
            self._attempting, self._thinking = False, True
            return [Do.COMMIT]
        if self._thinking or self._endpointer.spoken < SHORTEST_SECONDS:
            return self._interjection.settled()
        self._thinking = True
        return [Begin(self._endpointer.said), Do.COMMIT]

    def _at_rest(self) -> list[Command]:
        """What the microphone does while nobody talks."""
        return [Do.ARM_EARS if self._armed else Do.CLOSE_EARS]

    def _fell_asleep(self) -> list[Command]:
        """Nobody said anything for long after the wake word, or after the answer."""
        if not self._woken:
            return []
        self._quiet = self._quiet + 1 if self._shown is Floor.LISTENING and not self._attempting else 0
        if self._quiet < AWAKE_FRAMES:
            return []
        self._free = self._woken = False
        self._forget()
        return [*self._at_rest(), *self._show()]

    def _forget(self) -> None:
        """What was heard so far belongs to nothing that comes."""
        self._endpointer.reset()
        self._recent.clear()

    def _happened(self, happening: Started | Paused | Resumed) -> list[Command]:
        if self._thinking:
            return self._interjection.happened(happening, sounding=self._sounding)
        match happening:
            case Started():
                return self._show(Floor.HEARING)
            case Paused(sound=sound):
                return self._begun(sound)
            case Resumed(pause=pause):
                self._went_on(pause)
                return self._withdrawn()

    def _over_the_answer(self) -> list[Command]:
        """Somebody goes on speaking over the answer."""
        if not self._interjection.takes_the_floor(sounding=self._sounding):
            return self._interjection.went_on()
        said = self._interjection.said
        if not self._sounding:
            self._went_on(self._since_end)
        return [*self._interrupted(), *(self._begun(said) if said is not None else [])]

    def _interrupted(self, floor: Floor = Floor.HEARING) -> list[Command]:
        """The person has the floor."""
        self._thinking = self._sounding = False
        return [Do.INTERRUPT, *self._interjection.settled(), *self._show(floor)]

    def _begun(self, sound: Sound, text: str = "", ending: float | None = None) -> list[Command]:
        self._attempting, self._ready = True, False
        self._patience, self._said = None, None
        if text:
            self._know(text, ending)
        return [Begin(sound, text, self._endpointer.still)]

    def _know(self, text: str, ending: float | None) -> None:
        self._said = Said(text, self._endpointer.finality, ending)
        self._patience = self._hold(self._said)

    def _committed(self) -> list[Command]:
        """When the person has been silent for long enough, and there is something to be heard."""
        if not self._attempting or self._patience is None:
            return []
        if self._endpointer.paused < self._patience + (0.0 if self._ready else self._spare):
            return []
        self._attempting, self._thinking = False, True
        self._since_end, self._voice = self._endpointer.paused, self._endpointer.loudness
        self._forget()
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
        if self._press is not None:
            return Floor.HEARING
        if self._sounding:
            return Floor.SPEAKING
        if self._thinking:
            return Floor.THINKING
        if self._free:
            return Floor.LISTENING
        return Floor.ARMED if self._armed else Floor.OFF
