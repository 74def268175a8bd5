"""The loop itself, on two random layers."""

import math

import pytest
import torch
from accelerate import Accelerator
from safetensors.torch import save

from assistant_gui.core.learning import Wish
from assistant_gui.core.plan import Plan
from assistant_gui.tuner import checkpoints, dropout, preparing, training
from assistant_gui.tuner.batches import Room, schedule, tensors
from assistant_gui.tuner.course import chance

pytestmark = pytest.mark.filterwarnings("ignore:`is_gradient_checkpointing`:FutureWarning")


RULES = training.Rules(1e-2, seed=5)


def learner_of(model):
    return training.learner(model, training.Head.of(model), 1e-2)


def learn(learner, steps, *, share=0.1, rules=RULES, wish=lambda: None, accelerator=None):
    """Run the loop with dropout; the steps it yields."""
    accelerator = accelerator or Accelerator(cpu=True)
    throw = chance(learner.model, Plan("tiny", dropout=share), len(steps))
    return training.steps(learner, steps, rules=rules, throw=throw, accelerator=accelerator, wish=wish)


def fingerprint(learner):
    return save({name: each.detach() for name, each in learner.parameters.items()})


def test_the_loss_is_that_of_the_library(tiny, some_lessons):
    model = tiny().eval()
    lessons = some_lessons(1)
    ids, weights = tensors(lessons)
    labels = torch.where(weights != 0, ids, -100)

    mine = training.Head.of(model).loss(lessons) / sum(1 for weight in lessons[0].weights[1:] if weight)

    theirs = model(input_ids=ids, labels=labels).loss * max(lessons[0].weights)
    assert mine.item() == pytest.approx(theirs.item(), abs=1e-5)


def test_padding_changes_no_loss(tiny, some_lessons):
    head = training.Head.of(tiny().eval())
    lessons = some_lessons(4)

    together = head.loss(lessons).item()

    assert together == pytest.approx(sum(head.loss([lesson]).item() for lesson in lessons), rel=1e-5)


def test_a_head_that_does_more_than_project_is_used_as_it_is(tiny, some_lessons):
    model = tiny().eval()
    lessons = some_lessons(3)
    plain = training.Head.of(model)

    whole = training.Head(model, None, plain.projection)

    assert plain.trunk is not None
    assert whole.loss(lessons).item() == pytest.approx(plain.loss(lessons).item(), rel=1e-5)


def test_it_learns(tiny, some_lessons):
    steps = schedule(some_lessons(4), epochs=40, batch=4, seed=0)

    losses = [step.loss for step in learn(learner_of(tiny()), steps, share=0.0)]

    assert losses[-1] < losses[0] - 0.3


def test_only_the_adapter_changes(tiny, some_lessons):
    learner = learner_of(tiny())
    frozen = {name: each.clone() for name, each in learner.model.named_parameters() if not each.requires_grad}

    list(learn(learner, schedule(some_lessons(4), epochs=2, batch=2, seed=0)))

    assert all(torch.equal(each, frozen[name]) for name, each in learner.model.named_parameters() if name in frozen)
    assert all("lora_" in name for name in learner.parameters)


def test_a_run_taken_up_again_ends_with_the_same_adapter(tiny, some_lessons, tmp_path):
    steps = schedule(some_lessons(8), epochs=3, batch=2, seed=0)
    straight = learner_of(tiny())
    list(learn(straight, steps))

    first = learner_of(tiny())
    for step in learn(first, steps):
        if step.step == 5:
            checkpoints.save(tmp_path, first)
            break
    second = learner_of(tiny(seed=9).train())
    second.model.load_state_dict(tiny().state_dict())
    assert checkpoints.resume(tmp_path, second)
    list(learn(second, steps))

    assert fingerprint(second) == fingerprint(straight)


def test_what_is_dropped_does_not_depend_on_who_else_is_learned(tiny):
    dice = dropout.Dice()
    dice.throw(1, 2, ["a", "b"])
    both = dice.keep(64, 0.5)

    dice.throw(1, 2, ["b"])

    assert torch.equal(dice.keep(64, 0.5)[0], both[1])


def test_a_wish_to_stop_is_heard_within_one_micro_batch(tiny, some_lessons):
    asked = []

    def wish():
        asked.append(True)
        return Wish.CANCEL if len(asked) > 3 else None

    with pytest.raises(training.Halted):
        list(learn(learner_of(tiny()), schedule(some_lessons(16), epochs=9, batch=8, seed=0), wish=wish))

    assert len(asked) == 4


def test_a_step_without_a_finite_loss_is_left_out(tiny, some_lessons):
    learner = learner_of(tiny())
    steps = schedule(some_lessons(4), epochs=4, batch=4, seed=0)
    told = learn(learner, steps)
    next(told)
    with torch.no_grad():
        poisoned = next(iter(learner.parameters.values()))
        before = poisoned.clone()
        poisoned.fill_(math.nan)

    bad = next(told)

    assert math.isnan(bad.loss)
    with torch.no_grad():
        poisoned.copy_(before)
    assert math.isfinite(next(told).loss)


