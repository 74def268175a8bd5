"""Which language is spoken to whom."""

from datetime import datetime

import pytest

from assistant_gui import languages
from assistant_gui.core import language
from assistant_gui.core.errors import AssistantError
from assistant_gui.session.instructions import filled


@pytest.fixture(autouse=True)
def english_again():
    yield
    languages.speak("en")


@pytest.mark.parametrize(
    ("tag", "spoken"),
    [
        ("zh_CN.UTF-8", "zh_CN"),
        ("zh-Hans-SG", "zh_CN"),
        ("zh", "zh_CN"),
        ("zh_TW.UTF-8", "en"),  # another script
        ("zh-Hant-HK", "en"),
        ("de_DE", "en"),
        ("C", "en"),
        ("", "en"),
    ],
)
def test_a_system_is_spoken_to_in_its_language_where_there_is_one(tag, spoken):
    assert languages.supported(tag) == spoken


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh_CN.UTF-8"),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, "zh_CN.UTF-8"),
        ({"LANG": "de_DE.UTF-8", "LANGUAGE": "zh_CN:en"}, "zh_CN"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "C"}, "C"),
    ],
)
def test_the_environment_says_what_the_system_speaks(environment, said):
    assert languages.system_language(environment) == said


def test_what_is_chosen_is_spoken_and_left_again():
    languages.speak("zh_CN")
    chinese = language.translated("Settings")
    languages.speak("en")

    assert chinese == "设置"
    assert language.translated("Settings") == "Settings"


def test_instructions_name_the_language_as_its_speakers_do():
    languages.speak("zh_CN")
    chinese = filled("Answer in {language}.", datetime(2026, 11, 30))
    languages.speak("en")

    assert chinese == "Answer in 简体中文."
    assert filled("Answer in {language}.", datetime(2026, 11, 30)) == "Answer in English."


def test_an_error_speaks_the_language_of_the_moment_it_is_read():
    error = AssistantError("{title} is not on this machine.", title="SmolLM2")

    languages.speak("zh_CN")

    assert "SmolLM2" in str(error)
    assert "not on this machine" not in str(error)
