"""A long recording sent to an engine and followed: a server on loopback plays the engine."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.ports import Listened, Segment, Transcript
from assistant_gui.core.turn import Turn, TurnCancelled
from assistant_gui.remote.engine import RemoteEars
from assistant_gui.remote.wire import Address, EngineLost

SEGMENT = {"type": "transcript.text.segment", "id": 0, "start": 0.5, "end": 1.5, "text": "Hello."}
PROGRESS = {"type": "transcript.progress", "processed": 2.0, "total": 4.0}
DONE = {"type": "transcript.text.done", "text": "Hello.", "language": "en", "duration": 4.0}
WHOLE = Transcript("Hello.", "en", (Segment(0.5, 1.5, "Hello."),))


class Engine(HTTPServer):
    """Answers every request with :attr:`answer` and remembers what it was asked."""

    type = "text/event-stream"
    answer = b""
    asked = b""


class Handler(BaseHTTPRequestHandler):
    server: Engine

    def do_POST(self) -> None:
        self.server.asked = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Type", self.server.type)
        self.end_headers()
        self.wfile.write(self.server.answer)

    def log_message(self, format: str, *arguments: object) -> None:
        """Nobody reads it."""


@pytest.fixture
def engine() -> Iterator[Engine]:
    with Engine(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), name="engine")
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def ears(engine: Engine) -> RemoteEars:
    address = Address(f"http://127.0.0.1:{engine.server_port}", "")
    return RemoteEars(lambda: address, lambda: ("tiny", ""), lambda: "QGIS.")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "a talk.wav"
    made.write_bytes(b"RIFF" + bytes(1_000_000))
    return made


def events(*told: object, end: bytes = b"data: [DONE]\n\n") -> bytes:
    return b": \n\n" + b"".join(b"data: %b\n\n" % json.dumps(one).encode() for one in told) + end


def test_what_is_said_arrives_as_it_is_recognised(engine, ears, file):
    engine.answer = events(SEGMENT, PROGRESS, DONE)

    assert list(ears.follow(file, Turn())) == [Segment(0.5, 1.5, "Hello."), Listened(2.0, 4.0), WHOLE]


def test_the_whole_file_is_sent_with_what_is_to_be_listened_for(engine, ears, file):
    engine.answer = events(DONE)

    list(ears.follow(file, Turn(), "en"))

    assert file.read_bytes() in engine.asked
    for field in (b'"stream"\r\n\r\ntrue', b'"prompt"\r\n\r\nQGIS.', b'"language"\r\n\r\nen', b'filename="a talk.wav"'):
        assert field in engine.asked


def test_a_server_that_does_not_stream_tells_it_at_once(engine, ears, file):
    engine.type = "application/json"
    segment = {"start": 0.5, "end": 1.5, "text": "Hello."}
    engine.answer = json.dumps({"text": "Hello.", "language": "en", "segments": [segment]}).encode()

    assert list(ears.follow(file, Turn())) == [Segment(0.5, 1.5, "Hello."), WHOLE]


@pytest.mark.parametrize(("told", "ending"), [({"ending": -1.5}, -1.5), ({}, None), ({"ending": "soon"}, None)])
def test_how_the_end_sounds_is_told_where_the_engine_knows(engine, ears, told, ending):
    engine.type = "application/json"
    engine.answer = json.dumps({"text": "Hello.", "language": "en", "segments": []} | told).encode()

    assert ears.transcribe("a.wav", b"sound", Turn()).ending == ending


def test_what_goes_wrong_on_the_way_is_the_engine_s_sentence(engine, ears, file):
    engine.answer = events(SEGMENT, {"error": {"message": "It is silent.", "hint": ""}})

    with pytest.raises(AssistantError, match="It is silent"):
        list(ears.follow(file, Turn()))


def test_an_engine_that_stops_on_the_way_is_lost(engine, ears, file):
    engine.answer = events(SEGMENT, end=b"")

    with pytest.raises(EngineLost):
        list(ears.follow(file, Turn()))


def test_it_can_be_cut_short(engine, ears, file):
    engine.answer = events(SEGMENT, PROGRESS, DONE)
    turn = Turn()

    followed = ears.follow(file, turn)
    next(followed)
    turn.cancel()

    with pytest.raises(TurnCancelled):
        list(followed)


def test_a_file_that_is_not_there_is_a_sentence(ears, tmp_path):
    with pytest.raises(AssistantError, match="cannot be used"):
        list(ears.follow(tmp_path / "none.wav", Turn()))
