"""Stand-ins behind the engines' own HTTP seam: one writes a given answer, one says each word as a tone."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from assistant_gui.bench.voice.tones import spoken_tones

WORDS_PER_S = 40.0
STORY = (
    "The old lighthouse stood on a cliff above the grey sea.",
    "Every evening the keeper climbed two hundred steps to light the lamp.",
    "He had done so for thirty years, in summer and in winter.",
    "Ships from far away knew his light, and many captains thanked him.",
    "What did he think about, up there, alone with the wind?",
    "Mostly he remembered his brother, who had sailed north and never wrote.",
    "One night in March a storm came, larger than any before it.",
    "The windows shook, the rain was loud, and the lamp began to flicker.",
    "He covered it with his coat and counted the seconds between the waves.",
    "Then he saw a small boat, dancing between the rocks like a leaf.",
    "A boy was in it, holding a broken oar and calling for help.",
    "The keeper took a rope, ran down the stairs, and threw it out.",
    "It fell short the first time, and short again the second time.",
    "At the third attempt the boy caught it and held on with both hands.",
    "In the kitchen there was soup, a dry blanket, and a yellow cat.",
    "The boy told him that he came from the islands in the north.",
    "His father, he said, had the same way of tying a knot.",
    "The keeper looked at the rope, and at the boy, and smiled slowly.",
    "When the morning came, the sea was quiet and silver.",
    "They wrote a letter together, and the mail boat took it along.",
)


@contextmanager
def scripted(answer: str, *, tones: bool = False) -> Iterator[Mapping[str, str]]:
    """Name -> URL of a language engine that answers *answer* to everything, and with *tones* of a voice as well."""
    server = _Server(answer)
    thread = threading.Thread(target=server.serve_forever, name="scripted engines", daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield {"language": url, "voice": url} if tones else {"language": url}
    finally:
        server.over.set()
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, answer: str) -> None:
        super().__init__(("127.0.0.1", 0), _Exchange)
        self.answer = answer
        self.over = threading.Event()


class _Exchange(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        asked = self.rfile.read(int(self.headers["Content-Length"]))
        try:
            match self.path:
                case "/v1/chat/completions":
                    self._write()
                case "/v1/audio/speech":
                    self._begin("audio/pcm")
                    self.wfile.write(spoken_tones(str(json.loads(asked)["input"])))
                case _:
                    self.send_error(404)
        except ConnectionError:  # it was interrupted
            return

    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads it."""

    def _write(self) -> None:
        self._begin("text/event-stream")
        words = self.server.answer.split(" ")
        for number, word in enumerate(words):
            if self.server.over.wait(1 / WORDS_PER_S):
                return
            piece = {"content": f" {word}" if number else word}
            self._tell({"choices": [{"index": 0, "delta": piece, "finish_reason": None}]})
        self._tell({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
        self.wfile.write(b"data: [DONE]\n\n")

    def _tell(self, chunk: Mapping[str, object]) -> None:
        self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
        self.wfile.flush()

    def _begin(self, type: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", type)
        self.end_headers()
