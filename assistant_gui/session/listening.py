"""Where speech begins and ends in a stream of frames."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from assistant_gui.core.ports import Frame
from assistant_gui.core.sound import Sound, joined


@dataclass(frozen=True, slots=True)
class Rules:
    """How patient the ears are; frames are 32 ms."""

    opens_at: float = 0.5
    """Probability of speech from which a frame counts towards opening."""
    closes_at: float = 0.35
    """Below it a frame counts as silence; doubt in between keeps an utterance open."""
    proof_frames: int = 3
    """Speech in a row that opens an utterance; a click is shorter."""
    preroll_frames: int = 10
    """Kept from before the proof, so that no first consonant is lost."""
    patience_frames: int = 22
    """Silence in a row (0.7 s) that closes it."""
    longest_frames: int = 1875
    """One minute; an utterance is closed then, however it goes on."""


@dataclass(frozen=True, slots=True)
class Started:
    """Somebody began to speak."""


@dataclass(frozen=True, slots=True)
class Finished:
    sound: Sound


class Endpointer:
    """Feed it frames; it says when an utterance starts, and hands it over when it is finished."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self.reset()

    def reset(self) -> None:
        """Forget everything heard so far."""
        self._recent: deque[Sound] = deque(maxlen=self._rules.preroll_frames + self._rules.proof_frames)
        self._utterance: list[Sound] = []
        self._speech = self._silence = 0

    def feed(self, frame: Frame) -> Iterator[Started | Finished]:
        if not self._utterance:
            self._recent.append(frame.sound)
            self._speech = self._speech + 1 if frame.speech >= self._rules.opens_at else 0
            if self._speech >= self._rules.proof_frames:
                self._utterance, self._silence = list(self._recent), 0
                yield Started()
            return
        self._utterance.append(frame.sound)
        self._silence = self._silence + 1 if frame.speech < self._rules.closes_at else 0
        if self._silence >= self._rules.patience_frames or len(self._utterance) >= self._rules.longest_frames:
            sound = joined(self._utterance)
            self.reset()
            yield Finished(sound)
