"""Stretches of speech as text and as subtitles."""

from assistant_gui.core.ports import Segment
from assistant_gui.core.subtitles import srt, txt, vtt

SAID = [Segment(0.0, 2.5, "Hello there."), Segment(3661.0, 3662.25, "A <b>\n\n& then.")]


def test_text_has_a_line_for_each_stretch():
    assert txt(SAID[:1]) == "Hello there.\n"


def test_subrip_is_numbered_and_its_times_have_commas():
    assert srt(SAID) == (
        "1\n00:00:00,000 --> 00:00:02,500\nHello there.\n\n2\n01:01:01,000 --> 01:01:02,250\nA <b>\n& then.\n"
    )


def test_webvtt_has_a_heading_and_escapes_its_markup():
    assert vtt(SAID) == (
        "WEBVTT\n\n00:00:00.000 --> 00:00:02.500\nHello there.\n\n"
        "01:01:01.000 --> 01:01:02.250\nA &lt;b&gt;\n&amp; then.\n"
    )


def test_silence_is_an_empty_file_with_its_heading():
    assert (txt([]), srt([]), vtt([])) == ("", "", "WEBVTT\n")
