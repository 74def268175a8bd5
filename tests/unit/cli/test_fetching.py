"""What is said of a model that was fetched."""

from dataclasses import replace

from assistant_gui.cli.fetching import fetch
from assistant_gui.cli.out import Out
from assistant_gui.core.models import Format, Kind, Model
from assistant_gui.core.turn import Turn
from tests.fakes import FakeShelf

VOICE = Model("voice", "Voice", Kind.VOICE, Format.SYSTEM, 0, "", "")


def said_of(model: Model) -> tuple[list[str], list[str]]:
    answered: list[str] = []
    aside: list[str] = []
    fetch(model.id, FakeShelf([model]), Out(answered.append, aside.append, as_json=False), Turn())
    return answered, aside


def test_a_model_that_came_is_here():
    assert said_of(VOICE) == (["Voice is here.\n"], [])


def test_a_model_that_lacks_something_is_not_said_to_be_here():
    lacking = replace(VOICE, missing="espeak-ng is not installed.")

    assert said_of(lacking) == ([], ["Voice: espeak-ng is not installed.\n"])
