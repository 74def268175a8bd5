"""Whatever changes, in whatever order: touched line by line, the list is as if it were made anew."""

from dataclasses import replace
from datetime import datetime

from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex
from PySide6.QtTest import QAbstractItemModelTester

from assistant_gui.core.conversation import Conversation, Folder
from assistant_gui.gui.chat.conversations import Conversations
from assistant_gui.gui.chat.lines import Place

NOON = datetime(2026, 3, 10, 12).timestamp()
DAY = 24 * 3600.0
FOLDERS = [Folder("w", "Work", 1, position=1), Folder("h", "Chess", 2, position=2), Folder("e", "Empty", 3, position=3)]

since = st.sampled_from([None, None, None, 1.0, 2.0])
conversations = st.builds(
    Conversation,
    id=st.sampled_from("abc"),
    title=st.sampled_from(["Apples", "Berries", ""]),
    created=st.just(0.0),
    changed=st.sampled_from([NOON, NOON - 1, NOON - DAY, NOON - 3 * DAY, NOON - 40 * DAY]),
    folder=st.sampled_from([None, None, "w", "h", "gone"]),
    pinned=since,
    archived=st.sampled_from([None, None, None, 1.0]),
    trashed=st.sampled_from([None, None, None, 1.0]),
)
others = st.one_of(
    st.tuples(st.just("remove"), st.sampled_from("abc")),
    st.tuples(st.sampled_from(["open", "close", "close"]), st.sampled_from("wh")),
    st.tuples(st.just("place"), st.sampled_from(list(Place))),
    st.tuples(st.just("folders"), st.permutations(FOLDERS)),
)
steps = st.integers(0, 9).flatmap(lambda die: others if die < 3 else conversations)


class Watcher:
    """Follows what the model tells its views, line by line."""

    def __init__(self, model: Conversations) -> None:
        self.model = model
        self.lines: list[object] = []
        model.modelReset.connect(self.on_reset)
        model.rowsInserted.connect(self.on_inserted)
        model.rowsRemoved.connect(self.on_removed)
        model.rowsMoved.connect(self.on_moved)
        model.dataChanged.connect(self.on_changed)

    def on_reset(self) -> None:
        self.lines = list(self.model.lines())

    def on_inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        self.lines[first:first] = self.model.lines()[first : last + 1]

    def on_removed(self, _parent: QModelIndex, first: int, last: int) -> None:
        del self.lines[first : last + 1]

    def on_moved(self, _a: QModelIndex, first: int, _last: int, _b: QModelIndex, target: int) -> None:
        line = self.lines.pop(first)
        self.lines.insert(target - (target > first), line)

    def on_changed(self, top: QModelIndex, _bottom: QModelIndex) -> None:
        self.lines[top.row()] = self.model.lines()[top.row()]


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(steps, min_size=8, max_size=16))
def test_touched_line_by_line_the_list_is_as_if_it_were_made_anew(qapp, todo):
    model = Conversations(now=lambda: NOON)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    watcher = Watcher(model)
    model.show([], FOLDERS)

    for step in todo:
        match step:
            case Conversation():
                model.put(step)
            case "remove", id:
                model.remove(id)
            case "open" | "close" as act, id:
                model.open_folder(id, on=act == "open")
            case "place", place:
                model.show_place(place)
            case "folders", order:
                model.show_folders([replace(each, position=place) for place, each in enumerate(order)])
        touched = model.lines()
        assert watcher.lines == list(touched)
        for row, line in enumerate(touched):
            if isinstance(line, Conversation):
                assert model.row_of(line.id) == row

    touched = model.lines()
    model.list_again()
    assert model.lines() == touched
    del tester
