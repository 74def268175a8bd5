"""A fingerprint is held against what was written down, and against what might have answered instead."""

from math import inf

from assistant_gui.core.fingerprint import Print, Proof, apart, proven

BASE = Print((-1.0, -2.0, -3.0))
PIRATE = Print((-4.0, -2.5, -3.0))


def off(print: Print, nats: float) -> Print:
    return Print(tuple(each + nats for each in print.nats))


def test_the_same_weights_are_known_in_spite_of_noise():
    assert proven(off(PIRATE, 0.02), PIRATE, [BASE]) is Proof.SAME


def test_the_base_in_the_place_of_the_adapter_is_told():
    assert proven(off(BASE, 0.001), PIRATE, [BASE]) is Proof.OTHER


def test_what_is_nearer_to_the_base_is_the_base_even_within_the_tolerance():
    weak = off(BASE, 0.05)

    assert proven(off(BASE, 0.01), weak, [BASE]) is Proof.OTHER
    assert proven(off(BASE, 0.04), weak, [BASE]) is Proof.SAME


def test_an_adapter_that_changes_nothing_cannot_be_told_from_its_base():
    nothing = off(BASE, 0.001)

    assert proven(BASE, nothing, [BASE]) is Proof.SAME


def test_what_is_far_from_everything_is_something_else():
    assert proven(off(PIRATE, 0.4), PIRATE, [BASE]) is Proof.OTHER


def test_without_a_record_only_the_others_can_be_excluded():
    assert proven(PIRATE, None, [BASE]) is Proof.UNKNOWN
    assert proven(off(BASE, 0.001), None, [BASE]) is Proof.OTHER


def test_another_number_of_tokens_is_another_model():
    assert apart(BASE, Print((-1.0,))) == inf
    assert apart(Print(()), Print(())) == inf
    assert proven(Print((-1.0,)), PIRATE, [BASE]) is Proof.OTHER


def test_a_code_is_short_and_tells_weights_apart():
    assert len(BASE.code) == 4
    assert BASE.code == Print((-1.0, -2.0, -3.0)).code
    assert BASE.code != PIRATE.code
