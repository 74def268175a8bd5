"""Voices are found, heard and chosen."""

import pytest
from PySide6.QtCore import Qt

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.voices import KnownVoice
from assistant_gui.gui.settings.samples import sample
from assistant_gui.gui.settings.voices import VoicesModel, called
from assistant_gui.gui.settings.voicesview import PAGE, VoicesView
from assistant_gui.gui.tasks import InlineTasks
from tests.fakes import FakePreferences, FakeVoices

ENGLISH = KnownVoice("system-voice", "gmw/en", "English", "en-gb", "male", pitched=True, usual=True)
GERMAN = KnownVoice("system-voice", "gmw/de", "German", "de", "male", pitched=True)
MANDARIN = KnownVoice("system-voice", "sit/cmn", "Mandarin", "cmn", pitched=True)
JOE = KnownVoice("piper-joe", "", "Joe", "en-us", quality="medium", usual=True)
ALLOY = KnownVoice("server", "alloy", "Alloy")
MANY = [KnownVoice("system-voice", f"x/{number}", f"Somebody {number}", "fr", pitched=True) for number in range(130)]


@pytest.fixture
def preferences():
    return FakePreferences()


@pytest.fixture
def voices():
    return FakeVoices([GERMAN, JOE, ENGLISH, MANDARIN, ALLOY])


@pytest.fixture
def tried():
    return []


@pytest.fixture
def model(voices, preferences, tried):
    return VoicesModel(voices, preferences, InlineTasks(), lambda voice, text, turn: tried.append((voice, text)))


@pytest.fixture
def view(qtbot, model):
    made = VoicesView(model)
    qtbot.addWidget(made)
    made.resize(700, 500)
    with qtbot.waitExposed(made):
        made.show()
    return made


def offered(row) -> dict[str, object]:
    return {act.text(): act for act in row.menu().actions()}


def test_who_speaks_comes_first_then_its_language_then_the_others(view):
    assert list(view.rows) == [ENGLISH.key, JOE.key, GERMAN.key, MANDARIN.key, ALLOY.key]
    assert view.rows[ENGLISH.key].main_badge.isVisible()
    assert not view.rows[JOE.key].main_badge.isVisible()
    assert view.who.text() == "English speaks."


def test_it_is_said_what_is_known_of_a_voice(view):
    assert view.rows[ENGLISH.key].details.text() == "English · en-gb · male"
    assert view.rows[JOE.key].details.text() == "English · en-us · good"
    assert view.rows[ALLOY.key].details.text() == "speech server"


def test_typing_narrows_the_list(qtbot, view):
    qtbot.keyClicks(view.search, "german")
    assert list(view.rows) == [GERMAN.key]

    qtbot.keyClicks(view.search, "y")
    assert list(view.rows) == []
    assert view.state.text() == "No voice is called so."


def test_a_language_narrows_the_list(view):
    place = view.language.findData("en")
    view.language.setCurrentIndex(place)
    view.language.activated.emit(place)

    assert list(view.rows) == [ENGLISH.key, JOE.key]


def test_a_voice_is_made_the_assistants(view, preferences):
    offered(view.rows[GERMAN.key])["As the voice of the assistant"].trigger()

    assert preferences.current().voice.name == "system-voice:gmw/de"
    assert next(iter(view.rows)) == GERMAN.key
    assert view.rows[GERMAN.key].main_badge.isVisible()


def test_the_only_voice_of_a_model_is_chosen_by_the_model(view, preferences):
    offered(view.rows[JOE.key])["As the voice of the assistant"].trigger()

    assert (preferences.current().voice.model, preferences.current().voice.name) == ("piper-joe", "")


def test_a_voice_of_a_server_keeps_the_model_of_our_own(view, preferences):
    menu = offered(view.rows[ALLOY.key])
    menu["As the voice of the assistant"].trigger()

    assert (preferences.current().voice.model, preferences.current().voice.name) == ("system-voice", "server:alloy")
    assert len(menu) == 1  # it reads any language


def test_a_voice_is_chosen_for_its_language_and_let_go(qtbot, view, preferences):
    offered(view.rows[MANDARIN.key])["For everything in 中文"].trigger()

    assert [(one.language, one.voice) for one in preferences.current().voices] == [("cmn", "system-voice:sit/cmn")]
    assert view.rows[MANDARIN.key].language_badge.isVisible()

    forget = view.chosen.itemAt(0).widget().forget
    qtbot.mouseClick(forget, Qt.MouseButton.LeftButton)

    assert preferences.current().voices == ()
    assert view.chosen_none.isVisible()


def test_a_voice_is_heard_in_its_own_language(qtbot, view, tried):
    qtbot.mouseClick(view.rows[GERMAN.key].try_it, Qt.MouseButton.LeftButton)

    assert tried == [(GERMAN, sample("de", ""))]


def test_what_cannot_be_heard_is_told(voices, preferences):
    def fails(*_):
        raise AssistantError("There is no loudspeaker.")

    model = VoicesModel(voices, preferences, InlineTasks(), fails)
    told = []
    model.refused.connect(told.append)

    model.toggle(GERMAN)

    assert told == ["There is no loudspeaker."]
    assert model.tried == ""


class Later:
    """Work that has not begun."""

    def run(self, work, done=None, failed=None):
        pass


def test_the_same_button_falls_silent(voices, preferences):
    model = VoicesModel(voices, preferences, Later(), lambda *_: None)

    model.toggle(GERMAN)
    assert model.tried == GERMAN.key
    turn = model._turn

    model.toggle(GERMAN)
    assert model.tried == ""
    assert turn.cancelled


def test_speed_is_changed_by_keys_and_goes_back(qtbot, view, preferences):
    assert not view.speed.back.isVisible()

    qtbot.keyClick(view.speed.slider, Qt.Key.Key_Right)
    assert preferences.current().voice.speed == 1.05
    assert view.speed.value.text() == "1.05×"

    qtbot.mouseClick(view.speed.back, Qt.MouseButton.LeftButton)
    assert preferences.current().voice.speed == 1.0


def test_a_voice_without_pitch_says_so(view):
    assert view.pitch.slider.isEnabled()

    offered(view.rows[JOE.key])["As the voice of the assistant"].trigger()

    assert not view.pitch.slider.isEnabled()
    assert view.pitch.why_not.text() == "This voice cannot speak higher or lower."


def test_of_many_voices_a_few_are_shown_and_more_when_asked_for(qtbot, voices, view, model):
    voices.known = [ENGLISH, *MANY]
    model.refresh()
    assert len(view.rows) == PAGE
    assert view.more.text() == f"{131 - PAGE} more"

    qtbot.mouseClick(view.more, Qt.MouseButton.LeftButton)
    assert len(view.rows) == 2 * PAGE

    view.search.setText("somebody 12")
    assert len(view.rows) == 12
    assert not view.more.isVisible()


def test_without_voices_it_is_said_where_to_get_one(voices, view, model):
    voices.known = []
    model.refresh()

    assert view.state.text() == "There is no voice here yet. Get one in the tab Models."


def test_an_engine_that_is_not_there_is_told(voices, view, model):
    voices.broken = True
    model.refresh()

    assert "Install espeak-ng." in view.trouble.words.text()


@pytest.mark.parametrize(
    ("code", "name"),
    [("de", "Deutsch"), ("en-029", "English"), ("cmn", "中文"), ("ta", "Tamil"), ("xyz", "xyz"), ("", "")],
)
def test_languages_are_called_what_their_speakers_call_them(code, name):
    assert called(code) == name
