"""How full the model's memory is, under the entry."""

from collections.abc import Sequence

import pytest
from PySide6.QtCore import Qt

from assistant_gui.core.conversation import Attachment
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.events import RoleChanged, RoleState, Summarised
from assistant_gui.core.turn import Turn
from assistant_gui.gui.chat.around import Around
from assistant_gui.gui.chat.room import RoomModel
from assistant_gui.gui.chat.roommeter import RoomMeter, SummaryMark, in_full, in_short
from assistant_gui.gui.tasks import InlineTasks
from assistant_gui.session.context import Shown
from tests.gui.chat.test_manner import Desk


def shown(
    tokens: int = 1234, left_out: int = 0, summarised: int = 0, summary: str = "", exact: bool = True, unseen: int = 0
) -> Shown:
    return Shown((), tokens, 4096, 3584, left_out, summarised, summary, exact, unseen)


class Letters:
    """As many tokens as letters are typed; remembers what it measured."""

    def __init__(self) -> None:
        self.measured: list[tuple[str, str]] = []
        self.next: Shown | AssistantError | None = None

    def shown(self, conversation: str, typed: str, attachments: Sequence[Attachment], turn: Turn) -> Shown:
        self.measured.append((conversation, typed))
        if isinstance(self.next, AssistantError):
            raise self.next
        return self.next or shown(len(typed))


@pytest.fixture
def letters():
    return Letters()


@pytest.fixture
def room(letters, qapp):
    return RoomModel(letters, InlineTasks(), pause_ms=0)


@pytest.fixture
def meter(qtbot, room):
    made = RoomMeter(room)
    qtbot.addWidget(made)
    return made


def test_it_measures_when_the_typing_pauses(qtbot, room, letters):
    room.show("c")
    with qtbot.waitSignal(room.changed):
        for typed in ("a", "ab", "abc"):
            room.typing(typed)

    assert letters.measured == [("c", "abc")]


def test_what_was_measured_of_another_conversation_is_not_shown(letters, qapp):
    class Later(InlineTasks):
        """Holds the work back."""

        def __init__(self) -> None:
            super().__init__()
            self.held = []

        def run(self, work, done=None, failed=None):
            self.held.append(lambda: InlineTasks.run(self, work, done, failed))

    tasks = Later()
    room = RoomModel(letters, tasks, pause_ms=60_000)
    room.show("one")
    room.measure()
    room.show("other")
    tasks.held.pop()()
    room.end()

    assert room.shown is None


@pytest.mark.parametrize("event", [RoleChanged("language", RoleState.READY), Summarised("c")])
def test_it_measures_again_when_something_happened(qtbot, room, letters, event):
    with qtbot.waitSignal(room.changed):
        room.on_event(event)

    assert len(letters.measured) == 1


def test_the_meter_says_how_much_and_what_is_left_out(meter, room, letters):
    letters.next = shown(3480, left_out=6)
    room.measure()

    assert meter.words.text() == "3,480 of 4,096 tokens"
    assert "Messages at the beginning that will be left out: 6." in meter.toolTip()
    assert meter.accessibleName() == meter.words.text()


def test_without_a_model_there_is_no_meter(meter, room, letters):
    room.measure()
    assert not meter.isHidden()
    letters.next = AssistantError("It is not here.")
    room.measure()

    assert meter.isHidden()


@pytest.mark.parametrize(
    ("measured", "says"),
    [
        (shown(), "Nothing is left out."),
        (shown(exact=False), "guess"),
        (shown(summarised=4), "Messages at the beginning that are summarised: 4."),
        (shown(left_out=2, summarised=4), "Messages after them that are left out: 2."),
        (shown(unseen=3), "Pictures that the model is not shown: 3."),
        (shown(9999), "too long"),
    ],
)
def test_what_it_means_is_said_in_sentences(measured, says):
    assert says in in_full(measured)


def test_a_guess_says_that_it_is_one():
    assert in_short(shown(exact=False)) == "about 1,234 of 4,096 tokens"


def test_a_summary_is_marked_and_can_be_read(qtbot, room, letters):
    mark = SummaryMark(room)
    qtbot.addWidget(mark)
    assert mark.isHidden()

    letters.next = shown(summarised=4, summary="They met.")
    room.measure()

    assert not mark.isHidden()


def test_what_is_typed_in_the_pane_is_measured_and_the_settings_open_beside_it(
    qtbot, model, archive, assistant, talked
):
    letters = Letters()
    around = Around(model, archive, Desk(), letters, InlineTasks(), assistant.bridge, counting=InlineTasks())
    pane = around.pane()
    qtbot.addWidget(pane)
    pane.resize(1000, 600)
    pane.show()
    model.open(talked[0].id)
    qtbot.keyClicks(pane.chat.entry.text, "Hello")
    qtbot.waitUntil(lambda: (talked[0].id, "Hello") in letters.measured)

    qtbot.mouseClick(pane.header.settings_button, Qt.MouseButton.LeftButton)
    assert pane.panel.isVisible()
    assert pane.main.isVisible()
    pane.resize(500, 600)
    assert not pane.main.isVisible()
    qtbot.keyClick(pane.panel, Qt.Key.Key_Escape)

    assert pane.main.isVisible()
    assert not pane.panel.isVisible()
    around.end()


def test_a_question_is_asked_in_the_manner_that_was_just_typed(qtbot, model, archive, assistant, talked):
    around = Around(model, archive, Desk(), Letters(), InlineTasks(), assistant.bridge, counting=InlineTasks())
    pane = around.pane()
    qtbot.addWidget(pane)
    model.open(talked[0].id)
    pane.panel.instructions.setPlainText("Be brief.")
    pane.chat.entry.sent.emit("Hi")

    assert archive.held[talked[0].id].manner.instructions == "Be brief."
    around.end()


def test_a_measure_that_is_cut_short_is_no_failure(qapp, caplog):
    class CutShort(Letters):
        def shown(self, conversation, typed, attachments, turn):
            turn.cancel()
            turn.check()

    room = RoomModel(CutShort(), InlineTasks(), pause_ms=0)

    room.measure()

    assert caplog.records == []
    assert room.shown is None
