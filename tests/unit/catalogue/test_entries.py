"""The catalogue that is shipped."""

import importlib.util
import re
from pathlib import Path

import pytest

from assistant_gui import assets
from assistant_gui.catalogue.entries import Entry, HubSource, UrlSource, WheelSource, entries
from assistant_gui.core.models import Format, Kind

SHIPPED = entries(assets.text("catalogue.toml"))


@pytest.mark.parametrize("entry", SHIPPED, ids=[entry.model.id for entry in SHIPPED])
def test_every_entry_says_what_people_want_to_know(entry: Entry) -> None:
    model = entry.model

    assert model.title
    assert model.note
    assert model.languages
    assert model.format is Format.SYSTEM or (model.licence and model.download_bytes and model.needs_memory_bytes)


@pytest.mark.parametrize("entry", SHIPPED, ids=[entry.model.id for entry in SHIPPED])
def test_the_file_that_is_opened_is_among_those_fetched(entry: Entry) -> None:
    names = {file.name for file in entry.files}
    for source in entry.sources:
        names |= set(source.files) if isinstance(source, HubSource) else set()
        names |= {source.name} if isinstance(source, UrlSource) else set()

    assert not entry.main or entry.main in names


def test_names_are_given_once() -> None:
    assert len({entry.model.id for entry in SHIPPED}) == len(SHIPPED)


def test_the_starters_chat_and_listen_and_come_from_the_package_index() -> None:
    starters = [entry for entry in SHIPPED if entry.model.starter]

    assert [entry.model.kind for entry in starters] == [Kind.CHAT, Kind.HEARING]
    assert all(isinstance(source, WheelSource) for entry in starters for source in entry.sources)


def test_the_chat_starter_is_honest_about_its_size() -> None:
    starter = next(entry.model for entry in SHIPPED if entry.model.starter and entry.model.kind is Kind.CHAT)

    assert "small" in starter.note


def test_whispers_addresses_are_those_of_the_library() -> None:
    found = importlib.util.find_spec("whisper")
    assert found is not None
    assert found.origin is not None
    library = Path(found.origin).read_text(encoding="utf-8")  # not imported: that would load torch

    for source in (source for entry in SHIPPED for source in entry.sources if isinstance(source, UrlSource)):
        assert f'"{source.url}"' in library
        assert f"/{source.sha256}/" in source.url


@pytest.mark.parametrize("entry", SHIPPED, ids=[entry.model.id for entry in SHIPPED])
def test_hashes_are_whole(entry: Entry) -> None:
    hashes = [source.sha256 for source in entry.sources if not isinstance(source, HubSource)]
    hashes += [file.sha256 for file in entry.files if file.sha256]

    assert all(re.fullmatch("[0-9a-f]{64}", each) for each in hashes)
