"""The one place that reads what is shipped beside the code: icons, the catalogue, translations.

In an installed wheel the files lie in ``assistant_gui/resources``; in a checkout
(or an editable install of one) in ``resources`` beside the package.
"""

from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from pathlib import Path


def asset(name: str) -> Traversable:
    """The file or folder *name* (``icons/send.svg``). Raises FileNotFoundError when it is not shipped."""
    package = files("assistant_gui")
    places = [package.joinpath("resources")]
    if isinstance(package, Path):
        places.append(package.parent / "resources")
    for place in places:
        found = place.joinpath(*name.split("/"))
        if found.is_file() or found.is_dir():
            return found
    raise FileNotFoundError(f"{name} is not among the resources")


def text(name: str) -> str:
    return asset(name).read_text(encoding="utf-8")


def data(name: str) -> bytes:
    return asset(name).read_bytes()


def path(name: str) -> Path:
    """*name* as a path, for libraries that open files themselves.

    The package is always installed as plain files (a wheel is unpacked, a frozen
    application lies in a folder), so nothing has to be unpacked and cleared away.
    """
    with as_file(asset(name)) as real:
        return real
