"""One manner over another."""

from assistant_gui.core.manner import AS_SET, Manner, Overflow, over


def test_what_is_left_open_is_as_beneath():
    beneath = Manner("Be kind.", temperature=0.5, overflow=Overflow.DROP)

    assert over(Manner(temperature=0.0, seed=7), beneath) == Manner("Be kind.", None, 0.0, None, None, 7, Overflow.DROP)


def test_nothing_over_a_manner_changes_nothing():
    assert over(AS_SET, Manner(top_p=0.5)) == Manner(top_p=0.5)


def test_empty_instructions_are_instructions():
    assert over(Manner(""), Manner("Be kind.")).instructions == ""
