"""Files on the command line."""

from pathlib import Path

import pytest

from assistant_gui.cli.attaching import attached
from assistant_gui.cli.out import Out
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.turn import Turn
from tests.fakes import FakeFiles


@pytest.fixture
def out() -> Out:
    return Out(lambda text: None, lambda text: None, as_json=True)


@pytest.fixture
def files() -> FakeFiles:
    return FakeFiles({"cat.png": "...", "letter.txt": "Dear Ada"}, room=100)


def test_a_picture_goes_to_a_model_that_sees(files, out):
    files.seeing = True

    (made,) = attached([Path("cat.png")], files, out, Turn())

    assert made.picture


def test_a_picture_is_refused_for_a_model_that_does_not_see_and_what_to_do_is_said(files, out):
    with pytest.raises(AssistantError, match="cannot see") as refused:
        attached([Path("cat.png")], files, out, Turn())

    assert "models list" in refused.value.hint


def test_pictures_count_among_what_must_fit(files, out):
    files.seeing, files.picture_cost = True, 200

    with pytest.raises(AssistantError, match="200 tokens, and 100 fit"):
        attached([Path("cat.png")], files, out, Turn())
