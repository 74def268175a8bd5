"""Choosing the next token."""

import math

import pytest
import torch

from assistant_gui.engine.llm.drawing import Drawing, chosen
from assistant_gui.engine.llm.port import Wish

SCORES = torch.tensor([0.1, 0.5, 0.3, 0.1]).log()


def drawn(wish: Wish, count: int = 400) -> list[int]:
    drawing = Drawing(wish)
    return [drawing.draw(SCORES) for _ in range(count)]


def test_no_temperature_takes_the_likeliest():
    assert set(drawn(Wish(temperature=0))) == {1}


def test_the_same_seed_draws_the_same():
    assert drawn(Wish(seed=5)) == drawn(Wish(seed=5)) != drawn(Wish(seed=6))


def test_temperature_one_draws_as_often_as_is_likely():
    assert drawn(Wish(seed=1), 4000).count(1) / 4000 == pytest.approx(0.5, abs=0.05)


@pytest.mark.parametrize(("top_p", "possible"), [(0.0, {1}), (0.5, {1}), (0.6, {1, 2}), (0.75, {1, 2})])
def test_top_p_keeps_only_the_head(top_p, possible):
    assert set(drawn(Wish(top_p=top_p, seed=2))) == possible


def test_how_likely_it_was_does_not_depend_on_the_wish():
    told = chosen(SCORES, 2, 2, lambda token: (str(token), b""))

    assert told.likelihood.logprob == pytest.approx(math.log(0.3), abs=1e-5)
    assert [each.token for each in told.instead] == ["1", "2"]
