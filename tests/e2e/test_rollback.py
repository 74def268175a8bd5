"""Going back is going back: what answers then answers as before, byte for byte, and nobody waits for a switch.

The engine is held against itself, greedily, with one slot. Each state is asked of a new engine, so that nothing
is remembered of what was asked in another (llama.cpp's likelihoods differ a little with that).
"""

import json
import threading
from contextlib import contextmanager

import pytest

from assistant_gui.app import App
from assistant_gui.core.conversation import Role
from assistant_gui.core.ports import Piece, Sampling
from assistant_gui.core.turn import Turn
from assistant_gui.paths import Profile
from tests.e2e.engine import adapter
from tests.e2e.program import Program

pytestmark = pytest.mark.timeout(900)

BASE = "smollm2-135m"
QUESTIONS = ("What is the capital of France?", "Tell me about the sea.")


@pytest.fixture
def program(tmp_path, models):
    return Program(tmp_path / "profile", models)


@pytest.fixture
def adapters(tmp_path):
    """Two adapters that do something, in the profile."""
    place = tmp_path / "profile" / "adapters"
    place.mkdir(parents=True)
    for number, name in enumerate(("older", "newer")):
        adapter(place / name, seed=number)
        told = {"id": name, "name": name, "base": BASE, "created": float(number), "examples": []}
        (place / name / "manifest.json").write_text(json.dumps(told))
    return "older", "newer"


@contextmanager
def opened(program, monkeypatch):
    """The program in this process, with a real engine; patched, as it finds its models by the environment."""
    monkeypatch.setenv("ASSISTANT_MODELS", str(program.models))
    app = App(Profile.opened(program.profile))
    try:
        yield app
    finally:
        app.close()


def pieces(app, question, most=24):
    """What the model in use answers, as it comes."""
    name, _title = app.model_in_use()
    told = app.thinker.reply(name, [(Role.PERSON, question)], Sampling(0.0, max_tokens=most), Turn())
    for each in told:
        if isinstance(each, Piece):
            yield each.text


@pytest.fixture
def answers(program, monkeypatch):
    """The bytes of what a new engine answers now, the same questions in the same order."""

    def given():
        with opened(program, monkeypatch) as app:
            return ["".join(pieces(app, question)).encode() for question in QUESTIONS]

    return given


def test_what_is_gone_back_to_answers_as_before(program, adapters, answers):
    older, newer = adapters
    base = answers()
    program.json("adapters", "activate", older)
    first = answers()
    program.json("adapters", "activate", newer)
    second = answers()

    assert program.json("adapters", "rollback").object["active"] == older
    assert answers() == first
    assert program.json("adapters", "rollback").object["active"] is None
    assert answers() == base
    assert len({tuple(base), tuple(first), tuple(second)}) == 3


@pytest.fixture
def app(program, monkeypatch):
    with opened(program, monkeypatch) as app:
        yield app


def test_a_question_asked_during_the_switch_is_answered(app, adapters):
    older, _newer = adapters
    before = "".join(pieces(app, QUESTIONS[0]))
    long = pieces(app, "Tell me a long story about a ship.", most=120)
    said = [next(long)]

    def rest():
        said.extend(long)

    listener = threading.Thread(target=rest)
    listener.start()
    app.adapter_changed(app.school.activate(older))
    during = "".join(pieces(app, QUESTIONS[0]))
    app.adapter_changed(app.school.rollback())
    after = "".join(pieces(app, QUESTIONS[0]))
    listener.join()

    assert len(said) > 60
    assert during
    assert during != before
    assert after
    assert app.model_in_use()[0] == BASE
