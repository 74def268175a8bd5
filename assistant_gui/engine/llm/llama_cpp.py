"""GGUF models through llama.cpp, one server object per model and adapter.

Its own HTTP server cannot be switched off: it gets a socket in a private folder
and a random key. Answers do not go through it (a callback in this process is
quicker and can stop the work); only the tokeniser is asked that way.
"""

import http.client
import json
import os
import secrets
import shutil
import socket
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from assistant_gui import scratch
from assistant_gui.core.content import Picture
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.core.models import Served
from assistant_gui.core.turn import Turn
from assistant_gui.engine.llm import llama_seeing, llama_weighing
from assistant_gui.engine.llm.llama_chunks import Chunk, told
from assistant_gui.engine.llm.port import Limits, Tell, Wish
from assistant_gui.weights.gguf_file import CONTROL, read_head
from assistant_gui.weights.templates import Template, control_marks

if TYPE_CHECKING:
    import xllamacpp

ADAPTER_FILE = "adapter.gguf"

_SMALL_BYTES = 300 * 2**20
"""A model of this size writes hardly faster with all cores (95 tokens/s with one, 103 with two), but ten
times slower when it has to wait for another busy program on one of them (95 against 7-28)."""
_ERRORS_ONLY = 1
_REPLACEMENT = "\ufffd"
"""What stands in a text for a part of a letter."""
_ANY_TEMPLATE = "chatml"
"""llama.cpp renders an example with the template it is given: it is never given a downloaded one."""


