"""Bank accounts (ISO 13616: length by country, remainder 1 of 97) and payment cards (ISO 7812: issuer and Luhn)."""

import re
from collections.abc import Iterator

from assistant_gui.core.lessons import Private
from assistant_gui.learning.private.spans import Span, spans

LENGTHS = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BR": 29, "BY": 28,
    "CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "DO": 28, "EE": 20, "EG": 29, "ES": 24, "FI": 18,
    "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "GT": 28, "HR": 21, "HU": 28, "IE": 22,
    "IL": 23, "IQ": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LC": 32, "LI": 21, "LT": 20,
    "LU": 20, "LV": 21, "LY": 25, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MR": 27, "MT": 31, "MU": 30, "NL": 18,
    "NO": 15, "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22, "SA": 24, "SC": 31, "SE": 24,
    "SI": 19, "SK": 24, "SM": 27, "ST": 25, "SV": 28, "TL": 23, "TN": 24, "TR": 26, "UA": 29, "VA": 22, "VG": 24,
    "XK": 20,
}  # fmt: skip
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]){11,30}", re.ASCII)
_CARD = re.compile(r"(?<![\w.,-])\d(?:[ -]?\d){12,18}(?![\w-]|[.,]\d)", re.ASCII)
_ISSUERS = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}"
    r"|6(?:011|5\d\d|4[4-9]\d)\d{12,15}|35(?:2[89]|[3-8]\d)\d{12,15}|3(?:0[0-5]|095|[689]\d)\d{11,16}"
    r"|62\d{14,17}|(?:5[0678]|6[37])\d{11,17}",
    re.ASCII,
)


def accounts(text: str) -> Iterator[Span]:
    for match in _IBAN.finditer(text):
        end = _end_of_account(match)
        if end is not None:
            yield Span(Private.IBAN, match.start(), end)


def _end_of_account(match: re.Match[str]) -> int | None:
    """Where the account ends, when it is one; what follows in capitals may have been taken along."""
    left = LENGTHS.get(match[0][:2], 0)
    signs = ""
    for place, sign in enumerate(match[0]):
        if sign.isalnum():
            signs += sign
            if len(signs) == left:
                end = match.start() + place + 1
                return end if _remainder(signs) == 1 and not _goes_on(match.string[end : end + 1]) else None
    return None


def _goes_on(sign: str) -> bool:
    return sign.isascii() and sign.isalnum()


def _remainder(account: str) -> int:
    return int("".join(str(int(sign, 36)) for sign in account[4:] + account[:4])) % 97


def cards(text: str) -> Iterator[Span]:
    yield from spans(Private.CARD, _CARD, text, _is_card)


def _is_card(match: re.Match[str]) -> bool:
    digits = re.sub(r"\D", "", match[0])
    return _ISSUERS.fullmatch(digits) is not None and luhn(digits) and len(set(digits)) > 1


def luhn(digits: str) -> bool:
    """Whether the last of *digits* is the check digit of the others."""
    odd, even = digits[-1::-2], digits[-2::-2]
    return (sum(map(int, odd)) + sum(sum(divmod(2 * int(each), 10)) for each in even)) % 10 == 0
