"""What answers, listens and speaks, and how."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant_gui.core.errors import AssistantError, NoModel
from assistant_gui.core.learning import Adapter
from assistant_gui.core.manner import Manner, Overflow
from assistant_gui.core.models import Format, Kind, Model, Served
from assistant_gui.core.ports import Sampling
from assistant_gui.core.settings import Settings, changed
from assistant_gui.session.choosing import Choosing
from tests.fakes import FakeShelf

TINY = Model("tiny", "Tiny", Kind.CHAT, Format.GGUF, 100, "MIT", "English", starter=True, installed=True, path="/tiny")
LARGE = replace(TINY, id="large", title="Large", download_bytes=900, starter=False, path="/large")
AWAY = replace(LARGE, id="away", title="Away", installed=False, path="")
LAME = replace(LARGE, id="lame", title="Lame", missing="it needs a graphics card")
VOICE = replace(TINY, id="voice", kind=Kind.VOICE, path="/voice")
PIRATE = Adapter("pirate", "pirate", "tiny", 0.0, 12, active=True)

SETTINGS = changed(changed(Settings(), "chat.model", "tiny"), "chat.person", "Ada")


def choosing(*adapters: Adapter) -> Choosing:
    def active(base: str) -> Adapter | None:
        return next((each for each in adapters if each.base == base and each.active), None)

    shelf = FakeShelf([TINY, LARGE, AWAY, LAME, VOICE])
    return Choosing(shelf, lambda: SETTINGS, active, lambda: adapters, Path("/adapters"))


def test_how_to_answer_is_as_in_the_settings_where_a_manner_leaves_it_open():
    chosen = choosing().choices(Manner("Help {name}.", temperature=0.0, seed=3, overflow=Overflow.SUMMARISE))

    assert chosen.system_prompt == "Help Ada."
    assert chosen.sampling == Sampling(0.0, SETTINGS.chat.top_p, SETTINGS.chat.max_tokens, 3)
    assert chosen.overflow is Overflow.SUMMARISE
    assert choosing().choices().system_prompt == SETTINGS.chat.system_prompt


@pytest.mark.parametrize(("model", "asked"), [("tiny", False), ("large", True)])
def test_only_a_model_larger_than_the_starter_is_asked_for_a_title(model, asked):
    assert choosing().choices(Manner(model=model)).writes_titles is asked


def test_a_model_that_cannot_answer_is_a_sentence():
    with pytest.raises(NoModel, match="is not on this machine"):
        choosing().choices(Manner(model="away"))
    with pytest.raises(AssistantError, match="it needs a graphics card"):
        choosing().choices(Manner(model="lame"))


def test_an_active_adapter_answers_on_its_base_alone():
    assert (choosing(PIRATE).choices().model, choosing(PIRATE).in_use()) == (
        "tiny@pirate",
        ("tiny@pirate", "Tiny + pirate"),
    )
    assert choosing(PIRATE).choices(Manner(model="large")).model == "large"
    assert choosing().in_use() == ("tiny", "Tiny")


def test_what_is_here_is_served_and_what_can_answer_is_offered():
    gone = replace(PIRATE, id="parrot", base="away")

    served = choosing(PIRATE, gone).served_chat()

    assert [each.name for each in served] == ["tiny", "large", "lame", "tiny@pirate"]
    assert served[-1] == Served("tiny@pirate", Format.GGUF, "/tiny", str(Path("/adapters/pirate")))
    assert [each.name for each in choosing().served_speech()] == ["voice"]
    assert [each.id for each in choosing().answering()] == ["tiny", "large"]


def test_an_adapter_is_served_as_strongly_as_the_person_set():
    served = choosing(replace(PIRATE, strength=0.5)).served_chat()

    assert [each.strength for each in served if each.adapter] == [0.5]
