"""The archive against a plain model of it: whatever is done in whatever order, both say the same."""

import copy
import os
import shutil
import tempfile
import unicodedata
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from assistant_gui.core.conversation import Message, Origin, Rating, Role, Wish
from assistant_gui.core.ports import Removal
from assistant_gui.core.turn import Turn
from assistant_gui.store.archive import Archive
from assistant_gui.store.backups import FileBackups
from assistant_gui.store.health import examined

EXAMPLES = int(os.environ.get("ASSISTANT_EXAMPLES", "20"))
"""500 are run before a release."""

WORDS = ("apple", "app", "bär", "naïve", "你好", "天", "Token消耗", "emoji 😀", "'\"*(")
SEARCHED = ("apple", "app", "bar", "NAIVE", "你好", "好", "天", "消", "token", "zebra")
TOKENS = {
    "apple": ["apple"],
    "app": ["app"],
    "bär": ["bar"],
    "naïve": ["naive"],
    "你好": ["你", "好"],
    "天": ["天"],
    "Token消耗": ["token", "消", "耗"],
    "emoji 😀": ["emoji"],
    "'\"*(": [],
}
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
pick = st.integers(0, 20)


@dataclass
class Talk:
    title: str = ""
    named: bool = False
    head: str | None = None
    folder: str | None = None
    archived: bool = False
    trashed: bool = False


@dataclass
class Model:
    """What the archive should hold, in plain Python."""

    talks: dict[str, Talk] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)
    """Of the talks, newest change first."""
    messages: dict[str, Message] = field(default_factory=dict)
    """In the order in which they were stored."""
    removals: dict[str, int] = field(default_factory=dict)
    """Of removed messages, by which removal."""
    folders: list[str] = field(default_factory=list)

    def alive(self) -> list[Message]:
        return [message for name, message in self.messages.items() if name not in self.removals]

    def thread(self, talk: str) -> list[Message]:
        line: list[Message] = []
        step = self.talks[talk].head
        while step is not None:
            line.insert(0, self.messages[step])
            step = line[0].parent
        return line

    def beside(self, message: Message) -> list[Message]:
        place = (message.conversation, message.parent)
        return [each for each in self.alive() if (each.conversation, each.parent) == place]

    def below(self, id: str) -> list[str]:
        found = [id]
        for name, message in self.messages.items():
            if message.parent in found:
                found.append(name)
        return found

    def newest_below(self, id: str) -> str:
        reached = [id]
        for message in self.alive():
            if message.parent in reached:
                reached.append(message.id)
        return next(name for name in reversed(self.messages) if name in reached)

    def add(self, message: Message) -> None:
        talk = self.talks[message.conversation]
        self.messages[message.id] = message
        talk.head, talk.archived, talk.trashed = message.id, False, False
        if not talk.title and message.role is Role.PERSON:
            talk.title = " ".join(message.text.split())
        self.to_the_front(message.conversation)

    def to_the_front(self, talk: str) -> None:
        self.order = [talk, *(each for each in self.order if each != talk)]

    def delete(self, talk: str) -> None:
        del self.talks[talk]
        self.order.remove(talk)
        self.messages = {name: each for name, each in self.messages.items() if each.conversation != talk}
        self.removals = {name: number for name, number in self.removals.items() if name in self.messages}


