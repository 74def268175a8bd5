"""A toy Whisper, written in CTranslate2's form and read back as openai-whisper's checkpoint."""

import pickle
import struct
from pathlib import Path

import numpy as np
import pytest
import torch
from whisper.model import ModelDimensions, Whisper

from assistant_gui.core.errors import AssistantError
from assistant_gui.weights.ct2_whisper import CONVERTED, converted, variables, whisper_checkpoint

DIMENSIONS = ModelDimensions(
    n_mels=80,
    n_audio_ctx=1500,
    n_audio_state=8,
    n_audio_head=2,
    n_audio_layer=2,
    n_vocab=51864,
    n_text_ctx=16,
    n_text_state=8,
    n_text_head=2,
    n_text_layer=1,
)
_CODES = {"float32": 0, "int8": 1, "int16": 2, "float16": 4}


@pytest.fixture
def whisper() -> Whisper:
    torch.manual_seed(0)
    model = Whisper(DIMENSIONS)
    with torch.no_grad():
        for weight in model.parameters():
            weight.normal_()
    return model


@pytest.fixture
def file(whisper: Whisper, tmp_path: Path) -> Path:
    return written(as_ctranslate2(whisper), tmp_path / "model.bin")


def as_ctranslate2(model: Whisper) -> dict[str, np.ndarray]:
    """The inverse of the conversion, spelled out for every variable."""
    weights = {name: tensor.detach().numpy() for name, tensor in model.state_dict().items()}
    out: dict[str, np.ndarray] = {"encoder/num_heads": np.int16(2), "decoder/num_heads": np.int16(2)}
    out["decoder/alignment_heads"] = np.zeros((2, 2), np.int16)
    for ours, theirs in [
        ("encoder/conv1", "encoder.conv1"),
        ("encoder/conv2", "encoder.conv2"),
        ("encoder/layer_norm", "encoder.ln_post"),
        ("decoder/layer_norm", "decoder.ln"),
    ]:
        pair = ("gamma", "beta") if "norm" in ours else ("weight", "bias")
        out[f"{ours}/{pair[0]}"], out[f"{ours}/{pair[1]}"] = weights[f"{theirs}.weight"], weights[f"{theirs}.bias"]
    out["decoder/embeddings/weight"] = weights["decoder.token_embedding.weight"]
    for half, layers in (("encoder", 2), ("decoder", 1)):
        out[f"{half}/position_encodings/encodings"] = weights[f"{half}.positional_embedding"]
        for layer in range(layers):
            out |= _layer(weights, f"{half}.blocks.{layer}.", f"{half}/layer_{layer}/", cross=half == "decoder")
    return out


def _layer(weights: dict[str, np.ndarray], theirs: str, ours: str, *, cross: bool) -> dict[str, np.ndarray]:
    def stacked(*names: str) -> dict[str, np.ndarray]:
        biases = [weights.get(f"{theirs}{name}.bias", np.zeros(8, np.float32)) for name in names]
        rows = [weights[f"{theirs}{name}.weight"] for name in names]
        return {"weight": np.concatenate(rows), "bias": np.concatenate(biases)}

    def norm(name: str) -> dict[str, np.ndarray]:
        return {"gamma": weights[f"{theirs}{name}.weight"], "beta": weights[f"{theirs}{name}.bias"]}

    parts = {
        "self_attention/layer_norm": norm("attn_ln"),
        "self_attention/linear_0": stacked("attn.query", "attn.key", "attn.value"),
        "self_attention/linear_1": stacked("attn.out"),
        "ffn/layer_norm": norm("mlp_ln"),
        "ffn/linear_0": {end: weights[f"{theirs}mlp.0.{end}"] for end in ("weight", "bias")},
        "ffn/linear_1": {end: weights[f"{theirs}mlp.2.{end}"] for end in ("weight", "bias")},
    }
    if cross:
        parts |= {
            "attention/layer_norm": norm("cross_attn_ln"),
            "attention/linear_0": stacked("cross_attn.query"),
            "attention/linear_1": stacked("cross_attn.key", "cross_attn.value"),
            "attention/linear_2": stacked("cross_attn.out"),
        }
    return {f"{ours}{place}/{end}": array for place, ends in parts.items() for end, array in ends.items()}


