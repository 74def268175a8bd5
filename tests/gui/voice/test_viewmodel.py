"""What the voice pane shows as the events of a conversation arrive."""

import pytest

from assistant_gui.core.conversation import Message, Origin, Role, State
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.events import (
    Asked,
    DevicesListed,
    Failed,
    Floor,
    FloorChanged,
    LevelMeasured,
    Recognised,
    ReplyBegan,
    ReplyEnded,
    ReplyGrew,
    Spoke,
    TurnTimed,
)
from assistant_gui.gui.talk import loudness
from assistant_gui.gui.voice.viewmodel import Captions, Devices, VoiceModel
from tests.fakes import FakePreferences, FakeTalk


def message(text, *, role=Role.ASSISTANT, state=State.WHOLE, heard=None):
    return Message("m1", "c1", None, role, text, 0.0, Origin.MODEL, state, heard=heard)


@pytest.fixture
def talk():
    return FakeTalk()


@pytest.fixture
def preferences():
    return FakePreferences()


@pytest.fixture
def model(talk, preferences, qapp):
    return VoiceModel(talk, preferences)


def tell(model, *events):
    for event in events:
        model.on_event(event)


def test_holding_and_letting_go_talks_once(model, talk):
    model.hold()
    model.hold()
    model.release()
    model.release()

    assert talk.told == ["start_talking", "finish_talking"]


def test_those_who_cannot_hold_toggle(model, talk):
    model.toggle()
    model.toggle()

    assert talk.told == ["toggle_talking", "toggle_talking"]


def test_hands_free_is_told_once(model, talk):
    model.set_hands_free(True)
    model.set_hands_free(True)
    model.set_hands_free(False)

    assert talk.told == [("hands_free", True), ("hands_free", False)]


def test_the_answer_grows_below_what_was_said_and_is_heard_bit_by_bit(model):
    tell(model, Recognised(1, "What is it?"), Asked(1, message("What is it?", role=Role.PERSON)))
    tell(model, ReplyBegan(1, message("")), ReplyGrew(1, "m1", "A cat. "), ReplyGrew(1, "m1", "It sleeps."))
    tell(model, Spoke(1, "m1", 6))

    assert model.captions == Captions("What is it?", "A cat. It sleeps.", spoken=6)


def test_an_answer_cut_short_shows_what_was_heard_of_it(model):
    tell(model, ReplyBegan(1, message("")), ReplyGrew(1, "m1", "A cat. It sl"), Spoke(1, "m1", 6))
    tell(model, ReplyEnded(1, message("A cat. It sl", state=State.STOPPED, heard=6)))

    assert model.captions.spoken == 6


def test_a_typed_answer_counts_as_read(model):
    tell(model, ReplyBegan(1, message("")), ReplyGrew(1, "m1", "A cat."), ReplyEnded(1, message("A cat.")))

    assert model.captions.spoken == len("A cat.")


def test_pieces_of_another_answer_are_not_mixed_in(model):
    tell(model, ReplyBegan(1, message("")), ReplyGrew(1, "m9", "Other."), Spoke(1, "m9", 3))

    assert model.captions == Captions()


def test_what_is_heard_at_a_pause_settles_when_it_is_asked(model):
    tell(model, Recognised(1, "What is"))
    first = model.captions
    tell(model, Recognised(2, "What is it?"))
    second = model.captions
    tell(model, Asked(2, message("What is it?", role=Role.PERSON)))

    assert [(each.said, each.settled) for each in (first, second, model.captions)] == [
        ("What is", False),
        ("What is it?", False),
        ("What is it?", True),
    ]


def test_what_is_said_over_an_answer_stands_below_it_and_the_answer_goes_on(model):
    model.set_hands_free(True)
    tell(model, ReplyBegan(1, message("")), ReplyGrew(1, "m1", "A cat. It sleeps."), Spoke(1, "m1", 6))
    tell(model, Recognised(7, "Mm-hm."), Spoke(1, "m1", 17))

    assert model.captions == Captions("", "A cat. It sleeps.", spoken=17, over="Mm-hm.")


