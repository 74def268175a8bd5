"""What a role is started with."""

from assistant_gui.remote.launch import role_environment


def test_no_library_of_a_role_asks_a_model_hub_by_itself(monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "0")  # what the person's shell says is for other programs

    assert role_environment()["HF_HUB_OFFLINE"] == "1"


def test_no_library_of_a_role_tells_its_maker_about_it(monkeypatch):
    monkeypatch.setenv("ORT_DISABLE_TELEMETRY", "0")

    assert role_environment()["ORT_DISABLE_TELEMETRY"] == "1"
