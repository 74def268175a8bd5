"""The language routes, with models that are a few lines long."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from starlette.applications import Starlette

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.models import Format, Served
from assistant_gui.core.turn import Turn
from assistant_gui.engine.errors import EXCEPTION_HANDLERS
from assistant_gui.engine.language import Language, opened
from assistant_gui.engine.llm.alive import Alive
from assistant_gui.engine.llm.port import Cost, Tell, Wish, Written
from assistant_gui.weights.templates import Marks, Template

BASE = Served("base", Format.GGUF, "/m/base.gguf")
OTHER = Served("other", Format.GGUF, "/m/other.gguf")


@dataclass
class FakeModel:
    """Answers with its own name."""

    served: Served
    log: list[str]
    context: int = 100
    template: Template = field(
        default_factory=lambda: Template("{% for m in messages %}<u>{{ m.content }}{% endfor %}")
    )
    marks: Marks = field(default_factory=lambda: Marks(["<u>"]))
    bos: str = ""

    def writer(self, served: Served) -> "FakeModel":
        return self

    def close(self) -> None:
        self.log.append(f"close {self.served.name}")

    def tokens(self, text: str, *, add_special: bool) -> list[int]:
        return [ord(letter) for letter in text]

    def write(self, prompt: Sequence[int], wish: Wish, turn: Turn, tell: Tell) -> None:
        tell(Written(self.served.name + self.served.adapter))
        tell(Cost("stop", len(prompt), 0, 1, 1.0, 1.0))


@pytest.fixture
def log() -> list[str]:
    return []


@pytest.fixture
def language(log):
    def open(served: Served) -> FakeModel:
        log.append(f"open {served.name}")
        if "broken" in served.adapter:
            raise AssistantError("That adapter is broken.")
        return FakeModel(served, log)

    made = Language([BASE, OTHER], Alive(open, lambda one: (one.path, one.adapter)))
    yield made
    made.close()


@pytest.fixture
def app(language):
    return Starlette(routes=language.routes(), exception_handlers=EXCEPTION_HANDLERS)


def chat(model: str = "") -> dict[str, object]:
    return {"model": model, "messages": [{"role": "user", "content": "Hi"}]}


def said(answer) -> str:
    return answer.json()["choices"][0]["message"]["content"]


def test_the_first_model_is_loaded_at_the_beginning_and_answers_when_none_is_named(language, app, ask, log):
    language.begin()

    assert said(ask(app, "/v1/chat/completions", chat())) == "base"
    assert said(ask(app, "/v1/chat/completions", chat("other"))) == "other"
    assert ask(app, "/v1/chat/completions", chat("third")).status == 404
    assert log == ["open base", "open other"]


def test_the_models_are_listed(app, ask):
    assert [each["id"] for each in ask(app, "/v1/models").json()["data"]] == ["base", "other"]


def test_tokens_and_the_rendered_prompt(app, ask):
    assert ask(app, "/tokenize", {"content": "ab"}).json() == {"tokens": [97, 98]}
    rendered = ask(app, "/apply-template", {"messages": [{"role": "user", "content": "a<u>"}]}).json()
    assert rendered == {"prompt": "<u>a<\u200bu>"}


def test_a_conversation_that_is_too_long_says_so(app, ask):
    body = {"messages": [{"role": "user", "content": "x" * 101}]}

    answer = ask(app, "/v1/chat/completions", body)

    assert answer.status == 400
    assert answer.json()["error"]["type"] == "context_full"


def announce(name: str, folder, base: str = "base", **more) -> dict[str, object]:
    return {"lora_name": name, "lora_path": str(folder), "base_model_name": base, **more}


def test_an_announced_adapter_answers_under_its_name(app, ask, tmp_path):
    assert ask(app, "/v1/load_lora_adapter", announce("pirate", tmp_path)).status == 200

    assert said(ask(app, "/v1/chat/completions", chat("pirate"))) == f"pirate{tmp_path}"
    assert ask(app, "/v1/models").json()["data"][2]["parent"] == "base"


def test_an_adapter_announced_again_replaces_what_it_was(app, ask, tmp_path, log):
    for version in ("one", "two", "two"):
        (tmp_path / version).mkdir(exist_ok=True)
        assert ask(app, "/v1/load_lora_adapter", announce("pirate", tmp_path / version)).status == 200

    assert log.count("open pirate") == 2
    assert log.count("close pirate") == 1
    assert said(ask(app, "/v1/chat/completions", chat("pirate"))).endswith("two")


def test_an_adapter_that_is_let_go_is_not_served_any_more(app, ask, tmp_path, log):
    ask(app, "/v1/load_lora_adapter", announce("pirate", tmp_path))

    assert ask(app, "/v1/unload_lora_adapter", {"lora_name": "pirate"}).status == 200

    assert "close pirate" in log
    assert ask(app, "/v1/chat/completions", chat("pirate")).status == 404


def test_wrong_adapters_are_refused_and_not_served(app, ask, tmp_path):
    (tmp_path / "broken").mkdir()
    wrong = [
        announce("", tmp_path),
        announce("base", tmp_path),
        announce("pirate", tmp_path / "nowhere"),
        announce("pirate", tmp_path, strength="much"),
        announce("pirate", tmp_path, base="third"),
        announce("pirate", tmp_path / "broken"),
    ]

    assert [ask(app, "/v1/load_lora_adapter", each).status for each in wrong] == [400, 400, 400, 400, 404, 503]
    assert ask(app, "/v1/unload_lora_adapter", {"lora_name": "base"}).status == 400
    assert len(ask(app, "/v1/models").json()["data"]) == 2


def test_health_tells_loading_then_ok(ask):
    may_open = threading.Event()

    def open(served: Served) -> FakeModel:
        may_open.wait(10)
        return FakeModel(served, [])

    language = Language([BASE], Alive(open, lambda one: (one.path,)))
    app = Starlette(routes=language.routes())
    language.begin()

    assert ask(app, "/health").json() == {"status": "loading"}
    may_open.set()
    language.loaded()
    assert ask(app, "/health").json() == {"status": "ok"}
    language.close()


def test_health_tells_why_the_first_model_cannot_be_opened(ask, tmp_path):
    file = tmp_path / "model.gguf"
    file.write_bytes(b"\x80\x04 a pickle")
    served = {"name": "base", "format": "gguf", "path": str(file), "adapter": "", "strength": 1.0}
    language = opened({"models": [served], "context": 512})
    app = Starlette(routes=language.routes(), exception_handlers=EXCEPTION_HANDLERS)

    language.begin()
    language.loaded()

    health = ask(app, "/health").json()
    assert health["status"] == "error"
    assert "model.gguf" in health["error"]["message"]
    assert ask(app, "/v1/chat/completions", chat()).json()["error"]["message"] == health["error"]["message"]
    language.close()


def test_an_engine_without_models_is_fine_and_says_so_when_asked(ask):
    language = opened({"models": []})
    app = Starlette(routes=language.routes(), exception_handlers=EXCEPTION_HANDLERS)
    language.begin()
    language.loaded()

    assert ask(app, "/health").json() == {"status": "ok"}
    assert ask(app, "/v1/chat/completions", chat()).status == 404
    language.close()


def test_messages_are_counted_as_the_prompt_reads_them(app, ask):
    said = [{"role": "user", "content": "Hello"}, {"role": "assistant", "content": "a<u>"}]
    counted = ask(app, "/count", {"model": "base", "messages": said}).json()

    assert counted["context"] == 100
    assert counted["lead"] + sum(counted["each"]) == len("<u>Hello<u>a<\u200bu>")


def test_the_context_alone_can_be_asked(app, ask):
    assert ask(app, "/count", {"model": "base", "messages": []}).json()["each"] == []
    assert ask(app, "/count", {"model": "base", "messages": "x"}).status == 400
