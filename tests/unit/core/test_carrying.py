"""Conversations as lines of JSON."""

import json

import pytest

from assistant_gui.core.carrying import decoded, encoded
from assistant_gui.core.conversation import (
    Attachment,
    Conversation,
    Fault,
    Folder,
    Generator,
    Message,
    Origin,
    Rating,
    Role,
)
from assistant_gui.core.exchange import Content, Line, Opening, Product, Skipped, Unit
from assistant_gui.core.manner import Manner, Overflow, Preset
from assistant_gui.core.ports import Summary

FILE = Attachment("a", "a.txt", "text/plain", 3, "0" * 64, "abc")
LINES: list[Line] = [
    Folder("f", "Folder", 1.0, "Be brief.", 2),
    Preset("p", "Preset", Manner("Be brief.", "m", 0.5, 0.9, 100, 7, Overflow.DROP)),
    Opening(
        Conversation("c", "天", 1.0, 2.0, "m", named=True, folder="f", pinned=3.0, manner=Manner(seed=1)), "digest"
    ),
    Message("m", "c", None, Role.PERSON, "hi 🙂", 1.5, Origin.TYPED, attachments=(FILE,)),
    Message(
        "n",
        "c",
        "m",
        Role.ASSISTANT,
        "",
        1.5,
        Origin.MODEL,
        generator=Generator("x", "y", 0.5, 0.9, 7, 12, 66.5, 120.0, "length"),
        rating=Rating.DOWN,
        faults=(Fault.WRONG,),
    ),
    Summary("n", "short", "x"),
    Content("0" * 64, bytes(range(256)), last=True),
    Skipped("it is not JSON", Unit.LINE, 3, "a.jsonl"),
    Product("Jan"),
]


@pytest.mark.parametrize("line", LINES, ids=lambda line: type(line).__name__)
def test_a_line_comes_back_as_it_was(line):
    assert decoded(json.loads(json.dumps(encoded(line)))) == line


def test_what_is_as_usual_is_not_written():
    assert encoded(Message("m", "c", None, Role.PERSON, "hi", 1.5, Origin.TYPED))["message"] == {
        "id": "m",
        "conversation": "c",
        "parent": None,
        "role": "user",
        "text": "hi",
        "created": 1.5,
        "origin": "typed",
    }


def test_what_a_newer_version_adds_is_left_out():
    told = encoded(Folder("f", "Folder", 1.0))
    told["folder"]["colour"] = "red"

    assert decoded(told) == Folder("f", "Folder", 1.0)


@pytest.mark.parametrize(
    "told",
    [
        {
            "conversation": {
                "id": "c\ud800",
                "title": "\ud800",
                "created": 1,
                "changed": 1,
                "manner": {"model": "\ud800"},
            }
        },
        {"preset": {"id": "p", "name": "\ud800", "manner": {"instructions": "\ud800"}}},
        {"summary": {"message": "m", "text": "\ud800", "model": "\ud800"}},
    ],
)
def test_half_a_letter_becomes_one_that_can_be_stored(told):
    line = decoded(told)

    assert "�" in repr(line)
    repr(line).encode()
    assert "\\ud800" not in repr(line)
