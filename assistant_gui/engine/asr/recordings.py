"""A recording in any file form that libsndfile reads -> the samples that Whisper hears."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from assistant_gui.core.language import N_
from assistant_gui.core.sound import SPEECH_RATE_HZ
from assistant_gui.engine.errors import Refused

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]
    """Mono at SPEECH_RATE_HZ, -1 to 1."""

LONGEST_HOURS = 24
"""A few megabytes of FLAC can hold days of silence, which nobody wants to wait for."""

_BLOCK_FRAMES = 1 << 18


class Recording:
    """WAV, FLAC, AIFF, OGG or MP3, decoded as it is listened to: of a long one only a window is ever in memory.

    Used by one thread. Raises Refused when it is none of these, also later where it breaks off.
    """

    def __init__(self, file: BinaryIO) -> None:
        import numpy as np
        import soundfile
        import soxr

        with _understood():
            self._file = soundfile.SoundFile(file)
            self._resampling = soxr.ResampleStream(self._file.samplerate, SPEECH_RATE_HZ, 1, dtype="float32")
            claimed = self._file.frames / self._file.samplerate
        self._kept: Samples = np.zeros(0, np.float32)
        self._first = 0
        """Where in the recording the kept samples begin."""
        self._ended = False
        self.seconds = claimed if claimed < LONGEST_HOURS * 3600 else 0.0
        """How long it says it is; 0 when it does not."""
        self.silent = True
        """Not one sample so far that is not zero."""

    @property
    def heard(self) -> float:
        """Seconds that were read so far."""
        return (self._first + len(self._kept)) / SPEECH_RATE_HZ

    def reaches(self, place: int) -> bool:
        """Whether there is a sample at *place*."""
        while not self._ended and self._first + len(self._kept) <= place:
            self._read()
        return self._first + len(self._kept) > place

    def window(self, at: int, most: int) -> "Samples":
        """The samples from *at* on, at most so many; what lies before is forgotten."""
        self.reaches(at + most)
        self._kept = self._kept[max(0, at - self._first) :].copy()
        self._first = max(self._first, at)
        return self._kept[:most]

    def _read(self) -> None:
        import numpy as np

        with _understood():
            block = self._file.read(_BLOCK_FRAMES, dtype="float32", always_2d=True)
        self._ended = not len(block)
        mono = np.ascontiguousarray(np.clip(np.nan_to_num(block.mean(axis=1) if len(block) else block[:, 0]), -1, 1))
        self.silent = self.silent and not mono.any()
        self._kept = np.concatenate([self._kept, self._resampling.resample_chunk(mono, last=self._ended)])
        if self.heard > LONGEST_HOURS * 3600:
            raise Refused(
                N_("This recording is longer than {hours} hours."), N_("Cut it into parts."), hours=LONGEST_HOURS
            )


def samples_of(recording: BinaryIO) -> "Samples":
    """All of a short one at once. Raises Refused when it is no recording, empty or dead silent."""
    read = Recording(recording)
    samples = read.window(0, LONGEST_HOURS * 3600 * SPEECH_RATE_HZ)
    if read.silent:
        raise silence()
    return samples


def silence() -> Refused:
    """Not one sample that is not zero; what a file holds says nothing of the microphone of now."""
    return Refused(
        N_("There is no sound at all in this recording."),
        N_("Perhaps the microphone was muted, or not permitted, when it was made."),
    )


@contextmanager
def _understood() -> Iterator[None]:
    import soundfile

    try:
        yield
    except (soundfile.LibsndfileError, ValueError, ZeroDivisionError) as error:
        raise Refused(
            N_("This file holds no sound that can be read."),
            N_("WAV, FLAC, AIFF, OGG and MP3 files can be transcribed; others, such as M4A, must be converted first."),
        ) from error
