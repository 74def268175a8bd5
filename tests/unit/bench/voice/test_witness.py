"""What is kept of how late the machine came."""

import threading

from assistant_gui.bench.voice.witness import LONGEST, Witness, watching


def test_the_longest_delays_are_kept_the_longest_first() -> None:
    witness = Witness()

    for late in range(LONGEST + 5):
        witness.note(late)

    assert witness.longest == list(range(LONGEST + 4, 4, -1))


def test_it_ends_with_what_it_watched() -> None:
    before = threading.active_count()

    with watching():
        pass

    assert threading.active_count() == before
