"""What a command prints, wherever it is printed."""

import io
from pathlib import Path

import pytest

from assistant_gui.core.errors import AssistantError
from assistant_gui.paths import Profile
from assistant_gui.running import commands_for, done_by_the_window, holding, make_readable
from tests.fakes import FakeTalk


@pytest.mark.parametrize(("as_json", "printed"), [(True, "✓ 答案"), (False, "? ??")])
def test_letters_that_a_place_does_not_know_break_nothing(as_json, printed):
    place = io.BytesIO()
    stream = io.TextIOWrapper(place, encoding="latin-1")

    make_readable(stream, as_json=as_json)
    stream.write("✓ 答案")
    stream.flush()

    assert place.getvalue().decode("utf-8") == printed


def test_the_talk_key_is_pressed_in_the_window_that_is_open(tmp_path: Path, capsys):
    talk, profile = FakeTalk(), Profile.opened(tmp_path)

    def window(app):
        app.talk = talk
        return commands_for(app)

    with holding(profile, lambda: None, window):
        code = done_by_the_window(profile, ["toggle-talk"])

    assert code == 0
    assert talk.told == ["toggle_talking"]
    assert capsys.readouterr().out == "Listening…\n"


def test_without_a_window_the_talk_key_says_so(tmp_path: Path):
    with pytest.raises(AssistantError, match="No window is open"):
        done_by_the_window(Profile.opened(tmp_path), ["toggle-talk"])
