"""NEFTune: noise on what is read."""

import math

import pytest
import torch

from assistant_gui.tuner.noise import Noise

pytestmark = pytest.mark.filterwarnings("ignore:`is_gradient_checkpointing`:FutureWarning")


def test_its_length_is_that_of_the_paper(some_lessons):
    (lesson,) = some_lessons(1, shortest=400, longest=400)
    noise = Noise(5.0)
    noise.throw(0, 0, [lesson])

    added = noise.added(torch.zeros(1, 400, 64))

    most = 5.0 / math.sqrt(400 * 64)
    assert 0.99 * most < added.abs().max() <= most
    assert added.mean().abs() < most / 20


def test_padding_and_neighbours_change_nothing(some_lessons):
    short, long = sorted(some_lessons(2), key=lambda lesson: len(lesson.ids))
    noise = Noise(5.0)
    noise.throw(3, 7, [long, short])
    both = noise.added(torch.zeros(2, len(long.ids), 8))
    noise.throw(3, 7, [short])

    alone = noise.added(torch.zeros(1, len(short.ids), 8))

    assert torch.equal(alone[0], both[1, : len(short.ids)])
    assert both[1, len(short.ids) :].eq(0).all()


def test_a_model_that_does_not_learn_reads_without_it(tiny, some_lessons):
    model = tiny().eval()
    ids = torch.tensor([some_lessons(1)[0].ids])
    before = model(input_ids=ids).logits
    noise = Noise(5.0)
    noise.put_in(model)
    noise.throw(0, 0, some_lessons(1))

    assert torch.equal(model(input_ids=ids).logits, before)
    assert not torch.equal(model.train()(input_ids=ids).logits, before)
