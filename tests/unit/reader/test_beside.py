"""Pictures in the zip of an export, attached to the messages that show them.

Where ChatGPT's export has them, and by which names, follows its published readers: the id of the asset with the name the
file had behind it (mitkury/chatgpt-export-parser), or ``<id>.dat`` and ``conversation_asset_file_names.json``, as the
readers of the exports of 2026 do it.
"""

import hashlib
import json
from pathlib import Path

import pytest

from assistant_gui.core.conversation import Message
from assistant_gui.core.exchange import PART_BYTES, Content
from assistant_gui.core.turn import Turn
from assistant_gui.reader.foreign import told
from assistant_gui.remote.reader import foreign_lines
from assistant_gui.store.archive import Archive
from assistant_gui.store.imports import imported
from tests.pictures import RED, png
from tests.unit.reader import test_chatgpt as chatgpt
from tests.unit.reader import test_claude as claude
from tests.unit.reader.test_foreign import zipped

LARGE = png(300, 300, lambda x, y: (x * y * 7 % 256, x * 31 % 256, y * 17 % 256))


def asked(words: str, pointer: str, attached: list[dict[str, object]] | None = None) -> bytes:
    """ChatGPT's conversations: one question with a picture."""
    shown = {"content_type": "image_asset_pointer", "asset_pointer": pointer, "size_bytes": 1, "width": 1, "height": 1}
    question = chatgpt.message(
        "user", shown, words, kind="multimodal_text", created=1.0, metadata={"attachments": attached or []}
    )
    return json.dumps([chatgpt.exported({"root": (None, None), "q": ("root", question)}, "q")]).encode()


def lines(path: Path, files: dict[str, bytes]) -> tuple[list[Message], dict[str, bytes]]:
    """The messages, and the content of what is attached to them by digest."""
    messages: list[Message] = []
    contents: dict[str, bytes] = {}
    for line in told(zipped(path, files)):
        if isinstance(line, Message):
            assert all(each.digest in contents for each in line.attachments)  # it comes before its message
            messages.append(line)
        elif isinstance(line, Content):
            assert len(line.part) <= PART_BYTES
            contents[line.digest] = contents.get(line.digest, b"") + line.part
    return messages, contents


@pytest.mark.parametrize(
    ("pointer", "name"),
    [
        ("file-service://file-AbCdEfGh12", "file-AbCdEfGh12-holiday.png"),
        ("sediment://file_00000000abcd", "user-1/file_00000000abcd-sanitized.png"),
        ("sediment://file_00000000abcd#p_0", "file_00000000abcd.dat"),
    ],
)
def test_a_picture_in_the_zip_is_attached(tmp_path, pointer, name):
    (message,), contents = lines(tmp_path / "a.zip", {"conversations.json": asked("What is it?", pointer), name: LARGE})

    (attachment,) = message.attachments
    assert (message.text, attachment.media, attachment.size) == ("What is it?", "image/png", len(LARGE))
    assert contents == {hashlib.sha256(LARGE).hexdigest(): LARGE}


def test_it_keeps_the_name_the_person_knows(tmp_path):
    attached = [{"id": "file-AbCdEfGh12", "name": "holiday.png", "mime_type": "image/png"}]
    (message,), _ = lines(
        tmp_path / "a.zip",
        {"conversations.json": asked("", "file-service://file-AbCdEfGh12", attached), "file-AbCdEfGh12.dat": RED},
    )

    assert [each.name for each in message.attachments] == ["holiday.png"]
    assert message.text == ""


@pytest.mark.parametrize("content", [b"", b"RIFF not a picture", b"%PDF-1.7"])
def test_what_is_no_picture_leaves_its_name(tmp_path, content):
    (message,), contents = lines(
        tmp_path / "a.zip",
        {"conversations.json": asked("Hi", "file-service://file-AbCdEfGh12"), "file-AbCdEfGh12.dat": content},
    )

    assert (message.text, message.attachments, contents) == ("Hi\n\n[image]", (), {})


def test_claude_s_files_are_attached_when_they_are_there(tmp_path):
    said = claude.exported(
        claude.message(
            "q", "human", "What is it?", claude.ROOT, 0, files=[{"file_uuid": "u-1", "file_name": "cat.png"}]
        )
    )
    (message,), contents = lines(
        tmp_path / "a.zip", {"conversations.json": json.dumps([said]).encode(), "files/cat.png": RED}
    )

    assert [each.name for each in message.attachments] == ["cat.png"]
    assert list(contents.values()) == [RED]


def test_it_comes_into_the_archive_once(tmp_path):
    packed = zipped(
        tmp_path / "a.zip",
        {"conversations.json": asked("What?", "file-service://file-AbCdEfGh12"), "file-AbCdEfGh12-a.png": LARGE},
    )
    with Archive(tmp_path / "a.sqlite3") as archive:
        for _ in range(2):
            made = imported(archive, foreign_lines(packed, tmp_path / "reader.log"), lambda *_: None, Turn())

        (question,) = archive.thread(archive.conversations()[0].id)
        assert archive.content(question.attachments[0].digest) == LARGE
        assert made.duplicates == 1
