"""Addresses of machines: IPv4 and IPv6 (RFC 4291), and of their hardware (IEEE 802)."""

import ipaddress
import re
from collections.abc import Iterator

from assistant_gui.core.lessons import Private
from assistant_gui.learning.private.spans import Span, before, spans

_OCTET = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_IPV4 = re.compile(rf"(?<![\w.:-])(?P<it>{_OCTET}(?:\.{_OCTET}){{3}})(?!\.?[\w-]|\.\d)", re.ASCII)
_IPV6 = re.compile(
    r"(?<![\w:.])(?P<it>[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?:(?<=:)\d+(?:\.\d+){3})?)(?![\w:])", re.ASCII
)
_VERSION = re.compile(r"(?:version|ver\.?|release|section|chapter|figure|build|版本|第|章|节|§)[\s:：=]*$")
_MAC = re.compile(
    r"(?<![\w:.-])(?P<it>[0-9A-Fa-f]{2}(?P<sep>[:-])[0-9A-Fa-f]{2}(?:(?P=sep)[0-9A-Fa-f]{2}){4}"
    r"|(?=[0-9.]*[A-Fa-f])[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4})(?![\w:]|[.-]\w)",
    re.ASCII,
)
_SMALL = 20
"""Four numbers that are all so small are a section or a version."""


def internet(text: str) -> Iterator[Span]:
    if "." in text:
        yield from spans(Private.IP, _IPV4, text, _is_ipv4)
    if ":" in text:
        yield from spans(Private.IP, _IPV6, text, _is_ipv6)


def _is_ipv4(match: re.Match[str]) -> bool:
    address = ipaddress.IPv4Address(match["it"])
    nobody = address.is_loopback or address.is_unspecified or match["it"].startswith("255.")
    small = max(map(int, match["it"].split("."))) <= _SMALL
    return not nobody and not small and not _VERSION.search(before(match.string, match.start(), 16))


def _is_ipv6(match: re.Match[str]) -> bool:
    written = match["it"]
    try:
        address = ipaddress.IPv6Address(written)
    except ValueError:
        return False
    groups = [each for each in written.split(":") if each]
    code = not any(each.isdigit() for each in written) or (len(groups) < 3 and len(groups[0] if groups else "") < 4)
    return not code and not address.is_loopback and not address.is_unspecified


def hardware(text: str) -> Iterator[Span]:
    yield from spans(Private.MAC, _MAC, text, lambda match: len(set(match["it"].lower()) - set(":-.")) > 1)
