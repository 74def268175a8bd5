"""The starter models, from the package index this machine is configured with."""

from pathlib import Path

import pytest

from assistant_gui import assets
from assistant_gui.catalogue import Catalogue
from assistant_gui.catalogue.entries import Entry, UrlSource, entries
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.models import Fetched
from assistant_gui.core.turn import Turn, TurnCancelled
from tests.sources import model, serving, sha256

STARTER = "smollm2-135m"


def test_a_starter_is_fetched_again_after_it_was_cut_short(tmp_path: Path) -> None:
    shelf, turn = Catalogue(tmp_path / "模型 models"), Turn()

    with pytest.raises(TurnCancelled):
        shelf.get(STARTER, lambda fetched: turn.cancel() if fetched.done_bytes else None, turn)
    assert not shelf.model(STARTER).installed
    told: list[Fetched] = []
    got = shelf.get(STARTER, told.append, Turn())

    assert got.installed
    assert Path(got.path).read_bytes()[:4] == b"GGUF"
    assert {each.stage for each in told} == {"download", "unpack"}
    shelf.verify(STARTER)


def test_a_starter_that_is_not_what_it_should_be_never_appears(tmp_path: Path) -> None:
    text = assets.text("catalogue.toml").replace(
        "bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70", "0" * 64
    )
    shelf = Catalogue(tmp_path, entries(text))

    with pytest.raises(AssistantError, match="not the file it should be"):
        shelf.get(STARTER, lambda _: None, Turn())

    assert not shelf.model(STARTER).installed


def test_a_dead_proxy_stops_downloads_and_nothing_else(
    models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")  # nobody listens there

    with serving() as web:
        web.files["/bird.pt"] = b"weights"
        entry = Entry(model(), "bird.pt", (UrlSource(f"{web.url}/bird.pt", sha256(b"weights"), 7, "bird.pt"),))
        with pytest.raises(AssistantError, match="Check the network and the proxy"):
            Catalogue(tmp_path, [entry]).get("parrot", lambda _: None, Turn())

    Catalogue(models).verify(STARTER)
    assert Catalogue(models).model(STARTER).installed
