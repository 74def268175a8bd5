"""What conversations were for, remembered in a file."""

import json

from assistant_gui.core.lessons import Part
from assistant_gui.learning.parts import Remembering, key_of, remember, remembered


def test_parts_are_remembered_also_when_a_conversation_is_away(tmp_path):
    file = tmp_path / "conversations.parts"
    remember(file, {key_of("a"): Part.TEACHES, key_of("d"): Part.JUDGES})
    remember(file, {key_of("e"): Part.STOPS})

    assert remembered(file) == {key_of("a"): Part.TEACHES, key_of("d"): Part.JUDGES, key_of("e"): Part.STOPS}


def test_what_is_known_is_not_written_again_and_the_newest_word_counts(tmp_path):
    file = tmp_path / "conversations.parts"
    for part in (Part.TEACHES, Part.TEACHES, Part.JUDGES):
        remember(file, {key_of("a"): part})

    assert len(file.read_text().split()) == 4
    assert remembered(file) == {key_of("a"): Part.JUDGES}


def test_a_line_without_its_end_spoils_none_after_it(tmp_path):
    file = tmp_path / "conversations.parts"
    remember(file, {key_of("a"): Part.TEACHES})
    with file.open("a") as torn:
        torn.write("00ff teac")
    remember(file, {key_of("b"): Part.JUDGES})

    assert remembered(file) == {key_of("a"): Part.TEACHES, key_of("b"): Part.JUDGES}


def test_what_an_older_version_remembered_still_counts(tmp_path):
    (tmp_path / "conversations.json").write_text(json.dumps({"a": "judges", "b": "something of a later version"}))

    assert remembered(tmp_path / "conversations.parts") == {key_of("a"): Part.JUDGES}


def test_who_asks_again_hears_what_was_written_since(tmp_path):
    remembering = Remembering(tmp_path / "conversations.parts")
    before = remembering.of("a")

    remember(remembering.file, {key_of("a"): Part.STOPS})

    assert (before, remembering.of("a"), remembering.of("b")) == (None, Part.STOPS, None)
