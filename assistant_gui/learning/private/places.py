"""Coordinates of places: decimal degrees, degrees and minutes, ISO 6709, and geo: links (RFC 5870)."""

import re
from collections.abc import Iterator

from assistant_gui.core.lessons import Private
from assistant_gui.learning.private.spans import Span, spans

_LATITUDE, _LONGITUDE = r"[-+]?(?:90|[0-8]?\d)", r"[-+]?(?:180|1[0-7]\d|\d?\d)"
_DECIMAL = re.compile(
    rf"(?<![\w.])(?P<it>\(?(?P<a>{_LATITUDE}\.\d{{4,}})°?\s?[NS]?\s*[,，;、]?\s*(?P<b>{_LONGITUDE}\.\d{{4,}})°?\s?[EW]?)(?![\w.]\d|\w|°)",
    re.ASCII,
)
_TOLD = re.compile(
    r"(?:lat(?:itude)?|纬度)[\s:：=\"'是为]*(?P<it>[-+]?\d{1,2}\.\d{3,}.{1,24}?(?:lon(?:g(?:itude)?)?|lng|经度)[\s:：=\"'是为]*[-+]?\d{1,3}\.\d{3,})",
    re.IGNORECASE,
)
_MINUTES = r"\d{1,3}\s?[°º]\s?\d{1,2}(?:\.\d+)?\s?['′’](?:\s?\d{1,2}(?:\.\d+)?\s?(?:[\"″”]|''))?"
_DEGREES = re.compile(
    rf"(?P<it>{_MINUTES}\s?[NS北南]\s?[,，;]?\s*{_MINUTES}\s?[EWO东西])|(?P<north>[北南]纬{_MINUTES}[,，、]?\s*[东西]经{_MINUTES})"
)
_ISO = re.compile(
    r"(?<![\w.])[-+]\d{2}(?:\d{2}){0,2}\.\d{2,}[-+]\d{3}(?:\d{2}){0,2}\.\d{2,}(?:[-+]\d+(?:\.\d+)?)?/", re.ASCII
)
_LINK = re.compile(r"\bgeo:-?\d{1,2}(?:\.\d+)?,-?\d{1,3}(?:\.\d+)?(?:,-?\d+(?:\.\d+)?)?(?:;[\w=.-]+)*", re.ASCII)


def coordinates(text: str) -> Iterator[Span]:
    for pattern in (_ISO, _LINK):
        yield from spans(Private.GPS, pattern, text)
    yield from spans(Private.GPS, _TOLD, text)
    yield from spans(Private.GPS, _DECIMAL, text, _is_place)
    for match in _DEGREES.finditer(text):
        yield Span(Private.GPS, *match.span())


def _is_place(match: re.Match[str]) -> bool:
    """Two small numbers with many digits are mathematics, unless a direction stands there."""
    said = match["it"]
    return any(sign in said for sign in "NSEW°") or max(abs(float(match["a"])), abs(float(match["b"]))) >= 10