class ArchiveAgainstModel(RuleBasedStateMachine):
    removals = Bundle("removals")
    backups = Bundle("backups")

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="archive-"))
        self.file = self.folder / "assistant.sqlite3"
        self.now = 1_700_000_000.0
        self.archive = Archive(self.file, clock=lambda: self.now)
        self.keeper = FileBackups(self.file, lambda *steps: self.archive.exchange(*steps), lambda: self.now)
        self.model = Model()
        self.number = self.steps = 0
        for text in ("apple", "你好 app"):
            self.create("")
            for _ in range(4):
                self.say(0, text)

    def teardown(self) -> None:
        self.archive.close()
        assert examined(self.file, Turn()).ok
        shutil.rmtree(self.folder)

    # What can be done

    @rule(title=st.sampled_from(["", "A name"]))
    def create(self, title: str) -> None:
        made = self.archive.create(title)
        self.model.talks[made.id] = Talk(title, bool(title))
        self.model.to_the_front(made.id)

    @rule(place=pick, text=texts)
    def say(self, place: int, text: str) -> None:
        talk = self._talk(place)
        head = self.model.talks[talk].head
        answering = head is not None and self.model.messages[head].role is Role.PERSON
        role, origin = (Role.ASSISTANT, Origin.MODEL) if answering else (Role.PERSON, Origin.TYPED)
        message = Message(uuid.uuid4().hex, talk, head, role, text, self.now, origin)
        self.archive.add(message)
        self.model.add(message)

    @rule(place=pick, text=texts)
    def edit(self, place: int, text: str) -> None:
        self._edit(self._message(place, Role.PERSON), text)

    def _edit(self, old: Message, text: str) -> None:
        made = self.archive.edit(old.id, text)
        self.model.add(
            replace(old, id=made.id, text=text, created=self.now, origin=Origin.TYPED, instead=old.id, wish=Wish.EDITED)
        )

    @rule(place=pick, text=texts)
    def correct(self, place: int, text: str) -> None:
        old = self._message(place, Role.ASSISTANT)
        made = self.archive.correct(old.id, text)
        self.model.add(
            Message(
                made.id,
                old.conversation,
                old.parent,
                Role.ASSISTANT,
                text,
                self.now,
                Origin.CORRECTION,
                corrects=old.id,
            )
        )

    @rule(place=pick, rating=st.sampled_from([None, *Rating]))
    def rate(self, place: int, rating: Rating | None) -> None:
        old = self._message(place, Role.ASSISTANT)
        told = self.archive.rate(old.id, rating)
        self.model.messages[old.id] = replace(old, rating=rating)
        assert told.rating == rating

    @rule(place=pick)
    def choose(self, place: int) -> None:
        message = self._message(place)
        self.archive.choose(message.id)
        self.model.talks[message.conversation].head = self.model.newest_below(message.id)

    @rule(place=pick, target=removals)
    def remove(self, place: int) -> tuple[Removal, int]:
        return self._remove(self._message(place))

    @rule(removed=removals)
    def undo(self, removed: tuple[Removal, int]) -> None:
        self._undo(*removed)

    @rule(place=pick, text=texts)
    def edit_twice_and_take_the_last_away(self, place: int, text: str) -> None:
        self.edit(place, text)
        last = [*self.model.messages][-1]
        self._edit(self.model.messages[last], text)
        self._remove(self.model.messages[[*self.model.messages][-1]])

    @rule(place=pick)
    def remove_a_part_then_all_of_it_and_undo_that(self, place: int) -> None:
        message = self._message(place)
        follows = [name for name in self.model.below(message.id)[1:] if name not in self.model.removals]
        if follows:
            self._remove(self.model.messages[follows[place % len(follows)]])
        self._undo(*self._remove(message))

    def _remove(self, message: Message) -> tuple[Removal, int]:
        removal = self.archive.remove(message.id)
        self.number += 1
        model, talk = self.model, self.model.talks[message.conversation]
        gone = [name for name in model.below(message.id) if name not in model.removals]
        model.removals |= dict.fromkeys(gone, self.number)
        if talk.head in gone:
            stored = list(model.messages)
            others = model.beside(message)
            before = [each for each in others if stored.index(each.id) < stored.index(message.id)]
            shown = before[-1] if before else others[0] if others else None
            talk.head = message.parent if shown is None else model.newest_below(shown.id)
        return removal, self.number

    def _undo(self, removal: Removal, number: int) -> None:
        model = self.model
        message = model.messages.get(removal.message)
        if message is None or message.parent in model.removals or model.removals.get(removal.message) != number:
            return  # too late, or done already
        self.archive.restore(removal)
        for name in model.below(removal.message):
            if model.removals.get(name) == number:
                del model.removals[name]
        head = model.messages.get(removal.head or "")
        whole = head is not None and head.id not in model.removals and head.conversation == message.conversation
        model.talks[message.conversation].head = removal.head if whole else model.newest_below(removal.message)

    @rule(place=pick)
    def branch(self, place: int) -> None:
        message = self._message(place)
        path = [message]
        while path[0].parent is not None:
            path.insert(0, self.model.messages[path[0].parent])
        made = self.archive.branch(message.id)
        self._copied(made.id, message.conversation, path, message.id)

    @rule(place=pick)
    def duplicate(self, place: int) -> None:
        talk = self._talk(place)
        tree = [message for message in self.model.alive() if message.conversation == talk]
        made = self.archive.duplicate(talk)
        self._copied(made.id, talk, tree, self.model.talks[talk].head)

    @rule(place=pick)
    def rename(self, place: int) -> None:
        talk = self._talk(place)
        self.archive.rename(talk, "Another name")
        self.model.talks[talk].title, self.model.talks[talk].named = "Another name", True

    @rule(place=pick)
    def delete(self, place: int) -> None:
        talk = self._talk(place)
        self.archive.delete(talk)
        self.model.delete(talk)

    @rule(place=pick, on=st.booleans())
    def trash(self, place: int, on: bool) -> None:
        talk = self._talk(place)
        (self.archive.filing.trash if on else self.archive.filing.restore)([talk])
        self.model.talks[talk].trashed = on

    @rule(place=pick, on=st.booleans())
    def put_away(self, place: int, on: bool) -> None:
        talk = self._talk(place)
        self.archive.filing.archive([talk], on=on)
        self.model.talks[talk].archived = on

    @rule(place=pick, new=st.booleans())
    def file_away(self, place: int, new: bool) -> None:
        if new or not self.model.folders:
            self.model.folders.append(self.archive.filing.create_folder("A folder").id)
        folder = self.model.folders[place % len(self.model.folders)]
        talk = self._talk(place)
        self.archive.filing.move([talk], folder)
        self.model.talks[talk].folder = folder

    @rule(place=pick)
    def delete_folder(self, place: int) -> None:
        if not self.model.folders:
            return
        folder = self.model.folders.pop(place % len(self.model.folders))
        self.archive.filing.delete_folder(folder)
        for talk in self.model.talks.values():
            talk.folder = None if talk.folder == folder else talk.folder

    @rule(target=backups)
    def back_up(self) -> tuple[Path, Model]:
        self.now += 1
        made = self.keeper.make()
        assert (made.conversations, made.messages) == (len(self.model.talks), len(self.model.messages))
        return made.file, copy.deepcopy(self.model)

    @rule(backup=backups)
    def restore(self, backup: tuple[Path, Model]) -> None:
        file, model = backup
        self.now += 1
        self.keeper.restore(file)
        self.model = copy.deepcopy(model)

    @rule()
    def close_and_open(self) -> None:
        self.archive.close()
        self.archive = Archive(self.file, clock=lambda: self.now)

    # What must hold

    @invariant()
    def a_search_finds_what_is_there(self) -> None:
        self.steps += 1
        wanted = SEARCHED[self.steps % len(SEARCHED)]
        found = [hit.message.id for hit in self.archive.find(wanted, limit=10_000) if hit.message is not None]

        holds = _holding(wanted)
        expected = [
            message.id
            for message in self.model.alive()
            if holds(message.text) and not self.model.talks[message.conversation].trashed
        ]
        assert found == expected[::-1]

    @invariant()
    def the_list_is_the_same(self) -> None:
        model = self.model
        assert [each.id for each in self.archive.conversations()] == [
            name for name in model.order if not model.talks[name].trashed
        ]
        for name, talk in model.talks.items():
            told = self.archive.conversation(name)
            assert told is not None
            assert Talk(
                told.title, told.named, told.head, told.folder, told.archived is not None, told.trashed is not None
            ) == (talk)

    @invariant()
    def every_thread_and_every_version_is_the_same(self) -> None:
        for name in self.model.talks:
            shown = self.archive.thread(name)
            assert shown == self.model.thread(name)
            if shown:
                assert self.archive.siblings(shown[-1].id) == self.model.beside(shown[-1])

    # Choosing

    def _talk(self, place: int) -> str:
        """One of those there are; where there is none, one begins."""
        if not self.model.order:
            self.create("")
        return self.model.order[place % len(self.model.order)]

    def _message(self, place: int, role: Role | None = None) -> Message:
        there = [message for message in self.model.alive() if role in (None, message.role)]
        while not there:
            self.say(place, "app")
            there = [message for message in self.model.alive() if role in (None, message.role)]
        return there[place % len(there)]

    def _copied(self, made: str, source: str, messages: list[Message], head: str | None) -> None:
        """The archive gave the copies names of its own: take them over, and all else from the model."""
        model, old = self.model, self.model.talks[source]
        copies = self._stored(made)
        names = {each.id: copy.id for each, copy in zip(messages, copies, strict=True)}
        model.talks[made] = Talk(old.title, old.named, names.get(head or ""), old.folder)
        model.to_the_front(made)
        for each in messages:
            instead = names.get(each.instead or "")
            model.messages[names[each.id]] = replace(
                each,
                id=names[each.id],
                conversation=made,
                parent=names.get(each.parent or ""),
                corrects=names.get(each.corrects or ""),
                instead=instead,
                wish=each.wish if instead else None,
            )

    def _stored(self, conversation: str) -> list[Message]:
        from assistant_gui.store.rows import message_of, whole_message

        query = f"SELECT {whole_message()} FROM messages WHERE conversation = ? ORDER BY seq"
        return self.archive._reading.all(message_of, query, (conversation,))


