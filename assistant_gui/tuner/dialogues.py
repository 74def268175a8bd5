"""Which examples are of one dialogue, found with eight bytes for each message."""

import json
from array import array
from collections.abc import Iterator, Sequence
from hashlib import sha256

import numpy as np

from assistant_gui.tuner.job import Taught

_Marks = np.ndarray[tuple[int], np.dtype[np.uint64]]
_Places = np.ndarray[tuple[int], np.dtype[np.int64]]


def dialogues(examples: Sequence[Taught]) -> Iterator[list[Taught]]:
    """Group examples of which one goes on where the other ended; the longest is the last of its group.

    The groups with the longest dialogues come first. Examples are read twice.
    """
    marks, ends = array("Q"), array("Q")
    for example in examples:
        marks.extend(_marks(example.messages))
        ends.append(len(marks))
    if not ends:
        return
    heads, others = _groups(np.frombuffer(marks, np.uint64), np.frombuffer(ends, np.uint64).astype(np.int64))
    for group, head in enumerate(heads):
        numbers = [*others.get(group, ()), head]
        yield sorted((examples[number] for number in numbers), key=lambda each: len(each.messages))


def _groups(marks: _Marks, ends: _Places) -> "tuple[array[int], dict[int, list[int]]]":
    """The example that each group is named by, the longest, and of groups with more of them the others."""
    begins = np.concatenate(([0], ends[:-1]))
    keys = marks[ends - 1]
    before = np.ones(len(marks), bool)
    before[ends - 1] = False
    same, counts = np.unique(keys, return_counts=True)
    meets = np.isin(keys, marks[before]) | np.isin(keys, same[counts > 1])  # another goes on from it, or says the same
    met = set(keys[meets].tolist())
    heads, others, owners = array("I"), dict[int, list[int]](), dict[int, int]()
    for number in np.argsort(begins - ends, kind="stable"):
        group = owners.get(int(keys[number])) if meets[number] else None
        if group is not None:
            others.setdefault(group, []).insert(0, int(number))
            continue
        if met:
            for mark in met.intersection(marks[begins[number] : ends[number]].tolist()):
                owners.setdefault(mark, len(heads))
        heads.append(number)
    return heads, others


def _marks(messages: Sequence[tuple[str, str]]) -> Iterator[int]:
    """Of nothing, and of all that is said up to and with each message."""
    said = sha256()
    yield int.from_bytes(said.digest()[:8])
    for message in messages:
        said.update(json.dumps(message).encode())
        yield int.from_bytes(said.digest()[:8])
