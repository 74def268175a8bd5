"""The models tab: who does what, fetching, checking and removing."""

import pytest

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.models import Fetched, Format, Kind, Machine, Model
from assistant_gui.core.turn import TurnCancelled
from assistant_gui.gui.fetching import Fetching
from assistant_gui.gui.settings.models import ModelsModel, Row, machine_in_words, progress_in_words
from assistant_gui.gui.settings.modelsview import ModelsView
from assistant_gui.gui.tasks import InlineTasks, PooledTasks
from tests.fakes import FakePreferences, FakeShelf

STARTER = Model(
    "smollm2-135m", "SmolLM2 135M", Kind.CHAT, Format.GGUF, 98_000_000, "Apache-2.0", "English", starter=True,
    installed=True, path="/m",
)  # fmt: skip
LARGER = Model(
    "larger", "Larger 4B", Kind.CHAT, Format.GGUF, 2_500_000_000, "MIT", "English", installed=True, path="/l"
)
BIG = Model("big", "Big 8B", Kind.CHAT, Format.GGUF, 5_000_000_000, "MIT", "English", needs_memory_bytes=9_000_000_000)
TINY = Model("whisper-tiny.en", "Whisper tiny", Kind.HEARING, Format.CT2_WHISPER, 78_000_000, "MIT", "English")
SYSTEM = Model(
    "system-voice", "The system's voice", Kind.VOICE, Format.SYSTEM, 0, "", "many", installed=True,
    missing="espeak-ng is not installed.",
)  # fmt: skip


@pytest.fixture
def shelf():
    return FakeShelf([STARTER, LARGER, BIG, TINY, SYSTEM])


@pytest.fixture
def preferences():
    return FakePreferences()


@pytest.fixture
def model(qapp, shelf, preferences):
    tasks = InlineTasks()
    model = ModelsModel(shelf, preferences, tasks, Fetching(shelf, tasks))
    model.refresh()
    return model


@pytest.fixture
def view(qtbot, model):
    view = ModelsView(model)
    qtbot.addWidget(view)
    view.resize(700, 500)
    with qtbot.waitExposed(view):
        view.show()
    return view


def test_only_what_is_here_can_be_chosen(model):
    assert model.choices(Kind.CHAT) == [("smollm2-135m", "SmolLM2 135M"), ("larger", "Larger 4B")]


def test_what_is_chosen_but_not_here_is_said_to_be_missing(model):
    assert model.choices(Kind.HEARING) == [("whisper-tiny.en", "Whisper tiny (not installed)")]
    assert model.choices(Kind.VOICE) == [("system-voice", "The system's voice (not ready)")]


def test_choosing_another_model_is_kept_and_told(qtbot, model, preferences):
    with qtbot.waitSignal(model.changed) as told:
        model.choose(Kind.CHAT, "larger")

    assert preferences.settings.chat.model == "larger"
    assert told.args == [preferences.settings]
    assert not model.starter_answers


def test_the_starter_is_said_to_be_small_while_it_answers(view, model):
    before = view.starter.isVisible()
    model.choose(Kind.CHAT, "larger")

    assert before
    assert not view.starter.isVisible()


def test_a_fetched_model_can_be_chosen_at_once(model):
    model.get("whisper-tiny.en")

    assert model.choices(Kind.HEARING) == [("whisper-tiny.en", "Whisper tiny")]
    assert model.row("whisper-tiny.en").note


def test_a_download_that_fails_says_why_and_can_be_begun_again(model, shelf):
    shelf.trouble["big"] = AssistantError("The disk is full.", "Free 5 GB.")
    model.get("big")
    trouble = model.row("big").trouble
    shelf.trouble.clear()
    model.get("big")

    assert trouble == "The disk is full. Free 5 GB."
    assert model.row("big").trouble == ""
    assert model.row("big").model.installed


def test_a_damaged_model_is_named(model, shelf):
    shelf.trouble["larger"] = AssistantError("model.gguf is damaged.", "Remove it and get it again.")

    model.verify("larger")

    assert model.row("larger").trouble == "model.gguf is damaged. Remove it and get it again."
    assert not model.row("larger").checking


