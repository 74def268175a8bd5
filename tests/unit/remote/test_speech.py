"""Voices over HTTP: those of our engine, and a server that anybody runs."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.settings import Settings, changed
from assistant_gui.core.turn import Turn, TurnCancelled
from assistant_gui.remote.speech import RemoteVoice
from assistant_gui.remote.wire import Address

LISTED = [
    {"model": "system-voice", "id": "en", "name": "English", "language": "en", "pitched": True, "usual": True},
    {"model": "system-voice", "id": "de", "name": "German", "language": "de", "pitched": True},
    {"model": "piper-joe", "id": "", "name": "Joe", "language": "en-us", "quality": "medium", "usual": True},
]


@dataclass
class Server:
    """Speaks two bytes for each character, in chunks; remembers what it was asked."""

    voices: object = None
    """What its list of voices is; without it there is no such route."""
    kind: str = "audio/pcm"
    asked: list[dict[str, object]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    lists: int = 0
    base: str = ""

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        self.keys.append(request.headers.get("Authorization", ""))
        if request.command == "GET":
            self.lists += 1
            found = self.voices is not None
            self._send(request, 200 if found else 404, "application/json", [json.dumps(self.voices or {}).encode()])
            return
        asked = json.loads(request.rfile.read(int(request.headers["Content-Length"])))
        self.asked.append(asked)
        self._send(request, 200, self.kind, [b"\x01\x00" * 3 for _ in asked["input"]])

    def _send(self, request: BaseHTTPRequestHandler, status: int, kind: str, chunks: list[bytes]) -> None:
        request.send_response(status)
        request.send_header("Content-Type", kind)
        request.send_header("Transfer-Encoding", "chunked")
        request.end_headers()
        for chunk in [*chunks, b""]:
            request.wfile.write(b"%x\r\n%s\r\n" % (len(chunk), chunk))


@pytest.fixture
def server() -> Iterator[Server]:
    told = Server()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            told.answer(self)

        do_POST = do_GET  # noqa: N815 - the library's name

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        told.base = f"http://127.0.0.1:{http.server_port}"
        thread = threading.Thread(target=http.serve_forever, args=(0.01,), name="server")
        thread.start()
        yield told
        http.shutdown()
        thread.join()


@pytest.fixture
def engine(server: Server) -> Server:
    server.voices = {"data": LISTED}
    return server


def settings(**values: object) -> Settings:
    made = Settings()
    for key, value in values.items():
        made = changed(made, key.replace("__", "."), value)
    return made


def nowhere() -> Address:
    raise AssistantError("The engine is not to be started.")


def test_the_text_is_said_with_the_voice_of_its_language(engine):
    voice = RemoteVoice(lambda: Address(engine.base, "secret"), lambda: settings(voice__speed=1.5, voice__pitch=1.2))

    sound = b"".join(each.pcm for each in voice.speak("Hallo", Turn(), "de"))

    assert len(sound) == 5 * 6
    assert engine.asked == [
        {
            "model": "system-voice",
            "voice": "de",
            "input": "Hallo",
            "language": "de",
            "speed": 1.5,
            "pitch": 1.2,
            "response_format": "pcm",
        }
    ]
    assert set(engine.keys) == {"Bearer secret"}


def test_the_person_may_choose_for_a_language(engine):
    voice = RemoteVoice(lambda: Address(engine.base, ""), lambda: settings(voices__de="piper-joe:", voice__pitch=1.2))

    list(voice.speak("Hallo", Turn(), "de"))

    assert engine.asked[0]["model"] == "piper-joe"
    assert "voice" not in engine.asked[0]
    assert "pitch" not in engine.asked[0]  # Joe cannot


def test_the_list_is_asked_for_once_after_each_start(engine):
    address = [Address(engine.base, "one")]
    voice = RemoteVoice(lambda: address[0], Settings)
    for token in ("one", "one", "two"):
        address[0] = Address(engine.base, token)
        list(voice.speak("Hi", Turn(), "en"))

    assert engine.lists == 2


def test_a_list_that_is_not_complete_is_asked_for_again(engine):
    engine.voices = {"data": LISTED[:1], "complete": False}
    voice = RemoteVoice(lambda: Address(engine.base, ""), Settings)
    list(voice.speak("Hallo", Turn(), "de"))
    engine.voices = {"data": LISTED, "complete": True}
    list(voice.speak("Hallo", Turn(), "de"))

    assert [asked.get("voice") for asked in engine.asked] == [None, "de"]
    assert all(asked["language"] == "de" for asked in engine.asked)  # the engine may know better


def test_a_name_of_another_model_is_passed_over(engine):
    voice = RemoteVoice(lambda: Address(engine.base, ""), lambda: settings(voice__name="piper-joe:x"))

    list(voice.speak("Hi", Turn()))

    assert engine.asked[0]["model"] == "system-voice"
    assert "voice" not in engine.asked[0]


def test_another_server_speaks_without_our_engine(server):
    chosen = settings(
        voice__server=f"{server.base}/v1/", voice__server_key="k", voice__name="server:nova", voice__pitch=1.4
    )
    voice = RemoteVoice(nowhere, lambda: chosen)

    sound = b"".join(each.pcm for each in voice.speak("Hi", Turn(), "de"))

    assert sound == b"\x01\x00" * 6
    assert server.asked == [{"model": "tts-1", "voice": "nova", "input": "Hi", "speed": 1.0, "response_format": "pcm"}]
    assert server.keys == ["Bearer k"]


@pytest.mark.parametrize(
    ("told", "first"), [({"voices": ["af_bella"]}, "Af_bella"), ({"voices": [{"id": "x"}]}, "X"), (None, "Alloy")]
)
def test_a_server_lists_its_voices_or_is_taken_for_openai(server, told, first):
    server.voices = told
    voice = RemoteVoice(lambda: Address(server.base, ""), lambda: settings(voice__server=server.base))

    names = [each.name for each in voice._of_server(Turn())]

    assert names[0] == first


def test_a_server_that_sends_something_else_is_told(server):
    server.kind = "audio/mpeg"
    chosen = settings(voice__server=server.base, voice__name="server:nova")

    with pytest.raises(AssistantError, match="sends audio/mpeg"):
        list(RemoteVoice(nowhere, lambda: chosen).speak("Hi", Turn()))


def test_an_address_that_is_none_is_told():
    chosen = settings(voice__server="example.com", voice__name="server:nova")

    with pytest.raises(AssistantError, match="not complete"):
        list(RemoteVoice(nowhere, lambda: chosen).speak("Hi", Turn()))


def test_cutting_it_short_ends_the_sound(server):
    turn = Turn()
    chosen = settings(voice__server=server.base, voice__name="server:nova")
    blocks = RemoteVoice(nowhere, lambda: chosen).speak("Hi" * 9000, turn)
    next(blocks)

    turn.cancel()

    with pytest.raises(TurnCancelled):
        list(blocks)
