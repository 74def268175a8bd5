"""The presets that come with the program, and the person's own."""

import pytest

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.manner import Manner, Preset
from assistant_gui.session.presets import built_in, preset
from tests.fakes import FakeArchive


def test_each_has_a_name_and_instructions_of_its_own():
    presets = built_in()

    assert len({each.name for each in presets}) == len(presets) >= 5
    assert all(each.manner.instructions for each in presets)


def test_a_preset_is_found_by_name_or_id_and_the_persons_own_goes_first():
    manners = FakeArchive().manners
    own = Preset("x1", "Teacher", Manner("Be strict."))
    manners.keep(own)

    assert preset("TEACHER", manners) == own
    assert preset("proof-reader", manners).manner.temperature == 0.0


def test_one_that_is_not_there_names_those_that_are():
    with pytest.raises(AssistantError, match="Brief"):
        preset("Poet", FakeArchive().manners)
