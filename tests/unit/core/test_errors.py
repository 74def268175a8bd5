"""Errors for people."""

import pickle

import pytest

from assistant_gui.core.errors import AssistantError, using


def test_it_reads_as_what_happened_and_what_to_do():
    error = AssistantError("No file {file}.", "Check the name.", file="a.wav")

    assert str(error) == "No file a.wav. Check the name."


def test_it_survives_a_pipe():
    error = pickle.loads(pickle.dumps(AssistantError("No {file}.", file="x")))

    assert str(error) == "No x."


def test_what_the_system_says_against_a_place_becomes_a_sentence(tmp_path):
    with pytest.raises(AssistantError, match="gone cannot be used: No such file") as caught, using(tmp_path / "gone"):
        (tmp_path / "gone").read_bytes()

    assert "full" in str(caught.value)
