"""Pictures that are shown to the real starter model through a projector of random weights, behind HTTP.

What it says of them means nothing, but what it is shown must change how likely it finds each word.
"""

import queue
from pathlib import Path

import pytest

from assistant_gui.app import App
from assistant_gui.catalogue.catalogue import Catalogue
from assistant_gui.core.content import pictures_of
from assistant_gui.core.conversation import State
from assistant_gui.core.events import Failed, TurnEnded
from assistant_gui.core.turn import Turn
from assistant_gui.engine.pictures import size
from assistant_gui.paths import Profile
from tests.e2e.engine import Engine, served
from tests.e2e.program import Program
from tests.pictures import PROJECTOR_TOKENS, RED, STRIPES, address, png, projector, said

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def engine(models: Path, tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("eyes")
    model = models / "smollm2-135m" / "SmolLM2-135M-Instruct.Q4_1.gguf"
    seeing = served("seeing", model) | {"projector": str(projector(folder / "mmproj.gguf"))}
    with Engine(folder / "engine.log", seeing, served("blind", model)) as started:
        yield started


def likelihoods(engine: Engine, *pictures: bytes, text: str = "What is it?") -> list[tuple[str, float]]:
    answer = engine.chat(said(text, *pictures), "seeing", max_tokens=3, logprobs=True, top_logprobs=5)
    first = answer["choices"][0]["logprobs"]["content"][0]["top_logprobs"]
    return [(each["token"], each["logprob"]) for each in first]


def test_what_is_shown_changes_the_answer(engine):
    red, stripes, nothing = (likelihoods(engine, *shown) for shown in ([RED], [STRIPES], []))

    assert red != stripes
    assert red != nothing


def test_the_same_picture_gives_the_same_answer(engine):
    one = likelihoods(engine, STRIPES)
    likelihoods(engine, RED)

    assert dict(likelihoods(engine, STRIPES)) == pytest.approx(dict(one), abs=0.05)


def test_the_second_question_about_a_picture_does_not_look_again(engine):
    dialogue = [*said("What is it?", RED), {"role": "assistant", "content": "Red."}]
    engine.chat(said("What is it?", RED), "seeing", max_tokens=1)

    answer = engine.chat([*dialogue, {"role": "user", "content": "Sure?"}], "seeing", max_tokens=1)

    assert answer["timings"]["cache_n"] > PROJECTOR_TOKENS


def test_two_pictures_are_both_seen(engine):
    assert likelihoods(engine, RED, STRIPES) != likelihoods(engine, STRIPES, RED)


def test_pictures_are_counted_as_they_are_read(engine):
    messages = said("What is it?", RED, STRIPES)

    status, counted = engine.ask("/count", {"model": "seeing", "messages": messages})
    cost = engine.chat(messages, "seeing", max_tokens=1)["usage"]["prompt_tokens"]

    assert status == 200
    assert counted["lead"] + sum(counted["each"]) == cost
    _, blind = engine.ask("/count", {"model": "seeing", "messages": said("What is it?")})
    assert counted["each"][0] - blind["each"][0] == 2 * PROJECTOR_TOKENS


def test_an_answer_about_a_picture_goes_on(engine):
    messages = [*said("Count to five.", RED), {"role": "assistant", "content": "One, two, three, four,"}]

    answer = engine.chat(messages, "seeing", max_tokens=4, add_generation_prompt=False, continue_final_message=True)

    assert answer["usage"]["completion_tokens"] > 0


def test_text_alone_is_answered_as_by_a_model_that_does_not_see(engine):
    asked = {"max_tokens": 8, "logprobs": True}

    seeing, blind = (engine.chat("What is the capital of France?", name, **asked) for name in ("seeing", "blind"))

    assert seeing["choices"][0]["message"] == blind["choices"][0]["message"]


@pytest.mark.parametrize("path", ["/v1/chat/completions", "/count", "/apply-template"])
def test_a_model_that_does_not_see_says_so(engine, path):
    status, told = engine.ask(path, {"model": "blind", "messages": said("What is it?", RED)})

    assert status == 400
    assert told["error"]["message"] == "This model cannot see pictures."


@pytest.mark.parametrize("where", ["http://127.0.0.1:9/a.png", "file:///etc/hostname", "/etc/hostname"])
def test_nothing_is_fetched_or_opened(engine, where):
    shown = [{"type": "image_url", "image_url": {"url": where}}]

    status, told = engine.ask("/v1/chat/completions", {"messages": [{"role": "user", "content": shown}]})

    assert status == 400
    assert "data:" in told["error"]["message"]


def test_a_damaged_picture_breaks_nothing(engine):
    torn = [{"type": "image_url", "image_url": {"url": address(RED[:60])}}]

    status, _ = engine.ask("/v1/chat/completions", {"model": "seeing", "messages": [{"role": "user", "content": torn}]})

    assert status in (400, 503)
    assert likelihoods(engine, RED)


@pytest.fixture(scope="module")
def seeing_models(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A models folder with the starter and the projector beside it, added as a person adds a model."""
    folder = tmp_path_factory.mktemp("owned")
    (folder / "bird.gguf").symlink_to(models / "smollm2-135m" / "SmolLM2-135M-Instruct.Q4_1.gguf")
    projector(folder / "mmproj-bird.gguf")
    shelf = tmp_path_factory.mktemp("models")
    assert Catalogue(shelf).get(str(folder), lambda _: None, Turn()).sees
    return shelf


def profile_with(folder: Path, model: str) -> Path:
    folder.mkdir()
    (folder / "settings.toml").write_text(f'[chat]\nmodel = "{model}"\ncontext = 2048\nmax_tokens = 16\n')
    return folder


@pytest.fixture
def app(tmp_path, seeing_models, monkeypatch):
    monkeypatch.setenv("ASSISTANT_MODELS", str(seeing_models))  # the app reads it where a person would set it
    app = App(Profile.opened(profile_with(tmp_path / "profile", "bird")))
    yield app
    app.close()


def test_a_large_picture_is_made_fit_counted_and_shown(app, tmp_path):
    file = tmp_path / "large.png"
    file.write_bytes(png(1500, 40))
    told: queue.SimpleQueue[object] = queue.SimpleQueue()

    made = app.files.read(file, Turn())
    assert app.files.sees()
    assert app.files.picture_tokens(made) == PROJECTOR_TOKENS
    with app.assistant(told.put) as assistant:
        assistant.ask("", "What is it?", [made])
        events = [told.get(timeout=120)]
        while not isinstance(events[-1], TurnEnded):
            events.append(told.get(timeout=120))

    assert not [event for event in events if isinstance(event, Failed)]
    question, answer = app.archive.thread(app.archive.conversations()[0].id)
    assert app.archive.content(question.attachments[0].digest) == file.read_bytes()  # kept as it was
    assert answer.state is State.WHOLE
    with_it = app.measure.shown(question.conversation, "", (), Turn())
    assert with_it.exact
    shown = [picture for _, content in with_it.said for picture in pictures_of(content)]
    assert [size(each.content) for each in shown] == [(1280, 34)]


def test_ask_with_a_picture_from_the_terminal(tmp_path, seeing_models):
    file = tmp_path / "猫.png"
    file.write_bytes(RED)
    program = Program(profile_with(tmp_path / "profile", "bird"), seeing_models)

    said = program.json("ask", "What is it?", "--temperature", "0", "--attach", str(file))

    assert str(said.object["text"]).strip()


def test_a_model_that_does_not_see_is_said_not_to_in_the_terminal(tmp_path, models):
    file = tmp_path / "cat.png"
    file.write_bytes(RED)
    program = Program(profile_with(tmp_path / "profile", "smollm2-135m"), models)

    said = program.run("ask", "What is it?", "--attach", str(file))

    assert said.code == 1
    assert "cannot see" in said.err
