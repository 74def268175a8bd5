"""One fetch at a time."""

from pathlib import Path

import pytest

from assistant_gui.catalogue.lock import only_one
from assistant_gui.core.errors import AssistantError


def test_a_second_fetch_is_told_of_the_first(tmp_path: Path) -> None:
    with (
        only_one(tmp_path / "lock", "parrot"),
        pytest.raises(AssistantError, match="parrot is already being fetched"),
        only_one(tmp_path / "lock", "parrot"),
    ):
        pass


def test_the_next_fetch_may_begin_when_the_first_is_over(tmp_path: Path) -> None:
    with only_one(tmp_path / "lock", "parrot"):
        pass

    with only_one(tmp_path / "lock", "parrot"):
        pass
