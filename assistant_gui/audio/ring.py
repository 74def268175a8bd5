"""Samples on their way between a sound card's callback and one of our threads."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Samples: TypeAlias = npt.NDArray[np.int16]


class Ring:
    """A fixed store for one thread that writes and one that reads; neither ever waits.

    Mono. ``written`` and ``read`` count samples since the beginning; each is changed by
    its own side only, except by :meth:`cut`. Nothing is allocated in :meth:`write` and
    :meth:`read_into` but a few views, so that a callback may call them.
    """

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self.written = 0
        self.read = 0
        self._samples: Samples = np.zeros(capacity, np.int16)

    @property
    def filled(self) -> int:
        return max(0, self.written - self.read)

    def write(self, samples: Samples) -> int:
        """Store as many of *samples* as there is room for; say how many."""
        start = max(self.written, self.read)
        count = min(len(samples), self.capacity - (start - self.read))
        at = start % self.capacity
        first = min(count, self.capacity - at)
        self._samples[at : at + first] = samples[:first]
        self._samples[: count - first] = samples[first:count]
        self.written = start + count
        return count

    def read_into(self, out: Samples) -> int:
        """Fill *out*, rows of channels that all get the same, the rest with silence; say how many came."""
        count = min(len(out), self.filled)
        at = self.read % self.capacity
        first = min(count, self.capacity - at)
        out[:first] = self._samples[at : at + first, np.newaxis]
        out[first:count] = self._samples[: count - first, np.newaxis]
        out[count:] = 0
        self.read += count
        return count

    def taken(self) -> Samples:
        """All that is there, as a copy of its own."""
        out = np.empty((self.filled, 1), np.int16)
        return out[: self.read_into(out), 0]

    def wiped(self) -> Samples:
        """As :meth:`taken`, and it is in the store no longer."""
        at, sound = self.read % self.capacity, self.taken()
        first = min(len(sound), self.capacity - at)
        self._samples[at : at + first] = 0
        self._samples[: len(sound) - first] = 0
        return sound

    def recent(self, count: int) -> Samples:
        """The last *count* samples that were read, as far as the store still has them."""
        count = min(count, self.read, self.capacity)
        places = np.arange(self.read - count, self.read) % self.capacity
        return self._samples[places]

    def cut(self, fade: int) -> None:
        """Drop what is stored but for *fade* samples, which fall to silence.

        Called on the writing side, under whatever keeps :meth:`write` away. The reader
        may be half a step further by then; at worst it hears a click.
        """
        start = self.read
        count = min(fade, self.filled)
        places = np.arange(start, start + count) % self.capacity
        slope = np.linspace(1.0, 0.0, count, dtype=np.float32)
        self._samples[places] = (self._samples[places] * slope).astype(np.int16)
        self.written = max(start + count, self.read)
