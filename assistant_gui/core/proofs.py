"""What was found about a base: whether the engine uses what it learns. Written by the tuner, read at the desk."""

from typing import Final

from assistant_gui.core.language import N_
from assistant_gui.core.models import Format

PROOFS: Final = "proofs.json"
"""In the folder of adapters."""

ENGINES: Final = {Format.GGUF: "xllamacpp", Format.FOLDER: "transformers"}
"""The package that serves models of a format."""

UNTEACHABLE: Final = (
    N_("This model cannot be taught here: the engine would not use what it learned."),
    N_("Choose another model."),
)


def key(base_sha256: str, engine_version: str) -> str:
    """Another version of the engine is asked again."""
    return f"{base_sha256}/{engine_version}"
