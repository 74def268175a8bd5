"""conversations and search: what they print for programs is an interface."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant_gui.cli import conversations
from assistant_gui.cli.out import Out
from assistant_gui.cli.parser import parser
from assistant_gui.cli.parser import writes as parser_writes
from assistant_gui.core.conversation import Generator, Message, Origin, Role
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.events import ConversationChanged, ConversationDeleted, Event
from assistant_gui.core.learning import Adapter
from assistant_gui.core.turn import Turn
from assistant_gui.store.archive import Archive
from tests.fakes import FakeSchool


class Terminal:
    """Types commands; holds what they print and tell."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.school = FakeSchool(adapters=[Adapter("a1", "pirate", "small", 0.0, 24)])
        self.told: list[Event] = []

    def emit(self, event: Event) -> None:
        self.told.append(event)

    def printed(self, *typed: str) -> str:
        parsed, said = parser().parse_args(typed), []
        self.code = getattr(conversations, parsed.command)(
            parsed, self, Out(said.append, said.append, parsed.json), Turn()
        )
        return "".join(said)

    def objects(self, *typed: str) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.printed(*typed, "--json").splitlines()]

    def object(self, *typed: str) -> dict[str, object]:
        (only,) = self.objects(*typed)
        return only


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "assistant.sqlite3", clock=lambda: 1_700_000_000.0) as archive:
        yield archive


@pytest.fixture
def terminal(archive: Archive) -> Terminal:
    return Terminal(archive)


@pytest.fixture
def weather(archive: Archive) -> str:
    """A conversation in which the weather was asked for and told."""
    conversation = archive.create("Weather").id
    archive.add(Message("q", conversation, None, Role.PERSON, "今天天气?", 1_600_000_000.0, Origin.TYPED))
    made = Generator("smollm2-135m")
    archive.add(Message("a", conversation, "q", Role.ASSISTANT, "It rains.", 1.0, Origin.MODEL, generator=made))
    return conversation


def test_list_tells_where_each_lies(terminal, archive, weather):
    filing = archive.filing
    other, third = archive.create("Naps").id, archive.create("Soup").id
    filing.move([weather], filing.create_folder("Work").id)
    filing.pin([weather])
    filing.archive([other])
    filing.trash([third])

    assert terminal.object("conversations", "list") == {
        "conversation": weather,
        "title": "Weather",
        "created": 1_700_000_000.0,
        "changed": 1_700_000_000.0,
        "folder": "Work",
        "pinned": 1_700_000_000.0,
        "archived": None,
        "trashed": None,
    }
    assert terminal.object("conversations", "list", "--archived")["conversation"] == other
    assert terminal.object("conversations", "list", "--trash")["conversation"] == third


def test_nothing_to_list_is_said_to_people_and_is_no_line_for_programs(terminal):
    assert "no conversations" in terminal.printed("conversations", "list")
    assert terminal.code == 0


def test_show_reads_the_shown_branch(terminal, weather):
    question, answer = terminal.objects("conversations", "show", weather)

    assert question == {
        "conversation": weather,
        "message": "q",
        "role": "user",
        "text": "今天天气?",
        "created": 1_600_000_000.0,
        "state": "whole",
        "model": None,
        "rating": None,
    }
    assert (answer["role"], answer["text"], answer["model"]) == ("assistant", "It rains.", "smollm2-135m")
    assert terminal.printed("conversations", "show", weather) == "You:\n今天天气?\n\nAssistant:\nIt rains.\n\n"


def test_delete_puts_into_the_trash_and_restore_brings_back(terminal, archive, weather):
    deleted = terminal.object("conversations", "delete", weather)
    in_trash = [each.id for each in archive.filing.trashed()]
    restored = terminal.object("conversations", "restore", weather)

    assert deleted == {"conversation": weather, "for_good": False}
    assert in_trash == [weather]
    assert restored == {"conversation": weather}
    assert [type(event) for event in terminal.told] == [ConversationChanged, ConversationChanged]
    assert archive.filing.trashed() == []


def test_delete_for_good_says_which_adapters_learned_from_it(terminal, weather):
    terminal.school.taught = {"a1": [weather]}

    said = terminal.printed("conversations", "delete", weather, "--for-good")

    assert "An adapter learned from it and does not forget it: “pirate”." in said


def test_delete_for_good_leaves_nothing(terminal, archive, weather):
    other = archive.create("Naps").id

    deleted = terminal.objects("conversations", "delete", weather, other, weather, "--for-good")

    assert deleted == [{"conversation": each, "for_good": True} for each in (weather, other)]
    assert terminal.told == [ConversationDeleted(weather), ConversationDeleted(other)]
    assert archive.conversation(weather) is None


def test_one_that_is_not_here_is_named_and_nothing_is_done(terminal, archive, weather):
    for action in ("show", "delete", "restore"):
        with pytest.raises(AssistantError, match="no conversation nobody"):
            terminal.printed("conversations", action, "nobody")
    with pytest.raises(AssistantError, match="no conversation nobody"):
        terminal.printed("conversations", "delete", weather, "nobody")

    assert archive.filing.trashed() == []


def test_search_tells_each_hit(terminal, archive, weather):
    archive.filing.archive([weather])

    assert terminal.object("search", "天") == {
        "conversation": weather,
        "message": "q",
        "title": "Weather",
        "role": "user",
        "snippet": "今天天气?",
        "created": 1_600_000_000.0,
        "archived": True,
    }
    title = terminal.object("search", "weath")
    assert (title["message"], title["role"], title["snippet"]) == (None, None, "Weather")
    assert "You: 今天天气?" in terminal.printed("search", "天")


def test_a_search_finds_as_many_as_wanted(terminal, weather):
    assert len(terminal.objects("search", "rains", "--limit", "1")) == 1
    with pytest.raises(SystemExit):
        terminal.printed("search", "rains", "--limit", "0")


@pytest.mark.parametrize("limit", ["0", "-1", "1" + 20 * "0", "many"])
def test_a_search_for_no_number_of_hits_is_refused(limit):
    with pytest.raises(SystemExit):
        parser().parse_args(["search", "rain", "--limit", limit])


def test_nothing_found_is_an_exit_code_and_nothing_wanted_a_sentence(terminal, weather):
    assert terminal.printed("search", "snow") == "Nothing was found.\n"
    assert terminal.code == 1
    with pytest.raises(AssistantError, match="nothing to search for"):
        terminal.printed("search", " ")


@pytest.mark.parametrize(
    ("typed", "writes"),
    [
        ("conversations list", False),
        ("conversations show x", False),
        ("conversations delete x", True),
        ("conversations restore x", True),
        ("search x", False),
        ("restore --list", False),
        ("restore", True),
        ("restore --empty", True),
        ("adapters show x", False),
        ("adapters judge x", True),
    ],
)
def test_what_only_reads_runs_beside_an_open_window(typed, writes):
    assert parser_writes(parser().parse_args(typed.split())) is writes
