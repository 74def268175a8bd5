"""Whatever file comes: what it is, one sentence why not, and never more memory, disk or time than allowed."""

import codecs
import json
import os
import struct
import subprocess
import sys
import tracemalloc
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assistant_gui.core.carrying import decoded, encoded
from assistant_gui.core.conversation import Conversation, Folder
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.exchange import Line, Opening, Product, Skipped, Unit
from assistant_gui.reader.foreign import told
from assistant_gui.reader.lines import HOPELESS
from tests.unit.reader.trees import messages

TALK = {"messages": [{"role": "user", "content": "hi 天"}, {"role": "assistant", "content": "ho"}]}
CLAUDE = {"uuid": "c", "name": "C", "chat_messages": [{"uuid": "m", "sender": "human", "text": "hi"}]}


def read(path: Path) -> list[Line]:
    return list(told(path))


def openings(lines: list[Line]) -> list[Conversation]:
    return [line.conversation for line in lines if isinstance(line, Opening)]


def skips(lines: list[Line]) -> list[Skipped]:
    return [line for line in lines if isinstance(line, Skipped)]


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def put(path: Path, content: bytes | str) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


# What it is


@pytest.mark.parametrize("name", ["conversations.json", "conversations-000.json", "export.json", "anything.txt"])
def test_a_list_is_read_under_any_name(tmp_path, name):
    assert len(openings(read(put(tmp_path / name, json.dumps([CLAUDE, TALK]))))) == 2


@pytest.mark.parametrize("indent", [None, 2])
def test_one_conversation_alone_is_read(tmp_path, indent):
    assert len(openings(read(put(tmp_path / "one.json", json.dumps(TALK, indent=indent))))) == 1


@pytest.mark.parametrize(
    "written",
    [
        codecs.BOM_UTF8 + json.dumps([TALK], ensure_ascii=False).encode(),
        json.dumps([TALK], ensure_ascii=False).encode("utf-16"),
        json.dumps([TALK], ensure_ascii=False).encode("utf-16-le"),
        json.dumps([TALK], ensure_ascii=False).encode("utf-16-be"),
        codecs.BOM_UTF8 + json.dumps(TALK, ensure_ascii=False).encode() + b"\r\n",
    ],
)
def test_byte_order_marks_and_utf_16_are_understood(tmp_path, written):
    assert messages(read(put(tmp_path / "a.json", written)))[0].text == "hi 天"


def test_shards_of_an_export_and_what_lies_beside_them(tmp_path):
    packed = zipped(
        tmp_path / "export.zip",
        {
            "user.json": b"{}",
            "chat.html": b"<html>",
            "message_feedback.json": b"[]",
            "conversations-000.json": json.dumps([CLAUDE]).encode(),
            "conversations-001.json": json.dumps([{**CLAUDE, "uuid": "d"}]).encode(),
            "__MACOSX/._conversations-000.json": b"\0\0",
        },
    )

    lines = read(packed)

    assert len(openings(lines)) == 2
    assert skips(lines) == []


def test_a_file_in_a_zip_that_is_damaged_is_named_and_the_others_are_read(tmp_path):
    packed = zipped(
        tmp_path / "a.zip",
        {
            "conversations-0.json": b"[{",
            "conversations-1.json": json.dumps([CLAUDE]).encode(),
            "conversations-2.json": b"",
        },
    )

    lines = read(packed)

    assert len(openings(lines)) == 1
    assert [(each.unit, each.name) for each in skips(lines)] == [
        (Unit.CONVERSATION, "conversations-0.json"),
        (Unit.FILE, "conversations-2.json"),
    ]


# What it is not


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"[]", "no conversations"),
        (b"  \n ", "no conversations"),
        (b"\x00\x01\x02", "holds no text"),
        (b"\xff\xfeh\0i\0", "no conversations"),
        (b"PK\x03\x04 no zip", "no zip file, or it is damaged"),
        (b"PK\x05\x06" + bytes(18), "no conversations"),
        (b"nothing\n" * HOPELESS, "no conversations"),
        (json.dumps([{}] * HOPELESS).encode(), "no conversations"),
    ],
)
def test_what_holds_none_is_a_sentence(tmp_path, content, sentence):
    with pytest.raises(AssistantError, match=sentence):
        read(put(tmp_path / "a.json", content))


