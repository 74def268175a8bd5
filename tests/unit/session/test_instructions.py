"""What a model is told before a conversation."""

from dataclasses import replace
from datetime import datetime

import pytest

from assistant_gui.core.manner import Manner
from assistant_gui.session.instructions import VARIABLES, filled, manner_of
from tests.fakes import FakeArchive

MONDAY = datetime(2026, 11, 30, 9, 5)


@pytest.mark.parametrize(
    ("instructions", "told"),
    [
        ("Today is {weekday}, {date}.", "Today is Monday, 2026-11-30."),
        ("It is {time}.", "It is 09:05."),
        ("You talk to {name}.", "You talk to Ada."),
        ("Answer in {language}.", "Answer in English."),
        ("Keep {this}, { date } and {}.", "Keep {this}, { date } and {}."),
        ('Return {"date": {date}}', 'Return {"date": 2026-11-30}'),
    ],
)
def test_variables_are_filled_and_all_else_stays(instructions, told):
    assert filled(instructions, MONDAY, "Ada") == told


def test_every_variable_that_is_offered_is_known():
    offered = " ".join(f"{{{name}}}" for name in VARIABLES)

    assert "{" not in filled(offered, MONDAY)


def test_the_date_keeps_the_beginning_of_a_prompt_the_same_all_day():
    instructions = "It is {weekday}, {date}."

    assert filled(instructions, MONDAY) == filled(instructions, MONDAY.replace(hour=23, minute=59))


def test_a_conversation_goes_before_its_folder():
    archive = FakeArchive()
    archive.manners.of_folders["f"] = "Speak French."
    inside = replace(archive.create(), folder="f")

    assert manner_of(inside, archive.manners).instructions == "Speak French."
    own = replace(inside, manner=Manner("Speak Dutch.", temperature=0.1))
    assert manner_of(own, archive.manners) == Manner("Speak Dutch.", temperature=0.1)
