"""One pass of Whisper over at most 30 seconds: openai-whisper's model and decoding, with only as much room as needed.

The stock encoder always reads 30 seconds. Here it reads the recording and a
little more, which takes a third of the time for a short utterance; the decoding
is openai-whisper's own, watched while it writes.
"""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant_gui.core.turn import Turn
from assistant_gui.engine.asr.ending import ending
from assistant_gui.engine.asr.guards import Signs, repeats, without_repeats
from assistant_gui.engine.asr.port import (
    FRAMES_PER_S,
    SAMPLES_PER_FRAME,
    WINDOW_FRAMES,
    Pass,
    frames_of,
    most_tokens,
)
from assistant_gui.engine.asr.writing import Words, Writing
from assistant_gui.weights.ct2_whisper import whisper_checkpoint

if TYPE_CHECKING:
    import torch
    from whisper.decoding import DecodingTask
    from whisper.model import Whisper
    from whisper.tokenizer import Tokenizer

    from assistant_gui.engine.asr.recordings import Samples


class OpenaiWhisper:
    """An open model of openai-whisper; one thread at a time."""

    def __init__(self, model: "Whisper") -> None:
        self.model = model
        self._words = Words(model, self.tokenizer("").timestamp_begin)
        self._ending = ending(model.encoder.ln_post.weight.detach().float().cpu().numpy())

    library = "openai-whisper"

    @property
    def multilingual(self) -> bool:
        return bool(self.model.is_multilingual)

    def tokenizer(self, language: str) -> "Tokenizer":
        from whisper.tokenizer import get_tokenizer

        model = self.model
        return get_tokenizer(
            model.is_multilingual, num_languages=model.num_languages, language=language or None, task="transcribe"
        )

    def one_pass(
        self,
        samples: "Samples",
        language: str,
        turn: Turn,
        *,
        frames: int,
        temperature: float = 0.0,
        prompt: tuple[int, ...] = (),
    ) -> Pass:
        """A cancel is heard between two tokens."""
        import torch
        from whisper.decoding import DecodingOptions, DecodingTask

        model = self.model
        options = DecodingOptions(
            language=language or (None if model.is_multilingual else "en"),
            temperature=temperature,
            sample_len=most_tokens(len(samples) / (FRAMES_PER_S * SAMPLES_PER_FRAME), language),
            max_initial_timestamp=WINDOW_FRAMES / frames,  # one second, told in the trimmed window's scale
            prompt=list(prompt),
            fp16=model.device.type == "cuda",
        )
        with torch.inference_mode(), _room(model, frames):
            task = DecodingTask(model, options)
            watch = _Watch(turn, task.sample_begin, task.tokenizer.eot)
            task.logit_filters.append(watch)
            with _multiplied_quickly():
                features = encoded(model, samples, frames, half=options.fp16)
            turn.check()
            if model.device.type == "cpu":
                self._write_with(task)
            result = task.run(features)[0]
        tokens = without_repeats(result.tokens) if watch.looped else result.tokens
        signs = Signs(result.no_speech_prob, result.avg_logprob, result.compression_ratio, watch.looped)
        return Pass(tuple(tokens), result.language, signs, self._ended(features, len(samples), result.language))

    def _ended(self, features: "torch.Tensor", samples: int, language: str) -> float | None:
        if self._ending is None:
            return None
        return self._ending.odds(features[0].float().cpu().numpy(), frames_of(samples), language)

    def _write_with(self, task: "DecodingTask") -> None:
        """Of the first tokens only those from the beginning of the transcript on are weighed: a prompt is long."""
        asked = task.sample_begin - task.sot_index
        task.inference = Writing(self.model, self._words, asked)
        task.sot_index = -asked


def loaded(file: Path, device: str) -> OpenaiWhisper:
    """The model in *file*. Raises AssistantError."""
    from whisper.model import ModelDimensions, Whisper

    checkpoint = whisper_checkpoint(file)
    model = Whisper(ModelDimensions(**checkpoint["dims"]))
    model.load_state_dict(checkpoint["model_state_dict"])
    return OpenaiWhisper(model.to(device).eval())


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


def encoded(model: "Whisper", samples: "Samples", frames: int, *, half: bool) -> "torch.Tensor":
    """What ``AudioEncoder.forward`` does, for *frames* frames instead of exactly 1500."""
    import torch
    from torch.nn import functional
    from whisper.audio import log_mel_spectrogram, pad_or_trim

    sound = pad_or_trim(torch.from_numpy(samples), frames * SAMPLES_PER_FRAME).to(model.device)
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
def _multiplied_quickly() -> Iterator[None]:
    """Leave the encoder's products to oneDNN, which takes two thirds of the time and may use bfloat16 inside."""
    import torch

    usual = torch.get_float32_matmul_precision()
    torch.set_float32_matmul_precision("medium")
    try:
        yield
    finally:
        torch.set_float32_matmul_precision(usual)


@contextmanager
def _room(model: "Whisper", frames: int) -> Iterator[None]:
    """Tell the decoder that features of *frames* frames are already encoded."""
    whole = model.dims
    model.dims = replace(whole, n_audio_ctx=frames)
    try:
        yield
    finally:
        model.dims = whole
