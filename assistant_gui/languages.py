"""The languages people can choose, and how the chosen one comes to be spoken."""

import gettext
import io
import locale
import os
import sys
from collections.abc import Mapping
from typing import Final

from assistant_gui import assets
from assistant_gui.core import language

ENGLISH: Final = "en"
CHINESE: Final = "zh_CN"
_TRADITIONAL: Final = ("hant", "tw", "hk", "mo")


def speak(wanted: str, system: str = "") -> str:
    """Translate everything from now on into *wanted*, as ``looks.language`` writes it; what is spoken now.

    *system* is the system's language where somebody knows better than the environment does.
    """
    spoken = supported(system or system_language()) if wanted == "system" else wanted
    if spoken == ENGLISH:
        language.speak(gettext.NullTranslations().gettext)
    else:
        language.speak(_catalogue(spoken).gettext, "简体中文")
    return spoken


def supported(tag: str) -> str:
    """The language to speak to somebody whose system says *tag* (``zh_CN.UTF-8``, ``zh-Hans-SG``, ``de``)."""
    parts = tag.replace("-", "_").partition(".")[0].casefold().split("_")
    if parts[0] == "zh" and not any(part in _TRADITIONAL for part in parts):
        return CHINESE
    return ENGLISH


def system_language(environment: Mapping[str, str] = os.environ) -> str:
    """What the system speaks, as well as it can be known without Qt."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return environment[name].partition(":")[0]
    if sys.platform == "win32":
        import ctypes

        return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
    return locale.getlocale()[0] or ""


def _catalogue(spoken: str) -> gettext.GNUTranslations:
    return gettext.GNUTranslations(io.BytesIO(assets.data(f"translations/{spoken}/LC_MESSAGES/assistant_gui.mo")))
