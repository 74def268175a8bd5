"""The real faster-whisper behind the recogniser, where it is installed: ``pip install assistant-gui[faster]``."""

import csv
import io
import re
from pathlib import Path

import jiwer
import numpy as np
import pytest
import soundfile

from assistant_gui.core.turn import Turn
from assistant_gui.engine.asr.recogniser import Recogniser
from assistant_gui.engine.asr.recordings import Recording

pytest.importorskip("faster_whisper", reason="the extra is not installed")
pytestmark = [
    pytest.mark.model,
    pytest.mark.filterwarnings("ignore:unclosed file .*tiktoken:ResourceWarning"),  # whisper leaves its words open
]

DATA = Path(__file__).parent.parent / "data"
TABLE = (DATA / "transcripts.tsv").read_text(encoding="utf-8")
SPOKEN = {row["file"]: row["text"] for row in csv.DictReader(TABLE.splitlines(), delimiter="\t")}


@pytest.fixture(scope="module", params=["whisper-tiny.en", "whisper-base"])
def ears(request, models: Path) -> Recogniser:
    ears = Recogniser(models / request.param / "model.bin", device="cpu", threads=1, probe=lambda one, _: _liked(one))
    ears.warm()
    assert ears.library == "faster-whisper"
    return ears


def _liked(whisper) -> float:
    return 0.1 if whisper.library == "faster-whisper" else 1.0


def file(name: str) -> Recording:
    return Recording(io.BytesIO((DATA / name).read_bytes()))


def recording(samples: np.ndarray) -> Recording:
    file = io.BytesIO()
    soundfile.write(file, samples, 16_000, format="WAV", subtype="PCM_16")
    file.seek(0)
    return Recording(file)


def words(text: str) -> str:
    plain = " ".join(re.sub(r"[^a-z0-9 ]", " ", text.lower().replace("-", "")).split())
    return " ".join({"10": "ten", "4": "four"}.get(word, word) for word in plain.split())


def test_real_speech_is_recognised(ears):
    heard = {name: ears.recognise(file(name), "", Turn()) for name in SPOKEN}

    texts = [words(one.text) for one in heard.values()]
    assert jiwer.wer([words(text) for text in SPOKEN.values()], texts) <= 0.1, texts
    assert {one.language for one in heard.values()} == {"en"}


@pytest.mark.parametrize("level", [0.001, 0.01, 0.03])
def test_noise_is_no_speech_with_a_prompt_or_without(ears, level):
    noise = np.random.default_rng(1).normal(0, level, 16_000 * 3)

    assert ears.recognise(recording(noise), "en", Turn()).text == ""
    assert ears.recognise(recording(noise), "en", Turn(), prompt="Themisto, Ananke").text == ""


def test_times_are_told(ears):
    heard = ears.recognise(file("jfk.flac"), "en", Turn())

    starts = [one.start for one in heard.segments]
    assert starts == sorted(starts)
    assert heard.segments[-1].end > 8.0
