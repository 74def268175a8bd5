"""Settings are declared once and checked by their declaration."""

import pytest

from assistant_gui.core.settings import LanguageVoice, Settings, Shortcut, changed, items


def test_every_setting_has_a_title_and_keeps_its_own_bounds():
    for key, value, meaning in items(Settings()):
        assert meaning.title, key
        assert changed(Settings(), key, value) == Settings()


def test_one_is_changed_and_the_rest_stays():
    settings = changed(Settings(), "chat.temperature", 1)

    assert settings.chat.temperature == 1.0
    assert changed(settings, "chat.temperature", Settings().chat.temperature) == Settings()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("chat.temperature", 9.0),
        ("chat.temperature", "hot"),
        ("chat.max_tokens", True),
        ("looks.theme", "pink"),
        ("chat.colour", "red"),
    ],
)
def test_what_makes_no_sense_is_refused(key, value):
    with pytest.raises(ValueError, match=key.split(".")[1]):
        changed(Settings(), key, value)


def test_a_shortcut_is_chosen_and_given_back():
    chosen = changed(changed(Settings(), "shortcuts.new-chat", "Ctrl+M"), "shortcuts.stop", "")
    given_back = changed(chosen, "shortcuts.new-chat", "usual")

    assert [(key, value) for key, value, _ in items(chosen) if key.startswith("shortcuts.")] == [
        ("shortcuts.new-chat", "Ctrl+M"),
        ("shortcuts.stop", ""),
    ]
    assert given_back.shortcuts == (Shortcut("stop", ""),)


@pytest.mark.parametrize(("key", "value"), [("shortcuts.new-chat", 3), ("shortcuts.New Chat!", "Ctrl+M")])
def test_a_shortcut_that_makes_no_sense_is_refused(key, value):
    with pytest.raises(ValueError, match="Ctrl"):
        changed(Settings(), key, value)


def test_voices_of_languages_are_a_table_of_their_own():
    chosen = changed(changed(Settings(), "voices.de", "system-voice:gmw/de"), "voices.zh", "piper-eva:")
    given_back = changed(chosen, "voices.zh", "")

    assert [(key, value) for key, value, _ in items(chosen) if key.startswith("voices.")] == [
        ("voices.de", "system-voice:gmw/de"),
        ("voices.zh", "piper-eva:"),
    ]
    assert given_back.voices == (LanguageVoice("de", "system-voice:gmw/de"),)
    with pytest.raises(ValueError, match="must be the name of a voice"):
        changed(Settings(), "voices.German!", "x")
