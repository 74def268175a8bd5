"""Blocks of speech on their way into the speaker's ring, and which of them was heard how far."""

from collections import deque
from dataclasses import dataclass

import numpy as np
import soxr

from assistant_gui.audio.ring import Ring, Samples

FADE = 0.01
"""Seconds in which sound that is cut off falls to silence: too short to hear, long enough not to click."""
TAIL = 0.06
"""With less than this left to play and nothing more to come, what the resampler holds back is let out."""


@dataclass(frozen=True, slots=True)
class Block:
    """Sound to play, as it came over the pipe."""

    turn: int
    mark: int | None
    rate_hz: int
    pcm: bytes


@dataclass(slots=True)
class _Span:
    """Where in the ring a block is: from *start* up to *end*."""

    block: Block
    start: int
    end: int
    begun: bool = False


class Playlist:
    """What is still to be played at one output rate. Not thread-safe: its owner locks.

    Only one turn at a time is in the ring, so that cutting it off cuts off no other.
    """

    def __init__(self, rate_hz: int, seconds: float) -> None:
        self.rate_hz = rate_hz
        self.ring = Ring(round(rate_hz * seconds))
        self._waiting: deque[Block] = deque()
        self._spans: deque[_Span] = deque()
        self._rest: Samples = _none()
        self._resampler: soxr.ResampleStream | None = None
        self._source_hz = 0

    @property
    def empty(self) -> bool:
        return not self._waiting and not self._spans

    @property
    def dry(self) -> bool:
        """The device has taken all there was."""
        return not self._waiting and not len(self._rest) and not self.ring.filled

    def add(self, block: Block) -> None:
        self._waiting.append(block)

    def feed(self) -> None:
        """Move as much into the ring as there is room for."""
        while self._pour():
            block = self._next()
            if block is None:
                break
            self._spans.append(_Span(block, self.ring.written, self.ring.written))
            self._rest = self._resampled(block)
        if self._source_hz and not self._follows() and self.ring.filled < TAIL * self.rate_hz and self._pour():
            self._rest = self._tail()
            self._pour()

    def flush(self, turn: int, *, audible: bool = True) -> bool:
        """Drop all of *turn*; say whether it was the one that sounds. What is not *audible* now has nothing to fade."""
        self._waiting = deque(block for block in self._waiting if block.turn != turn)
        if not self._spans or self._spans[0].block.turn != turn:
            return False
        self.ring.cut(round(self.rate_hz * FADE) if audible else 0)
        self._spans.clear()
        self._forget()
        return True

    def progress(self) -> tuple[list[Block], list[Block]]:
        """The blocks that began since the last call, and those that were played to their end."""
        begun, ended = [], []
        for span in self._spans:
            if not span.begun and self.ring.read > span.start:
                span.begun = True
                begun.append(span.block)
        while self._spans and self.ring.read >= self._spans[0].end and not self._unfinished():
            ended.append(self._spans.popleft().block)
        return begun, ended

    def unplayed(self) -> list[Block]:
        """Everything not heard yet, the block that sounds cut where it is."""
        blocks = []
        for span in self._spans:
            played = max(0, self.ring.read - span.start) * span.block.rate_hz // self.rate_hz
            block = span.block
            blocks.append(Block(block.turn, block.mark, block.rate_hz, block.pcm[2 * played :]))
        return [*blocks, *self._waiting]

    def _next(self) -> Block | None:
        return self._waiting.popleft() if self._follows() else None

    def _follows(self) -> bool:
        """A block waits, and not for another turn to have sounded."""
        return bool(self._waiting) and (not self._spans or self._spans[-1].block.turn == self._waiting[0].turn)

    def _pour(self) -> bool:
        """Write what is left of the newest block; True when all of it is in the ring."""
        if len(self._rest):
            count = self.ring.write(self._rest)
            self._rest = self._rest[count:]
            self._spans[-1].end = self.ring.written
        return not len(self._rest)

    def _unfinished(self) -> bool:
        """More is to come of the only block there is: from it, or out of the resampler."""
        return len(self._spans) == 1 and bool(len(self._rest) or self._source_hz)

    def _resampled(self, block: Block) -> Samples:
        samples = np.frombuffer(block.pcm, "<i2", len(block.pcm) // 2).astype(np.int16, copy=False)
        before = _none()
        if self._source_hz != block.rate_hz:
            before = self._tail()
            self._source_hz = block.rate_hz
            self._resampler = _resampler(block.rate_hz, self.rate_hz)
        if self._resampler is not None:
            samples = self._resampler.resample_chunk(samples)
        return np.concatenate((before, samples)) if len(before) else samples

    def _tail(self) -> Samples:
        """What the resampler held back; it starts afresh with the next block."""
        resampler = self._resampler
        self._forget()
        return _none() if resampler is None else resampler.resample_chunk(_none(), last=True)

    def _forget(self) -> None:
        self._resampler, self._source_hz, self._rest = None, 0, _none()


def _none() -> Samples:
    return np.zeros(0, np.int16)


def _resampler(source_hz: int, target_hz: int) -> soxr.ResampleStream | None:
    return None if source_hz == target_hz else soxr.ResampleStream(source_hz, target_hz, 1, dtype="int16", quality="MQ")
