"""The Hugging Face hub: which files a repository has at one commit, and what they must hash to."""

import hashlib
import os
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from assistant_gui.catalogue.card import wrong_hash
from assistant_gui.catalogue.entries import HubSource
from assistant_gui.catalogue.progress import Progress
from assistant_gui.catalogue.web import fetch, unreachable
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.core.turn import Turn

if TYPE_CHECKING:
    import httpx

_ENDPOINT = "https://huggingface.co"
_READABLE = ("*.safetensors", "*.gguf", "*.onnx", "*.json", "*.jinja", "tokenizer.model", "merges.txt", "vocab.txt")
"""What is read at all: no pickles, no code."""


@dataclass(frozen=True, slots=True)
class HubFile:
    """One file at one commit."""

    name: str
    bytes: int
    sha256: str
    """The hub's own, for large files; empty for small ones, which have *git* instead."""
    git: str
    """Git's hash of the content (SHA-1 over a header and the bytes)."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What there is to fetch."""

    revision: str
    """A commit, not a branch."""
    files: tuple[HubFile, ...]


def listing(web: "httpx.Client", source: HubSource) -> Listing:
    """Ask the hub which commit *source* is now, and for its files."""
    import httpx

    url = f"{_endpoint()}/api/models/{source.repo}/revision/{quote(source.revision, safe='')}"
    try:
        answer = web.get(url, params={"blobs": "true"})
    except httpx.HTTPError as error:
        raise unreachable(url) from error
    if answer.status_code != httpx.codes.OK:
        raise AssistantError(
            N_("The hub does not show {name} (it answered {status})."),
            N_("It may be gone, or want an account: get another model."),
            name=source.repo,
            status=answer.status_code,
        )
    told = answer.json()
    files = tuple(_file(each) for each in told["siblings"] if _wanted(str(each["rfilename"]), source))
    if not files:
        raise AssistantError(
            N_("{name} has no files that can be read safely (safetensors, GGUF or ONNX)."),
            N_("Get another model."),
            name=source.repo,
        )
    return Listing(str(told["sha"]), files)


def fetch_hub(
    web: "httpx.Client", source: HubSource, found: Listing, folder: Path, progress: Progress, turn: Turn
) -> dict[str, str]:
    """Bring the files of *found* into *folder*; name -> SHA-256."""
    progress.stage("download", sum(file.bytes for file in found.files))
    digests = {}
    for file in found.files:
        target = folder / Path(file.name).name
        url = f"{_endpoint()}/{source.repo}/resolve/{found.revision}/{quote(file.name)}"
        digests[target.name] = fetch(web, url, target, file.sha256, progress, turn, file.bytes)
        if not file.sha256 and _git_hash(target) != file.git:
            target.unlink()
            raise wrong_hash(target.name)
    return digests


def _endpoint() -> str:
    """The hub, or the mirror named by the hub's own variable."""
    return os.environ.get("HF_ENDPOINT", _ENDPOINT).rstrip("/")


def _wanted(name: str, source: HubSource) -> bool:
    if source.files:
        return name in source.files and any(fnmatch(name.rpartition("/")[2], each) for each in _READABLE)
    return "/" not in name and any(fnmatch(name, each) for each in _READABLE)


def _file(told: dict[str, object]) -> HubFile:
    lfs = told.get("lfs")
    sha256 = str(lfs.get("sha256") or lfs.get("oid") or "") if isinstance(lfs, dict) else ""
    return HubFile(str(told["rfilename"]), int(str(told.get("size") or 0)), sha256, str(told.get("blobId") or ""))


def _git_hash(file: Path) -> str:
    content = file.read_bytes()
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()
