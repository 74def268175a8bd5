"""Scripted engines, as the program finds them behind its own seam."""

from pathlib import Path

import numpy as np
import soxr

from assistant_gui.app import App
from assistant_gui.bench.rig import RATE_HZ
from assistant_gui.bench.voice.scripted import scripted
from assistant_gui.bench.voice.tones import heard_words
from assistant_gui.core.ports import Piece, Sampling
from assistant_gui.core.sound import joined
from assistant_gui.core.turn import Turn
from assistant_gui.paths import Profile


def test_the_program_speaks_with_a_voice_that_is_elsewhere(tmp_path: Path) -> None:
    app = App(Profile.opened(tmp_path / "person"))

    with scripted("", tones=True) as elsewhere, app.beside(tmp_path / "bench", elsewhere) as program:
        sound = joined(list(program.voice.speak("Alpha foxtrot lima.", Turn())))

    samples = np.frombuffer(sound.pcm, dtype="<i2") / np.float32(32768)
    heard = heard_words(np.asarray(soxr.resample(samples.astype(np.float32), sound.rate_hz, RATE_HZ), dtype=np.float32))
    assert [word.word for word in heard] == ["alpha", "foxtrot", "lima"]


def test_the_program_thinks_with_an_engine_that_is_elsewhere(tmp_path: Path) -> None:
    app = App(Profile.opened(tmp_path / "person"))

    with scripted("alpha bravo. kilo.") as elsewhere, app.beside(tmp_path / "bench", elsewhere) as program:
        parts = list(program.thinker.reply("any", [("user", "Hello?")], Sampling(), Turn()))

    assert "".join(part.text for part in parts if isinstance(part, Piece)) == "alpha bravo. kilo."
