"""Going back is proposed when what answers now is probably worse."""

import pytest

from assistant_gui.core.aftermath import Reception, Regret
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.learning import Adapter
from assistant_gui.gui.regretting import Regretting, regret_in_words
from assistant_gui.gui.tasks import InlineTasks

REGRET = Regret(Adapter("a", "pirate", "small", 0.0, 9), Reception(40, 14), Reception(60, 5), 0.99)


class Aftermath:
    def __init__(self, *found):
        self.found = list(found)

    def regret(self):
        told = self.found.pop(0)
        if isinstance(told, AssistantError):
            raise told
        return told


@pytest.fixture
def looked(qapp):
    def made(*found):
        model = Regretting(Aftermath(*found), InlineTasks())
        told = []
        model.proposed.connect(told.append)
        for _look in found:
            model.look()
        return told

    return made


def test_a_regret_is_proposed(looked):
    assert looked(None, REGRET) == [REGRET]


def test_nothing_is_said_when_it_cannot_be_known(looked):
    assert looked(AssistantError("Damaged.")) == []


def test_it_is_told_in_shares():
    assert regret_in_words(REGRET) == (
        "“pirate” is probably worse than what answered before: 35 of 100 answers were rated down or asked for again, "
        "in the four weeks before it 8 of 100."
    )
