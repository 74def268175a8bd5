"""Which library hears, and what is asked of it; the Whispers come from a script."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from whisper.tokenizer import get_tokenizer

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.turn import Turn
from assistant_gui.engine.asr.guards import Signs
from assistant_gui.engine.asr.port import LONGEST_PROMPT, Pass
from assistant_gui.engine.asr.probing import some_speech
from assistant_gui.engine.asr.recogniser import Recogniser

pytestmark = pytest.mark.filterwarnings("ignore:unclosed file .*tiktoken:ResourceWarning")  # whisper leaves it open

RATE_HZ = 16_000
CALM = Signs(no_speech=0.01, mean_logprob=-0.2, compression=1.0)


@dataclass
class ScriptedWhisper:
    library: str = "openai-whisper"
    multilingual: bool = True
    language: str = "en"
    text: str = " Ask not."
    seconds: float = 0.2
    ending: float | None = None
    prompts: list[tuple[int, ...]] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)

    def tokenizer(self, language: str):
        return get_tokenizer(self.multilingual, num_languages=99, language=language or None, task="transcribe")

    def one_pass(self, samples, language, turn, *, frames, temperature=0.0, prompt=()):
        self.prompts.append(prompt)
        self.languages.append(language)
        return Pass(tuple(self.tokenizer("").encode(self.text)), language or self.language, CALM, self.ending)


class Speech:
    """A recording in memory."""

    silent = False

    def window(self, at: int, most: int):
        return some_speech()[at : at + most]

    def reaches(self, place: int) -> bool:
        return place < len(some_speech())


def recogniser(first: ScriptedWhisper, rival: ScriptedWhisper | None = None) -> Recogniser:
    return Recogniser(
        Path("model.bin"),
        device="cpu",
        threads=1,
        load=lambda _file, _device: first,
        rival=lambda _file, _device, _threads: rival,
        probe=lambda whisper, _lock: whisper.seconds,
    )


def test_without_another_library_openai_whisper_hears():
    ears = recogniser(ScriptedWhisper())

    assert ears.library == ""
    ears.warm()
    assert ears.library == "openai-whisper"


@pytest.mark.parametrize(("seconds", "library"), [(0.1, "faster-whisper"), (0.19, "openai-whisper")])
def test_another_library_takes_over_where_it_is_clearly_quicker(seconds, library):
    ears = recogniser(ScriptedWhisper(seconds=0.2), ScriptedWhisper("faster-whisper", seconds=seconds))

    ears.warm()

    assert ears.library == library


def test_a_language_that_was_found_out_is_told():
    heard = recogniser(ScriptedWhisper(language="zh", text="你好。")).recognise(Speech(), "", Turn())

    assert (heard.text, heard.language) == ("你好。", "zh")


def test_how_the_end_sounds_is_told():
    assert recogniser(ScriptedWhisper(ending=-2.5)).recognise(Speech(), "en", Turn()).ending == -2.5
    assert recogniser(ScriptedWhisper()).recognise(Speech(), "en", Turn()).ending is None


def test_a_fixed_language_is_not_found_out():
    whisper = ScriptedWhisper()

    recogniser(whisper).recognise(Speech(), "German", Turn())

    assert whisper.languages == ["de"]


def test_a_model_that_knows_only_english_says_so_and_which_to_get():
    with pytest.raises(AssistantError) as refusal:
        recogniser(ScriptedWhisper(multilingual=False)).recognise(Speech(), "de", Turn())

    assert "understands only English" in str(refusal.value)
    assert "Whisper base" in str(refusal.value)


def test_of_a_long_prompt_the_end_is_listened_for():
    whisper = ScriptedWhisper()

    recogniser(whisper).recognise(Speech(), "en", Turn(), prompt="first " + "word " * 500 + "last")

    (prompt,) = whisper.prompts
    assert len(prompt) == LONGEST_PROMPT
    assert whisper.tokenizer("").decode(list(prompt)).endswith(" word last")


def test_a_mark_in_a_prompt_is_mere_letters():
    whisper = ScriptedWhisper()

    recogniser(whisper).recognise(Speech(), "en", Turn(), prompt="<|endoftext|>")

    assert max(whisper.prompts[0]) < whisper.tokenizer("").eot


class Talk:
    """Two minutes in which somebody speaks all the time but for a breath, from 27 s on, in each half minute."""

    silent = False

    def __init__(self):
        self.windows: list[int] = []
        samples = np.random.default_rng(0).normal(0, 0.1, 120 * RATE_HZ).astype(np.float32)
        for start in range(27, 120, 30):
            samples[start * RATE_HZ : round((start + 0.4) * RATE_HZ)] = 0
        self.samples = samples

    def window(self, at: int, most: int):
        self.windows.append(at)
        return self.samples[at : at + most]

    def reaches(self, place: int) -> bool:
        return place < len(self.samples)


def test_a_long_recording_is_cut_where_somebody_takes_breath_and_no_word_is_left_out():
    recording = Talk()

    heard = list(recogniser(ScriptedWhisper()).windows(recording, "en", Turn()))

    first, second = (at / RATE_HZ for at in recording.windows[1:3])
    assert 27 < first < 27.4
    assert 57 - 0.2 < second < 57.4
    assert all(each.segments for each in heard)  # though none of them ends with a mark of time


class TwoSpeakers:
    """Somebody speaks for five seconds, and after twelve of silence again."""

    silent = False

    def __init__(self):
        pause = np.random.default_rng(0).normal(0, 0.0005, 12 * RATE_HZ).astype(np.float32)
        self.samples = np.concatenate((some_speech(), pause, some_speech(), pause[: 3 * RATE_HZ]))
        self.windows: list[int] = []

    def window(self, at: int, most: int):
        self.windows.append(at)
        return self.samples[at : at + most]

    def reaches(self, place: int) -> bool:
        return place < len(self.samples)


class StopsEarly(ScriptedWhisper):
    """Writes what is said first and no more."""

    def one_pass(self, samples, language, turn, *, frames, temperature=0.0, prompt=()):
        mark = self.tokenizer("").timestamp_begin
        seconds = len(some_speech()) / RATE_HZ
        tokens = (mark, *self.tokenizer("").encode(self.text), mark + round(seconds / 0.02))
        return Pass(tokens, "en", CALM)


def test_what_is_said_after_a_long_pause_is_read_again_where_whisper_wrote_no_more():
    recording = TwoSpeakers()

    heard = list(recogniser(StopsEarly()).windows(recording, "en", Turn()))

    first = len(some_speech()) / RATE_HZ
    assert recording.windows[1] / RATE_HZ == pytest.approx(first, abs=0.1)
    assert len([each for each in heard if each.segments]) >= 2
