"""From somewhere else to one message."""

import pytest

from assistant_gui.gui.chat.visiting import Visiting


@pytest.fixture
def visiting(model, archive):
    return Visiting(model, archive)


@pytest.fixture
def revealed(model):
    told = []
    model.reveal_wanted.connect(lambda message, _words: told.append(message))
    return told


def test_a_message_of_another_conversation_is_brought_into_sight(visiting, model, archive, assistant, revealed):
    tea = archive.create("Tea").id
    question = assistant.asked(tea, "Green?")
    model.new()

    visiting.visit(tea, question.id)

    assert model.shown == tea
    assert revealed == [question.id]


def test_a_message_of_the_conversation_on_screen_too(visiting, model, archive, assistant, revealed):
    tea = archive.create("Tea").id
    question = assistant.asked(tea, "Green?")
    model.open(tea)

    visiting.visit(tea, question.id)

    assert model.shown == tea
    assert revealed == [question.id]


def test_its_branch_is_shown(visiting, model, archive, assistant):
    tea = archive.create("Tea").id
    first = assistant.asked(tea, "Green?")
    archive.edit(first.id, "Black?")

    visiting.visit(tea, first.id)

    assert [each.id for each in archive.thread(tea)] == [first.id]
