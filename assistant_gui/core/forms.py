"""The forms in which an adapter leaves this program."""

import re
from enum import StrEnum
from typing import Final

from assistant_gui.core.language import N_


class AdapterForm(StrEnum):
    PEFT = "peft"
    GGUF = "gguf"
    MERGED = "safetensors"
    MERGED_GGUF = "merged-gguf"
    OLLAMA = "ollama"
    OLLAMA_MERGED = "ollama-merged"


FORM_WORDS: Final = {
    AdapterForm.PEFT: N_("A folder for PEFT: the adapter alone, for transformers"),
    AdapterForm.GGUF: N_("A GGUF adapter: the adapter alone, for llama.cpp"),
    AdapterForm.MERGED: N_("A merged model: a Hugging Face folder with safetensors"),
    AdapterForm.MERGED_GGUF: N_("A merged GGUF model: the base file with what was learned in it"),
    AdapterForm.OLLAMA: N_("For Ollama: the base, the adapter and a Modelfile"),
    AdapterForm.OLLAMA_MERGED: N_("For Ollama: the merged model and a Modelfile"),
}

FILES: Final = frozenset({AdapterForm.GGUF, AdapterForm.MERGED_GGUF})
"""One file each; the others are folders."""
OF_GGUF: Final = frozenset({AdapterForm.MERGED_GGUF, AdapterForm.OLLAMA, AdapterForm.OLLAMA_MERGED})
"""Only what was made for a GGUF base has these forms."""


def clean_name(name: str) -> str:
    """*name* as it can stand in the name of a file on every system."""
    return re.sub(r'[\\/:*?"<>|\x00-\x1f]+', "-", name).strip(" .") or "adapter"
