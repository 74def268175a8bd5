"""Errors for people."""

import pickle

from assistant_gui.core.errors import AssistantError


def test_it_reads_as_what_happened_and_what_to_do():
    error = AssistantError("No file {file}.", "Check the name.", file="a.wav")

    assert str(error) == "No file a.wav. Check the name."


def test_it_survives_a_pipe():
    error = pickle.loads(pickle.dumps(AssistantError("No {file}.", file="x")))

    assert str(error) == "No x."
