"""When there is no faster-whisper to take over; what it hears is tested with the real one."""

import logging
from importlib.util import find_spec

import pytest

from assistant_gui.engine.asr.faster import faster

installed = find_spec("faster_whisper") is not None


def test_a_checkpoint_of_openai_whisper_is_not_for_it(tmp_path):
    (tmp_path / "tokenizer.json").write_text("{}")

    assert faster(tmp_path / "small.pt", "cpu", 1) is None


def test_a_model_without_its_words_is_not_opened(tmp_path):
    assert faster(tmp_path / "model.bin", "cpu", 1) is None


@pytest.mark.skipif(installed, reason="faster-whisper is installed")
def test_without_the_library_nothing_is_tried(tmp_path, caplog):
    (tmp_path / "tokenizer.json").write_text("{}")

    with caplog.at_level(logging.WARNING):
        assert faster(tmp_path / "model.bin", "cpu", 1) is None

    assert not caplog.records


@pytest.mark.skipif(not installed, reason="faster-whisper is not installed")
def test_a_damaged_model_is_only_logged(tmp_path, caplog):
    (tmp_path / "tokenizer.json").write_text("{}")
    (tmp_path / "model.bin").write_bytes(b"no weights")

    with caplog.at_level(logging.WARNING):
        assert faster(tmp_path / "model.bin", "cpu", 1) is None

    assert "faster-whisper cannot open" in caplog.text
