"""One pass of Whisper over at most 30 seconds: openai-whisper's model and decoding, with only as much room as needed.

The stock encoder always reads 30 seconds. Here it reads the recording and a
little more, which takes a third of the time for a short utterance; the decoder
is openai-whisper's own, watched while it writes.
"""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant_gui.core.turn import Turn
from assistant_gui.engine.asr.guards import Signs, repeats, without_repeats
from assistant_gui.weights.ct2_whisper import whisper_checkpoint

if TYPE_CHECKING:
    import torch
    from whisper.model import Whisper

    from assistant_gui.engine.asr.recordings import Samples

FRAMES_PER_S = 50
"""Of the encoder; one is 20 ms."""
WINDOW_S = 30.0
WINDOW_FRAMES = 1500
_LEAST_FRAMES = 512
"""With less room than 10 s Whisper falls into loops."""
_SPARE_FRAMES = 128
_SAMPLES_PER_FRAME = 320
TRIMMED_UP_TO_S = 12.0
_LONGEST_TOKENS = 224


@dataclass(frozen=True, slots=True)
class Pass:
    """What Whisper wrote."""

    tokens: tuple[int, ...]
    """Text and time marks mixed, as the model wrote them."""
    language: str
    signs: Signs


def room_for(seconds: float) -> int:
    """How many frames the encoder should read for a recording of *seconds*."""
    if seconds > TRIMMED_UP_TO_S:
        return WINDOW_FRAMES
    return max(_LEAST_FRAMES, math.ceil(seconds * FRAMES_PER_S) + _SPARE_FRAMES)


def loaded(file: Path, device: str) -> "Whisper":
    """The model in *file*, ready to be used by one thread at a time. Raises AssistantError."""
    from whisper.model import ModelDimensions, Whisper

    checkpoint = whisper_checkpoint(file)
    model = Whisper(ModelDimensions(**checkpoint["dims"]))
    model.load_state_dict(checkpoint["model_state_dict"])
    return model.to(device).eval()


def one_pass(
    model: "Whisper", samples: "Samples", language: str, turn: Turn, *, frames: int, temperature: float = 0.0
) -> Pass:
    """Read *samples* into *frames* frames of the encoder and write down what is said.

    An empty *language* is found out. Raises TurnCancelled between two tokens.
    """
    import torch
    from whisper.decoding import DecodingOptions, DecodingTask

    options = DecodingOptions(
        language=language or (None if model.is_multilingual else "en"),
        temperature=temperature,
        sample_len=_most_tokens(len(samples) / (FRAMES_PER_S * _SAMPLES_PER_FRAME), language),
        max_initial_timestamp=WINDOW_FRAMES / frames,  # one second, told in the trimmed window's scale
        fp16=model.device.type == "cuda",
    )
    with torch.inference_mode(), _room(model, frames):
        task = DecodingTask(model, options)
        watch = _Watch(turn, task.sample_begin, task.tokenizer.eot)
        task.logit_filters.append(watch)
        features = _encoded(model, samples, frames, half=options.fp16)
        turn.check()
        result = task.run(features)[0]
    tokens = without_repeats(result.tokens) if watch.looped else result.tokens
    signs = Signs(result.no_speech_prob, result.avg_logprob, result.compression_ratio, watch.looped)
    return Pass(tuple(tokens), result.language, signs)


class _Watch:
    """Looks on while tokens are written (it takes the place of a whisper LogitFilter): ends a loop, hears a cancel."""

    def __init__(self, turn: Turn, begin: int, end_mark: int) -> None:
        self.looped = False
        self._turn = turn
        self._begin = begin
        self._end_mark = end_mark

    def apply(self, logits: "torch.Tensor", tokens: "torch.Tensor") -> None:
        self._turn.check()
        if repeats(tokens[0, self._begin :].tolist()):
            self.looped = True
            logits[:] = -math.inf
            logits[:, self._end_mark] = 0


def _most_tokens(seconds: float, language: str) -> int:
    """English takes at most six tokens a second, other scripts twice that and more; time marks come on top."""
    return min(_LONGEST_TOKENS, int((6 if language == "en" else 15) * seconds) + 12)


def _encoded(model: "Whisper", samples: "Samples", frames: int, *, half: bool) -> "torch.Tensor":
    """What ``AudioEncoder.forward`` does, for *frames* frames instead of exactly 1500."""
    import torch
    from torch.nn import functional
    from whisper.audio import log_mel_spectrogram, pad_or_trim

    sound = pad_or_trim(torch.from_numpy(samples), frames * _SAMPLES_PER_FRAME).to(model.device)
    mel = log_mel_spectrogram(sound, model.dims.n_mels)[None]
    encoder = model.encoder
    x = functional.gelu(encoder.conv1(mel.half() if half else mel))
    x = functional.gelu(encoder.conv2(x)).permute(0, 2, 1)
    x = (x + encoder.positional_embedding[: x.shape[1]]).to(x.dtype)
    for block in encoder.blocks:
        x = block(x)
    features: torch.Tensor = encoder.ln_post(x)
    return features


@contextmanager
def _room(model: "Whisper", frames: int) -> Iterator[None]:
    """Tell the decoder that features of *frames* frames are already encoded."""
    whole = model.dims
    model.dims = replace(whole, n_audio_ctx=frames)
    try:
        yield
    finally:
        model.dims = whole
