"""What opens something: keys of services, private keys, login tokens, links with them, and passwords."""

import math
import re
from collections import Counter
from collections.abc import Iterator

from assistant_gui.core.lessons import Private
from assistant_gui.learning.private.spans import Span, spans

_KEY = re.compile(
    r"(?<![A-Za-z0-9_-])(?:sk-(?:proj-|ant-|svcacct-|or-v1-)?[A-Za-z0-9_-]{20,}|(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}"
    r"|gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{60,}|gl(?:pat|ptt|dt|rt)-[A-Za-z0-9_-]{20,}"
    r"|xox[abeprs]-[A-Za-z0-9-]{10,}|AIza[A-Za-z0-9_-]{35}|[spr]k_(?:live|test)_[A-Za-z0-9]{16,}|hf_[A-Za-z0-9]{30,}"
    r"|npm_[A-Za-z0-9]{36}|pypi-[A-Za-z0-9_-]{40,}|SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}|(?:AC|SK)[0-9a-f]{32}"
    r"|ya29\.[A-Za-z0-9_-]{20,}|dop_v1_[0-9a-f]{64}|\d{8,10}:AA[A-Za-z0-9_-]{33})(?![A-Za-z0-9])",
    re.ASCII,
)
_NAMED = re.compile(
    r"(?:api|access|secret|auth|client|private|bearer|密钥|令牌|访问)[\w \t-]{0,16}?(?:key|token|secret|id|密钥|令牌)?[\"']?\s*(?:is\b|[:=：是为])"
    r"\s*[\"']?(?:bearer\s+)?(?P<it>[A-Za-z0-9_\-/+=.]{20,})",
    re.IGNORECASE | re.ASCII,
)
_BEARER = re.compile(r"\bbearer\s+(?P<it>[A-Za-z0-9_\-/+=.]{20,})", re.IGNORECASE | re.ASCII)
_BITS = 3.0
"""Of entropy a sign: what is drawn by chance has more, words with underscores have less or are letters alone."""
_BLOCK = re.compile(
    r"-----BEGIN (?P<of>[A-Z0-9 ]*)PRIVATE KEY(?P<block> BLOCK)?-----.*?(?:-----END (?P=of)PRIVATE KEY(?: BLOCK)?-----|\Z)",
    re.DOTALL,
)
_JWT = re.compile(r"(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]*", re.ASCII)
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,15}://[^\s<>\"'，。；！？、（）()]+")
_LOGIN = re.compile(r"://[^/\s:@]*:[^/\s@]+@")
_PARAMETER = re.compile(
    r"[?&#;](?:[\w-]*(?:token|secret|signature|password|passwd|credential|api_?key)|key|sig|pwd|pass|auth|jwt|sid|session(?:id)?|code)"
    r"=[^&#\s]{8,}",
    re.IGNORECASE,
)
_HOOK = re.compile(r"hooks\.slack\.com/services/\w|discord(?:app)?\.com/api/webhooks/\d|api\.telegram\.org/bot\d")
_PASSWORD = re.compile(
    r"(?:pass(?:word|wd|phrase|code)|\bpwd|\bpw|kennwort|passwort|密码|口令)[\"'”]?(?P<how>\s*[:=：]\s*|\s+(?:is|was|ist)\s+:?\s*|\s*[是为]\s*[:：]?\s*)"
    r"(?P<quote>[\"'“‘「`]?)(?P<it>[^\s\"'”’」`，。；、！？]{4,})",
    re.IGNORECASE,
)
_NO_PASSWORD = re.compile(
    r"(?:str|string|none|null|true|false|text|bytes|required|optional|hidden|hunter|secret|password|passwd|changeme"
    r"|undefined|varchar|char|any|must|should|never|always|weak|strong|wrong|incorrect|correct|safe|used|stored|hashed)\b[.,;)]*$"
    r"|[*•x.\-_]{3,}$|[<{$\[%].*|.*[(){}\[\]].*|(?:os|process|self|req|request|config|settings|env|user|data|form|args|input|getpass)\.\S*"
    r"|your[-_]?\S*|.*://.*|\w+,$",
    re.IGNORECASE,
)


def keys(text: str) -> Iterator[Span]:
    yield from spans(Private.API_KEY, _KEY, text)
    yield from spans(Private.API_KEY, _NAMED, text, _is_drawn)
    yield from spans(Private.API_KEY, _BEARER, text, _is_drawn)


def _is_drawn(match: re.Match[str]) -> bool:
    """It looks drawn by chance: digits and letters, with the entropy of that."""
    key = match["it"]
    mixed = any(each.isdigit() for each in key) and any(each.isalpha() for each in key)
    counts = Counter(key).values()
    entropy = -sum(count / len(key) * math.log2(count / len(key)) for count in counts)
    return mixed and entropy >= _BITS and key.count("/") < 3 and key.count(".") < 3


def private_keys(text: str) -> Iterator[Span]:
    if "PRIVATE KEY" in text:
        yield from spans(Private.PRIVATE_KEY, _BLOCK, text)
    if "eyJ" in text:
        yield from spans(Private.PRIVATE_KEY, _JWT, text)


def links(text: str) -> Iterator[Span]:
    if "://" in text:
        yield from spans(Private.URL, _URL, text, _opens)


def _opens(match: re.Match[str]) -> bool:
    return any(pattern.search(match[0]) for pattern in (_LOGIN, _PARAMETER, _HOOK))


def passwords(text: str) -> Iterator[Span]:
    for match in _PASSWORD.finditer(text):
        end = match.start("it") + len(match["it"].rstrip(".,;:)"))
        if _is_password(match, match.string[match.start("it") : end]):
            yield Span(Private.PASSWORD, match.start("it"), end)


def _is_password(match: re.Match[str], word: str) -> bool:
    if len(word) < 4 or _NO_PASSWORD.match(word):
        return False
    odd = any(not each.isalpha() for each in word) or not (word.islower() or word.istitle() or word.isupper())
    alone = match.string[match.end("it") : match.end("it") + 2].strip(" ")[:1] in (
        "",
        "\n",
        ",",
        ";",
        "，",
        "。",
        "；",
        '"',
        "'",
        "”",
        "」",
        "`",
    )
    said = any(sign in match["how"] for sign in ":=：")
    ascii_only = word.isascii()
    return ascii_only and (odd or bool(match["quote"]) or (said and alone))
