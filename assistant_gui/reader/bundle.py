"""The files of an export, whether they lie in a zip or in a folder. Nothing is ever unpacked to the disk."""

import errno
import lzma
import os
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.reader.meter import Meter

MOST_FILES = 200_000
MOST_BYTES = 16 << 30
"""Unpacked, all together."""
_SWELLING = 250
"""How many times its size a big file may become; conversations become some ten times as long."""
_BIG = 64 << 20

DAMAGE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError)
"""What reading a file in a broken zip raises."""


class Bundle(Protocol):
    def names(self) -> Mapping[str, int]:
        """The path of each file in it, with slashes, and its size."""
        ...

    def open(self, name: str) -> BinaryIO:
        """Raises KeyError for a name that is not there."""
        ...

    def size(self, name: str) -> int: ...


@contextmanager
def zipped(file: Path, meter: Meter) -> Iterator[Bundle]:
    """Raises AssistantError for a zip that is broken, locked, or made to swell."""
    try:
        archive = zipfile.ZipFile(file)
    except (*DAMAGE, ValueError, OverflowError, struct.error) as error:  # what zipfile says of a broken directory
        raise _damaged(file) from error
    try:
        with archive:
            _weigh(archive, file)
            yield _Zip(archive, meter)
    except DAMAGE as error:
        raise _damaged(file) from error
    except RuntimeError as error:  # zipfile's word for a password
        raise AssistantError(
            N_("{file} is locked with a password."), N_("Unpack it first, and import what is in it."), file=file
        ) from error


def _damaged(file: Path) -> AssistantError:
    return AssistantError(
        N_("{file} is no zip file, or it is damaged."), N_("Download it again, or unpack it first."), file=file
    )


def _weigh(archive: zipfile.ZipFile, file: Path) -> None:
    entries = archive.infolist()
    swollen = any(entry.file_size > _BIG and entry.file_size > _SWELLING * entry.compress_size for entry in entries)
    if len(entries) > MOST_FILES or swollen or sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise AssistantError(
            N_("{file} would become far too large when it is unpacked."),
            N_("It does not look like an export; import another file."),
            file=file,
        )


class _Zip:
    def __init__(self, archive: zipfile.ZipFile, meter: Meter) -> None:
        self._archive = archive
        self._meter = meter
        self._names = {
            each.filename: each.file_size for each in archive.infolist() if each.filename[-1:] not in ("", "/")
        }

    def names(self) -> Mapping[str, int]:
        return self._names

    def open(self, name: str) -> BinaryIO:
        try:
            return self._meter.counted(cast(BinaryIO, self._archive.open(name)))
        except (ValueError, OverflowError, struct.error) as error:
            raise zipfile.BadZipFile(name) from error
        except OSError as error:
            if error.errno != errno.EINVAL:  # what seeking to a place before the beginning says
                raise
            raise zipfile.BadZipFile(name) from error

    def size(self, name: str) -> int:
        return self._names[name]


class Folder:
    """What lies in *root* and below; links out of it are not followed."""

    def __init__(self, root: Path, meter: Meter) -> None:
        self._root = root
        self._meter = meter
        self._names: dict[str, int] = {}
        for place, folders, files in os.walk(root, followlinks=False):
            folders.sort()
            for name in sorted(files):
                path = Path(place, name)
                if len(self._names) < MOST_FILES and path.is_file() and not path.is_symlink():
                    self._names[path.relative_to(root).as_posix()] = path.stat().st_size

    def names(self) -> Mapping[str, int]:
        return self._names

    def open(self, name: str) -> BinaryIO:
        if name not in self._names:
            raise KeyError(name)
        return self._meter.counted((self._root / name).open("rb"))

    def size(self, name: str) -> int:
        return self._names[name]
