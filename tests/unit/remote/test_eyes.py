"""Pictures looked at by the reader role."""

import pytest

from assistant_gui.core.attached import attached
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.turn import Turn, TurnCancelled
from assistant_gui.remote.eyes import RemoteEyes, looked_at
from tests.pictures import RED


@pytest.fixture
def eyes(tmp_path) -> RemoteEyes:
    return RemoteEyes(tmp_path / "reader.log")


def test_a_picture_is_made_fit_once(eyes):
    made = attached("red.png", "image/png", RED, "")
    asked: list[str] = []

    def content() -> bytes:
        asked.append("content")
        return made.content

    first = eyes.look(made.attachment, content, Turn())
    again = eyes.look(made.attachment, content, Turn())

    assert first is not None
    assert first.media == "image/png"
    assert again is first
    assert asked == ["content"]


def test_what_is_no_picture_is_not_looked_at(eyes):
    note = attached("note.txt", "text/plain", b"Hi", "Hi")

    assert eyes.look(note.attachment, lambda: pytest.fail("asked"), Turn()) is None


def test_one_that_is_not_stored_yet_may_be_later(eyes):
    made = attached("red.png", "image/png", RED, "")

    assert eyes.look(made.attachment, lambda: None, Turn()) is None
    assert eyes.look(made.attachment, lambda: RED, Turn()) is not None


def test_a_damaged_one_is_not_sent(eyes):
    made = attached("red.png", "image/png", RED[:40], "")

    assert eyes.look(made.attachment, lambda: made.content, Turn()) is None


def test_a_damaged_one_is_one_sentence(tmp_path):
    with pytest.raises(AssistantError, match="damaged"):
        looked_at(b"no", tmp_path / "reader.log", Turn())


def test_who_is_cut_short_does_not_wait(tmp_path):
    turn = Turn()
    turn.cancel()

    with pytest.raises(TurnCancelled):
        looked_at(RED, tmp_path / "reader.log", turn)
