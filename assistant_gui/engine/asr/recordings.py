"""A recording in any file form that libsndfile reads -> the samples that Whisper hears."""

from typing import TYPE_CHECKING, BinaryIO

from assistant_gui.core.language import N_
from assistant_gui.core.sound import SPEECH_RATE_HZ
from assistant_gui.engine.errors import Refused

if TYPE_CHECKING:
    import numpy as np
    import soundfile
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]
    """Mono at SPEECH_RATE_HZ, -1 to 1."""

LONGEST_HOURS = 8
"""A few megabytes of FLAC can hold days of silence, which would fill the memory."""

_BLOCK_FRAMES = 1 << 18


def samples_of(recording: BinaryIO) -> "Samples":
    """Decode WAV, FLAC, AIFF, OGG or MP3. Raises Refused when it is none, empty or dead silent."""
    import numpy as np
    import soundfile

    try:
        with soundfile.SoundFile(recording) as file:
            samples = _mono(file)
    except (soundfile.LibsndfileError, ValueError, ZeroDivisionError) as error:
        raise Refused(
            N_("This file holds no sound that can be read."),
            N_("WAV, FLAC, AIFF, OGG and MP3 files can be transcribed."),
        ) from error
    if not samples.any():
        raise silence()
    return np.clip(np.nan_to_num(samples, nan=0.0, posinf=1.0, neginf=-1.0), -1.0, 1.0)


def silence() -> Refused:
    """Not one sample that is not zero: no real microphone in a quiet room gives that."""
    return Refused(
        N_("The microphone gave silence: is it muted, or not permitted?"),
        N_("Look at the system's privacy and sound settings, or choose another microphone."),
    )


def _mono(file: "soundfile.SoundFile") -> "Samples":
    import numpy as np
    import soxr

    stream = soxr.ResampleStream(file.samplerate, SPEECH_RATE_HZ, 1, dtype="float32")
    blocks: list[Samples] = []
    kept = 0
    for block in file.blocks(_BLOCK_FRAMES, dtype="float32", always_2d=True):
        blocks.append(stream.resample_chunk(np.ascontiguousarray(block.mean(axis=1))))
        kept += len(blocks[-1])
        if kept > LONGEST_HOURS * 3600 * SPEECH_RATE_HZ:
            raise Refused(
                N_("This recording is longer than {hours} hours."), N_("Cut it into parts."), hours=LONGEST_HOURS
            )
    blocks.append(stream.resample_chunk(np.zeros(0, np.float32), last=True))
    return np.concatenate(blocks)
