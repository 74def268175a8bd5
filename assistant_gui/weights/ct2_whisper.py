"""Whisper in CTranslate2 form -> openai-whisper's own checkpoint, converted once and kept beside it.

A CTranslate2 file is a list of named arrays. Its layout (version 6): u32 version,
string name, u32 revision, u32 count; then per variable string name, u8 rank, u32
sizes, u8 type, u32 bytes, the bytes; then aliases. A string is a u16 length with
its NUL inside.
"""

import logging
import re
import struct
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from assistant_gui import whole
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_

if TYPE_CHECKING:
    import numpy as np
    import torch

    Array = np.ndarray[tuple[int, ...], np.dtype[np.generic]]

CONVERTED = "whisper.pt"
"""The checkpoint's name, in the folder of the file that it was made of."""

_VERSION = 6
_TYPES = {0: "<f4", 1: "<i1", 2: "<i2", 3: "<i4", 4: "<f2"}
_log = logging.getLogger(__name__)


class Checkpoint(TypedDict):
    """What openai-whisper calls a checkpoint."""

    dims: dict[str, int]
    model_state_dict: dict[str, "torch.Tensor"]


def whisper_checkpoint(file: Path) -> Checkpoint:
    """The checkpoint in *file*: openai-whisper's ``.pt``, or a CTranslate2 ``model.bin``.

    A CTranslate2 file is converted at its first use; a folder that cannot be written only costs
    the conversion again next time. Raises AssistantError for anything else.
    """
    if not file.is_file():
        raise AssistantError(
            N_("The Whisper model {file} is not there."), N_("Get the model that listens again."), file=file
        )
    if file.suffix == ".pt":
        return _loaded(file)
    kept = file.with_name(CONVERTED)
    if kept.exists() and kept.stat().st_mtime >= file.stat().st_mtime:
        try:
            return _loaded(kept)
        except AssistantError:
            _log.warning("%s is damaged and is made again", kept)
    checkpoint = converted(variables(file), file.parent.name)
    try:
        _keep(checkpoint, kept)
    except OSError as error:
        _log.warning("%s could not be kept: %s", kept, error)
    return checkpoint


def variables(file: Path) -> dict[str, "Array"]:
    """Every array of a CTranslate2 Whisper file by its name; views on the file, nothing is read yet."""
    import numpy as np

    try:
        content = np.memmap(file, dtype=np.uint8, mode="r")
        return dict(_arrays(content))
    except (ValueError, KeyError, struct.error, UnicodeDecodeError) as error:
        raise AssistantError(
            N_("{file} is not a Whisper model that can be read."),
            N_("Remove the model and get it again, or choose another one that listens."),
            file=file.name,
        ) from error


def converted(found: Mapping[str, "Array"], name: str = "") -> Checkpoint:
    """The same weights under openai-whisper's names."""
    import torch

    state: dict[str, torch.Tensor] = {}
    try:
        for variable, array in found.items():
            for theirs, part in _renamed(variable, array):
                state[theirs] = torch.from_numpy(part.copy())
        return {"dims": _dimensions(found), "model_state_dict": state}
    except (KeyError, ValueError, IndexError, TypeError) as error:
        raise AssistantError(
            N_("The Whisper model {name} has parts that are not known here."),
            N_("Only models in float16 or float32 can be used: choose another one that listens."),
            name=name,
        ) from error


def _loaded(file: Path) -> Checkpoint:
    import torch

    try:
        checkpoint = torch.load(file, map_location="cpu", weights_only=True)
        return {"dims": dict(checkpoint["dims"]), "model_state_dict": dict(checkpoint["model_state_dict"])}
    except Exception as error:  # a hostile file makes the unpickler fail in any way
        raise AssistantError(
            N_("{file} is not a Whisper checkpoint that can be read safely."),
            N_("Remove the model and get it again, or choose another one that listens."),
            file=file.name,
        ) from error


def _keep(checkpoint: Checkpoint, target: Path) -> None:
    import torch

    with whole.written(target) as file:
        torch.save(checkpoint, file)


