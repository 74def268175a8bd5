"""How likely frames are speech, asking the model only while something is to be heard.

While the gate is shut, frames are kept back: the last of them are judged when it opens,
so that the model hears the beginning of what opened it, and no first syllable is lost.
The rest goes on its way several at a time, as no speech.
"""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assistant_gui.audio.gate import SURE_BELOW, Gate
from assistant_gui.audio.ring import Samples

LOOK_BACK = 8
"""Frames that the model is told of what was before the gate opened: 0.26 s."""
TOGETHER = 8
"""Frames that go on their way at a time while the gate is shut."""
NOISE_OPENS_FOR, SPEECH_OPENS_FOR = 8, 94
"""Frames without suspicion after which it shuts: 0.26 s, but after speech 3 s, longer than any pause is waited for."""
DOUBTFUL = 2 * SURE_BELOW

Judge = Callable[[bytes], float]


@dataclass(frozen=True, slots=True)
class Judged:
    """One frame, or several in a row of which none is speech."""

    pcm: bytes
    speech: float


class Judging:
    """Of one opening of the microphone. The gate begins open, and learns the room."""

    def __init__(self, judge: Judge, gate: Gate | None = None) -> None:
        self._judge = judge
        self._gate = gate or Gate()
        self._kept: deque[bytes] = deque()
        self._unsuspected = 0
        self._unspoken = SPEECH_OPENS_FOR
        self.open = True

    def of(self, frame: Samples, *, wanted: bool = False) -> Iterator[Judged]:
        """What *frame* completes; while it is *wanted* (something is played) the gate is open."""
        pcm = frame.tobytes()
        suspected = self._gate.suspects(frame)
        if not self.open and (suspected or wanted):
            yield from self._opened()
        if not self.open:
            self._gate.was_room()
            yield from self._kept_back(pcm)
            return
        speech = self._judge(pcm)
        if not wanted:
            self._gate.was_room(speech)
        self._unsuspected = 0 if suspected or wanted else self._unsuspected + 1
        self._unspoken = 0 if speech >= DOUBTFUL else self._unspoken + 1
        self.open = self._unsuspected < NOISE_OPENS_FOR or self._unspoken < SPEECH_OPENS_FOR
        yield Judged(pcm, speech)

    def _opened(self) -> Iterator[Judged]:
        self.open = True
        while self._kept:
            pcm = self._kept.popleft()
            yield Judged(pcm, self._judge(pcm))

    def _kept_back(self, pcm: bytes) -> Iterator[Judged]:
        self._kept.append(pcm)
        if len(self._kept) == LOOK_BACK + TOGETHER:
            yield Judged(b"".join(self._kept.popleft() for _ in range(TOGETHER)), 0.0)
