"""Which library hears, and what is asked of it; the Whispers come from a script."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from whisper.tokenizer import get_tokenizer

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.turn import Turn
from assistant_gui.engine.asr.guards import Signs
from assistant_gui.engine.asr.port import LONGEST_PROMPT, Pass
from assistant_gui.engine.asr.probing import some_speech
from assistant_gui.engine.asr.recogniser import Recogniser

pytestmark = pytest.mark.filterwarnings("ignore:unclosed file .*tiktoken:ResourceWarning")  # whisper leaves it open

CALM = Signs(no_speech=0.01, mean_logprob=-0.2, compression=1.0)


@dataclass
class ScriptedWhisper:
    library: str = "openai-whisper"
    multilingual: bool = True
    language: str = "en"
    text: str = " Ask not."
    seconds: float = 0.2
    prompts: list[tuple[int, ...]] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)

    def tokenizer(self, language: str):
        return get_tokenizer(self.multilingual, num_languages=99, language=language or None, task="transcribe")

    def one_pass(self, samples, language, turn, *, frames, temperature=0.0, prompt=()):
        self.prompts.append(prompt)
        self.languages.append(language)
        return Pass(tuple(self.tokenizer("").encode(self.text)), language or self.language, CALM)


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
