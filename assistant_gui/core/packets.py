"""How two roles talk over a pipe: a line of JSON, then the bytes it announces.

A packet is one JSON object on one line; if it has ``"bytes": n``, exactly *n*
raw bytes follow the newline. Readable with ``less``, and sound needs no base64.
"""

import json
from collections.abc import Iterator, Mapping
from typing import BinaryIO

Header = Mapping[str, object]

MAX_PAYLOAD = 16 * 1024 * 1024


def packed(header: Header, payload: bytes = b"") -> bytes:
    """One packet, ready to write in one call."""
    head = dict(header)
    if payload:
        head["bytes"] = len(payload)
    return json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode() + b"\n" + payload


def packets(stream: BinaryIO) -> Iterator[tuple[dict[str, object], bytes]]:
    """Read packets until the stream ends; a half packet at the end is dropped."""
    while line := stream.readline():
        if not line.endswith(b"\n"):
            return
        header = json.loads(line)
        size = int(header.pop("bytes", 0))
        if not 0 <= size <= MAX_PAYLOAD:
            raise ValueError(f"a packet announces {size} bytes")
        payload = stream.read(size) if size else b""
        if len(payload) < size:
            return
        yield header, payload
