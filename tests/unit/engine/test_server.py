"""The server of an engine."""

import pytest

from assistant_gui.core.errors import AssistantError
from assistant_gui.engine import server
from assistant_gui.engine.server import Kind


def test_it_listens_on_loopback_only():
    with server.listening() as listener:
        host, port = listener.getsockname()

    assert host == "127.0.0.1"
    assert port > 0


def test_an_unknown_kind_is_said_in_a_sentence():
    with pytest.raises(AssistantError, match="chess"):
        server.kind_for({"kind": "chess"})


def test_a_kind_without_a_health_route_is_healthy(ask):
    app = server.application(Kind(routes=[]), "secret")

    assert ask(app, "/health").json() == {"status": "ok"}
