"""The parts, put together, with stand-ins for what runs in other processes."""

import queue
from collections.abc import Iterator

import pytest

from assistant_gui.app import App
from assistant_gui.core.events import Event, MessageChanged, ModelChanged, ReplyEnded, TurnEnded
from assistant_gui.core.learning import Adapter
from assistant_gui.core.manner import AS_SET, Manner, Overflow
from assistant_gui.core.ports import Sampling
from assistant_gui.paths import Profile
from assistant_gui.session.reply import Choices
from assistant_gui.session.tokens import Guessing
from tests.fakes import FakeEars, FakeMicrophone, FakeSpeaker, FakeThinker, FakeVoice


class FakeAudio(FakeMicrophone, FakeSpeaker):
    def __init__(self) -> None:
        FakeMicrophone.__init__(self)
        FakeSpeaker.__init__(self)
        self.ended = False

    def close(self) -> None:
        self.ended = True


@pytest.fixture
def app(tmp_path) -> Iterator[App]:
    app = App(Profile.opened(tmp_path))
    app.thinker, app.ears, app.voice, app.audio = FakeThinker(), FakeEars(), FakeVoice(), FakeAudio()
    app.counter = Guessing()
    app.choices = lambda manner=AS_SET: Choices("tiny", Sampling(seed=manner.seed), "", 2000)
    yield app
    app.close()


def told_by(app: App, text: str, manner: Manner = AS_SET) -> list[Event]:
    """What a command is told of its question."""
    told: queue.SimpleQueue[Event] = queue.SimpleQueue()
    events: list[Event] = []
    with app.assistant(told.put, manner=manner) as assistant:
        assistant.ask("", text)
        while not events or not isinstance(events[-1], TurnEnded):
            events.append(told.get(timeout=10))
    return events


def test_of_a_commands_question_the_window_learns_only_what_has_changed(app):
    shown: list[Event] = []
    app.listen(shown.append)

    told = told_by(app, "Hi")

    answer = next(event.message for event in told if isinstance(event, ReplyEnded))
    assert {type(event).__name__ for event in shown} == {"ConversationChanged", "MessageChanged"}
    assert [event.message for event in shown if isinstance(event, MessageChanged)] == [answer]


def test_the_seed_of_a_command_is_drawn_with(app):
    ended = next(event for event in told_by(app, "Hi", Manner(seed=7)) if isinstance(event, ReplyEnded))

    assert ended.message.generator.seed == 7


def test_sound_is_ended_when_nobody_listens(app):
    app.talk.hands_free(True)
    app.end_sound()
    assert not app.audio.ended

    app.talk.hands_free(False)
    app.end_sound()
    assert app.audio.ended


def test_an_adapter_that_is_activated_answers_on_its_own_base(app):
    app.model_in_use = lambda: ("other@pirate", "Other + pirate")
    shown: list[Event] = []
    app.listen(shown.append)

    app.adapter_changed(Adapter("pirate", "pirate", "other", 0.0, 12))

    assert app.settings.chat.model == "other"
    assert shown == [ModelChanged("other@pirate", "Other + pirate")]


def test_how_to_answer_is_as_in_the_settings_where_a_manner_leaves_it_open(tmp_path):
    app = App(Profile.opened(tmp_path))
    app._usable = lambda id: None  # no model is here
    app.preferences.change("chat.person", "Ada")

    chosen = app.choices(Manner("Help {name}.", temperature=0.0, seed=3, overflow=Overflow.SUMMARISE))

    assert chosen.system_prompt == "Help Ada."
    assert chosen.sampling == Sampling(0.0, app.settings.chat.top_p, app.settings.chat.max_tokens, 3)
    assert chosen.overflow is Overflow.SUMMARISE
    assert app.choices().system_prompt == app.settings.chat.system_prompt
    app.close()
