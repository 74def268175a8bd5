"""Which passes are made over a window, and which is believed; the passes come from a script."""

from dataclasses import dataclass, field

import numpy as np
import pytest

from assistant_gui.engine.asr.believing import Prompt, believed
from assistant_gui.engine.asr.guards import Signs
from assistant_gui.engine.asr.port import Pass

CALM = Signs(no_speech=0.01, mean_logprob=-0.2, compression=1.0)
QUIET = Signs(no_speech=0.9, mean_logprob=-1.2, compression=1.0)
LOOP = Signs(no_speech=0.01, mean_logprob=-0.1, compression=3.0)
NAMES = Prompt("Ananke, Themisto and Kallichore", (7, 8, 9))


@dataclass
class Script:
    """Each pass is a text and its signs; asked for more than there are, it fails."""

    passes: list[tuple[str, Signs]]
    speech: float = 2.0
    asked: list[dict] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def one_pass(self, language: str, *, frames: int, temperature: float = 0.0, prompt: tuple[int, ...] = ()) -> Pass:
        self.asked.append({"frames": frames, "temperature": temperature, "prompt": prompt})
        text, signs = self.passes[len(self.texts)]
        self.texts.append(text)
        return Pass((len(self.texts) - 1,), "en", signs)

    def hear(self, prompt: Prompt = NAMES, seconds: float = 3.0) -> str:
        window = np.zeros(int(16_000 * seconds), np.float32)
        said = believed(window, "en", prompt, self.one_pass, self._text, lambda _: self.speech)
        return self._text(said) if said.tokens else ""

    def _text(self, said: Pass) -> str:
        return self.texts[said.tokens[0]]


def test_a_calm_pass_is_enough():
    script = Script([("I saw Themisto.", CALM)])

    assert script.hear() == "I saw Themisto."
    assert script.asked == [{"frames": 512, "temperature": 0.0, "prompt": (7, 8, 9)}]


def test_a_prompt_read_back_out_of_silence_is_no_message():
    script = Script([("Themisto and Kallichore", CALM), ("you", QUIET)], speech=0.0)

    assert script.hear() == ""
    assert script.asked[1]["prompt"] == ()


def test_a_name_of_the_prompt_that_was_really_said_is_kept():
    script = Script([("Themisto", CALM)], speech=0.6)

    assert script.hear() == "Themisto"


def test_what_else_was_said_is_found_without_a_prompt_that_was_read_back():
    script = Script([("Ananke, Themisto and Kallichore", CALM), ("Yes.", CALM)], speech=0.3)

    assert script.hear() == "Yes."


def test_a_loop_is_tried_again_with_all_the_room_and_no_prompt():
    script = Script([("no no no no no no no no", LOOP), ("No.", CALM)])

    assert script.hear() == "No."
    assert script.asked[1] == {"frames": 1500, "temperature": 0.0, "prompt": ()}


@pytest.mark.parametrize("said", ["Thank you.", "you"])
def test_a_phrase_that_whisper_likes_needs_a_voice(said):
    faint = Signs(no_speech=0.2, mean_logprob=-0.4, compression=1.0)

    assert Script([(said, faint)], speech=0.0).hear(Prompt()) == ""
    assert Script([(said, faint)], speech=0.5).hear(Prompt()) == said
