"""Where a run has got to, on disk."""

import pytest
import torch

from assistant_gui.tuner import checkpoints, training

pytestmark = pytest.mark.filterwarnings("ignore:`is_gradient_checkpointing`:FutureWarning")


@pytest.fixture
def learner(tiny):
    model = tiny()
    made = training.learner(model, training.Head.of(model), 1e-3)
    for each in made.parameters.values():
        each.grad = torch.ones_like(each)
    made.optimizer.step()
    return made


def at(learner, step, folder):
    learner.step = step
    return checkpoints.save(folder, learner)


def test_the_last_two_are_kept(learner, tmp_path):
    for step in (3, 9, 10):
        at(learner, step, tmp_path)

    assert sorted(each.name for each in tmp_path.iterdir()) == ["step-10", "step-9"]


def test_the_newest_is_used(learner, tmp_path):
    at(learner, 9, tmp_path)
    at(learner, 10, tmp_path)
    learner.step = 0

    assert checkpoints.resume(tmp_path, learner)
    assert learner.step == 10


@pytest.mark.parametrize("name", ["lora.safetensors", "optimizer.pt", "COMPLETE"])
def test_a_damaged_one_is_left_out(learner, tmp_path, name):
    at(learner, 9, tmp_path)
    with (at(learner, 10, tmp_path) / name).open("r+b") as file:
        file.truncate(40)

    assert checkpoints.resume(tmp_path, learner)
    assert learner.step == 9


def test_half_a_checkpoint_is_none(learner, tmp_path):
    at(learner, 4, tmp_path).rename(tmp_path / "step-4.tmp")

    assert not checkpoints.resume(tmp_path, learner)
