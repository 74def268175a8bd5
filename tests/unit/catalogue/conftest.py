"""The sources of models that every test of the catalogue may ask for."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sources import Index, Web, serving


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Index:
    folder = tmp_path / "index"
    folder.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")  # how pip is told where to look; there is no other way to reach it
    monkeypatch.setenv("PIP_FIND_LINKS", folder.as_uri())
    return Index(folder)


@pytest.fixture
def web() -> Iterator[Web]:
    with serving() as web:
        yield web
