"""Which voice says a text."""

import pytest

from assistant_gui.core.voices import KnownVoice, chosen, for_language, parted, reads

VOICES = (
    KnownVoice("system-voice", "gb", "English", "en-gb", usual=True),
    KnownVoice("system-voice", "us", "English (America)", "en-us"),
    KnownVoice("system-voice", "de", "German", "de"),
    KnownVoice("system-voice", "cmn", "Mandarin", "cmn"),
    KnownVoice("system-voice", "yue", "Cantonese", "yue"),
    KnownVoice("piper-joe", "", "Joe", "en-us", usual=True),
    KnownVoice("piper-eva", "", "Eva", "fr-fr", usual=True),
)


@pytest.mark.parametrize(
    ("main", "by_language", "language", "key"),
    [
        ("system-voice:", {}, "", "system-voice:"),
        ("system-voice:", {}, "en", "system-voice:"),
        ("system-voice:", {}, "de", "system-voice:de"),
        ("system-voice:", {}, "zh", "system-voice:cmn"),
        ("system-voice:", {}, "fr", "piper-eva:"),  # of another model, if its own has none
        ("system-voice:", {}, "ko", "system-voice:"),  # nobody reads it
        ("system-voice:de", {}, "de", "system-voice:de"),
        ("system-voice:de", {}, "en", "system-voice:gb"),
        ("piper-joe:", {}, "de", "system-voice:de"),
        ("system-voice:", {"de": "piper-eva:"}, "de", "piper-eva:"),  # as the person likes
        ("system-voice:", {"zh": "system-voice:yue"}, "zh-TW", "system-voice:yue"),
        ("server:alloy", {}, "de", "server:alloy"),  # a server's voices read everything
        ("server:alloy", {"de": "system-voice:de"}, "de", "system-voice:de"),
    ],
)
def test_the_choice_for_the_language_then_the_main_voice_then_any_that_reads_it(main, by_language, language, key):
    assert chosen(main, by_language, language, VOICES)[0] == key


def test_the_plainest_voice_of_a_language_comes_first():
    odd = KnownVoice("system-voice", "odd", "English (Lancaster)", "en-gb-x-gbclan")

    assert for_language([odd, VOICES[1]], "en") == VOICES[1]


def test_an_id_may_hold_anything():
    assert parted("system-voice:HKEY:a:b") == ("system-voice", "HKEY:a:b")


def test_a_voice_without_a_language_reads_all():
    assert reads("", "de")
    assert reads("cmn", "zh-CN")
    assert not reads("en", "de")
