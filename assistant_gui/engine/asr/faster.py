"""Whisper run by CTranslate2, through faster-whisper where somebody installed it: a second one behind the same port."""

import logging
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from assistant_gui.core.turn import Turn
from assistant_gui.engine.asr.ending import Ending, ending
from assistant_gui.engine.asr.guards import Signs, repeats, without_repeats
from assistant_gui.engine.asr.port import FRAMES_PER_S, SAMPLES_PER_FRAME, Pass, frames_of, most_tokens
from assistant_gui.weights.ct2_whisper import variables

if TYPE_CHECKING:
    import ctranslate2
    from faster_whisper import WhisperModel
    from whisper.tokenizer import Tokenizer

    from assistant_gui.engine.asr.recordings import Samples

_MELS_OF_100_LANGUAGES = 128
_CLOSING = "encoder/layer_norm/gamma"
_log = logging.getLogger(__name__)


class FasterWhisper:
    """An open model of faster-whisper; one thread at a time.

    ``WhisperModel.transcribe`` always reads 30 seconds, so its two halves are called here.
    """

    def __init__(self, model: "WhisperModel", ending: Ending | None = None) -> None:
        self._model = model.model
        self._mels = self._model.n_mels
        self._ending = ending

    library = "faster-whisper"

    @property
    def multilingual(self) -> bool:
        return bool(self._model.is_multilingual)

    def tokenizer(self, language: str) -> "Tokenizer":
        from whisper.tokenizer import get_tokenizer

        languages = 100 if self._mels == _MELS_OF_100_LANGUAGES else 99
        return get_tokenizer(self.multilingual, num_languages=languages, language=language or None, task="transcribe")

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
        """A cancel is heard between reading and writing, not between two tokens."""
        import ctranslate2
        from whisper.audio import log_mel_spectrogram, pad_or_trim
        from whisper.utils import compression_ratio

        sound = pad_or_trim(samples, frames * SAMPLES_PER_FRAME)
        mel = log_mel_spectrogram(sound, self._mels).numpy()
        features = self._model.encode(ctranslate2.StorageView.from_array(mel[None]), to_cpu=False)
        turn.check()
        spoken = language or (self._language(features) if self.multilingual else "en")
        tokenizer = self.tokenizer(spoken)
        before = [tokenizer.sot_prev, *prompt] if prompt else []
        first = [*before, *tokenizer.sot_sequence]
        result = self._model.generate(
            features,
            [first],
            beam_size=1,
            max_length=len(first) + most_tokens(len(samples) / (FRAMES_PER_S * SAMPLES_PER_FRAME), language),
            sampling_topk=0 if temperature else 1,
            sampling_temperature=temperature or 1.0,
            return_scores=True,
            return_no_speech_prob=True,
        )[0]
        turn.check()
        tokens = result.sequences_ids[0]
        mean = result.scores[0] * len(tokens) / (len(tokens) + 1)
        looped = _loop(tokens)
        kept = without_repeats(tokens[:looped]) if looped else tokens
        text = tokenizer.decode([token for token in kept if token < tokenizer.eot])
        ratio = compression_ratio(text) if text else 0.0
        signs = Signs(result.no_speech_prob, mean, ratio, bool(looped))
        return Pass(tuple(kept), spoken, signs, self._ended(features, len(samples), spoken))

    def _ended(self, features: "ctranslate2.StorageView", samples: int, language: str) -> float | None:
        import ctranslate2
        import numpy as np

        if self._ending is None:
            return None
        read = features.to_device(ctranslate2.Device.cpu).to(ctranslate2.DataType.float32)
        return self._ending.odds(np.array(read)[0], frames_of(samples), language)

    def _language(self, features: object) -> str:
        (found,) = self._model.detect_language(features)
        return str(found[0][0]).strip("<|>")


def faster(file: Path, device: str, threads: int) -> FasterWhisper | None:
    """The CTranslate2 model of which *file* is the weights; None where faster-whisper is not installed or cannot open it."""
    if find_spec("faster_whisper") is None:
        return None
    if file.suffix != ".bin" or not file.with_name("tokenizer.json").is_file():
        return None
    try:
        import numpy as np
        from faster_whisper import WhisperModel

        precision = "int8" if device == "cpu" else "default"
        opened = WhisperModel(
            str(file.parent), device=device, compute_type=precision, cpu_threads=threads, local_files_only=True
        )
        return FasterWhisper(opened, ending(variables(file)[_CLOSING].astype(np.float32)))
    except Exception as error:  # noqa: BLE001 - an extra that fails in any way must not take the ears along
        _log.warning("faster-whisper cannot open %s: %s", file.parent.name, error)
        return None


def _loop(tokens: list[int]) -> int:
    """How many tokens were written when they began to repeat themselves, or 0."""
    return next((upto for upto in range(1, len(tokens) + 1) if repeats(tokens[:upto])), 0)