def test_an_empty_folder_and_a_zip_of_pictures_are_sentences(tmp_path):
    (tmp_path / "folder").mkdir()
    packed = zipped(tmp_path / "a.zip", {"a.png": b"x"})

    for path in (tmp_path / "folder", packed):
        with pytest.raises(AssistantError, match="no conversations"):
            read(path)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"[[[[", "lost"),
        (b"[" + json.dumps(CLAUDE).encode() + b', {"uuid": "d", "chat_mess', "lost"),
        (b"[" + json.dumps(CLAUDE).encode() + b", " + b"[" * 1_000_000, "nested too deeply"),
        (b'["\xff\xfe", ' + json.dumps(CLAUDE).encode() + b"]", "UTF-8"),
        (b'{"messages": [{"role": "user", "content": "\xff"}]}', "UTF-8"),
        (json.dumps({"messages": []}).encode(), "empty or no list"),
    ],
)
def test_where_it_breaks_is_named_and_what_came_before_is_kept(tmp_path, content, why):
    lines = read(put(tmp_path / "a.json", content))

    assert len(openings(lines)) == content.count(b'"uuid": "c"')
    assert why in skips(lines)[-1].why


def test_a_message_that_is_far_too_long_is_left_out_alone(tmp_path):
    long = [
        {"uuid": "m", "sender": "human", "text": "x" * 5_000_000},
        {"uuid": "n", "sender": "assistant", "text": "hi"},
    ]

    lines = read(put(tmp_path / "a.json", json.dumps([{**CLAUDE, "chat_messages": long}])))

    assert [each.text for each in messages(lines)] == ["hi"]
    assert skips(lines) == [Skipped("a message in it is too long", Unit.CONVERSATION, 1)]


def test_of_keys_given_twice_the_last_counts(tmp_path):
    written = '[{"uuid": "c", "uuid": "d", "chat_messages": [], "chat_messages": [{"sender": "human", "text": "hi"}]}]'

    assert len(openings(read(put(tmp_path / "a.json", written)))) == 1


@given(content=st.binary(max_size=300))
def test_no_bytes_break_it(tmp_path_factory, content):
    file = put(tmp_path_factory.mktemp("any") / "a.json", content)

    with suppress(AssistantError):
        read(file)


foreign = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["user", "human", "text"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "mapping",
                    "message",
                    "author",
                    "role",
                    "content",
                    "parts",
                    "content_type",
                    "metadata",
                    "parent",
                    "current_node",
                    "chat_messages",
                    "sender",
                    "text",
                    "uuid",
                    "attachments",
                    "chat",
                    "history",
                    "messages",
                    "id",
                    "parentId",
                    "currentId",
                    "versions",
                    "steps",
                    "type",
                    "created_at",
                    "conversation",
                    "conversations",
                    "from",
                    "value",
                    "title",
                    "create_time",
                    "currentlySelected",
                ]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=30,
)


@settings(max_examples=300)
@given(st.lists(foreign, min_size=1, max_size=3))
def test_no_values_under_known_keys_break_it(tmp_path_factory, values):
    file = put(tmp_path_factory.mktemp("any") / "a.json", json.dumps(values))

    with suppress(AssistantError):
        for line in read(file):
            assert decoded(json.loads(json.dumps(encoded(line)))) == line


# Zips


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path):
    packed = zipped(tmp_path / "bomb.zip", {"conversations.json": b"[" + b" " * 100_000_000})

    with pytest.raises(AssistantError, match="far too large"):
        read(packed)


def test_sizes_that_lie_are_not_believed(tmp_path):
    packed = zipped(tmp_path / "lies.zip", {"conversations.json": json.dumps([CLAUDE]).encode() + b" " * 1000})
    content = bytearray(packed.read_bytes())
    directory = content.rindex(b"PK\x01\x02")
    struct.pack_into("<I", content, directory + 24, 10)  # the size when unpacked, as the directory has it
    packed.write_bytes(content)

    with suppress(AssistantError):
        assert skips(read(packed))


@pytest.mark.parametrize(
    "name",
    [
        "../../evil/conversations.json",
        "/etc/conversations.json",
        "C:\\conversations.json",
        "a/../../conversations.json",
    ],
)
def test_names_that_lead_elsewhere_lead_nowhere(tmp_path, name):
    inside = tmp_path / "deep" / "inside"
    inside.mkdir(parents=True)
    packed = zipped(inside / "a.zip", {name: json.dumps([CLAUDE]).encode()})
    before = sorted(tmp_path.rglob("*"))

    assert len(openings(read(packed))) == 1

    assert sorted(tmp_path.rglob("*")) == before


