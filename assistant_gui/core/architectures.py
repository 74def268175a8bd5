"""Which kinds of models the engine for GGUF files can add an adapter to, as llama.cpp calls them."""

from typing import Final

PERMUTED: Final = frozenset({"llama"})
"""Their query and key rows are stored in another order in GGUF files."""

AS_THEY_ARE: Final = frozenset({"gemma", "gemma2", "gemma3", "phi3", "qwen2", "qwen3"})
"""Their linear layers only change their names."""

TAUGHT: Final = PERMUTED | AS_THEY_ARE
