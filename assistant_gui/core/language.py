"""Words people read: marked where they are written, translated where they are shown."""

import gettext
from collections.abc import Callable

_Translate = Callable[[str], str]
_spoken: list[_Translate] = [gettext.NullTranslations().gettext]
_name: list[str] = ["English"]


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for "mark only"
    """Mark *text* for translation and return it as it is."""
    return text


def translated(text: str) -> str:
    """*text* in the language chosen with :func:`speak`; English until then."""
    return _spoken[0](text) if text else ""


def speak(translate: _Translate, name: str = "English") -> None:
    """Translate everything shown from now on with *translate* (the edges call this once).

    *name* is what its speakers call the language.
    """
    _spoken[0] = translate
    _name[0] = name


def spoken() -> str:
    """What its speakers call the language that is spoken now."""
    return _name[0]
