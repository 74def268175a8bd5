"""Errors for people."""

import json
import pickle
from pathlib import Path

import pytest

from assistant_gui.core.errors import AssistantError, received, sent, using


def test_it_reads_as_what_happened_and_what_to_do():
    error = AssistantError("No file {file}.", "Check the name.", file="a.wav")

    assert str(error) == "No file a.wav. Check the name."


def test_it_survives_a_pipe():
    error = pickle.loads(pickle.dumps(AssistantError("No {file}.", file="x")))

    assert str(error) == "No x."


def test_it_is_the_same_in_another_process_and_its_facts_are_text():
    error = received(json.loads(json.dumps(sent(AssistantError("No {file}.", "Check it.", file=Path("a.wav"))))))

    assert (error.message, error.hint, error.facts) == ("No {file}.", "Check it.", {"file": "a.wav"})


def test_what_the_system_says_against_a_place_becomes_a_sentence(tmp_path):
    with pytest.raises(AssistantError, match="gone cannot be used: No such file") as caught, using(tmp_path / "gone"):
        (tmp_path / "gone").read_bytes()

    assert "full" in str(caught.value)
