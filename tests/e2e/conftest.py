"""Fixtures of the tests that drive the real program."""

from collections.abc import Iterator

import pytest

from assistant_gui.bench.rig import Rig


@pytest.fixture
def rig() -> Iterator[Rig]:
    """A virtual microphone and speaker of this test's own; start programs with ``rig.env``."""
    with Rig() as rig:
        yield rig
