"""Which models see."""

import json
from pathlib import Path

import pytest

from assistant_gui import assets
from assistant_gui.catalogue.catalogue import Catalogue
from assistant_gui.catalogue.entries import Entry, HubSource, entries
from assistant_gui.catalogue.eyes import is_projector
from assistant_gui.catalogue.local import look_at
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.models import Format
from assistant_gui.core.turn import Turn
from tests.sources import GGUF, Told, Web, hub_answer, model
from tests.unit.catalogue.test_local import SAFETENSORS, folder_with


def added(shelf: Path, path: Path):
    return Catalogue(shelf, []).get(str(path), Told(), Turn())


def ggufs(folder: Path, *names: str) -> Path:
    folder.mkdir()
    for name in names:
        (folder / name).write_bytes(GGUF)
    return folder


@pytest.mark.parametrize(
    ("beside", "sees"),
    [
        (["mmproj-Bird-7B-f16.gguf"], True),  # called after the model
        (["mmproj-model-f16.gguf"], True),  # called after nothing, but there is nothing else
        (["mmproj-Cat-2B-f16.gguf", "Cat-2B-Q8_0.gguf"], False),  # another model's
        (["mmproj-Bird-7B-f16.gguf", "mmproj-Cat-2B-f16.gguf", "Cat-2B-Q8_0.gguf"], True),
        ([], False),
    ],
)
def test_a_gguf_model_sees_through_the_projector_beside_it(tmp_path, beside, sees):
    folder = ggufs(tmp_path / "models", "Bird-7B-Q4_K_M.gguf", *beside)

    got = added(tmp_path / "shelf", folder / "Bird-7B-Q4_K_M.gguf")

    assert got.sees is sees
    assert Path(got.path).name == "Bird-7B-Q4_K_M.gguf"
    assert bool(got.projector) is sees
    assert "Cat" not in got.projector


def test_a_folder_of_a_model_and_its_projector_is_one_model(tmp_path):
    folder = ggufs(tmp_path / "bird", "bird.gguf", "mmproj-bird.gguf")

    assert added(tmp_path / "shelf", folder).sees


def test_a_projector_alone_is_no_model(tmp_path):
    folder = ggufs(tmp_path / "bird", "mmproj-bird.gguf")

    with pytest.raises(AssistantError, match="Choose the model beside it"):
        look_at(folder / "mmproj-bird.gguf")


@pytest.mark.parametrize(("config", "sees"), [({"vision_config": {"hidden_size": 8}}, True), ({}, False)])
def test_a_folder_sees_when_its_config_has_a_vision_part(tmp_path, config, sees):
    folder = folder_with(tmp_path / "bird", config__json=json.dumps(config), model__safetensors=SAFETENSORS)

    assert added(tmp_path / "shelf", folder).sees is sees


def test_both_files_are_fetched_from_the_hub(tmp_path, web: Web, monkeypatch):
    names = ("bird.gguf", "mmproj-bird.gguf")
    files = dict.fromkeys((*names, "mmproj-bird-f32.gguf"), GGUF)
    web.files["/api/models/birds/parrot/revision/main"] = hub_answer(files, large=tuple(files))
    web.files |= {f"/birds/parrot/resolve/c0ffee/{name}": GGUF for name in files}
    monkeypatch.setenv("HF_ENDPOINT", web.url)  # the hub's own way to name a mirror
    entry = Entry(model(sees=True), "bird.gguf", (HubSource("birds/parrot", 9, names),))

    got = Catalogue(tmp_path, [entry]).get("parrot", Told(), Turn())

    assert got.sees
    assert Path(got.projector).name == "mmproj-bird.gguf"
    assert {file.name for file in Path(got.path).parent.glob("*.gguf")} == set(names)


SEEING = [entry for entry in entries(assets.text("catalogue.toml")) if entry.model.sees]


def test_there_are_seeing_models_to_be_had():
    assert len(SEEING) >= 2


@pytest.mark.parametrize("entry", SEEING, ids=[entry.model.id for entry in SEEING])
def test_what_is_said_to_see_comes_with_what_it_sees_through(entry: Entry):
    files = [name for source in entry.sources if isinstance(source, HubSource) for name in source.files]

    assert entry.model.format is Format.FOLDER or [name for name in files if is_projector(name)]
