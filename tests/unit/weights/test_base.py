"""Opening a base model."""

import pytest
import torch

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.models import Format
from assistant_gui.weights.base import opened


def test_other_forms_are_refused(tmp_path):
    with pytest.raises(AssistantError, match="piper"):
        opened(Format.PIPER, tmp_path, torch.float32)


def test_a_missing_file_is_a_sentence(tmp_path):
    with pytest.raises(AssistantError, match="not there any more"):
        opened(Format.GGUF, tmp_path / "gone.gguf", torch.float32)


@pytest.mark.filterwarnings("ignore")  # libraries warn on their way to the error
def test_a_gguf_that_is_none_is_a_sentence(tmp_path):
    (tmp_path / "not.gguf").write_bytes(b"hello" * 100)

    with pytest.raises(AssistantError, match=r"not\.gguf"):
        opened(Format.GGUF, tmp_path / "not.gguf", torch.float32)


def test_pickles_are_not_read(tmp_path):
    (tmp_path / "config.json").write_text('{"model_type": "llama", "architectures": ["LlamaForCausalLM"]}')
    (tmp_path / "pytorch_model.bin").write_bytes(b"\x80\x04N.")

    with pytest.raises(AssistantError, match="safetensors"):
        opened(Format.FOLDER, tmp_path, torch.float32)
