"""The settings file: read forgivingly, written whole."""

import os
import stat
from pathlib import Path

import pytest

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.settings import Settings, Shortcut, changed
from assistant_gui.store.preferences import Preferences, glimpse

WRITTEN = """\
# mine
welcomed = true
future = [1, 2]

[chat]
temperature = 1.5  # hot
mood = "kind"

[tomorrow]
x = 1
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def test_without_a_file_there_are_the_usual_settings(file):
    preferences = Preferences(file)

    assert preferences.current() == Settings()
    assert preferences.notices == ()
    assert not file.exists()


def test_a_change_is_there_after_opening_again(file):
    told = Preferences(file).change("chat.system_prompt", 'Be "kind".\n你好')

    assert told == changed(Settings(), "chat.system_prompt", 'Be "kind".\n你好')
    assert Preferences(file).current() == told


def test_only_what_was_changed_is_written(file):
    preferences = Preferences(file)
    preferences.change("chat.temperature", 0.25)
    preferences.change("welcomed", True)

    assert file.read_text() == "welcomed = true\n\n[chat]\ntemperature = 0.25\n" or (
        Preferences(file).current() == preferences.current() and file.read_text().count("=") == 2
    )


def test_comments_and_unknown_keys_are_kept(file):
    file.write_text(WRITTEN)
    preferences = Preferences(file)
    preferences.change("chat.top_p", 0.5)

    assert preferences.notices == ()
    assert preferences.current().chat.temperature == 1.5
    assert file.read_text() == WRITTEN.replace('mood = "kind"\n', 'mood = "kind"\ntop_p = 0.5\n')


def test_a_value_can_go_back_to_the_usual_one(file):
    file.write_text(WRITTEN)
    Preferences(file).change("chat.temperature", Settings().chat.temperature)

    assert Preferences(file).current().chat.temperature == Settings().chat.temperature


def test_a_setting_that_cannot_be_used_is_named_and_kept(file):
    file.write_text("[chat]\ntemperature = 99\ntop_p = 0.5\n")
    preferences = Preferences(file)
    preferences.change("welcomed", True)

    assert preferences.current().chat.temperature == Settings().chat.temperature
    assert preferences.current().chat.top_p == 0.5
    assert "chat.temperature must be at most 2" in str(preferences.notices[0])
    assert "temperature = 99" in file.read_text()


def test_an_area_that_is_no_table_is_replaced_when_needed(file):
    file.write_text("chat = 5\n")
    Preferences(file).change("chat.top_p", 0.5)

    assert Preferences(file).current().chat.top_p == 0.5


def test_a_value_that_is_wrong_is_refused_and_nothing_changes(file):
    preferences = Preferences(file)

    with pytest.raises(ValueError, match="at most 2"):
        preferences.change("chat.temperature", 3.0)

    assert preferences.current() == Settings()
    assert not file.exists()


@pytest.mark.parametrize(
    "damage", [b"[chat", b"\xff\xfe[\x00", b"x = \0", b"a = " + b"[" * 5000, b"welcomed = true\nwelcomed = true"]
)
def test_a_damaged_file_is_kept_and_named(file, damage):
    file.write_bytes(damage)
    preferences = Preferences(file)

    assert preferences.current() == Settings()
    assert "settings.toml.bad" in str(preferences.notices[0])
    assert file.with_name("settings.toml.bad").read_bytes() == damage
    assert not file.exists()
    assert Preferences(file).notices == ()


def test_a_file_cut_off_anywhere_lets_the_program_start(file):
    for length in range(len(WRITTEN)):
        file.write_text(WRITTEN[:length])
        Preferences(file).change("looks.font_points", 14)

        assert Preferences(file).current().looks.font_points == 14


def test_a_file_damaged_while_the_program_runs_is_kept(file):
    preferences = Preferences(file)
    file.write_text("[chat")
    preferences.change("chat.top_p", 0.5)

    assert file.with_name("settings.toml.bad").read_text() == "[chat"
    assert Preferences(file).current().chat.top_p == 0.5


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_nobody_else_can_read_them_and_a_link_stays_one(file, tmp_path):
    dotfile = tmp_path / "dotfiles.toml"
    dotfile.write_text("welcomed = true\n")
    file.symlink_to(dotfile)
    Preferences(file).change("chat.top_p", 0.5)

    assert file.is_symlink()
    assert stat.S_IMODE(dotfile.stat().st_mode) == 0o600
    assert sorted(each.name for each in tmp_path.iterdir()) == ["dotfiles.toml", "settings.toml"]


def test_a_disk_that_refuses_is_a_sentence_and_the_setting_stays(tmp_path):
    preferences = Preferences(tmp_path / "nowhere" / "settings.toml")

    with pytest.raises(AssistantError, match="cannot be stored"):
        preferences.change("chat.top_p", 0.5)

    assert preferences.current() == Settings()


def test_shortcuts_are_a_table_of_their_own(file):
    preferences = Preferences(file)
    preferences.change("shortcuts.new-chat", "Ctrl+M")
    preferences.change("shortcuts.stop", "")
    preferences.change("shortcuts.new-chat", "usual")

    assert file.read_text() == '[shortcuts]\nstop = ""\n'
    assert Preferences(file).current() == preferences.current()


def test_a_shortcut_that_is_no_text_is_passed_over_and_kept(file):
    file.write_text("[shortcuts]\nfuture = 3\n")
    preferences = Preferences(file)
    preferences.change("shortcuts.stop", "Ctrl+.")

    assert preferences.current().shortcuts == (Shortcut("stop", "Ctrl+."),)
    assert "future = 3" in file.read_text()


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ('[looks]\nlanguage = "zh_CN"\n', "zh_CN"),
        ('[looks]\nlanguage = "../../etc"\ntheme = "dark"\n', "system"),
        ("looks = 3\n", "system"),
        ("not toml at all [", "system"),
    ],
)
def test_a_glimpse_changes_nothing_whatever_the_file_is_like(file, written, wanted):
    file.write_text(written)

    assert glimpse(file).looks.language == wanted
    assert [one.name for one in file.parent.iterdir()] == ["settings.toml"]


def test_a_glimpse_of_no_file_shows_the_usual(file):
    assert glimpse(file) == Settings()


def test_a_language_that_is_left_to_the_usual_voice_again_leaves_the_file(file):
    preferences = Preferences(file)
    preferences.change("voices.de", "system-voice:gmw/de")
    assert Preferences(file).current().voices[0].voice == "system-voice:gmw/de"

    preferences.change("voices.de", "")

    assert Preferences(file).current().voices == ()
    assert "gmw/de" not in file.read_text()
