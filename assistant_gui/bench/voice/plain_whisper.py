"""``whisper.transcribe`` as its authors wrote it, in a process of its own: what our recognition is measured against.

``python -m assistant_gui.bench.voice.plain_whisper CHECKPOINT`` reads names of sound files
from stdin, one a line, and answers each with a line of JSON: ``{"seconds": ..., "text": ...}``.
The first line it writes, ``{}``, says that the model is loaded and warm.
"""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Plain:
    seconds: float
    text: str


class PlainWhisper:
    """Made by :func:`plain_whisper`."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self._answer()

    def transcribe(self, file: Path) -> Plain:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{file.absolute()}\n")
        self._process.stdin.flush()
        answer = self._answer()
        return Plain(float(str(answer["seconds"])), str(answer["text"]))

    def _answer(self) -> dict[str, object]:
        assert self._process.stdout is not None
        answer = json.loads(self._process.stdout.readline() or "null")
        if not isinstance(answer, dict):
            raise RuntimeError("plain whisper ended")
        return answer


@contextmanager
def plain_whisper(checkpoint: Path) -> Iterator[PlainWhisper]:
    """The model in the file *checkpoint*, as the catalogue names it, loaded and warm."""
    command = [sys.executable, "-m", "assistant_gui.bench.voice.plain_whisper", str(checkpoint)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield PlainWhisper(process)
    finally:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.close()
        process.wait(20)
        process.stdout.close()


def main() -> None:
    import numpy as np
    import soundfile
    import soxr
    import whisper

    from assistant_gui.weights.ct2_whisper import whisper_checkpoint

    checkpoint = whisper_checkpoint(Path(sys.argv[1]))
    model = whisper.model.Whisper(whisper.model.ModelDimensions(**checkpoint["dims"]))
    model.load_state_dict(checkpoint["model_state_dict"])
    model.eval()

    def transcribed(samples: "np.ndarray[tuple[int], np.dtype[np.float32]]") -> str:
        return str(whisper.transcribe(model, samples, fp16=False, language="en")["text"]).strip()

    def tell(answer: dict[str, object]) -> None:
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()

    transcribed(np.zeros(16_000, dtype=np.float32))
    tell({})
    for line in sys.stdin:
        samples, rate_hz = soundfile.read(line.rstrip("\n"), dtype="float32", always_2d=True)
        sound = np.asarray(soxr.resample(samples[:, 0], rate_hz, 16_000), dtype=np.float32)
        began = time.perf_counter()
        text = transcribed(sound)
        tell({"seconds": time.perf_counter() - began, "text": text})


if __name__ == "__main__":
    main()