def test_a_zip_with_a_password_is_a_sentence(tmp_path):
    packed = zipped(tmp_path / "a.zip", {"conversations.json": b"[]"})
    content = bytearray(packed.read_bytes())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + place] |= 1
    packed.write_bytes(content)

    with pytest.raises(AssistantError, match="password"):
        read(packed)


@settings(max_examples=200)
@example(place=207, value=1)
@given(place=st.integers(0, 400), value=st.integers(0, 255))
def test_a_flipped_byte_in_a_zip_is_a_sentence_or_no_harm(tmp_path_factory, place, value):
    folder = tmp_path_factory.mktemp("flipped")
    packed = zipped(folder / "a.zip", {"conversations.json": json.dumps([CLAUDE] * 3).encode()})
    content = bytearray(packed.read_bytes())
    content[place % len(content)] = value
    packed.write_bytes(content)

    with suppress(AssistantError):
        read(packed)


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_links_out_of_a_folder_are_not_followed(tmp_path):
    outside = put(tmp_path / "conversations.json", json.dumps([CLAUDE]))
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "conversations.json").symlink_to(outside)
    (folder / "more").symlink_to(tmp_path, target_is_directory=True)

    with pytest.raises(AssistantError, match="no conversations"):
        read(folder)


# Our own


def own(
    path: Path, lines: list[dict[str, object]], manifest: object = None, files: dict[str, bytes] | None = None
) -> Path:
    told_ = manifest or {"format": "assistant_gui conversations", "version": 1}
    content = "\n".join(json.dumps(line) for line in lines).encode()
    return zipped(path, {"manifest.json": json.dumps(told_).encode(), "conversations.jsonl": content, **(files or {})})


def test_an_export_of_a_newer_version_is_refused(tmp_path):
    packed = own(tmp_path / "a.zip", [], {"format": "assistant_gui conversations", "version": 2})

    with pytest.raises(AssistantError, match="newer version"):
        read(packed)


@pytest.mark.parametrize(
    "line",
    [
        {},
        {"conversation": {}},
        {"message": {"id": "m"}},
        {"end": True},
        {"failed": {"message": "x", "hint": ""}},
        {"product": {"name": "x"}},
        {"content": {"digest": "x", "base64": "", "last": True}},
        {"conversation": {"id": "x" * 300, "title": "", "created": 0, "changed": 0}},
        {"conversation": {"id": "x", "title": "", "created": float("nan"), "changed": 0}},
        {"conversation": {"id": "x", "title": 5, "created": 0, "changed": 0}},
        {"folder": {"id": "f", "name": "n", "created": 1e999}},
        {"folder": {"id": "f", "name": "n", "created": 1}, "preset": {}},
        {"preset": {"id": "p", "name": "n", "manner": []}},
        {"preset": {"id": "p", "name": "n", "manner": {"seed": 2**70}}},
    ],
    ids=range(14),
)
def test_lines_that_are_none_are_named(tmp_path, line):
    fine = encoded(Folder("f", "Fine", 1.0))

    lines = read(own(tmp_path / "a.zip", [line, fine]))

    assert lines[0] == Product("assistant_gui")
    assert skips(lines) == [Skipped("it is no line of an export of this program", Unit.LINE, 1)]
    assert lines[-1] == Folder("f", "Fine", 1.0)


# The process


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps to RLIMIT_AS")
def test_a_list_in_one_element_that_swells_in_memory_ends_in_a_sentence(tmp_path):
    code = (
        "import sys, pathlib\n"
        "from assistant_gui.reader.role import limit\n"
        "from assistant_gui.reader.foreign import told\n"
        "from assistant_gui.core.exchange import Skipped\n"
        "limit(400 << 20, 60)\n"
        "print([line.why for line in told(pathlib.Path(sys.argv[1])) if isinstance(line, Skipped)])\n"
    )
    file = tmp_path / "swells.json"
    with file.open("w") as out:
        out.write("[[")
        for _ in range(40):
            out.write("[]," * 500_000)
        out.write("[]]]")

    done = subprocess.run(
        [sys.executable, "-c", code, str(file)], capture_output=True, text=True, timeout=60, check=False
    )

    assert "too long" in done.stdout, done.stderr[-500:]


def test_reading_does_not_take_more_memory_for_more_conversations(tmp_path):
    def peak(count: int) -> int:
        file = put(
            tmp_path / f"{count}.json",
            json.dumps([{**CLAUDE, "uuid": str(n), "name": "x" * 2000} for n in range(count)]),
        )
        tracemalloc.start()
        try:
            for _ in told(file):
                pass
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert peak(8000) < peak(2000) + 4_000_000
