"""A base model opened for training or for transformers: a GGUF file, dequantised, or a Hugging Face folder.

Only safetensors and GGUF are read, and no code that comes with a model is ever run.
"""

import functools
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.core.models import Format
from assistant_gui.weights import shortage

if TYPE_CHECKING:
    import torch
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Base:
    """A causal language model in memory, with what turns text into its tokens."""

    model: "PreTrainedModel"
    tokenizer: "PreTrainedTokenizerBase"
    stops: tuple[int, ...]
    """Tokens that end an answer."""


def opened(format: Format, path: Path, dtype: "torch.dtype", *, seeing: bool = False) -> Base:
    """Open the model at *path* on the CPU, if *seeing* with the part that looks at pictures. Raises AssistantError when it is not one."""
    if format not in (Format.GGUF, Format.FOLDER):
        raise AssistantError(
            N_("A model in the form {format} cannot be opened here."),
            N_("Choose a GGUF or safetensors chat model."),
            format=format,
        )
    if not path.exists():
        raise AssistantError(N_("The model at {path} is not there any more."), N_("Get it again."), path=path)
    try:
        model, tokenizer = _of_gguf(path, dtype) if format is Format.GGUF else _of_folder(path, dtype, seeing=seeing)
    except Exception as error:  # libraries say in many ways that a file is not what it should be
        if shortage.ran_out(error):
            raise
        _log.warning("cannot open %s", path, exc_info=True)
        raise AssistantError(
            N_("{path} cannot be opened as a model: {reason}."),
            N_("Verify the model or choose another one."),
            path=path.name,
            reason=str(error).splitlines()[0].rstrip(".") if str(error) else type(error).__name__,
        ) from error
    model.requires_grad_(False)
    return Base(model, tokenizer, _stops(model, tokenizer))


@dataclass(frozen=True, slots=True)
class Spoken:
    """What turns text into the tokens of a model, without the model."""

    tokenizer: "PreTrainedTokenizerBase"
    stops: tuple[int, ...]
    """Tokens that end an answer."""


def spoken(format: Format, path: Path) -> Spoken:
    """The tokenizer of the model at *path*; no weights are loaded. Raises AssistantError when there is none."""
    from transformers import AutoConfig, AutoTokenizer, GenerationConfig

    folder, told = (path.parent, {"gguf_file": path.name}) if format is Format.GGUF else (path, {})
    try:
        with _read_once():
            config = AutoConfig.from_pretrained(folder, local_files_only=True, trust_remote_code=False, **told)
            tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True, trust_remote_code=False, **told)
        try:
            generation = GenerationConfig.from_pretrained(folder, local_files_only=True)
        except OSError:
            generation = GenerationConfig.from_model_config(config)
    except Exception as error:  # libraries say in many ways that a file is not what it should be
        if shortage.ran_out(error):
            raise
        _log.warning("cannot open the tokenizer of %s", path, exc_info=True)
        raise AssistantError(
            N_("{path} cannot be opened as a model: {reason}."),
            N_("Verify the model or choose another one."),
            path=path.name,
            reason=str(error).splitlines()[0].rstrip(".") if str(error) else type(error).__name__,
        ) from error
    return Spoken(tokenizer, _listed(generation.eos_token_id, tokenizer.eos_token_id))


def _of_gguf(path: Path, dtype: "torch.dtype") -> "tuple[PreTrainedModel, PreTrainedTokenizerBase]":
    from transformers import AutoConfig, AutoModelForCausalLM, AutoTokenizer

    folder, file = str(path.parent), path.name
    with _read_once():
        config = AutoConfig.from_pretrained(folder, gguf_file=file, trust_remote_code=False)
        tokenizer = AutoTokenizer.from_pretrained(folder, gguf_file=file, trust_remote_code=False)
        model = AutoModelForCausalLM.from_pretrained(
            folder, gguf_file=file, config=config, dtype=dtype, trust_remote_code=False, **_dequantised()
        )
    return model, tokenizer


def has_vision(folder: Path) -> bool:
    """Whether the config in *folder* has a part that looks at pictures."""
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(config, dict) and isinstance(config.get("vision_config"), dict)


def _of_folder(path: Path, dtype: "torch.dtype", *, seeing: bool) -> "tuple[PreTrainedModel, PreTrainedTokenizerBase]":
    from transformers import AutoModelForCausalLM, AutoModelForImageTextToText, AutoTokenizer

    kind = AutoModelForImageTextToText if seeing else AutoModelForCausalLM
    model = kind.from_pretrained(
        path, dtype=dtype, local_files_only=True, use_safetensors=True, trust_remote_code=False
    )
    tokenizer = AutoTokenizer.from_pretrained(path, local_files_only=True, trust_remote_code=False)
    return model, tokenizer


def _dequantised() -> dict[str, object]:
    """What asks newer transformers, which keep GGUF weights packed, for plain ones."""
    try:
        from transformers import GgufConfig
    except ImportError:
        return {}
    return {"quantization_config": GgufConfig(dequantize=True)}


@contextmanager
def _read_once() -> Iterator[None]:
    """Parse a GGUF file once, where transformers parses it for the config, the tokenizer and the weights.

    Measured on a 49,152-token vocabulary: 20 s become 8. It works on the library's module
    attributes, so it is for one thread, during a load.
    """
    import gguf

    reader, name_map = gguf.GGUFReader, gguf.get_tensor_name_map
    vars(gguf).update(GGUFReader=functools.cache(reader), get_tensor_name_map=functools.cache(name_map))
    try:
        yield
    finally:
        vars(gguf).update(GGUFReader=reader, get_tensor_name_map=name_map)


def _stops(model: "PreTrainedModel", tokenizer: "PreTrainedTokenizerBase") -> tuple[int, ...]:
    generation = getattr(model, "generation_config", None)
    return _listed(getattr(generation, "eos_token_id", None), tokenizer.eos_token_id)


def _listed(named: object, own: object) -> tuple[int, ...]:
    """The stop tokens that a generation config names, one or many, and the tokenizer's own."""
    listed = named if isinstance(named, list) else [named]
    return tuple(dict.fromkeys(one for one in [*listed, own] if isinstance(one, int)))
