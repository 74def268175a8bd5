"""How recognition is compared with the plain one."""

import pytest

from assistant_gui.bench.voice.recognition import Compared, Timed, comparison, distance, remember, remembered, rows


@pytest.mark.parametrize(
    ("ours", "plain", "off"),
    [
        ("a b c", "a b c", 0),
        ("a x c", "a b c", 1),
        ("a c", "a b c", 1),
        ("a b c d", "a b c", 1),
        ("", "a b", 2),
    ],
)
def test_words_that_differ_are_counted(ours, plain, off):
    assert distance(ours.split(), plain.split()) == off


def test_spelling_that_does_not_matter_is_made_alike_first():
    compared = comparison("a", "Hello THERE", "hello there", str.lower)

    assert (compared.off, compared.words) == (0, 2)


def test_the_rows_tell_the_median_the_ratio_and_the_share():
    timed = [Timed("a", 0.1, 0.4), Timed("b", 0.2, 0.4), Timed("c", 0.3, 0.4)]
    compared = [Compared("a", "x", "x", 30, 1), Compared("b", "x", "y", 20, 1)]

    ms, ratio, off = rows(timed, compared)

    assert (ms.value, round(ratio.value, 3), off.value) == (200.0, 0.5, 4.0)
    assert (ms.trials, off.trials) == (3, 2)


def test_what_was_plainly_transcribed_is_kept(tmp_path):
    remember(tmp_path / "saved", {"a.wav": "Hello."})

    assert remembered(tmp_path / "saved") == {"a.wav": "Hello."}
    assert remembered(None) == {}
    assert remembered(tmp_path / "other") == {}