def _holding(wanted: str) -> Callable[[str], bool]:
    """Whether a text holds *wanted* as a search understands it: its characters in a row, the last word unfinished."""
    plain = "".join(letter for letter in unicodedata.normalize("NFD", wanted.lower()) if letter.isalnum())
    parts = list(plain) if not plain.isascii() else [plain]

    def holds(text: str) -> bool:
        tokens = [token for word in _words(text) for token in TOKENS[word]]
        rows = [tokens[start : start + len(parts)] for start in range(len(tokens))]
        return any(len(row) == len(parts) and row[:-1] == parts[:-1] and row[-1].startswith(parts[-1]) for row in rows)

    return holds


def _words(text: str) -> list[str]:
    """The words a text was made of."""
    found = []
    while text:
        word = max((word for word in WORDS if text.startswith(word)), key=len)
        found.append(word)
        text = text[len(word) :].removeprefix(" ")
    return found


TestArchive = ArchiveAgainstModel.TestCase
TestArchive.settings = settings(
    max_examples=EXAMPLES,
    stateful_step_count=50,
    deadline=None,
    derandomize="ASSISTANT_EXAMPLES" not in os.environ,
    database=None,
    phases=[Phase.generate],  # shrinking takes minutes
    suppress_health_check=list(HealthCheck),
)
