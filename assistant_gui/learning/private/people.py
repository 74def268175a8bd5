"""Identity numbers (GB 11643 of China, social security of the US) and dates of birth that are told as such."""

import re
from collections.abc import Iterator
from datetime import date

from assistant_gui.core.lessons import Private
from assistant_gui.learning.private.spans import Span, before, spans

_RESIDENT = re.compile(r"(?<![A-Za-z0-9])[1-8]\d{5}(?P<day>(?:18|19|20)\d{6})\d{3}[0-9Xx](?![A-Za-z0-9])", re.ASCII)
_FACTORS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_SSN = re.compile(
    r"(?<![\w-])(?!000|666|9)(?P<it>\d{3}(?P<sep>[- ]?)(?!00)\d{2}(?P=sep)(?!0000)\d{4})(?![\w-]|[.,]\d)", re.ASCII
)
_SOCIAL = re.compile(r"\bssn\b|social security|社会安全|社保号")
_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
_YEAR = r"(?:19|20)\d\d"
_DATE = (
    rf"(?:{_YEAR}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|\d{{1,2}}[-/.]\d{{1,2}}[-/.](?:{_YEAR}|\d\d)"
    rf"|{_MONTH}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+{_YEAR}|\d{{1,2}}(?:st|nd|rd|th|\.)?\s+(?:of\s+)?{_MONTH}\.?,?\s+{_YEAR}"
    rf"|{_YEAR}\s*年\s*\d{{1,2}}\s*月\s*\d{{1,2}}\s*[日号]|\d{{1,2}}\s*月\s*\d{{1,2}}\s*[日号]|(?<!\d){_YEAR}[01]\d[0-3]\d)(?![\d])"
)
_TOLD = r"(?:date\s+of\s+birth|birth\s?date|birthday|d\.?o\.?b\.?|\bborn|geburtsdatum|geboren|生日|出生日期|出生年月日?|出生|生于)"
_BIRTHDAY = re.compile(rf"{_TOLD}[^\d\n.!?。！？]{{0,18}}?(?P<it>{_DATE})", re.IGNORECASE | re.ASCII)
_BORN_THEN = re.compile(rf"(?P<it>{_YEAR}\s*年\s*\d{{1,2}}\s*月\s*\d{{1,2}}\s*[日号])\s*(?:出生|生(?![产成活效意]))")


def residents(text: str) -> Iterator[Span]:
    yield from spans(Private.RESIDENT_ID, _RESIDENT, text, _is_resident)


def _is_resident(match: re.Match[str]) -> bool:
    number, day = match[0].upper(), match["day"]
    try:
        date(int(day[:4]), int(day[4:6]), int(day[6:]))
    except ValueError:
        return False
    return _CHECKS[sum(int(sign) * factor for sign, factor in zip(number, _FACTORS, strict=False)) % 11] == number[-1]


def social_security(text: str) -> Iterator[Span]:
    yield from spans(Private.SSN, _SSN, text, _is_social)


def _is_social(match: re.Match[str]) -> bool:
    return match["sep"] == "-" or _SOCIAL.search(before(match.string, match.start(), 40)) is not None


def birthdays(text: str) -> Iterator[Span]:
    yield from spans(Private.BIRTHDAY, _BIRTHDAY, text)
    if "年" in text:
        yield from spans(Private.BIRTHDAY, _BORN_THEN, text)
