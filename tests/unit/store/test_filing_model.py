"""The real store against a plain model of it: whatever is done, both list, find and undo the same."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path

from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from hypothesis.strategies import booleans, integers, lists, none, one_of

from assistant_gui.core.conversation import Conversation, Folder, Message, Origin, Role
from assistant_gui.store.archive import Archive

ONE = integers(0, 9)
SOME = lists(ONE, min_size=1, max_size=4)


class Filed(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.place = tempfile.TemporaryDirectory()
        ticks = count(1)
        self.archive = Archive(Path(self.place.name) / "a.sqlite3", clock=lambda: float(next(ticks)))
        self.filing = self.archive.filing
        self.known: dict[str, Conversation] = {}
        self.folders: dict[str, Folder] = {}

    def teardown(self) -> None:
        self.archive.close()
        self.place.cleanup()

    @initialize()
    def begin_some(self) -> None:
        for _ in range(3):
            self.begin()
        self.make_folder()

    @rule()
    def begin(self) -> None:
        made = self.archive.create().id
        self.archive.add(Message(f"m{made}", made, None, Role.PERSON, "a canary", 1.0, Origin.TYPED))
        self.known[made] = self.archive.conversation(made)

    @rule()
    def make_folder(self) -> None:
        made = self.filing.create_folder("Work")
        self.folders[made.id] = made

    @rule(picks=SOME, into=one_of(none(), ONE))
    def move(self, picks: Sequence[int], into: int | None) -> None:
        folder = picked(self.folders, [into])[0] if into is not None and self.folders else None
        self._change(picks, lambda ids: self.filing.move(ids, folder), "folder", lambda now: now == folder)

    @rule(picks=SOME, on=booleans())
    def pin(self, picks: Sequence[int], on: bool) -> None:
        self._change(picks, lambda ids: self.filing.pin(ids, on=on), "pinned", lambda now: (now is not None) == on)

    @rule(picks=SOME, on=booleans())
    def put_away(self, picks: Sequence[int], on: bool) -> None:
        self._change(
            picks, lambda ids: self.filing.archive(ids, on=on), "archived", lambda now: (now is not None) == on
        )

    @rule(picks=SOME, on=booleans())
    def throw_away(self, picks: Sequence[int], on: bool) -> None:
        act = self.filing.trash if on else self.filing.restore
        self._change(picks, act, "trashed", lambda now: (now is not None) == on)

    @rule(picks=SOME)
    def throw_away_and_think_better_of_it(self, picks: Sequence[int]) -> None:
        before = [self.known[each] for each in picked(self.known, picks)]
        if before:
            self.filing.trash([each.id for each in before])
            assert self.filing.refile(before) == before

    @rule(pick=ONE, back=booleans())
    def delete_a_folder(self, pick: int, back: bool) -> None:
        for folder in picked(self.folders, [pick]):
            inside = [each for each in self.known.values() if each.folder == folder]
            freed = {each.id: each for each in self.filing.delete_folder(folder)}
            assert freed == {each.id: replace(each, folder=None) for each in inside}
            if back:
                self.filing.refile(inside, self.folders[folder])
            else:
                self.known |= freed
                del self.folders[folder]

    @rule(picks=SOME)
    def delete_for_good(self, picks: Sequence[int]) -> None:
        ids = picked(self.known, picks)
        if ids:
            assert set(self.filing.delete_for_good([*ids, "nobody"])) == set(ids)
            for each in ids:
                del self.known[each]

    @rule()
    def empty_the_trash(self) -> None:
        gone = {id for id, each in self.known.items() if each.trashed is not None}
        assert set(self.filing.empty_trash()) == gone
        self.known = {id: each for id, each in self.known.items() if id not in gone}

    @invariant()
    def both_agree(self) -> None:
        listed = {id: each for id, each in self.known.items() if each.trashed is None}
        in_trash = {id: each for id, each in self.known.items() if each.trashed is not None}
        assert {each.id: each for each in self.archive.conversations()} == listed
        assert {each.id: each for each in self.filing.trashed()} == in_trash
        assert {hit.conversation.id for hit in self.archive.find("canary")} == set(listed)
        assert {each.id: each for each in self.filing.folders()} == self.folders

    def _change(
        self,
        picks: Sequence[int],
        act: Callable[[list[str]], list[Conversation]],
        name: str,
        holds: Callable[[object], bool],
    ) -> None:
        """Only *name* of those that were picked is another, and such that it *holds*."""
        ids = picked(self.known, picks)
        if not ids:
            return
        changed = {each.id: each for each in act(ids)}
        assert set(changed) == set(ids)
        for id, now in changed.items():
            assert holds(getattr(now, name))
            assert replace(now, **{name: getattr(self.known[id], name)}) == self.known[id]
        self.known |= changed


def picked(known: dict[str, object], picks: Sequence[int]) -> list[str]:
    """Some of what is known, each once."""
    ids = list(known)
    return list(dict.fromkeys(ids[pick % len(ids)] for pick in picks)) if ids else []


def test_the_store_files_as_a_plain_model_does():
    run_state_machine_as_test(
        Filed, settings=settings(max_examples=15, stateful_step_count=20, deadline=None, derandomize=True)
    )
