"""Resources, from a checkout and from an installed wheel."""

import importlib.resources
from pathlib import Path

import pytest

from assistant_gui import assets


def test_the_checkout_has_its_resources() -> None:
    assert assets.text("catalogue.toml").startswith("# The models")
    assert assets.data("assistant.svg").startswith(b"<svg")
    assert assets.path("assistant.svg").is_file()


def test_what_is_not_shipped_is_said() -> None:
    with pytest.raises(FileNotFoundError, match=r"icons/unicorn\.svg is not among"):
        assets.asset("icons/unicorn.svg")


def test_an_installed_wheel_carries_them_inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = tmp_path / "site-packages" / "assistant_gui"
    (inside / "resources" / "icons").mkdir(parents=True)
    (inside / "resources" / "icons" / "send.svg").write_text("<svg/>")
    monkeypatch.setattr(assets, "files", lambda _: inside)  # where Python finds the package is not ours to choose

    assert assets.text("icons/send.svg") == "<svg/>"
    assert importlib.resources.files("assistant_gui") != inside
