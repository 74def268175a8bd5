"""The language routes: chat, models, tokens, templates, adapters."""

import asyncio
import logging
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from assistant_gui.core.content import all_pictures
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.core.models import Format, Served
from assistant_gui.core.turn import Turn, TurnCancelled
from assistant_gui.engine.chat import Chat, body_of
from assistant_gui.engine.chat_request import ChatRequest, fields, messages, text
from assistant_gui.engine.errors import NotServed, Refused, as_told, told
from assistant_gui.engine.llm.alive import Alive
from assistant_gui.engine.llm.backends import Backends
from assistant_gui.engine.llm.counting import Frame
from assistant_gui.engine.llm.port import Tell, Writer
from assistant_gui.engine.llm.prompt import must_be_seen, open_prompt, prompt, rendered

log = logging.getLogger(__name__)
T = TypeVar("T")

_REQUESTS_AT_ONCE = 8


class Language:
    """The models an engine was told of, by name. Routes run on the server's loop, models on threads."""

    def __init__(self, served: list[Served], alive: Alive) -> None:
        self._served = {each.name: each for each in served}
        self._alive = alive
        self._frames: dict[Served, Frame] = {}
        self._threads = ThreadPoolExecutor(_REQUESTS_AT_ONCE, thread_name_prefix="answer")
        self._loading = bool(served)
        self._loader = threading.Thread(target=self._load_first, name="loading", daemon=True)
        self._failure: AssistantError | None = None

    def routes(self) -> list[Route]:
        chat = Chat(self._answer, lambda name: self._named(name).name, self._threads)
        return [
            Route("/health", self._health),
            Route("/v1/models", self._models),
            Route("/v1/chat/completions", chat, methods=["POST"]),
            Route("/tokenize", self._tokenize, methods=["POST"]),
            Route("/count", self._count, methods=["POST"]),
            Route("/apply-template", self._apply_template, methods=["POST"]),
            Route("/v1/load_lora_adapter", self._load_adapter, methods=["POST"]),
            Route("/v1/unload_lora_adapter", self._unload_adapter, methods=["POST"]),
        ]

    def begin(self) -> None:
        """Load the first model, the one that will most likely be asked, on a thread."""
        self._loader.start()

    def loaded(self) -> None:
        """Wait until the first model is open, or cannot be."""
        self._loader.join()

    def close(self) -> None:
        """Let the models go. What takes longer than a moment is left to the end of the process."""
        self._alive.close()
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _load_first(self) -> None:
        try:
            for first in list(self._served.values())[:1]:
                self._opened(first)
        except TurnCancelled:
            pass
        except BaseException as error:  # noqa: BLE001 - told by /health; as_told logs a bug
            self._failure = as_told(error)
        finally:
            self._loading = False

    def _opened(self, served: Served) -> None:
        with self._alive.reading(served, Turn()):
            log.info("%s is open", served.name)

    def _answer(self, request: ChatRequest, turn: Turn, tell: Tell) -> None:
        with self._alive.writing(self._named(request.model), turn) as writer:
            self._failure = None
            if all_pictures(request.messages):
                _look(writer, request, turn, tell)
                return
            if request.weighed is None:
                read = prompt(writer, request.messages, request.ending)
            else:
                read, start = open_prompt(writer, request.messages)
                writer.weigh(read, start, request.weighed, turn, tell)
            writer.write(read, request.wish, turn, tell)

    def _named(self, name: str) -> Served:
        """The model called *name*; the first one for no name. Raises :exc:`NotServed`."""
        found = self._served.get(name) if name else next(iter(self._served.values()), None)
        if found is None:
            raise NotServed(
                N_("The engine does not have the model “{model}”."), N_("Choose another in the settings."), model=name
            )
        return found

    async def _health(self, request: Request) -> Response:
        if self._loading:
            return JSONResponse({"status": "loading"})
        if self._failure is not None:
            return JSONResponse({"status": "error", "error": told(self._failure)})
        return JSONResponse({"status": "ok"})

    async def _models(self, request: Request) -> Response:
        listed = [
            {"id": each.name, "object": "model", "created": 0, "owned_by": "assistant_gui", "parent": self._base(each)}
            for each in self._served.values()
        ]
        return JSONResponse({"object": "list", "data": listed})

    def _base(self, served: Served) -> str | None:
        """The name of the model without the adapter, if that is served too."""
        alone = (each.name for each in self._served.values() if each.path == served.path and not each.adapter)
        return next(alone, None) if served.adapter else None

    async def _tokenize(self, request: Request) -> Response:
        given = fields(await body_of(request))
        served, content = self._named(text(given, "model")), text(given, "content")
        special = given.get("add_special") is True

        def work() -> list[int]:
            with self._alive.reading(served, Turn()) as writer:
                return writer.tokens(content, add_special=special)

        return JSONResponse({"tokens": await self._on_thread(work)})

    async def _count(self, request: Request) -> Response:
        """What each message takes of the prompt (none is asked about to learn the context alone)."""
        given = fields(await body_of(request))
        served, said = self._named(text(given, "model")), messages(given) if given.get("messages") else ()

        def work() -> dict[str, object]:
            with self._alive.reading(served, Turn()) as writer:
                must_be_seen(writer, said)
                frame = self._frames.get(served) or self._frames.setdefault(served, Frame.of(writer))
                return {"context": writer.context, "lead": frame.lead, "each": frame.sizes(writer, said)}

        return JSONResponse(await self._on_thread(work))

    async def _apply_template(self, request: Request) -> Response:
        given = fields(await body_of(request))
        served, said = self._named(text(given, "model")), messages(given)

        def work() -> str:
            with self._alive.reading(served, Turn()) as writer:
                must_be_seen(writer, said)
                return rendered(writer, said)

        return JSONResponse({"prompt": await self._on_thread(work)})

    async def _load_adapter(self, request: Request) -> Response:
        """Answers when the adapter can be asked, or says why it cannot; told again, it replaces what it was."""
        given = fields(await body_of(request))
        name, base = text(given, "lora_name"), self._named(text(given, "base_model_name"))
        strength = given.get("strength", 1.0)
        if not name or base.adapter or not isinstance(strength, int | float):
            raise Refused(N_("An adapter needs a name, a folder and the name of its base model."))
        new = replace(base, name=name, adapter=text(given, "lora_path"), strength=float(strength))
        if not Path(new.adapter).is_dir():
            raise Refused(N_("The adapter “{name}” is not there."), N_("Train it again."), name=name)
        old = self._served.get(name)
        if old is not None and not old.adapter:
            raise Refused(N_("“{name}” is the name of a base model."), name=name)
        await self._on_thread(lambda: self._opened(new))
        self._served[name] = new
        if old is not None and old != new:
            await self._on_thread(lambda: self._alive.forget(old, list(self._served.values())))
        return JSONResponse({"loaded": name})

    async def _unload_adapter(self, request: Request) -> Response:
        name = text(fields(await body_of(request)), "lora_name")
        old = self._named(name)
        if not old.adapter:
            raise Refused(N_("“{name}” is the name of a base model."), name=name)
        del self._served[name]
        await self._on_thread(lambda: self._alive.forget(old, list(self._served.values())))
        return JSONResponse({"unloaded": name})

    async def _on_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)


def _look(writer: Writer, request: ChatRequest, turn: Turn, tell: Tell) -> None:
    must_be_seen(writer, request.messages)
    if request.weighed is not None:
        raise Refused(N_("How likely the words of an answer to a picture were cannot be told."))
    text = rendered(writer, request.messages, request.ending)
    writer.look(text, all_pictures(request.messages), request.wish, turn, tell)


def opened(orders: Mapping[str, object]) -> Language:
    """The models *orders* list; none is opened yet."""
    listed = orders.get("models")
    served = [_served(each) for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    backends = Backends.ordered(orders)
    return Language(served, Alive(backends.open, backends.key))


def routes(orders: Mapping[str, object]) -> list[Route]:
    return opened(orders).routes()


def _served(given: Mapping[str, object]) -> Served:
    return Served(
        str(given["name"]),
        Format(str(given["format"])),
        str(given["path"]),
        str(given.get("adapter") or ""),
        float(str(given.get("strength", 1.0))),
        str(given.get("projector") or ""),
    )