def _arrays(content: "Array") -> Iterator[tuple[str, "Array"]]:
    at = 0

    def number(code: str) -> int:
        nonlocal at
        at += struct.calcsize("<" + code)
        (value,) = struct.unpack("<" + code, bytes(content[at - struct.calcsize("<" + code) : at]))
        return int(value)

    def string() -> str:
        nonlocal at
        size = number("H")
        at += size
        return bytes(content[at - size : at]).rstrip(b"\0").decode()

    if number("I") != _VERSION or string() != "WhisperSpec":
        raise ValueError("not a Whisper file of CTranslate2, version 6")
    number("I")  # the revision of the layout inside; the names tell all that matters
    for _ in range(number("I")):
        name = string()
        shape = tuple(number("I") for _ in range(number("B")))
        kind = _TYPES[number("B")]
        size = number("I")
        raw = content[at : at + size]
        if len(raw) < size:
            raise ValueError("the file ends in the middle of " + name)
        at += size
        yield name, raw.view(kind).reshape(shape)


def _dimensions(found: Mapping[str, "Array"]) -> dict[str, int]:
    state, mels, _ = found["encoder/conv1/weight"].shape[0], *found["encoder/conv1/weight"].shape[1:]
    vocabulary, text_state = found["decoder/embeddings/weight"].shape
    return {
        "n_mels": mels,
        "n_audio_ctx": found["encoder/position_encodings/encodings"].shape[0],
        "n_audio_state": state,
        "n_audio_head": int(found["encoder/num_heads"]),
        "n_audio_layer": _layers(found, "encoder"),
        "n_vocab": vocabulary,
        "n_text_ctx": found["decoder/position_encodings/encodings"].shape[0],
        "n_text_state": text_state,
        "n_text_head": int(found["decoder/num_heads"]),
        "n_text_layer": _layers(found, "decoder"),
    }


def _layers(found: Mapping[str, "Array"], half: str) -> int:
    numbers = [int(hit[1]) for name in found if (hit := re.match(rf"{half}/layer_(\d+)/", name))]
    return max(numbers) + 1


_OUTSIDE = {
    "encoder/conv1": "encoder.conv1",
    "encoder/conv2": "encoder.conv2",
    "encoder/layer_norm": "encoder.ln_post",
    "decoder/layer_norm": "decoder.ln",
    "encoder/position_encodings/encodings": "encoder.positional_embedding",
    "decoder/position_encodings/encodings": "decoder.positional_embedding",
    "decoder/embeddings": "decoder.token_embedding",
}
_IN_A_LAYER = {
    "self_attention/layer_norm": ("attn_ln",),
    "self_attention/linear_0": ("attn.query", "attn.key", "attn.value"),
    "self_attention/linear_1": ("attn.out",),
    "attention/layer_norm": ("cross_attn_ln",),
    "attention/linear_0": ("cross_attn.query",),
    "attention/linear_1": ("cross_attn.key", "cross_attn.value"),
    "attention/linear_2": ("cross_attn.out",),
    "ffn/layer_norm": ("mlp_ln",),
    "ffn/linear_0": ("mlp.0",),
    "ffn/linear_1": ("mlp.2",),
}
"""Where several names stand, their rows are stacked in one array."""
_ENDINGS = {"weight": "weight", "bias": "bias", "gamma": "weight", "beta": "bias"}


def _renamed(variable: str, array: "Array") -> Iterator[tuple[str, "Array"]]:
    """(openai-whisper's name, its part of *array*) for one variable; nothing for mere settings."""
    import numpy as np

    if array.ndim == 0 or variable in {"decoder/alignment_heads", "decoder/alignment_layer"}:
        return
    if array.dtype.kind != "f":
        raise ValueError(f"{variable} is quantised")
    if variable in _OUTSIDE:
        yield _OUTSIDE[variable], array
        return
    place, _, ending = variable.rpartition("/")
    if place in _OUTSIDE:
        yield f"{_OUTSIDE[place]}.{_ENDINGS[ending]}", array
        return
    half, layer, inside = place.split("/", 2)
    blocks = f"{half}.blocks.{layer.removeprefix('layer_')}"
    names = _IN_A_LAYER[inside]
    for name, part in zip(names, np.split(array, len(names)), strict=True):
        if not (name.endswith(".key") and ending == "bias"):  # openai-whisper's keys have no bias; it is zero here
            yield f"{blocks}.{name}.{_ENDINGS[ending]}", part
