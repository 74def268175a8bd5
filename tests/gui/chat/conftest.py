"""A chat with an archive in memory and a session that only remembers."""

import pytest

from assistant_gui.gui.bridge import Bridge
from assistant_gui.gui.chat.filing import FilingViewModel
from assistant_gui.gui.chat.search import SearchViewModel
from assistant_gui.gui.chat.viewmodel import ChatViewModel
from assistant_gui.gui.tasks import InlineTasks
from tests.fakes import FakeArchive, FakeAssistant, FakeDesk


@pytest.fixture
def archive():
    return FakeArchive()


@pytest.fixture
def assistant(archive, qapp):
    bridge = Bridge()
    made = FakeAssistant(archive, bridge.arrived.emit)
    made.bridge = bridge
    return made


@pytest.fixture
def model(assistant, archive):
    made = ChatViewModel(assistant, archive, InlineTasks(), paint_ms=0)
    assistant.bridge.arrived.connect(made.on_event)
    return made


@pytest.fixture
def filing(model, archive):
    return FilingViewModel(model, archive.filing, archive.rename, FakeDesk())


@pytest.fixture
def search(model, archive):
    return SearchViewModel(model, archive, wait_ms=0)


@pytest.fixture
def talked(archive, assistant):
    """A conversation in which "Hi" was answered with "Hello."; returns (conversation, question, answer)."""
    conversation = archive.create("Greetings")
    question = assistant.asked(conversation.id, "Hi")
    answer = assistant.end(assistant.begin(question), "Hello.")
    return conversation, question, answer
