"""What a kind of model needs of this machine besides its files."""

import ctypes.util
import importlib.util
import sys

from assistant_gui.core.language import N_
from assistant_gui.core.models import Format


def missing_for(format: Format) -> str:
    """The name of what is missing and how to get it, or nothing."""
    if format is Format.SYSTEM and sys.platform.startswith("linux") and not _espeak():
        return N_("espeak-ng (sudo apt install espeak-ng)")
    if format is Format.PIPER and importlib.util.find_spec("piper") is None:
        return N_("Piper (pip install piper-tts)")
    return ""


def _espeak() -> bool:
    return any(ctypes.util.find_library(name) for name in ("espeak-ng", "espeak"))
