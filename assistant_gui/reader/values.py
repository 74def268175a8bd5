"""What foreign JSON holds, asked politely: a value of the wrong kind is the same as none."""

import math
from collections.abc import Mapping
from datetime import UTC, datetime

_LATEST = 4e9
"""Seconds; what is later was meant as milliseconds, or as something finer."""


class Unreadable(Exception):
    """Why something is left out, as a sentence marked for translation."""


def at(value: object, *path: str) -> object:
    """What lies under the keys of *path*, or None."""
    for key in path:
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value


def text(value: object, *path: str) -> str:
    found = at(value, *path)
    return found if isinstance(found, str) else ""


def key(value: object, *path: str) -> str:
    """An id: a text, or a number as a text."""
    found = at(value, *path)
    return str(found) if isinstance(found, str | int) and not isinstance(found, bool) else ""


def mapping(value: object, *path: str) -> Mapping[str, object]:
    found = at(value, *path)
    return found if isinstance(found, dict) else {}


def items(value: object, *path: str) -> list[object]:
    found = at(value, *path)
    return found if isinstance(found, list) else []


def flag(value: object, *path: str) -> bool:
    return at(value, *path) is True


def number(value: object, *path: str) -> float | None:
    found = at(value, *path)
    if isinstance(found, bool) or not isinstance(found, int | float):
        return None
    try:
        return float(found) if math.isfinite(found) else None
    except OverflowError:
        return None


def moment(value: object, *path: str) -> float | None:
    """Seconds since the epoch, from seconds, milliseconds, microseconds, nanoseconds or ISO 8601."""
    found = at(value, *path)
    if isinstance(found, str):
        return _parsed(found)
    seconds = number(found)
    if seconds is None or seconds <= 0:
        return None
    while seconds > _LATEST:
        seconds /= 1000
    return seconds


def _parsed(written: str) -> float | None:
    try:
        read = datetime.fromisoformat(written)
        return (read if read.tzinfo else read.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None
