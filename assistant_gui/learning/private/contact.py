"""E-mail addresses (RFC 5322, without comments) and telephone numbers (by libphonenumber's numbering plans)."""

import re
from collections.abc import Iterator

from assistant_gui.core.lessons import Private
from assistant_gui.learning.private.spans import Span, before, spans

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_EMAIL = re.compile(
    rf"(?<![A-Za-z0-9.@])(?P<it>(?:{_ATOM}(?:\.{_ATOM})*|\"[^\"\s@]+\")"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+(?:xn--[A-Za-z0-9-]{2,59}|[A-Za-z]{2,63}))(?![A-Za-z0-9@])"
)
_FILES = frozenset(["png", "jpg", "jpeg", "gif", "svg", "webp", "css", "js", "json", "py", "html", "pdf"])
_NUMBER = re.compile(
    r"(?<![\w.,/=#:+@-])(?P<it>(?:\+|00)?(?:\(\d{1,5}\)|\d)(?:[ \u00a0.\-/()]{0,2}\d){5,17})(?![\w@]|[.,:/-]\d)",
    re.ASCII,
)
_AFTER_WORD = re.compile(
    r"(?:phone|call (?:me|us|him|her|them|now|at|on)\b|\btel\b|mobile|cell\b|whatsapp|\bfax|text (?:me|us)|\bsms|hotline"
    r"|my number|reach (?:me|us|him|her)|handy|电话|手机|号码|联系|致电|拨打|传真|热线|微信)[^\d;；。!?！？\n]{0,16}$"
)
_REGIONS = ("US", "CN", "GB", "DE", "FR", "IN", "AU", "JP", "ES", "IT", "BR", "HK", "TW", "SG")
_AMERICAN = re.compile(r"\(\d{3}\) ?\d{3}[-. ]\d{4}|\d{3}[-.]\d{3}[-.]\d{4}|1-\d{3}-\d{3}-\d{4}")
_CHINESE = re.compile(r"1[3-9]\d([ -]?)\d{4}\1\d{4}")


def emails(text: str) -> Iterator[Span]:
    if "@" in text:
        yield from spans(Private.EMAIL, _EMAIL, text, _is_email)


def _is_email(match: re.Match[str]) -> bool:
    local, _, domain = match["it"].rpartition("@")
    remote = local == "git" and match.string[match.end() : match.end() + 1] in (":", "/")
    return not remote and domain.rpartition(".")[2].lower() not in _FILES and len(local) <= 64


def phones(text: str) -> Iterator[Span]:
    yield from spans(Private.PHONE, _NUMBER, text, _is_phone)


def _is_phone(match: re.Match[str]) -> bool:
    written = match["it"]
    if not 7 <= sum(each.isdigit() for each in written) <= 17:
        return False
    if written.startswith("+"):
        return _valid(written, None)
    if written.startswith("00"):
        return _valid("+" + written[2:].lstrip(" -"), None)
    if _AMERICAN.fullmatch(written) and _valid(written, "US"):
        return True
    if _CHINESE.fullmatch(written):
        return _valid(written, "CN")
    return _expected(match) and any(_valid(written, region) for region in _REGIONS)


def _expected(match: re.Match[str]) -> bool:
    """A word before it says that a number comes."""
    return _AFTER_WORD.search(before(match.string, match.start(), 40)) is not None


def _valid(written: str, region: str | None) -> bool:
    import phonenumbers  # only when there may be one

    try:
        number = phonenumbers.parse(written, region)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_valid_number(number)
