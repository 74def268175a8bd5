"""How the conversation on screen is answered: what the view-model does, and the panel through its entries."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.events import ConversationChanged
from assistant_gui.core.manner import AS_SET, Manner, Overflow, Preset
from assistant_gui.core.settings import Chat
from assistant_gui.gui.chat.header import Header
from assistant_gui.gui.chat.manner import MannerModel
from assistant_gui.gui.chat.mannerpanel import MannerPanel
from assistant_gui.gui.tasks import InlineTasks


class Desk:
    def __init__(self) -> None:
        self.drafted = AS_SET
        self.chat = Chat()

    def chat_settings(self) -> Chat:
        return self.chat

    def chat_models(self) -> list[tuple[str, str]]:
        return [("smollm2-135m", "SmolLM2 135M"), ("larger", "Larger 4B")]


@pytest.fixture
def desk():
    return Desk()


@pytest.fixture
def manner(archive, desk, qapp):
    return MannerModel(archive, desk, InlineTasks())


@pytest.fixture
def conversation(archive, manner):
    made = archive.create("One")
    manner.show(made.id)
    return made.id


@pytest.fixture
def panel(qtbot, manner, conversation):
    made = MannerPanel(manner)
    qtbot.addWidget(made)
    made.resize(340, 900)
    made.show()
    return made


# The model


def test_what_a_conversation_leaves_open_is_as_in_the_settings(manner, conversation):
    assert manner.differing == []
    assert manner.whole.instructions == Chat().system_prompt


def test_a_folder_goes_before_the_settings(manner, archive, conversation):
    archive.manners.of_folders["f"] = "Speak French."
    archive.held[conversation] = replace(archive.held[conversation], folder="f")
    manner.on_event(ConversationChanged(archive.held[conversation]))

    assert manner.whole.instructions == "Speak French."
    assert manner.differing == []


def test_a_change_is_stored_at_once(manner, archive, conversation):
    manner.change(Manner(temperature=0.1))

    assert archive.held[conversation].manner == Manner(temperature=0.1)
    assert manner.differing == ["temperature"]


def test_one_thing_or_all_go_back_to_the_usual(manner, archive, conversation):
    manner.change(Manner("Be kind.", temperature=0.1, seed=3))
    manner.reset("temperature")
    assert archive.held[conversation].manner == Manner("Be kind.", seed=3)

    manner.reset_all()
    assert archive.held[conversation].manner == AS_SET


def test_the_manner_of_a_new_chat_waits_for_its_first_question(manner, desk, archive):
    manner.show("")
    manner.change(Manner(seed=3))
    assert desk.drafted == Manner(seed=3)

    stored = archive.create(manner=desk.drafted)
    manner.on_stored(stored.id)

    assert manner.manner == Manner(seed=3)
    assert desk.drafted == AS_SET


def test_a_preset_is_used_kept_changed_and_forgotten(manner, archive, conversation):
    manner.use("teacher")
    assert manner.preset.id == "teacher"

    manner.change(replace(manner.manner, temperature=1.1))
    assert manner.preset is None
    manner.keep_as("  My   teacher ")
    assert manner.preset.name == "My teacher"

    manner.change(replace(manner.manner, temperature=1.2))
    manner.keep_as("my teacher")
    assert [(each.name, each.manner.temperature) for each in manner.own] == [("my teacher", 1.2)]

    manner.forget(manner.preset.id)
    assert manner.own == []
    assert manner.manner.temperature == 1.2


def test_what_could_not_be_stored_is_told_and_shown_as_it_is(qtbot, manner, archive, conversation):
    def refuse(id: str, manner: Manner) -> None:
        raise AssistantError("The disk is full.")

    archive.manners.change = refuse
    with qtbot.waitSignal(manner.failed):
        manner.change(Manner(seed=3))

    assert manner.manner == AS_SET


def test_quick_changes_are_stored_one_after_the_other_and_the_last_stays(archive, desk, qapp):
    class Later(InlineTasks):
        def __init__(self) -> None:
            self.put_off = []

        def run(self, work, done=None, failed=None):
            self.put_off.append(lambda: InlineTasks.run(self, work, done, failed))

    tasks = Later()
    conversation = archive.create().id
    manner = MannerModel(archive, desk, tasks)
    manner.show(conversation)
    tasks.put_off.pop()()
    for seed in (1, 2, 3):
        manner.change(Manner(seed=seed))

    assert len(tasks.put_off) == 1
    while tasks.put_off:
        tasks.put_off.pop()()
    assert archive.held[conversation].manner == Manner(seed=3)


# The panel


def test_what_differs_is_marked_and_one_click_takes_it_back(qtbot, panel, archive, conversation):
    assert not panel.rows["temperature"].back.isVisible()
    panel.temperature.setValue(1.5)
    assert panel.rows["temperature"].back.isVisible()
    assert archive.held[conversation].manner == Manner(temperature=1.5)

    qtbot.mouseClick(panel.rows["temperature"].back, Qt.MouseButton.LeftButton)

    assert archive.held[conversation].manner == AS_SET
    assert panel.temperature.value() == Chat().temperature


def test_instructions_are_taken_over_when_the_typing_pauses(qtbot, panel, archive, conversation):
    panel.instructions.selectAll()
    qtbot.keyClicks(panel.instructions, "Be brief.")
    assert archive.held[conversation].manner == AS_SET

    panel.finish()

    assert archive.held[conversation].manner == Manner("Be brief.")


def test_instructions_reached_by_tab_are_replaced_by_typing(qtbot, panel):
    panel.instructions.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClicks(panel.instructions, "Arr.")

    replaced = panel.instructions.toPlainText()
    panel.finish()
    panel.presets.choice.setFocus()
    panel.instructions.setFocus(Qt.FocusReason.TabFocusReason)

    assert replaced == "Arr."
    assert not panel.instructions.textCursor().hasSelection()


def test_a_preset_without_a_name_is_not_kept(panel, manner):
    manner.change(Manner(temperature=1.5))
    panel.presets.save_button.click()
    nameless = panel.presets.keep_button.isEnabled()
    panel.presets.name.setText("Wild")

    assert not nameless
    assert panel.presets.keep_button.isEnabled()


def test_instructions_typed_back_to_the_usual_are_the_usual(panel, manner):
    manner.change(Manner("Be brief."))
    panel.instructions.setPlainText(Chat().system_prompt)
    panel.finish()

    assert manner.manner == AS_SET


def test_an_empty_seed_is_chance(qtbot, panel, manner):
    panel.seed.setText("42")
    panel.seed.editingFinished.emit()
    assert manner.manner == Manner(seed=42)

    panel.seed.clear()
    panel.seed.editingFinished.emit()
    assert manner.manner == AS_SET


def test_choices_that_are_as_usual_are_not_kept(panel, manner):
    panel.model_choice.activated.emit(1)
    panel.overflow.activated.emit(1)
    assert manner.manner == Manner(model="larger", overflow=Overflow.SUMMARISE)

    panel.model_choice.activated.emit(0)
    panel.overflow.activated.emit(0)
    assert manner.manner == AS_SET


def test_a_model_that_is_gone_is_still_named(panel, manner):
    manner.change(Manner(model="gone"))

    assert panel.model_choice.currentText() == "gone"


def test_a_preset_is_kept_under_a_name_and_deleted_after_a_question(qtbot, panel, manner):
    panel.temperature.setValue(1.5)
    qtbot.mouseClick(panel.presets.save_button, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(panel.presets.name, "Wild")
    qtbot.keyClick(panel.presets.name, Qt.Key.Key_Return)
    assert panel.presets.choice.currentText() == "Wild"
    assert not panel.presets.naming.isVisible()

    qtbot.mouseClick(panel.presets.delete_button, Qt.MouseButton.LeftButton)
    assert "Wild" in panel.presets.question.words.text()
    qtbot.mouseClick(panel.presets.question.yes, Qt.MouseButton.LeftButton)

    assert manner.own == []
    assert panel.presets.choice.currentText() == "Of its own"


def test_a_preset_that_comes_with_the_program_cannot_be_deleted(panel, manner):
    manner.use("brief")

    assert panel.presets.choice.currentText() == "Brief"
    assert not panel.presets.delete_button.isVisible()


def test_everything_in_the_panel_has_a_name(panel):
    entries = [row.entry for row in panel.rows.values()]

    assert all(entry.accessibleName() for entry in [*entries, panel.presets.choice, panel.close_button])


# The header


def test_the_header_names_the_preset_or_counts_what_was_changed(qtbot, manner, archive, conversation):
    header = Header(manner)
    qtbot.addWidget(header)
    assert header.badge.isHidden()

    archive.manners.keep(Preset("x", "Mine", Manner(seed=3)))
    manner.read()
    manner.change(Manner(seed=3))
    assert header.badge.text() == "Mine"

    manner.change(Manner(seed=4, top_p=0.5))
    assert header.badge.text() == "2 changed"
