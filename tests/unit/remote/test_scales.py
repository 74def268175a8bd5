"""Asking an engine how likely something is, with an engine of a few lines."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.likelihood import Token
from assistant_gui.core.ports import Reading
from assistant_gui.core.turn import Turn
from assistant_gui.remote.scales import RemoteScales
from assistant_gui.remote.wire import Address


class Engine(HTTPServer):
    chunks: tuple[dict, ...] = ()
    asked: dict | None = None


class Answering(BaseHTTPRequestHandler):
    def do_POST(self):
        self.server.asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(200)
        self.end_headers()
        for chunk in self.server.chunks:
            self.wfile.write(b"data: " + json.dumps(chunk).encode() + b"\n\n")
        self.wfile.write(b"data: [DONE]\n\n")

    def log_message(self, *_: object) -> None:
        """Not into the tests' output."""


@pytest.fixture
def engine() -> Iterator[Engine]:
    engine = Engine(("127.0.0.1", 0), Answering)
    thread = threading.Thread(target=engine.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield engine
    engine.shutdown()
    thread.join()
    engine.server_close()


def weighed(engine: Engine) -> list[Token | Reading]:
    scales = RemoteScales(lambda: Address(f"http://127.0.0.1:{engine.server_port}", "t"))
    return list(scales.weigh("m", [("user", "Hi"), ("assistant", "你")], 2, Turn()))


def test_each_token_comes_with_the_likeliest_beside_it_best_first(engine):
    position = {
        "7": {"logprob": -2.0, "decoded_token": "\ufffd", "bytes": [228, 189]},
        "8": {"logprob": -0.5, "decoded_token": "Ho"},
        "9": {"logprob": -1.0, "decoded_token": "He"},
    }
    engine.chunks = ({"prompt_progress": {"processed": 1, "total": 4}}, {"prompt_logprobs": [None, position]})

    reading, token = weighed(engine)

    assert reading == Reading(0.25)
    assert token.content == b"\xe4\xbd"
    assert token.probability == pytest.approx(0.1353, abs=1e-4)
    assert [text for text, _ in token.instead] == ["Ho", "He"]
    assert engine.asked["continue_final_message"] is True
    assert engine.asked["add_generation_prompt"] is False
    assert engine.asked["prompt_logprobs"] == 2


def test_what_the_engine_complains_of_is_told(engine):
    engine.chunks = ({"error": {"message": "No room.", "hint": ""}},)

    with pytest.raises(AssistantError, match="No room"):
        weighed(engine)
