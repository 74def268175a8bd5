"""When an engine is started, and when it is started again."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.models import Format, Served
from assistant_gui.remote import local
from assistant_gui.remote.local import LocalEngine

TINY = Served("tiny", Format.GGUF, "/models/tiny.gguf")
OTHER = Served("other", Format.GGUF, "/models/other.gguf")


class FakeProcess:
    """Is ready at once, on another port at every start."""

    def __init__(
        self,
        role: str,
        orders: Callable[[], Mapping[str, object]],
        log: Path,
        on_change: object,
        *,
        on_ready: Callable[[Mapping[str, object]], None],
        **more: object,
    ) -> None:
        self.alive = False
        self.starts: list[Mapping[str, object]] = []
        self.coming_back = False
        self._orders, self._on_ready = orders, on_ready

    def start(self) -> None:
        if not self.alive or self.coming_back:
            self.alive, self.coming_back = True, False
            self.starts.append(self._orders())
            self._on_ready({"port": len(self.starts)})

    def stop(self) -> None:
        self.alive = False


class Room:
    def __init__(self) -> None:
        self.served: Sequence[Served] = [TINY]
        self.settings = {"threads": 2}
        self.engine = LocalEngine(
            "language", lambda: self.served, lambda: self.settings, Path("log"), lambda _: None, launch=self._launch
        )

    def _launch(self, *given: object, **more: object) -> FakeProcess:
        self.process = FakeProcess(*given, **more)
        return self.process

    def port(self) -> int:
        return int(self.engine.connect().base.rpartition(":")[2])


@pytest.fixture
def room() -> Room:
    return Room()


def test_it_is_started_at_the_first_wish_and_kept(room):
    assert [room.port(), room.port()] == [1, 1]


def test_other_settings_are_in_force_at_the_next_wish_and_not_before(room):
    room.port()
    room.settings = {"threads": 4}

    assert room.process.alive
    assert room.port() == 2
    assert room.process.starts[-1]["threads"] == 4


def test_a_model_that_came_is_served_at_the_next_wish(room):
    room.port()
    room.served = [TINY, OTHER]

    assert room.port() == 2
    assert room.port() == 2


def test_a_model_that_went_disturbs_nobody(room):
    room.served = [TINY, OTHER]
    room.port()
    room.served = [TINY]

    assert room.port() == 1


def test_an_engine_that_is_coming_back_is_waited_for(room):
    room.port()
    room.process.coming_back = True

    assert room.port() == 2


def test_whoever_only_looks_does_not_start_it(room):
    with pytest.raises(AssistantError, match="not running"):
        room.engine.here()
    assert room.process.starts == []

    room.engine.connect()
    assert room.engine.here() == room.engine.connect()


def test_one_that_was_ordered_otherwise_is_not_here(room):
    room.engine.connect()
    room.settings = {"threads": 4}

    with pytest.raises(AssistantError, match="not running"):
        room.engine.here()


def test_a_strength_that_was_in_force_before_is_told_again(room, monkeypatch):
    """Patched: the engine's answer."""
    told = []
    monkeypatch.setattr(local, "ask", lambda address, path, body: told.append(json.loads(body.content)["strength"]))
    adapter = Served("tiny@a", Format.GGUF, "/models/tiny.gguf", "/adapters/a", 1.0)
    room.served = [TINY, adapter]
    room.port()

    for strength in (0.5, 1.0, 1.0):
        room.served = [TINY, replace(adapter, strength=strength)]
        room.port()

    assert told == [0.5, 1.0]
