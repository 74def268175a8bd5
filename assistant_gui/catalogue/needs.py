"""What a kind of model needs of this machine besides its files."""

import glob
import importlib.util
import shutil
import sys

from assistant_gui.core.language import N_
from assistant_gui.core.models import Format

_LIBRARIES = ("/usr/lib", "/usr/lib64", "/usr/lib/*-linux-gnu*", "/usr/local/lib")


def missing_for(format: Format) -> str:
    """The name of what is missing and how to get it, or nothing."""
    if format is Format.SYSTEM and sys.platform.startswith("linux") and not _espeak():
        return N_("espeak-ng (sudo apt install espeak-ng)")
    if format is Format.PIPER and importlib.util.find_spec("piper") is None:
        return N_("Piper (pip install piper-tts)")
    return ""


def _espeak() -> bool:
    """Whether pyttsx3 will find its library; looked for without opening it."""
    if shutil.which("espeak-ng") or shutil.which("espeak"):
        return True
    return any(glob.glob(f"{folder}/libespeak*.so.1") for folder in _LIBRARIES)