def written(arrays: dict[str, np.ndarray], path: Path, *, version: int = 6) -> Path:
    def string(text: str) -> bytes:
        return struct.pack("<H", len(text) + 1) + text.encode() + b"\0"

    out = struct.pack("<I", version) + string("WhisperSpec") + struct.pack("<II", 3, len(arrays))
    for name, array in arrays.items():
        raw = array.tobytes()
        out += string(name) + struct.pack("<B", array.ndim) + struct.pack(f"<{array.ndim}I", *array.shape)
        out += struct.pack("<BI", _CODES[str(array.dtype)], len(raw)) + raw
    path.write_bytes(out + struct.pack("<I", 0))
    return path


def test_every_weight_arrives_where_whisper_looks_for_it(whisper, file):
    checkpoint = whisper_checkpoint(file)

    assert checkpoint["dims"] == vars(DIMENSIONS)
    assert set(checkpoint["model_state_dict"]) == set(whisper.state_dict())
    for name, tensor in whisper.state_dict().items():
        torch.testing.assert_close(checkpoint["model_state_dict"][name], tensor)


def test_it_is_converted_once(file):
    whisper_checkpoint(file)
    kept = file.with_name(CONVERTED)
    stamp = kept.stat().st_mtime_ns

    whisper_checkpoint(file)

    assert kept.stat().st_mtime_ns == stamp
    assert sorted(path.name for path in file.parent.iterdir()) == ["model.bin", CONVERTED]


def test_a_damaged_conversion_is_made_again(whisper, file):
    whisper_checkpoint(file)
    file.with_name(CONVERTED).write_bytes(b"half of it")

    checkpoint = whisper_checkpoint(file)

    assert set(checkpoint["model_state_dict"]) == set(whisper.state_dict())
    assert len(file.with_name(CONVERTED).read_bytes()) > 1000


def test_half_precision_is_kept_as_it_is(whisper, tmp_path):
    halves = {
        name: array.astype(np.float16) if array.dtype == np.float32 else array
        for name, array in as_ctranslate2(whisper).items()
    }

    checkpoint = whisper_checkpoint(written(halves, tmp_path / "model.bin"))

    assert {tensor.dtype for tensor in checkpoint["model_state_dict"].values()} == {torch.float16}


@pytest.mark.parametrize("content", [b"", b"not a model", b"\x06\0\0\0\x0c\0WhisperSpec\0\x03\0\0\0\xff\xff\xff\xff"])
def test_a_file_that_is_no_model_is_one_sentence(content, tmp_path):
    file = tmp_path / "model.bin"
    file.write_bytes(content)

    with pytest.raises(AssistantError, match=r"model\.bin is not a Whisper model"):
        whisper_checkpoint(file)

    assert not file.with_name(CONVERTED).exists()


@pytest.mark.parametrize("name", ["model.bin", "tiny.pt"])
def test_a_file_that_is_not_there_is_one_sentence(name, tmp_path):
    with pytest.raises(AssistantError, match="is not there"):
        whisper_checkpoint(tmp_path / name)


def test_a_file_that_was_cut_short_is_one_sentence(file):
    file.write_bytes(file.read_bytes()[:-5000])

    with pytest.raises(AssistantError, match="not a Whisper model"):
        variables(file)


def test_another_version_is_refused(whisper, tmp_path):
    with pytest.raises(AssistantError, match="not a Whisper model"):
        variables(written(as_ctranslate2(whisper), tmp_path / "model.bin", version=5))


def test_quantised_weights_are_refused(whisper):
    arrays = as_ctranslate2(whisper) | {"encoder/conv1/weight": np.zeros((8, 80, 3), np.int8)}

    with pytest.raises(AssistantError, match="parts that are not known"):
        converted(arrays, "toy")


class _Burglar:
    def __reduce__(self):
        return (Path.touch, (Path("/nonexistent/opened"),))


@pytest.mark.parametrize("how", ["pickle", "torch"])
def test_a_checkpoint_that_runs_code_is_not_read(how, tmp_path):
    file = tmp_path / "bad.pt"
    if how == "pickle":
        file.write_bytes(pickle.dumps(_Burglar(), protocol=2))
    else:
        torch.save({"dims": {}, "model_state_dict": _Burglar()}, file)

    with pytest.raises(AssistantError, match="can be read safely"):
        whisper_checkpoint(file)
