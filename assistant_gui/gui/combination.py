"""Keys that are pressed together, read from their portable text."""

from typing import cast

from PySide6.QtCore import QKeyCombination
from PySide6.QtGui import QKeySequence

_TYPING = {"Space", "Return", "Enter", "Tab", "Backspace", "Del", "Left", "Right", "Up", "Down", "Home", "End"}


def combination(keys: str) -> QKeyCombination | None:
    """The first of *keys*; None when they say nothing."""
    read = QKeySequence(keys, QKeySequence.SequenceFormat.PortableText)
    return cast(QKeyCombination, read[0]) if read.count() else None  # type: ignore[index]


def native(keys: str) -> str:
    """*keys* as this system writes them."""
    read = QKeySequence(keys, QKeySequence.SequenceFormat.PortableText)
    return read.toString(QKeySequence.SequenceFormat.NativeText)


def can_be_pressed(keys: str) -> bool:
    """Keys that write nothing: with Ctrl, Alt or Meta, or a key that has no letter on it."""
    *held, last = keys.split("+") if not keys.endswith("+") else [*keys[:-1].split("+"), "+"]
    return any(one in ("Ctrl", "Alt", "Meta") for one in held) or (len(last) > 1 and last not in _TYPING)
