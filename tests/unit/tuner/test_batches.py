"""What is learned together."""

import pytest

from assistant_gui.tuner.batches import TOKENS_AT_ONCE, Room, alternated, micro_batches, schedule, tensors


def test_every_epoch_learns_every_lesson_once(some_lessons):
    lessons = some_lessons(10)

    steps = schedule(lessons, epochs=2, batch=4, seed=0)

    for epoch in (0, 1):
        drawn = [lesson.id for step in steps if step.epoch == epoch for lesson in step.lessons]
        assert sorted(drawn) == sorted(lesson.id for lesson in lessons)


def test_the_order_follows_from_the_seed_alone(some_lessons):
    lessons = some_lessons(20)

    assert schedule(lessons, epochs=2, batch=4, seed=3) == schedule(lessons, epochs=2, batch=4, seed=3)
    assert schedule(lessons, epochs=2, batch=4, seed=3) != schedule(lessons, epochs=2, batch=4, seed=4)


def test_epochs_are_drawn_differently(some_lessons):
    first, second = schedule(some_lessons(4), epochs=2, batch=4, seed=0)

    assert first.micros != second.micros or first.epoch != second.epoch


def test_little_of_a_micro_batch_is_padding(some_lessons):
    lessons = some_lessons(64, longest=120)

    micros = [micro for step in schedule(lessons, epochs=1, batch=8, seed=0) for micro in step.micros]

    real = sum(len(lesson.ids) for micro in micros for lesson in micro)
    padded = sum(len(micro) * max(len(lesson.ids) for lesson in micro) for micro in micros)
    assert real / padded > 0.88


def test_a_micro_batch_is_bounded(some_lessons):
    long = some_lessons(12, shortest=600, longest=700)

    micros = list(micro_batches(long))

    assert all(len(micro) * max(len(each.ids) for each in micro) <= TOKENS_AT_ONCE for micro in micros)
    assert sum(len(micro) for micro in micros) == 12


def test_a_lesson_longer_than_the_bound_stands_alone(some_lessons):
    (micro,) = micro_batches(some_lessons(1, shortest=3000, longest=3000))

    assert len(micro) == 1


def test_padding_is_known_by_its_place_and_not_by_its_token(some_lessons):
    short, long = sorted(some_lessons(2), key=lambda lesson: len(lesson.ids))

    ids, weights = tensors([short, long])

    assert ids.shape == weights.shape == (2, len(long.ids))
    assert weights[0, len(short.ids) :].eq(0).all()
    assert weights[0, len(short.ids) - 1] > 0  # the stop token, which pads elsewhere, is learned
    assert ids[1].tolist() == list(long.ids)


def test_a_batch_is_weighed_by_what_is_predicted(some_lessons):
    (step,) = schedule(some_lessons(4), epochs=1, batch=4, seed=0)

    assert step.weight == pytest.approx(sum(sum(lesson.weights) for lesson in step.lessons))


@pytest.mark.parametrize(("share", "plain", "replies"), [(0.0, 0, 6), (0.25, 2, 6), (0.5, 6, 6), (0.75, 18, 6)])
def test_plain_texts_take_their_share_of_the_steps(some_lessons, share, plain, replies):
    read, asked = (schedule(some_lessons(n), epochs=1, batch=1, seed=0) for n in (4, 6))

    steps = alternated(asked, read, share)

    assert sum(step.plain for step in steps) == plain
    assert [step for step in steps if not step.plain] == asked
    assert len(steps) == plain + replies


def test_plain_texts_alone_are_a_run_of_their_own(some_lessons):
    read, asked = (schedule(some_lessons(n), epochs=2, batch=2, seed=0) for n in (4, 6))

    steps = alternated(asked, read, 1.0)

    assert [step.micros for step in steps] == [step.micros for step in read]


def test_they_take_turns(some_lessons):
    read, asked = (schedule(some_lessons(n), epochs=1, batch=1, seed=0) for n in (4, 4))

    assert [step.plain for step in alternated(asked, read, 0.5)] == [True, False] * 4


def test_a_chosen_number_at_a_time_is_kept(some_lessons):
    steps = schedule(some_lessons(16), epochs=1, batch=8, seed=0, room=Room(lessons=2))

    assert max(len(micro) for step in steps for micro in step.micros) == 2


def test_half_the_room_is_half_the_examples():
    assert Room().halved(1, 8) == Room(4, TOKENS_AT_ONCE // 2)
    assert Room(lessons=2).halved(3, 8) == Room(1, TOKENS_AT_ONCE // 8)
    assert Room(lessons=2).halved(0, 8) == Room(2)