def test_a_sound_model_is_said_to_be_sound(view, model, shelf):
    model.verify("larger")

    assert shelf.verified == ["larger"]
    assert not view.rows["larger"][-1].result.isHidden()


def test_removing_asks_first(view, shelf):
    row = view.rows["larger"][-1]
    row.remove.click()
    asked = row.question.words.text()
    still_here = shelf.catalogue["larger"].installed
    row.question.yes.click()

    assert asked == "Remove Larger 4B? It can be fetched again."
    assert still_here
    assert not shelf.catalogue["larger"].installed


def test_removing_what_is_in_use_says_so(view):
    row = view.rows["smollm2-135m"][-1]

    row.remove.click()

    assert row.question.words.text() == "SmolLM2 135M is in use. Remove it all the same?"


def test_the_systems_voice_has_nothing_to_remove_but_says_what_it_needs(view):
    row = view.rows["system-voice"][-1]

    assert row.remove.isHidden()
    assert row.missing.text() == "espeak-ng is not installed."


def test_three_sizes_are_recommended_with_what_they_cost(view, model):
    sizes = [row.size_badge.text() for rows in view.rows.values() for row in rows if row.size_badge.text()]

    assert sizes == ["Small and quick", "In between"]
    assert model.row("big").details == "5.0 GB · needs 9.0 GB of memory · English · MIT"


def test_progress_is_shown_and_can_be_cancelled(qtbot, shelf, preferences):
    downloads = PooledTasks(threads=1)
    fetching = Fetching(shelf, downloads)
    model = ModelsModel(shelf, preferences, InlineTasks(), fetching)
    view = ModelsView(model)
    qtbot.addWidget(view)
    view.show()

    def never_ends(id, on_progress, turn):
        on_progress(Fetched(1_000_000_000, 5_000_000_000))
        turn.wait(30)
        raise TurnCancelled

    shelf.get = never_ends
    view.rows["big"][0].get.click()
    qtbot.waitUntil(lambda: view.rows["big"][0].fetching.bar.value() == 200)
    words = view.rows["big"][0].fetching.words.text()
    view.rows["big"][0].fetching.cancel.click()

    assert words == "Downloading: 1000 of 5000 MB"
    assert view.rows["big"][0].fetching.isHidden()
    assert not view.rows["big"][0].get.isHidden()
    fetching.end()
    downloads.close()


def test_one_download_is_not_begun_twice(qtbot, shelf):
    class Never:
        asked = 0

        def run(self, work, done=None, failed=None):
            self.asked += 1

    tasks = Never()
    fetching = Fetching(shelf, tasks)

    fetching.get("big")
    fetching.get("big")

    assert tasks.asked == 1


def test_many_small_pieces_are_told_ten_times_a_second(qtbot, shelf):
    now = iter(range(1000))
    fetching = Fetching(shelf, InlineTasks(), clock=lambda: next(now) / 100)
    shelf.fetching = [Fetched(done, 100) for done in range(100)]
    told = []
    fetching._inbox.arrived.connect(told.extend)

    fetching.get("big")
    qtbot.waitUntil(lambda: bool(told))

    assert len(told) == 10


@pytest.mark.parametrize(
    ("fetched", "words"),
    [
        (Fetched(40_000_000, 98_000_000), "Downloading: 40 of 98 MB"),
        (Fetched(0, 0), "Downloading…"),
        (Fetched(98, 98, "check"), "Checking…"),
        (Fetched(98, 98, "unpack"), "Unpacking…"),
    ],
)
def test_a_download_in_words(fetched, words):
    assert progress_in_words(fetched) == words


def test_a_machine_in_words():
    assert "16.0 GB of memory and no graphics card" in machine_in_words(Machine(16_000_000_000))
    assert "RTX 4090 with 24.0 GB" in machine_in_words(Machine(16_000_000_000, 24_000_000_000, "RTX 4090"))


def test_a_row_without_a_size_names_none():
    assert Row(SYSTEM).details == "many"
