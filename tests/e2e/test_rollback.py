"""Going back is going back: what answers then answers as before, byte for byte, and nobody waits for a switch.

The engine is held against itself. Each question is asked of a new process, so nothing is remembered of one
that was asked before (llama.cpp's likelihoods differ a little with that), and greedily.
"""

import json
import threading

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


def answers(program):
    """The bytes of each answer."""
    asked = ("ask", "--temporary", "--temperature", "0", "--max-tokens", "24")
    return [str(program.json(*asked, question).object["text"]).encode() for question in QUESTIONS]


def test_what_is_gone_back_to_answers_as_before(program, adapters):
    older, newer = adapters
    base = answers(program)
    program.json("adapters", "activate", older)
    first = answers(program)
    program.json("adapters", "activate", newer)
    second = answers(program)

    assert program.json("adapters", "rollback").object["active"] == older
    assert answers(program) == first
    assert program.json("adapters", "rollback").object["active"] is None
    assert answers(program) == base
    assert len({tuple(base), tuple(first), tuple(second)}) == 3


@pytest.fixture
def app(tmp_path, models, monkeypatch):
    """The program in this process, with a real engine; patched, as it finds its models by the environment."""
    monkeypatch.setenv("ASSISTANT_MODELS", str(models))
    opened = App(Profile.opened(tmp_path / "profile"))
    yield opened
    opened.close()


def pieces(app, question, most=24):
    """What the model in use answers, as it comes."""
    name, _title = app.model_in_use()
    told = app.thinker.reply(name, [(Role.PERSON, question)], Sampling(0.0, max_tokens=most), Turn())
    for each in told:
        if isinstance(each, Piece):
            yield each.text


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
