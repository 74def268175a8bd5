"""When a person is told that the ears know only English."""

import pytest

from assistant_gui.core.events import Failed
from assistant_gui.core.models import Format, Kind, Model
from assistant_gui.session.tongue import Tongue


def model(languages: str = "English") -> Model:
    return Model("tiny", "Whisper tiny, English", Kind.HEARING, Format.CT2_WHISPER, 1, "MIT", languages, "")


def told(*checks: tuple[Model, str, str]) -> list[str]:
    events: list = []
    tongue = Tongue(events.append)
    for check in checks:
        tongue.check(*check)
    assert all(isinstance(event, Failed) and event.turn == 0 for event in events)
    return [str(event.error) for event in events]


@pytest.mark.parametrize(("wanted", "system"), [("", "zh_CN.UTF-8"), ("", "de"), ("zh", "en_GB"), ("german", "C")])
def test_somebody_of_another_language_is_told_which_model_to_get(wanted, system):
    (sentence,) = told((model(), wanted, system))

    assert "understands only English" in sentence
    assert "Whisper base" in sentence


@pytest.mark.parametrize(("wanted", "system"), [("", "en_US.UTF-8"), ("", "C.UTF-8"), ("", ""), ("en", "zh_CN")])
def test_somebody_who_speaks_english_is_not(wanted, system):
    assert told((model(), wanted, system)) == []


def test_a_model_of_many_languages_needs_no_word():
    assert told((model("99 languages"), "", "zh_CN")) == []


def test_it_is_said_once():
    assert len(told((model(), "", "zh_CN"), (model(), "", "zh_CN"))) == 1
