"""From a file to samples."""

import io
import wave

import numpy as np
import pytest
import soundfile

from assistant_gui.core.errors import AssistantError
from assistant_gui.engine.asr.recordings import Recording, samples_of

TONE = (0.3 * np.sin(2 * np.pi * 440 * np.arange(22_050) / 22_050)).astype(np.float32)


def recorded(samples: np.ndarray, rate_hz: int, format: str, subtype: str | None = None) -> io.BytesIO:
    file = io.BytesIO()
    soundfile.write(file, samples, rate_hz, format=format, subtype=subtype)
    file.seek(0)
    return file


@pytest.mark.parametrize("format", ["WAV", "FLAC", "AIFF", "OGG", "MP3"])
def test_every_promised_form_becomes_16_khz(format):
    samples = samples_of(recorded(TONE, 22_050, format))

    assert samples.dtype == np.float32
    assert len(samples) == pytest.approx(16_000, rel=0.05)
    assert np.abs(samples).max() == pytest.approx(0.3, abs=0.05)


def test_two_channels_become_one():
    samples = samples_of(recorded(np.stack([TONE, np.zeros_like(TONE)], axis=1), 22_050, "WAV"))

    assert samples.ndim == 1
    assert np.abs(samples).max() == pytest.approx(0.15, abs=0.03)


def test_values_that_are_no_numbers_do_no_harm():
    broken = TONE.copy()
    broken[100] = np.nan
    broken[200] = np.inf

    samples = samples_of(recorded(broken, 16_000, "WAV", "FLOAT"))

    assert np.isfinite(samples).all()


@pytest.mark.parametrize("content", [b"", b"hello " * 100, b"RIFF\xff\xff\xff\xffWAVEfmt ", b"ID3" + bytes(500)])
def test_what_is_no_sound_is_one_sentence(content):
    with pytest.raises(AssistantError, match="holds no sound that can be read"):
        samples_of(io.BytesIO(content))


@pytest.mark.parametrize("frames", [0, 16_000])
def test_dead_silence_is_told_of_the_recording(frames):
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setparams((1, 2, 16_000, 0, "NONE", ""))
        writer.writeframes(bytes(2 * frames))
    file.seek(0)

    with pytest.raises(AssistantError, match="There is no sound at all"):
        samples_of(file)


def test_a_long_recording_is_read_as_it_is_listened_to():
    second = 16_000
    tones = np.tile(TONE[:second], 40)
    recording = Recording(recorded(tones, 16_000, "WAV"))

    window = recording.window(0, 5 * second)

    assert len(window) == 5 * second
    assert recording.heard < 30
    assert recording.seconds == 40
    assert recording.reaches(40 * second - 1)
    assert not recording.reaches(40 * second)


def test_windows_of_a_recording_are_what_lies_there():
    samples = np.linspace(-0.5, 0.5, 16_000 * 30, dtype=np.float32)
    recording = Recording(recorded(samples, 16_000, "WAV", "FLOAT"))

    for at in (0, 7 * 16_000, 7 * 16_000, 29 * 16_000):
        window = recording.window(at, 2 * 16_000)
        assert np.allclose(window, samples[at : at + 2 * 16_000], atol=1e-3)


def test_what_was_listened_to_is_forgotten():
    recording = Recording(recorded(np.tile(TONE, 60), 16_000, "WAV"))

    for second in range(0, 60, 10):
        recording.window(second * 16_000, 16_000)
        assert len(recording._kept) < 20 * 16_000
