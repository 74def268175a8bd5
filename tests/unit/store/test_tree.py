"""The tree of messages against a plain model of it: whatever is done in whichever order, they agree."""

import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from assistant_gui.core.conversation import Message, Origin, Rating, Role
from assistant_gui.core.ports import Removal
from assistant_gui.store.archive import Archive

_FEW = st.integers(0, 4)
"""Of the messages, the first few are taken, so that they get many versions."""


@dataclass
class Node:
    id: str
    parent: str | None
    question: bool
    removal: int = 0
    """Which removal took it away; 0 is none."""


class Trees(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.file = Path(self.folder.name) / "a.sqlite3"
        self.archive = Archive(self.file, clock=lambda: 5.0)
        self.conversation = self.archive.create("Tree").id
        self.nodes: list[Node] = []
        """In the order in which they were stored."""
        self.head: str | None = None
        self.removals: list[Removal] = []
        self.heads: list[str | None] = []

    def teardown(self) -> None:
        self.archive.close()
        with closing(sqlite3.connect(self.file)) as connection:
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        self.folder.cleanup()

    # What the model knows

    @property
    def alive(self) -> list[Node]:
        return [node for node in self.nodes if not node.removal]

    def node(self, id: str) -> Node:
        return next(node for node in self.nodes if node.id == id)

    def below(self, id: str) -> list[Node]:
        """Alive, *id* included, in the order in which they were stored."""
        found = {id}
        for node in self.alive:
            if node.parent in found:
                found.add(node.id)
        return [node for node in self.alive if node.id in found]

    def path(self, id: str | None) -> list[str]:
        path: list[str] = []
        while id is not None:
            path.insert(0, id)
            id = self.node(id).parent
        return path

    def beside(self, id: str) -> list[str]:
        return [node.id for node in self.alive if node.parent == self.node(id).parent]

    def picked(self, draw: int, *, question: bool | None = None) -> Node | None:
        fitting = [node for node in self.alive if question is None or node.question is question]
        return fitting[draw % len(fitting)] if fitting else None

    def stored(self, id: str, parent: str | None, *, question: bool) -> None:
        self.nodes.append(Node(id, parent, question))
        self.head = id

    # What can be done

    @rule(draw=_FEW, begins=st.booleans())
    def ask(self, draw: int, begins: bool) -> None:
        after = None if begins else self.picked(draw, question=False)
        self.add(after.id if after else None, question=True)

    @rule(draw=_FEW)
    def answer(self, draw: int) -> None:
        after = self.picked(draw, question=True)
        if after is not None:
            self.add(after.id, question=False)

    def add(self, parent: str | None, *, question: bool) -> None:
        name = f"m{len(self.nodes)}"
        role, origin = (Role.PERSON, Origin.TYPED) if question else (Role.ASSISTANT, Origin.MODEL)
        self.archive.add(Message(name, self.conversation, parent, role, f"word{name}", 1.0, origin))
        self.stored(name, parent, question=question)

    @rule(draw=_FEW)
    def edit(self, draw: int) -> None:
        old = self.picked(draw, question=True)
        if old is not None:
            self.stored(self.archive.edit(old.id, "other words").id, old.parent, question=True)

    @rule(draw=_FEW)
    def choose(self, draw: int) -> None:
        chosen = self.picked(draw)
        if chosen is not None:
            self.archive.choose(chosen.id)
            self.head = self.below(chosen.id)[-1].id

    @rule(draw=_FEW, by=st.sampled_from([-1, 1]))
    def step(self, draw: int, by: int) -> None:
        path = self.path(self.head)
        if path:
            beside = self.beside(path[draw % len(path)])
            other = beside[(beside.index(path[draw % len(path)]) + by) % len(beside)]
            self.archive.choose(other)
            self.head = self.below(other)[-1].id

    @rule(draw=_FEW)
    def rate(self, draw: int) -> None:
        rated = self.picked(draw, question=False)
        if rated is not None:
            self.archive.rate(rated.id, Rating.UP)

    @rule(draw=_FEW, shown=st.booleans())
    def remove(self, draw: int, shown: bool) -> None:
        path = self.path(self.head)
        gone = self.node(path[draw % len(path)]) if shown and path else self.picked(draw)
        if gone is None:
            return
        beside = self.beside(gone.id)
        before, after = beside[: beside.index(gone.id)], beside[beside.index(gone.id) + 1 :]
        self.removals.append(self.archive.remove(gone.id))
        self.heads.append(self.head)
        leaving = self.below(gone.id)
        for node in leaving:
            node.removal = len(self.removals)
        if self.head in {node.id for node in leaving}:
            left = [*before[-1:], *after[:1]]
            self.head = self.below(left[0])[-1].id if left else gone.parent

    @precondition(lambda self: self.removals)
    @rule()
    def undo(self) -> None:
        self.archive.restore(self.removals.pop())
        for node in self.nodes:
            if node.removal > len(self.removals):
                node.removal = 0
        self.head = self.heads.pop()

    @rule()
    def open_again(self) -> None:
        self.archive.close()
        self.archive = Archive(self.file, clock=lambda: 6.0)

    # What must hold

    @invariant()
    def what_is_shown_agrees(self) -> None:
        assert [message.id for message in self.archive.thread(self.conversation)] == self.path(self.head)

    @invariant()
    def versions_agree(self) -> None:
        places = {}
        for node in self.alive:
            beside = self.beside(node.id)
            if len(beside) > 1:
                places[node.id] = (beside.index(node.id) + 1, len(beside))
        assert self.archive.places(self.conversation) == places
        for node in self.alive[:3]:
            assert [message.id for message in self.archive.siblings(node.id)] == self.beside(node.id)

    @invariant()
    def what_teaches_is_there(self) -> None:
        examples = [example.id for example in self.archive.examples()]
        assert set(examples) <= {node.id for node in self.alive}
        assert len(examples) == self.archive.tally().total

    @invariant()
    def copies_hold_what_is_there(self) -> None:
        if not self.alive or len(self.nodes) % 5:  # now and then
            return
        copy = self.archive.duplicate(self.conversation)
        assert [m.text for m in self.archive.thread(copy.id)] == [
            m.text for m in self.archive.thread(self.conversation)
        ]
        assert len(self.archive.places(copy.id)) == len(self.archive.places(self.conversation))
        self.archive.delete(copy.id)


TestTrees = Trees.TestCase
TestTrees.settings = settings(max_examples=10, stateful_step_count=30, deadline=None)