def test_a_step_in_half_precision_without_a_finite_loss_is_left_out_and_the_next_one_learns(tiny, some_lessons):
    learner = learner_of(tiny())
    accelerator = Accelerator(cpu=True)
    accelerator.scaler = torch.amp.GradScaler("cpu", init_scale=1024.0)  # as on a GPU
    told = learn(learner, schedule(some_lessons(4), epochs=3, batch=4, seed=0), accelerator=accelerator)
    poisoned = next(iter(learner.parameters.values()))
    before = poisoned.detach().clone()
    with torch.no_grad():
        poisoned.fill_(math.nan)
    assert math.isnan(next(told).loss)
    with torch.no_grad():
        poisoned.copy_(before)
    unlearned = fingerprint(learner)

    assert math.isfinite(next(told).loss)

    assert fingerprint(learner) != unlearned


def test_three_bad_steps_in_a_row_have_diverged(tiny, some_lessons):
    learner = learner_of(tiny())
    with torch.no_grad():
        next(iter(learner.parameters.values())).fill_(math.nan)

    told = learn(learner, schedule(some_lessons(4), epochs=9, batch=4, seed=0))

    with pytest.raises(training.Diverged):
        list(told)
    assert learner.step == training.BAD_STEPS


def test_the_rate_warms_up_and_falls_to_a_tenth(tiny, some_lessons):
    steps = schedule(some_lessons(4), epochs=40, batch=4, seed=0)

    rates = [step.learning_rate for step in learn(learner_of(tiny()), steps, share=0.0)]

    assert rates[0] < rates[3] < max(rates) == pytest.approx(1e-2)
    assert rates[-1] == pytest.approx(1e-3, rel=0.3)


@pytest.mark.parametrize(("schedule_name", "last"), [("linear", 1e-3), ("cosine", 1e-3), ("constant", 1e-2)])
def test_a_schedule_ends_where_it_should(schedule_name, last):
    rules = training.Rules(1e-2, schedule=schedule_name, warm_up=0.25)

    rates = [rules.rate(step, 40) for step in range(41)]

    assert rates[9] < rates[10] == max(rates) == pytest.approx(1e-2)
    assert rates[40] == pytest.approx(last)
    assert rates[10:] == sorted(rates[10:], reverse=True)


@pytest.mark.parametrize("name", ["adamw", "adafactor", "sgd"])
def test_every_optimizer_learns_and_is_taken_up_again_exactly(tiny, some_lessons, tmp_path, name):
    steps = schedule(some_lessons(8), epochs=3, batch=2, seed=0)

    def made(seed=0):
        model = tiny(seed)
        return training.learner(model, training.Head.of(model), 1e-2, optimizer=name, weight_decay=0.01)

    straight = made()
    losses = [step.loss for step in learn(straight, steps)]
    first = made()
    for step in learn(first, steps):
        if step.step == 5:
            checkpoints.save(tmp_path, first)
            break
    second = made()
    checkpoints.resume(tmp_path, second)
    list(learn(second, steps))

    assert losses[-1] != losses[0]
    assert fingerprint(second) == fingerprint(straight)


def test_weight_decay_makes_weights_smaller(tiny, some_lessons):
    steps = schedule(some_lessons(4), epochs=8, batch=4, seed=0)
    lengths = []
    for decay in (0.0, 1.0):
        model = tiny()
        learner = training.learner(model, training.Head.of(model), 1e-2, weight_decay=decay)
        list(learn(learner, steps, share=0.0))
        lengths.append(sum(float(each.detach().norm()) for each in learner.parameters.values()))

    assert lengths[1] < lengths[0]


def test_a_clipped_step_is_told_at_its_full_length(tiny, some_lessons):
    steps = schedule(some_lessons(4), epochs=2, batch=4, seed=0)
    free, short = (
        [step.grad_norm for step in learn(learner_of(tiny()), steps, rules=training.Rules(1e-2, clip=clip))]
        for clip in (100.0, 0.01)
    )

    assert short[0] == free[0] > 0.01


def test_label_smoothing_is_that_of_the_library(tiny, some_lessons):
    model = tiny().eval()
    lessons = some_lessons(1)
    head = training.Head.of(model)
    ids, weights = tensors(lessons)
    learned = weights[:, 1:] != 0

    mine = head.loss(lessons, smoothing=0.2)

    logits = model(input_ids=ids).logits[:, :-1][learned]
    each = torch.nn.functional.cross_entropy(logits, ids[:, 1:][learned], label_smoothing=0.2, reduction="none")
    assert mine.item() == pytest.approx((each * weights[:, 1:][learned]).sum().item(), rel=1e-4)


def test_micro_batches_gathered_are_the_step_of_the_whole_batch(tiny, some_lessons):
    lessons = some_lessons(8)
    whole, one_by_one = (learner_of(tiny()) for _ in range(2))

    list(learn(whole, schedule(lessons, epochs=1, batch=8, seed=0), share=0.3))
    list(learn(one_by_one, schedule(lessons, epochs=1, batch=8, seed=0, room=Room(lessons=1)), share=0.3))

    for name, each in whole.parameters.items():
        assert torch.allclose(each, one_by_one.parameters[name], atol=2e-5), name


def test_what_is_computed_twice_learns_the_same(tiny, some_lessons):
    steps = schedule(some_lessons(8), epochs=2, batch=4, seed=0)
    plain, saving = learner_of(tiny()), learner_of(tiny())
    preparing.saving(saving.model)

    list(learn(plain, steps, share=0.3))
    list(learn(saving, steps, share=0.3))

    assert fingerprint(plain) == fingerprint(saving)
