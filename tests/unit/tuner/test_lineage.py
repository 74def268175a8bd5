"""Where an adapter comes from."""

from assistant_gui.tuner.job import Taught
from assistant_gui.tuner.lineage import data_sha256


def taught(text: str) -> Taught:
    return Taught(text, "c", "corrected", 1.0, (("user", "?"), ("assistant", text)))


def test_the_data_are_the_same_in_whatever_order():
    one, two, three = map(taught, ("one", "two", "three"))

    assert data_sha256([one, two]) == data_sha256([two, one])
    assert data_sha256([one, two]) != data_sha256([one, three])