class LlamaCpp:
    """One GGUF model in memory, its adapter fixed: a Model and its own Writer."""

    def __init__(self, served: Served, limits: Limits) -> None:
        """Raises AssistantError when the files are not what they should be. Takes about a second."""
        path = Path(served.path)
        head = read_head(path)
        adapter = _adapter_file(served)
        self.sees = bool(served.projector)
        if self.sees:
            read_head(Path(served.projector), kind="mmproj")
        self._projector = (served.projector, head.architecture)
        self._mark = f"<|picture {secrets.token_hex(8)}|>"  # nobody can type it
        self.template = Template(
            head.text("tokenizer.chat_template"), bos=head.token("bos"), eos=head.token("eos"), picture=self._mark
        )
        self.marks = control_marks(
            {text: kind == CONTROL for text, kind in head.special_tokens.items()}, self.template.source
        )
        self.context = min(limits.context, head.trained_context or limits.context)
        self._folder = scratch.folder()
        self._key = secrets.token_urlsafe(32)
        self._made = partial(self._parameters, path, adapter, served.strength, limits)
        self._seeing: xllamacpp.Server | None = None
        self._eyes = threading.Lock()
        """Held while the server that sees is opened."""
        try:
            self._server = _opened(self._made("llama.sock"))
            self._address = self._server.listening_address
            # A server that is let go before its loop runs never ends: it is made to run now.
            self._server.handle_completions({"prompt": [0], "max_tokens": 1})
            self.bos = head.token("bos") if self.tokens("", add_special=True) else ""
        except RuntimeError:
            self._remove_folder()
            raise _cannot_open(path) from None

    def writer(self, served: Served) -> "LlamaCpp":
        return self

    def close(self) -> None:
        """Free the memory. Not while it writes."""
        del self._server
        self._seeing = None
        self._remove_folder()

    def tokens(self, text: str, *, add_special: bool) -> list[int]:
        asked = {"content": text, "add_special": add_special, "parse_special": True}
        found = self._post("/tokenize", asked)["tokens"]
        assert isinstance(found, list)
        return found

    def write(self, prompt: Sequence[int], wish: Wish, turn: Turn, tell: Tell) -> None:
        """See :class:`~assistant_gui.engine.llm.port.Writer`."""

        def hear(chunk: Chunk) -> None:
            for each in told(chunk, wish.logprobs):
                tell(each)

        self._complete(_asked(prompt, wish, self.context), turn, hear)

    def picture_tokens(self, picture: Picture) -> int:
        """See :class:`~assistant_gui.engine.llm.port.Writer`."""
        address = self._seeing_server().listening_address
        return llama_seeing.picture_tokens(picture, partial(self._post, address=address))

    def look(self, prompt: str, pictures: Sequence[Picture], wish: Wish, turn: Turn, tell: Tell) -> None:
        """See :class:`~assistant_gui.engine.llm.port.Writer`."""
        server = self._seeing_server()
        prompt = prompt.removeprefix(self.bos)  # added by the server

        def hear(chunk: Mapping[str, object]) -> None:
            known = llama_seeing.as_completion(chunk)
            for each in told(known, wish.logprobs) if known else ():
                tell(each)

        asked = llama_seeing.asked(prompt, self._mark, pictures, wish)
        self._complete(asked, turn, hear, server.handle_chat_completions)

    def weigh(self, prompt: Sequence[int], start: int, most: int, turn: Turn, tell: Tell) -> None:
        """See :class:`~assistant_gui.engine.llm.port.Writer`."""
        (harmless,) = self.tokens(".", add_special=False)[-1:]
        whole = self._text(prompt[start:]).isascii()
        is_part: Callable[[int], bool] = cache(lambda token: not whole and _REPLACEMENT in self._text([token]))
        for step in llama_weighing.weigh(
            prompt, start, most, lambda asked, hear: self._complete(asked, turn, hear), harmless, is_part
        ):
            step(tell)

    def _seeing_server(self) -> "xllamacpp.Server":
        with self._eyes:
            if self._seeing is None:
                try:
                    opened = _opened(llama_seeing.with_projector(self._made("eyes.sock"), *self._projector))
                except RuntimeError:
                    raise _cannot_open(Path(self._projector[0])) from None
                opened.handle_completions({"prompt": "x", "max_tokens": 1})  # as above
                self._seeing = opened
            return self._seeing

    def _complete(
        self,
        asked: Mapping[str, object],
        turn: Turn,
        hear: Callable[[Chunk], None],
        handle: "Callable[[Mapping[str, object], Callable[[Chunk], bool]], object] | None" = None,
    ) -> None:
        failures: list[BaseException] = []

        def heard(chunk: Chunk) -> bool:
            """Called on this thread between batches and tokens; True stops the work."""
            try:
                if not turn.cancelled:
                    hear(chunk)
            except BaseException as error:  # noqa: BLE001 - it must not vanish in native code; raised below
                failures.append(error)
            return bool(failures) or turn.cancelled

        (handle or self._server.handle_completions)(asked, heard)
        for failure in failures:
            raise failure
        turn.check()

    def _text(self, tokens: Sequence[int]) -> str:
        return str(self._post("/detokenize", {"tokens": list(tokens)})["content"])

    def _parameters(
        self, path: Path, adapter: Path | None, strength: float, limits: Limits, name: str
    ) -> "xllamacpp.CommonParams":
        import xllamacpp

        made = xllamacpp.CommonParams()
        made.model.path = str(path)
        if adapter is not None:
            made.lora_adapters = [xllamacpp.CommonAdapterLoraInfo(str(adapter), strength)]
        made.n_ctx = self.context
        made.n_parallel = 1
        # A batch is the longest time that Stop has to wait while a prompt is read.
        on_cpu = limits.device == "cpu" or not _graphics()
        small = path.stat().st_size < _SMALL_BYTES
        made.n_batch = made.n_ubatch = 32 if on_cpu else 512
        if on_cpu:  # there flash attention grows dear with the conversation: at 900 tokens a third slower
            made.flash_attn_type = xllamacpp.llama_flash_attn_type.LLAMA_FLASH_ATTN_TYPE_DISABLED
        made.n_gpu_layers = 0 if limits.device == "cpu" else -1
        made.fit_params = not on_cpu  # tries out what fits into a graphics card
        made.cache_ram_mib = limits.cache_mib
        made.cpuparams_batch.n_threads = limits.threads or _cores()
        made.cpuparams.n_threads = limits.threads or (max(1, _cores() // 2) if small else _cores())
        made.warmup = False
        made.chat_template = _ANY_TEMPLATE
        made.verbosity = _ERRORS_ONLY
        made.api_keys = [self._key]
        made.cors_origins = "null"
        made.n_threads_http = 2
        made.endpoint_slots = made.endpoint_props = made.endpoint_metrics = made.ui = False
        if hasattr(socket, "AF_UNIX") and os.name == "posix":
            made.hostnames = [str(self._folder / name)]
        return made

    def _post(self, path: str, asked: Mapping[str, object], address: str = "") -> Mapping[str, object]:
        connection = _connected(address or self._address)
        try:
            headers = {"Authorization": f"Bearer {self._key}", "Content-Type": "application/json"}
            connection.request("POST", path, json.dumps(asked), headers)
            answered: Mapping[str, object] = json.loads(connection.getresponse().read())
        finally:
            connection.close()
        return answered

    def _remove_folder(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)


def _opened(parameters: "xllamacpp.CommonParams") -> "xllamacpp.Server":
    import xllamacpp

    return xllamacpp.Server(parameters)


def _cannot_open(path: Path) -> AssistantError:
    return AssistantError(
        N_("“{file}” could not be opened."),
        N_("It may need a newer version of this program, or more memory than there is."),
        file=path.name,
    )


def _graphics() -> bool:
    import xllamacpp

    kinds = xllamacpp.ggml_backend_dev_type
    wanted = {kinds.GGML_BACKEND_DEVICE_TYPE_GPU, kinds.GGML_BACKEND_DEVICE_TYPE_IGPU}
    return any(device["type"] in wanted for device in xllamacpp.get_device_info())


def _cores() -> int:
    import psutil

    return int(psutil.cpu_count(logical=False) or os.cpu_count() or 1)


def _adapter_file(served: Served) -> Path | None:
    if not served.adapter:
        return None
    file = Path(served.adapter) / ADAPTER_FILE
    read_head(file, kind="adapter")
    return file


def _connected(address: str) -> http.client.HTTPConnection:
    if not address.startswith("unix://"):
        return http.client.HTTPConnection(address.removeprefix("http://"), timeout=30)
    connection = http.client.HTTPConnection("localhost", timeout=30)
    connection.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.sock.connect(address.removeprefix("unix://"))
    return connection


def _asked(prompt: Sequence[int], wish: Wish, context: int) -> dict[str, object]:
    room = context - len(prompt)
    asked: dict[str, object] = {
        "prompt": list(prompt),
        "stream": True,
        "return_progress": True,
        "max_tokens": min(wish.max_tokens or room, room),
        "temperature": wish.temperature,
        "top_p": wish.top_p,
        "top_k": 0,
        "min_p": 0.0,
        "stop": list(wish.stop),
    }
    if wish.seed is not None:
        asked["seed"] = wish.seed % 2**32
    if wish.logprobs is not None:
        asked["logprobs"] = max(wish.logprobs, 1)
    return asked
