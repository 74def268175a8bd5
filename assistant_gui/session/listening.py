"""Where speech begins, pauses and goes on in a stream of frames."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from assistant_gui.core.ports import FRAME_SECONDS, Frame
from assistant_gui.core.sound import Sound, joined
from assistant_gui.session.cadence import finality


@dataclass(frozen=True, slots=True)
class Rules:
    """How the ears tell speech from silence; frames are 32 ms."""

    opens_at: float = 0.5
    """Probability of speech from which a frame counts towards opening."""
    closes_at: float = 0.35
    """Below it a frame counts as silence; doubt in between keeps an utterance open."""
    proof_frames: int = 3
    """Speech in a row that opens an utterance, or takes it up again after a pause; a click is shorter."""
    preroll_frames: int = 16
    """Kept from before the proof, or before the talk button was pressed (0.5 s), so that no first syllable is lost."""
    pause_frames: int = 4
    """Silence in a row (0.13 s) that makes a pause: perhaps the end, and worth working on."""
    faint: float = 0.1
    """20 dB below the loudest so far a voice is fading, and that is a pause already: it may fade for 0.2 s more."""
    longest_frames: int = 1875
    """One minute; it is a pause then, however it goes on."""


@dataclass(frozen=True, slots=True)
class Started:
    """Somebody began to speak."""


@dataclass(frozen=True, slots=True)
class Paused:
    """Somebody stopped speaking, perhaps for good; *sound* is all of it so far."""

    sound: Sound


@dataclass(frozen=True, slots=True)
class Resumed:
    """It was not the end: somebody goes on speaking."""

    pause: float
    """Seconds."""


class Endpointer:
    """Feed it frames; it says when an utterance starts, pauses and goes on. Whether a pause is the end is decided elsewhere."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self.reset()

    def reset(self) -> None:
        """Forget everything heard so far: the next speech is a new utterance."""
        self._recent: deque[Sound] = deque(maxlen=self._rules.preroll_frames + self._rules.proof_frames)
        self._utterance: list[Sound] = []
        self._speech = self._silence = self._still = 0
        self._levels: list[float] = []
        self._loudest = 0.0
        self._paused = False

    @property
    def paused(self) -> float:
        """Seconds of silence since the last speech of a paused utterance, else 0."""
        return self._silence * FRAME_SECONDS if self._paused else 0.0

    @property
    def still(self) -> float:
        """Seconds since the last word of a paused utterance, its fading included, else 0."""
        return self._still * FRAME_SECONDS if self._paused else 0.0

    @property
    def said(self) -> Sound:
        """All of the utterance so far."""
        return joined(self._utterance)

    @property
    def spoken(self) -> float:
        """Seconds of speech, without the silence around it, in the utterance so far."""
        return len(self._levels) * FRAME_SECONDS

    @property
    def loudness(self) -> float:
        """Root mean square of the loudest tenth of its speech, 0 to 1; 0 when nothing was said."""
        levels = sorted(self._levels)
        return levels[int(0.9 * (len(levels) - 1))] if levels else 0.0

    @property
    def finality(self) -> float:
        """How much the voice sounded as if all were said, see :func:`~assistant_gui.session.cadence.finality`."""
        return finality(self._levels)

    def feed(self, frame: Frame) -> Iterator[Started | Paused | Resumed]:
        voiced, level = frame.speech >= self._rules.opens_at, frame.sound.level
        faint = bool(self._utterance) and level < self._rules.faint * self._loudest
        self._speech = self._speech + 1 if voiced and not faint else 0
        if not self._utterance:
            self._recent.append(frame.sound)
            if self._speech >= self._rules.proof_frames:
                self._begin()
                yield Started()
            return
        self._utterance.append(frame.sound)
        if voiced:
            self._levels.append(level)
            self._loudest = max(self._loudest, level)
        if self._paused:
            yield from self._in_pause(frame)
        else:
            silent = frame.speech < self._rules.closes_at
            self._silence = self._silence + 1 if silent else 0
            self._still = self._still + 1 if silent or faint else 0
            if self._still >= self._rules.pause_frames or len(self._utterance) >= self._rules.longest_frames:
                self._paused = True
                yield Paused(self.said)

    def _begin(self) -> None:
        self._utterance, self._silence, self._still = list(self._recent), 0, 0
        self._levels = [sound.level for sound in self._utterance[-self._speech :]]
        self._loudest = max(self._levels)

    def _in_pause(self, frame: Frame) -> Iterator[Resumed]:
        """Noise and doubt do not lengthen the silence; only words in a row end it."""
        self._still += 1
        if self._speech >= self._rules.proof_frames and len(self._utterance) < self._rules.longest_frames:
            resumed = Resumed(self.paused)
            self._paused, self._silence, self._still = False, 0, 0
            yield resumed
        elif frame.speech < self._rules.closes_at:
            self._silence += 1
