"""The stages of spoken exchanges, from the person's last word on."""

import pytest

from assistant_gui.session.waterfall import COMMITTED, FIRST_SOUND, KEPT, RECOGNISED, SOFT_END, Turns, Watch


def test_stages_count_from_the_end_of_speech_and_only_their_first_time_counts():
    now = [10.0]
    watch = Watch(0.2, lambda: now[0])
    watch.stamp(SOFT_END)
    now[0] = 10.3
    watch.stamp(RECOGNISED)
    now[0] = 11.0
    watch.stamp(RECOGNISED)

    assert watch.seconds == {SOFT_END: pytest.approx(0.2), RECOGNISED: pytest.approx(0.5)}


def test_half_and_nearly_all_of_the_turns():
    turns = Turns()
    assert turns.spread() is None
    for hundredth in range(1, 101):
        turns.add({FIRST_SOUND: hundredth / 100})

    spread = turns.spread()
    assert spread is not None
    assert (spread.p50, spread.p95, spread.p99) == pytest.approx((0.5, 0.95, 0.99), abs=0.01)


def test_only_the_last_ones_are_kept():
    turns = Turns()
    for _ in range(KEPT + 5):
        turns.add({FIRST_SOUND: 1.0})

    assert len(turns) == KEPT


def test_the_table_has_a_heading_and_leaves_out_what_was_not_reached():
    turns = Turns()
    turns.add({SOFT_END: 0.2, COMMITTED: 0.6})

    assert list(turns.table()) == [
        "turn,soft_end,recognised,committed,first_token,first_clause,first_sound",
        "1,0.200,,0.600,,,",
    ]


def test_the_table_ends_with_how_each_stage_spreads():
    turns = Turns()
    for seconds in (0.5, 1.5):
        turns.add({SOFT_END: 0.2, FIRST_SOUND: seconds})

    assert list(turns.table())[3:] == [
        "p50,0.200,,,,,1.000",
        "p95,0.200,,,,,1.450",
        "p99,0.200,,,,,1.490",
    ]
    assert set(turns.spreads()) == {SOFT_END, FIRST_SOUND}