def test_a_cough_over_an_answer_leaves_it_alone(model):
    model.set_hands_free(True)
    tell(model, ReplyBegan(1, message("")), ReplyGrew(1, "m1", "A cat."), Recognised(7, ""), Spoke(1, "m1", 6))

    assert (model.captions.answer, model.captions.spoken, model.captions.misheard) == ("A cat.", 6, False)


def test_after_an_interruption_the_next_words_take_the_place_of_the_answer(model):
    tell(model, ReplyBegan(1, message("")), ReplyGrew(1, "m1", "A cat. It sleeps."), Spoke(1, "m1", 6))
    tell(model, ReplyEnded(1, message("A cat. It sleeps.", state=State.STOPPED, heard=7)))
    greyed = model.captions
    tell(model, Recognised(2, "Which cat?"))

    assert (greyed.answer[: greyed.spoken], greyed.answer[greyed.spoken :]) == ("A cat. ", "It sleeps.")
    assert (model.captions.said, model.captions.answer) == ("Which cat?", "")


def test_noise_in_hands_free_is_said_to_be_noise(model):
    model.set_hands_free(True)

    tell(model, Recognised(1, " "))

    assert model.captions.misheard


def test_a_new_floor_quietens_the_meters(model, qtbot):
    tell(model, LevelMeasured(0.2, 0.1))

    with qtbot.waitSignal(model.level_changed) as seen:
        tell(model, FloorChanged(Floor.THINKING))

    assert seen.args == [0.0, 0.0]
    assert model.can_stop


def test_a_chosen_device_is_kept_and_used(model, talk, preferences):
    tell(model, DevicesListed(("USB", "Built-in"), ("HDMI",)))

    model.use_microphone("USB")

    assert model.devices == Devices(("USB", "Built-in"), ("HDMI",), microphone="USB")
    assert preferences.settings.devices.microphone == "USB"
    assert talk.told == [("use", "USB", "")]


def test_how_quickly_each_question_was_answered_is_kept(model, tmp_path):
    tell(
        model, TurnTimed(1, {"soft_end": 0.2, "first_sound": 0.8}), TurnTimed(2, {"soft_end": 0.2, "first_sound": 1.0})
    )

    assert model.timings.seconds["first_sound"] == 1.0
    assert model.timings.spread.p50 == pytest.approx(0.9)
    model.write_table(tmp_path / "turns.csv")
    lines = (tmp_path / "turns.csv").read_text().splitlines()
    assert lines[0].startswith("turn,soft_end,recognised")
    assert lines[1:3] == ["1,0.200,,,,,0.800", "2,0.200,,,,,1.000"]
    assert [line[:4] for line in lines[3:]] == ["p50,", "p95,", "p99,"]


def test_a_table_that_cannot_be_written_is_a_sentence(model, tmp_path):
    with pytest.raises(AssistantError, match="cannot be used"):
        model.write_table(tmp_path / "nowhere" / "turns.csv")


def test_how_to_cut_in_depends_on_what_the_microphone_hears(model):
    assert "Speak" in model.hint(Floor.SPEAKING)
    model._preferences.change("devices.echo", "turns")

    assert "Esc" in model.hint(Floor.SPEAKING)
    assert "Speak" not in model.hint(Floor.SPEAKING)


def test_a_failure_is_told_until_the_next_try(model, qtbot):
    with qtbot.waitSignal(model.notice) as told:
        tell(model, Failed(0, AssistantError("The microphone gave silence.", "Is it muted?")))
    with qtbot.waitSignal(model.notice) as over:
        model.hold()

    assert told.args == ["The microphone gave silence. Is it muted?"]
    assert over.args == [""]


def test_hands_free_goes_off_when_listening_has_failed(model):
    model.set_hands_free(True)

    tell(model, FloorChanged(Floor.LISTENING), Failed(0, AssistantError("The microphone is gone.")))
    assert model.free
    tell(model, FloorChanged(Floor.OFF))

    assert not model.free


@pytest.mark.parametrize(("level", "shown"), [(0.0, 0.0), (0.0005, 0.0), (1.0, 1.0), (2.0, 1.0)])
def test_loudness_stays_on_the_meter(level, shown):
    assert loudness(level) == shown
