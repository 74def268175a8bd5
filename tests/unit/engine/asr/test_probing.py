"""Which Whisper is quicker, with a clock that the passes themselves move."""

import threading
from dataclasses import dataclass, field

from assistant_gui.engine.asr.probing import clearly_quicker, seconds_needed, some_speech


@dataclass
class Timed:
    """Its passes take so many seconds, one after the other."""

    passes: list[float]
    lock: threading.Lock = field(default_factory=threading.Lock)
    now: float = 0.0

    def one_pass(self, samples, language, turn, *, frames, temperature=0.0, prompt=()):
        assert self.lock.locked()
        self.now += self.passes.pop(0)

    def clock(self) -> float:
        return self.now


def test_the_best_of_three_passes_counts():
    whisper = Timed([0.9, 0.2, 0.3])

    assert round(seconds_needed(whisper, whisper.lock, whisper.clock), 6) == 0.2
    assert whisper.passes == []
    assert not whisper.lock.locked()


def test_there_is_real_speech_to_try_with():
    speech = some_speech()

    assert 3 * 16_000 < len(speech) < 6 * 16_000
    assert 0.3 < abs(speech).max() <= 1.0


def test_a_little_quicker_is_not_clearly_quicker():
    assert clearly_quicker(0.1, 0.2)
    assert not clearly_quicker(0.19, 0.2)
