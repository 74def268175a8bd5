"""A run waits while it is held, and no longer."""

import pytest
import torch

from assistant_gui.core.learning import Wish
from assistant_gui.learning import runs
from assistant_gui.tuner import courtesy
from assistant_gui.tuner.training import Head

pytestmark = pytest.mark.filterwarnings("ignore:`is_gradient_checkpointing`:FutureWarning")


class Clock:
    """Time passes only by waiting."""

    def __init__(self, folder):
        self.passed = 0.0
        self.wall = 1000.0
        self.wish = None
        self.courtesy = courtesy.Courtesy(
            folder,
            lambda: self.wish,
            now=lambda: self.wall + self.passed,
            clock=lambda: self.passed,
            wait=self.wait,
        )

    def wait(self, seconds):
        self.passed += seconds


@pytest.fixture
def clock(tmp_path):
    return Clock(tmp_path)


def test_a_run_that_is_not_held_does_not_wait(clock):
    clock.courtesy.give_way()

    assert clock.courtesy.seconds == 0


def test_a_held_run_waits_until_it_hears_no_more(clock, tmp_path):
    runs.hold(tmp_path, clock.wall)

    clock.courtesy.give_way()

    assert clock.courtesy.seconds == pytest.approx(runs.HELD_S, abs=2 * courtesy.LOOK_S)


def test_it_goes_on_as_soon_as_it_is_released(clock, tmp_path):
    runs.hold(tmp_path, clock.wall)

    def wait(seconds):
        clock.passed += seconds
        if clock.passed > 1:
            runs.release(tmp_path)

    patient = courtesy.Courtesy(tmp_path, lambda: None, now=lambda: clock.wall, clock=lambda: clock.passed, wait=wait)
    patient.give_way()

    assert patient.seconds == pytest.approx(1, abs=2 * courtesy.LOOK_S)


@pytest.mark.parametrize("jump", [-86_400.0, 86_400.0])
def test_a_clock_that_jumps_holds_nobody(clock, tmp_path, jump):
    runs.hold(tmp_path, clock.wall)
    clock.wall += jump

    clock.courtesy.give_way()

    assert clock.courtesy.seconds == 0


@pytest.mark.parametrize("written", ["", "{", "[]", '{"until": "soon"}', '{"until": null}'])
def test_a_damaged_word_holds_nobody(clock, tmp_path, written):
    (tmp_path / courtesy.HELD).write_text(written)

    clock.courtesy.give_way()

    assert clock.courtesy.seconds == 0


@pytest.mark.parametrize(("wish", "waits"), [(Wish.PAUSE, False), (Wish.CANCEL, False), (Wish.KEEP, True)])
def test_a_run_that_is_to_leave_the_machine_does_not_wait(clock, tmp_path, wish, waits):
    runs.hold(tmp_path, clock.wall)
    clock.wish = wish

    clock.courtesy.give_way()

    assert (clock.courtesy.seconds > 0) is waits


def test_it_looks_before_every_layer_forward_and_back_and_changes_no_number(tiny, some_lessons):
    class Counted:
        looked = 0

        def give_way(self):
            self.looked += 1

    def gradients(model):
        head = Head.of(model)
        counted.looked = 0
        head.loss(some_lessons(2)).backward()
        return {name: each.grad for name, each in model.named_parameters() if each.grad is not None}

    counted = Counted()
    plain = gradients(tiny(0))
    model = tiny(0)
    courtesy.put_in(model, counted)
    polite = gradients(model)

    assert counted.looked == 3  # two layers there, one back: nothing is learned before the first
    assert plain.keys() == polite.keys()
    assert all(torch.equal(plain[name], polite[name]) for name in plain)
