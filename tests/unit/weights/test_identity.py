"""Which model a file or folder is."""

import hashlib
import json

import gguf
import numpy as np
import pytest
from safetensors.numpy import save_file

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.models import Format
from assistant_gui.weights.identity import identity
from assistant_gui.weights.templates import CHATML


@pytest.fixture
def model(tmp_path):
    """Write a GGUF file with these tokens and this template."""

    def made(tokens=("a", "b"), template="{{ messages }}", name="model.gguf"):
        writer = gguf.GGUFWriter(str(tmp_path / name), "llama")
        writer.add_token_list(list(tokens))
        if template:
            writer.add_chat_template(template)
        writer.add_tensor("x", np.ones((2, 32), np.float32))
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_tensors_to_file()
        writer.close()
        return tmp_path / name

    return made


@pytest.fixture
def known(tmp_path):
    return tmp_path / "bases.json"


def test_it_is_the_hash_of_the_file(model, known):
    file = model()

    found = identity(Format.GGUF, file, known)

    assert found.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    assert found.template_sha256 == hashlib.sha256(b"{{ messages }}").hexdigest()


def test_another_vocabulary_is_another_tokenizer(model, known):
    one, other = (identity(Format.GGUF, model(tokens, name=f"{tokens}.gguf"), known) for tokens in ("ab", "ac"))

    assert one.tokenizer_sha256 != other.tokenizer_sha256
    assert one.template_sha256 == other.template_sha256


def test_a_model_without_a_template_has_the_usual_one(model, known):
    found = identity(Format.GGUF, model(template=""), known)

    assert found.template_sha256 == hashlib.sha256(CHATML.encode()).hexdigest()


def test_gigabytes_are_read_once_and_again_when_they_change(model, known):
    file = model()
    first = identity(Format.GGUF, file, known)
    told = json.loads(known.read_text())
    told[str(file)]["identity"]["sha256"] = "remembered"
    known.write_text(json.dumps(told))

    assert identity(Format.GGUF, file, known).sha256 == "remembered"
    model(tokens="abc")
    assert identity(Format.GGUF, file, known).sha256 not in ("remembered", first.sha256)


def test_a_folder_is_all_its_weights_its_tokenizer_and_its_template(tmp_path, known):
    save_file({"x": np.ones(2, np.float32)}, tmp_path / "model.safetensors")
    (tmp_path / "tokenizer.json").write_text("{}")
    named = [{"name": "tool", "template": "no"}, {"name": "default", "template": "yes"}]
    (tmp_path / "tokenizer_config.json").write_text(json.dumps({"chat_template": named}))

    found = identity(Format.FOLDER, tmp_path, known)

    assert found.sha256 == hashlib.sha256((tmp_path / "model.safetensors").read_bytes()).hexdigest()
    assert found.tokenizer_sha256 == hashlib.sha256(b"{}").hexdigest()
    assert found.template_sha256 == hashlib.sha256(b"yes").hexdigest()


def test_a_model_that_is_gone_is_a_sentence(tmp_path, known):
    with pytest.raises(AssistantError, match="cannot be read"):
        identity(Format.GGUF, tmp_path / "gone.gguf", known)
