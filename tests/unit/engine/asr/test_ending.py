"""What is weighed of an encoder's frames to tell that all is said, and for which models that was learned."""

import numpy as np
import pytest

from assistant_gui import assets
from assistant_gui.engine.asr.ending import SPANS, Ending, ending, identity, summary

WIDTH = 4
FRAMES = np.random.default_rng(5).standard_normal((200, WIDTH)).astype(np.float32)
ROWS = len(SPANS) + 1


def weights(row: int, column: int) -> np.ndarray:
    found = np.zeros((ROWS, WIDTH), np.float32)
    found[row, column] = 1
    return found


@pytest.mark.parametrize(("row", "span"), list(enumerate(SPANS)))
def test_each_span_is_the_mean_of_its_frames_counted_from_the_end_of_the_sound(row, span):
    began, upto = span

    odds = Ending(weights(row, 2), 0.5, frozenset({"en"})).odds(FRAMES, 100, "en")

    assert odds == pytest.approx(0.5 + FRAMES[100 + began : 100 + upto, 2].mean(), abs=1e-5)


def test_the_last_row_is_how_much_the_voice_moved():
    odds = Ending(weights(ROWS - 1, 1), 0, frozenset({"en"})).odds(FRAMES, 100, "en")

    assert odds == pytest.approx(FRAMES[40:100, 1].std(), abs=1e-5)


@pytest.mark.parametrize(("end", "language"), [(20, "en"), (150, "en"), (100, "zh"), (100, "")])
def test_where_it_was_not_learned_nothing_is_told(end, language):
    assert Ending(weights(0, 0), 0, frozenset({"en"})).odds(FRAMES, end, language) is None


def test_a_short_sound_is_summed_up_by_what_there_is():
    assert np.isfinite(summary(FRAMES, 30)).all()


def test_a_model_that_nothing_was_learned_for_has_no_weights():
    assert ending(np.ones(WIDTH, np.float32)) is None


def test_a_model_is_known_by_its_gain_however_exactly_it_is_kept():
    gain = FRAMES[0]

    assert identity(gain) == identity(gain.astype(np.float16)) == identity(gain.astype(np.float64))
    assert identity(gain) != identity(FRAMES[1])


def test_what_is_shipped_fits_the_sizes_of_its_models():
    shipped = [np.load(file) for file in assets.path("endings").glob("*.npz")]

    assert {one["weights"].shape for one in shipped} == {(ROWS, 384), (ROWS, 512)}
    assert all("en" in one["languages"] for one in shipped)
