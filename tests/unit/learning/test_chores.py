"""A tuner's short work, as the desk sees it."""

import pytest

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.turn import Turn
from assistant_gui.learning import chores


def test_what_nobody_foresaw_is_in_the_log_of_the_desk(caplog):
    with pytest.raises(AssistantError, match="Something broke"):
        chores.done("identity", {"no": "base"}, Turn())

    assert "KeyError: 'base'" in caplog.text
