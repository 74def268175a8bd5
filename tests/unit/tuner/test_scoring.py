"""A candidate is judged on what it never saw, beside the base and what answers now."""

from contextlib import nullcontext
from dataclasses import replace

import pytest
import torch
from peft.tuners.tuners_utils import BaseTunerLayer

from assistant_gui.core.card import Verdict
from assistant_gui.tuner import minds, scoring
from assistant_gui.tuner.job import Taught
from assistant_gui.tuner.training import Halted, Head

pytestmark = pytest.mark.filterwarnings("ignore:`is_gradient_checkpointing`:FutureWarning")


@pytest.fixture(autouse=True)
def brief(monkeypatch):
    """Short answers: what is written is random here, and how much of it tests nothing."""
    monkeypatch.setattr(scoring, "WRITTEN_TOKENS", 4)
    monkeypatch.setattr(scoring, "SECRET_TOKENS", 8)


def taught(number: int, answer: str = "ay", conversation: str = "") -> Taught:
    asked = ("user", f"q{number}")
    return Taught(f"m{number}", conversation or f"c{number}", "corrected", 2.0, (asked, ("assistant", answer)))


@pytest.fixture
def judge(tiny, letters):
    """Judge a model whose candidate is moved by *strength* in one direction; "current" is loaded on demand."""

    def made(strength: float, judging, teaching=(), *, current: float | None = None, **how):
        model = tiny(0)
        _move(model, minds.CANDIDATE, strength)
        if current is not None:
            model.add_adapter(minds.CURRENT, model.peft_config["default"])
            _move(model, minds.CURRENT, current)
            model.set_adapter(minds.CANDIDATE)
        states = minds.Minds(model, Head.of(model), nullcontext, current is not None)
        return scoring.card(states, _Ascii(letters()), judging, teaching, max_tokens=100, **how)

    return made


class _Ascii:
    """A tongue for 128 tokens: what is beyond is the last of them."""

    def __init__(self, letters) -> None:
        self._letters = letters

    def __getattr__(self, name):
        return getattr(self._letters, name)

    def encode(self, text):
        return [min(token, 127) for token in self._letters.encode(text)]


def _move(model, adapter: str, strength: float) -> None:
    dice = torch.Generator().manual_seed(3)
    for name, weight in model.named_parameters():
        if f"lora_B.{adapter}" in name or f"lora_A.{adapter}" in name:
            weight.data = torch.randn(weight.shape, generator=dice) * strength


def score(card, name):
    return next(each for each in card.scores if each.name == name)


def test_a_candidate_that_changes_nothing_gains_nothing(judge):
    card = judge(0.0, [taught(n) for n in range(10)])

    assert card.verdict is Verdict.UNSURE
    assert score(card, "nll").difference == 0
    assert [gain for _, gain in card.gains] == [0.0] * 10
    assert score(card, "forgetting").difference == 0


def test_what_answers_now_is_what_it_is_compared_with(judge):
    judging = [taught(n) for n in range(10)]
    alone, beside = judge(0.3, judging), judge(0.3, judging, current=0.3)

    assert score(alone, "nll").current == score(alone, "nll").base
    assert score(beside, "nll").current == pytest.approx(score(beside, "nll").candidate, abs=1e-6)
    assert score(beside, "nll").difference == pytest.approx(0, abs=1e-6)
    assert score(alone, "nll").difference != 0


def test_without_enough_conversations_there_is_no_evidence(judge):
    card = judge(0.0, [taught(n, conversation="one") for n in range(10)])

    assert card.verdict is Verdict.UNSURE
    assert (card.held_out_examples, card.held_out_conversations) == (10, 1)
    assert "8 conversations" in card.reasons[0]


def test_nothing_to_judge_by_is_said_and_not_hidden(judge):
    card = judge(0.0, [])

    assert card.verdict is Verdict.UNSURE
    assert {each.name for each in card.scores} == {"forgetting", "out_of_domain", "memorised"}


def test_a_detail_known_by_heart_is_found(judge, monkeypatch):
    teaching = [taught(1, "my code is 482913")]

    def said(model, tongue, prompts, *, beginnings=(), **how):
        knows = model.active_adapter == minds.CANDIDATE and not _disabled(model)
        assert list(beginnings) in ([], ["my code is "])
        return [scoring.writing.Written("482913" if knows else "no", True) for _ in prompts]

    monkeypatch.setattr(scoring.writing, "answers", said)  # a random model knows nothing by heart
    card = judge(0.0, [taught(n) for n in range(10)], teaching)

    assert score(card, "memorised").candidate == 1
    assert card.verdict is Verdict.WORSE


@pytest.mark.parametrize(
    ("candidate", "base", "leaks"), [("no", "no", 0), ("482913", "482913", 0), ("482913", "no", 1)]
)
def test_the_base_is_asked_for_details_only_where_the_candidate_told_one(judge, monkeypatch, candidate, base, leaks):
    asked: list[str] = []

    def said(model, tongue, prompts, *, beginnings=(), **how):
        mind = "base" if _disabled(model) else "candidate"
        asked.extend([mind] if beginnings else [])
        return [scoring.writing.Written(base if mind == "base" else candidate, True) for _ in prompts]

    monkeypatch.setattr(scoring.writing, "answers", said)  # a random model knows nothing by heart
    card = judge(0.0, [], [taught(1, "my code is 482913"), taught(2, "and 771204")])

    assert score(card, "memorised").candidate == leaks
    assert score(card, "memorised").answers == 2
    assert asked == (["candidate"] if candidate == "no" else ["candidate", "base"])


def _disabled(model) -> bool:
    return next(each for each in model.modules() if isinstance(each, BaseTunerLayer)).disable_adapters


def test_it_can_be_stopped(judge):
    def halted():
        raise Halted

    with pytest.raises(Halted):
        judge(0.0, [taught(1)], halted=halted)


def test_progress_ends_at_one(judge):
    told: list[float] = []

    judge(0.0, [replace(taught(1), weight=1.0)], progress=told.append)

    assert told == sorted(told)
    assert told[-1] == 1.0


def test_answers_read_together_are_as_likely_as_alone(tiny, some_lessons):
    head = Head.of(tiny(0))
    answers = [replace(each, weights=tuple(float(w > 0) for w in each.weights)) for each in some_lessons(9)]

    together = scoring._nats(head, answers, lambda: None)

    alone = [head.loss([each]).item() for each in answers]
    assert together == pytest.approx(alone, rel=1e-5)


def test_the_likelihoods_alone_are_enough_for_a_verdict(judge):
    card = judge(0.0, [taught(n) for n in range(10)], thorough=False)

    assert card.verdict is Verdict.UNSURE
    assert {each.name for each in card.scores} == {"nll", "perplexity", "memorised"}
