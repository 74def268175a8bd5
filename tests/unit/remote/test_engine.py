"""Engines as the desk sees them, before they have said a word."""

import threading

import pytest

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.ports import Sampling
from assistant_gui.core.turn import Turn, TurnCancelled
from assistant_gui.remote.engine import RemoteEars, RemoteThinker, RemoteVoice
from assistant_gui.remote.wire import Address


class Starting:
    """An engine that takes its time, and a person who does not."""

    def __init__(self) -> None:
        self.turn = Turn()
        self.ready, self.over = threading.Event(), threading.Event()

    def connect(self) -> Address:
        self.turn.cancel()
        self.ready.wait(10)
        self.over.set()
        return Address("http://127.0.0.1:9", "")


@pytest.mark.parametrize(
    "use",
    [
        lambda engine: list(RemoteThinker(engine.connect).reply("m", [("user", "Hi")], Sampling(), engine.turn)),
        lambda engine: RemoteEars(engine.connect, lambda: ("m", "")).transcribe("a.wav", b"", engine.turn),
        lambda engine: list(RemoteVoice(engine.connect, lambda: ("m", 1.0)).speak("Hi", engine.turn)),
    ],
    ids=["thinker", "ears", "voice"],
)
def test_a_turn_can_be_cut_short_while_the_engine_starts(use):
    engine = Starting()

    with pytest.raises(TurnCancelled):
        use(engine)

    assert not engine.over.is_set()
    engine.ready.set()
    assert engine.over.wait(10)


def test_an_engine_that_cannot_start_says_why():
    def connect() -> Address:
        raise AssistantError("It is not there.")

    with pytest.raises(AssistantError, match="It is not there"):
        list(RemoteThinker(connect).reply("m", [], Sampling(), Turn()))
