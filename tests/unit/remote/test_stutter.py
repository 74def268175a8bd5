"""When stuttering is worth a word."""

from assistant_gui.remote.stutter import GAPS, QUIET_FOR, WITHIN, Stutter


def test_one_gap_now_and_then_is_not_told():
    stutter = Stutter()

    assert not any(stutter.noticed(number, number * WITHIN) for number in range(1, 50))


def test_many_at_once_are_told_once():
    stutter = Stutter()

    assert stutter.noticed(GAPS, 1.0)
    assert stutter.noticed(3 * GAPS, 2.0) is None
    assert stutter.noticed(4 * GAPS, 3.0 + QUIET_FOR)


def test_a_fresh_role_counts_from_nothing():
    stutter = Stutter()
    stutter.noticed(GAPS - 1, 1.0)

    assert stutter.noticed(1, 2.0)
