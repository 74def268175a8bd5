"""Which back end opens a model: llama.cpp for GGUF files, transformers for folders (and for GGUF if told so)."""

from collections.abc import Mapping
from dataclasses import dataclass

from assistant_gui.core.models import Format, Served
from assistant_gui.engine.llm.alive import Key
from assistant_gui.engine.llm.llama_cpp import LlamaCpp
from assistant_gui.engine.llm.port import Limits, Model


@dataclass(frozen=True, slots=True)
class Backends:
    limits: Limits
    only_transformers: bool = False

    @classmethod
    def ordered(cls, orders: Mapping[str, object]) -> "Backends":
        limits = Limits(
            context=_whole(orders, "context") or 4096,
            threads=_whole(orders, "threads"),
            device=str(orders.get("device") or "auto"),
            cache_mib=_cache_mib(),
        )
        return cls(limits, only_transformers=orders.get("backend") == "transformers")

    def key(self, served: Served) -> Key:
        """llama.cpp's prompt cache does not know of adapters: each has a model of its own there."""
        if self._by_llama_cpp(served):
            return (served.path, served.projector, served.adapter, served.strength)
        return (served.path,)

    def open(self, served: Served) -> Model:
        """Raises AssistantError. May take long."""
        if self._by_llama_cpp(served):
            return LlamaCpp(served, self.limits)
        from assistant_gui.engine.llm.transformers import Transformers  # brings torch

        return Transformers(served, self.limits)

    def _by_llama_cpp(self, served: Served) -> bool:
        return served.format is Format.GGUF and not self.only_transformers


def _whole(orders: Mapping[str, object], name: str) -> int:
    value = orders.get(name)
    return value if isinstance(value, int) else 0


def _cache_mib() -> int:
    """A sixteenth of the memory, so that other conversations are still known when one comes back to them."""
    import psutil

    return min(2048, max(128, int(psutil.virtual_memory().total) // 16 // 2**20))
