"""Engines as the desk sees them, before they have said a word."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from assistant_gui.core.content import Picture, Pictured
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.ports import Piece, Sampling
from assistant_gui.core.settings import Settings
from assistant_gui.core.turn import Turn, TurnCancelled
from assistant_gui.remote.engine import RemoteEars, RemoteThinker, in_parts
from assistant_gui.remote.speech import RemoteVoice
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
        lambda engine: list(RemoteVoice(engine.connect, Settings).speak("Hi", engine.turn)),
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


class Dying(BaseHTTPRequestHandler):
    """Dies over the first recording, and is back for the next."""

    asked: ClassVar[list[int]] = []

    def do_POST(self) -> None:
        size = int(self.headers["content-length"])
        self.rfile.read(size)
        self.asked.append(size)
        if len(self.asked) > 2:  # its death was not noticed yet when it was asked again
            body = b'{"text": "Hello.", "language": "en", "segments": []}'
            self.send_response(200)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_what_was_said_is_recognised_although_the_engine_dies_over_it():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Dying)
    threading.Thread(target=server.serve_forever, name="dying server", daemon=True).start()
    address = Address(f"http://127.0.0.1:{server.server_port}", "key")

    try:
        recognised = RemoteEars(lambda: address, lambda: ("m", "")).transcribe("a.wav", b"sound", Turn())
    finally:
        server.shutdown()
        server.server_close()

    assert recognised.text == "Hello."
    assert len(Dying.asked) == 3
    assert len(set(Dying.asked)) == 1


def test_an_engine_that_cannot_start_says_why():
    def connect() -> Address:
        raise AssistantError("It is not there.")

    with pytest.raises(AssistantError, match="It is not there"):
        list(RemoteThinker(connect).reply("m", [], Sampling(), Turn()))


def test_pictures_go_before_the_words_as_the_api_has_them():
    shown = Pictured("What is it?", (Picture("image/png", b"one"),))

    assert in_parts([("system", "Be kind."), ("user", shown)]) == [
        {"role": "system", "content": "Be kind."},
        {
            "role": "user",
            "content": [
                {"type": "image_url", "image_url": {"url": "data:image/png;base64,b25l"}},
                {"type": "text", "text": "What is it?"},
            ],
        },
    ]


class Recording(BaseHTTPRequestHandler):
    """A foreign server that keeps what it was asked and says one word."""

    asked: ClassVar[list[dict]] = []

    def do_POST(self) -> None:
        self.asked.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.end_headers()
        self.wfile.write(b'data: {"choices": [{"delta": {"content": "A cat."}}]}\n\ndata: [DONE]\n\n')

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_any_server_that_knows_the_api_is_shown_pictures():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Recording)
    threading.Thread(target=server.serve_forever, name="foreign server", daemon=True).start()
    address = Address(f"http://127.0.0.1:{server.server_port}", "key")

    try:
        said = [("user", Pictured("What is it?", (Picture("image/jpeg", b"cat"),)))]
        pieces = list(RemoteThinker(lambda: address).reply("theirs", said, Sampling(), Turn()))
    finally:
        server.shutdown()
        server.server_close()

    assert [piece.text for piece in pieces if isinstance(piece, Piece)] == ["A cat."]
    ((shown, text),) = [each["content"] for each in Recording.asked[0]["messages"]]
    assert shown["image_url"]["url"] == "data:image/jpeg;base64,Y2F0"
    assert text["text"] == "What is it?"
