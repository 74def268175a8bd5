"""Which back end, and what shares a model."""

from assistant_gui.core.models import Format, Served
from assistant_gui.engine.llm.backends import Backends

BASE = Served("base", Format.GGUF, "/m/base.gguf")
PIRATE = Served("pirate", Format.GGUF, "/m/base.gguf", "/a/pirate")
FAINT = Served("faint", Format.GGUF, "/m/base.gguf", "/a/pirate", 0.5)


def test_in_llama_cpp_every_adapter_and_strength_has_a_model_of_its_own():
    backends = Backends.ordered({"context": 2048})

    assert len({backends.key(each) for each in (BASE, PIRATE, FAINT)}) == 3
    assert backends.limits.context == 2048
    assert backends.limits.cache_mib >= 128


def test_in_transformers_all_share_the_base():
    backends = Backends.ordered({"backend": "transformers"})

    assert len({backends.key(each) for each in (BASE, PIRATE, FAINT)}) == 1


def test_folders_always_go_to_transformers():
    folder = Served("folder", Format.FOLDER, "/m/folder")

    assert Backends.ordered({}).key(folder) == ("/m/folder",)
