"""What is told of a document, and the one sentence when it is none."""

from pathlib import Path

import pytest

from assistant_gui.core.attached import MOST_BYTES
from assistant_gui.core.errors import AssistantError
from assistant_gui.reader.documents.telling import opened, told
from tests.documents import docx, paragraph, pdf, zipped


@pytest.fixture
def read(tmp_path: Path):
    """The text of a file with this name and content, and its media type."""

    def made(name: str, content: bytes, **limits: int) -> tuple[str, str]:
        file = tmp_path / name
        file.write_bytes(content)
        with opened(file) as source:
            lines = list(told(source, **limits))
        return "".join(str(line.get("text", "")) for line in lines), str(lines[0]["media"])

    return made


@pytest.mark.parametrize(
    ("name", "content", "text", "media"),
    [
        ("plan.md", "# Plan\r\n- 一\n".encode(), "# Plan\n- 一\n", "text/markdown"),
        ("sums.csv", b"a,b\n1,2\n", "a,b\n1,2\n", "text/csv"),
        ("one.json", b'{"a": 1}', '{"a": 1}', "application/json"),
        ("code.rs", b"fn main() {}", "fn main() {}", "text/plain"),
        ("page.html", b"<title>t</title><p>Hello <b>Ada</b>", "Hello Ada", "text/html"),
        ("no-name", b"<!DOCTYPE html><body>Hi</body>", "Hi", "text/html"),
        ("two.pdf", pdf("First", "Second"), "[Page 1]\nFirst\n\n[Page 2]\nSecond\n\n", "application/pdf"),
    ],
)
def test_text_comes_out_with_what_it_is(read, name, content, text, media):
    assert read(name, content) == (text, media)


def test_a_document_is_known_by_its_content_not_by_its_name(read):
    text, media = read("notes.txt", docx(paragraph("Dear Ada")))

    assert text == "Dear Ada\n\n"
    assert media.endswith("wordprocessingml.document")


def test_what_is_too_long_is_cut_and_said_to_be(tmp_path):
    file = tmp_path / "long.txt"
    file.write_text("x" * 100)

    with opened(file) as source:
        lines = list(told(source, most_characters=60))

    assert lines[1]["text"] == "x" * 60
    assert lines[-1] == {"cut": 60}


@pytest.mark.parametrize(
    ("name", "content", "message", "hint"),
    [
        ("a.txt", b" \n", "a.txt is empty", "something in it"),
        ("song.txt", b"\x00\x01\x02binary\xff\xfe" * 50, "neither text nor", "copy its text"),
        ("cat.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\x80\0\0\x01\xe0\x08\x02", "neither text nor", "copy"),
        ("locked.pdf", pdf("secret", locked=True), "password", "without the password"),
        ("scan.pdf", pdf("", ""), "pictures of its pages", "text recognition"),
        ("half.pdf", pdf("First")[:200], "damaged", "save it again"),
        ("half.docx", docx(paragraph("x" * 5000))[:300], "damaged", "save it again"),
        ("sums.xlsx", zipped([("xl/workbook.xml", "<w/>")]), "a kind of document", "CSV"),
        ("files.zip", zipped([("a.txt", "a")]), "neither text nor", "copy"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "an old format", "DOCX"),
        ("note.rtf", b"{\\rtf1\\ansi Hello}", "an old format", "DOCX"),
        ("large.txt", b"x" * (MOST_BYTES + 1), "larger than is read", "a part"),
    ],
)
def test_what_cannot_be_read_is_one_sentence_with_what_to_do(read, name, content, message, hint):
    with pytest.raises(AssistantError) as raised:
        read(name, content)

    assert message in str(raised.value)
    assert hint in str(raised.value)
    assert name in str(raised.value)


def test_a_word_document_with_a_password_is_told_from_an_old_one(read):
    office = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")

    with pytest.raises(AssistantError, match="password"):
        read("secret.docx", office)


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(AssistantError, match="no file"):
        opened(tmp_path / "gone.pdf")
