"""Holding keys to talk: those of the settings, those that are chosen, and those that cannot be had."""

import pytest

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.settings import changed
from assistant_gui.gui.actions import Actions
from assistant_gui.gui.anywhere.port import Hooks, taken_already
from assistant_gui.gui.anywhere.talking import SETTING, TalkAnywhere
from tests.fakes import FakePreferences, FakeTalk


class FakeKey:
    """A desktop on which some keys are taken."""

    def __init__(self, *taken: str) -> None:
        self.keys = ""
        self.called = ""
        self.taken = taken
        self.hooks: Hooks | None = None

    def take(self, keys: str, hooks: Hooks) -> None:
        self.drop()
        if keys in self.taken:
            hooks.refused(taken_already(keys))
        else:
            self.keys, self.hooks = keys, hooks
            hooks.taken(self.called)

    def drop(self) -> None:
        self.keys, self.hooks = "", None


@pytest.fixture
def key():
    return FakeKey("Alt+F9")


@pytest.fixture
def talk():
    return FakeTalk()


@pytest.fixture
def preferences():
    return FakePreferences()


@pytest.fixture
def anywhere(qapp, key, talk, preferences):
    actions = Actions(preferences)
    actions.add("new-chat", "New chat", print, "Ctrl+N")
    return TalkAnywhere(key, preferences, lambda: talk, actions)


def test_without_keys_in_the_settings_nothing_is_heard(anywhere, key):
    anywhere.start()

    assert key.hooks is None


def test_talking_lasts_as_long_as_the_keys_are_held(anywhere, key, talk):
    anywhere.use("Ctrl+F9")

    key.hooks.pressed()
    key.hooks.pressed()
    assert talk.told == ["start_talking"]
    key.hooks.released()
    key.hooks.released()
    assert talk.told == ["start_talking", "finish_talking"]


def test_keys_that_are_chosen_are_kept_and_heard_at_the_next_start(anywhere, key, preferences):
    anywhere.use("Ctrl+F9")
    key.drop()

    assert preferences.settings.keys.talk_anywhere == "Ctrl+F9"
    anywhere.start()
    assert key.keys == "Ctrl+F9"


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("Alt+F9", "Another program has Alt+F9 already. Choose other keys."),
        ("Ctrl+N", "Ctrl+N is taken by “New chat”."),
        ("T", "T alone is for typing. Add Ctrl or Alt, or take a function key."),
    ],
)
def test_keys_that_cannot_be_had_leave_those_before(anywhere, key, preferences, keys, said):
    anywhere.use("Ctrl+F9")

    anywhere.use(keys)

    assert anywhere.trouble == said
    assert key.keys == preferences.settings.keys.talk_anywhere == "Ctrl+F9"


def test_taking_the_keys_away_hears_nothing_any_more(anywhere, key, talk):
    anywhere.use("Ctrl+F9")
    key.hooks.pressed()

    anywhere.use("")

    assert key.hooks is None
    assert talk.told == ["start_talking", "finish_talking"]
    assert anywhere.keys == ""


def test_keys_that_somebody_took_since_the_last_start_are_told(anywhere, preferences):
    preferences.settings = changed(preferences.settings, SETTING, "Alt+F9")
    told: list[AssistantError] = []
    anywhere.failed.connect(told.append)

    anywhere.start()

    assert [str(error) for error in told] == ["Another program has Alt+F9 already. Choose other keys."]
    assert anywhere.keys == "Alt+F9"


def test_what_the_desktop_calls_the_keys_is_shown(anywhere, key):
    key.called = "Press Super + T"

    anywhere.use("Ctrl+F9")

    assert anywhere.shown == "Press Super + T"
