"""Documents read in the reader role, as a process."""

import pytest

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.turn import Turn, TurnCancelled
from assistant_gui.remote.documents import document
from tests.documents import pdf


def test_a_document_is_read_by_a_process_of_its_own(tmp_path):
    file = tmp_path / "报告 final.pdf"
    file.write_bytes(pdf("The password is swordfish", "The end"))
    progress: list[float] = []

    made = document(file, tmp_path / "reader.log", Turn(), progress.append)

    assert made.media == "application/pdf"
    assert "swordfish" in made.text
    assert not made.cut
    assert progress == [0.5, 1.0]


def test_why_it_cannot_be_read_comes_across(tmp_path):
    file = tmp_path / "scan.pdf"
    file.write_bytes(pdf(""))

    with pytest.raises(AssistantError, match=r"scan\.pdf holds pictures"):
        document(file, tmp_path / "reader.log", Turn())


def test_reading_ends_when_nobody_wants_it_any_more(tmp_path):
    file = tmp_path / "many.pdf"
    file.write_bytes(pdf(*["page"] * 300))
    turn = Turn()

    with pytest.raises(TurnCancelled):
        document(file, tmp_path / "reader.log", turn, lambda _: turn.cancel())


def test_reading_that_takes_too_long_ends_with_a_sentence(tmp_path):
    file = tmp_path / "many.pdf"
    file.write_bytes(pdf(*["page"] * 300))

    with pytest.raises(AssistantError, match="too much memory or time"):
        document(file, tmp_path / "reader.log", Turn(), seconds=0)
