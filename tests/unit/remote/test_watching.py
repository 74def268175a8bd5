"""An engine that works in silence, and one that hangs; the test is the engine."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from assistant_gui.remote import watching
from assistant_gui.remote.watching import watched
from assistant_gui.remote.wire import Address


class Engine(BaseHTTPRequestHandler):
    asked = 0
    hangs = threading.Event()
    let_go = threading.Event()

    def do_GET(self) -> None:
        type(self).asked += 1
        if self.hangs.is_set():
            self.let_go.wait(10)
        self.send_response(500)  # it is ill, but it answers
        self.end_headers()

    def log_message(self, *_words: object) -> None: ...


@pytest.fixture
def engine(monkeypatch):
    monkeypatch.setattr(watching, "ASKED_EVERY", 0.02)  # else three seconds
    Engine.asked = 0
    Engine.hangs.clear()
    Engine.let_go.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Engine)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Address(f"http://127.0.0.1:{server.server_address[1]}", "")
    Engine.let_go.set()
    server.shutdown()
    thread.join()
    server.server_close()


def test_one_that_answers_may_work_as_long_as_it_is_given(engine):
    given_up = threading.Event()

    with watched(engine, lambda _: given_up.set(), within=60):
        while Engine.asked < 3:
            given_up.wait(0.01)

    assert not given_up.is_set()


def test_one_that_does_not_answer_is_given_up(engine, monkeypatch):
    monkeypatch.setattr(watching, "ANSWERS_WITHIN", 0.05)  # else five seconds
    given_up: list[Address] = []
    told = threading.Event()
    Engine.hangs.set()

    with watched(engine, lambda address: (given_up.append(address), told.set()), within=60):
        assert told.wait(10)

    assert given_up == [engine]


def test_one_that_answers_but_never_ends_is_given_up(engine):
    told = threading.Event()

    with watched(engine, lambda _: told.set(), within=0.1):
        assert told.wait(10)


def test_what_is_done_at_once_is_not_watched(engine):
    with watched(engine, lambda _: None, within=60):
        pass

    assert Engine.asked == 0
