"""Word documents: what their marks mean, and what hostile ones cannot do."""

import io
import zipfile

import pytest

from assistant_gui.reader.documents import docx as word
from assistant_gui.reader.documents.docx import paragraphs
from assistant_gui.reader.documents.refusals import Refusal
from tests.documents import docx, paragraph, zipped

BOMB = "<!DOCTYPE w [" + "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9)) + '<!ENTITY e0 "ha">]>'
OUTSIDE = '<!DOCTYPE w [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


def markdown(content: bytes) -> str:
    return "".join(text for text, _ in paragraphs(content))


def cell(text: str) -> str:
    return f"<w:tc>{paragraph(text)}</w:tc>"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (paragraph("你好 &amp; welcome"), "你好 & welcome\n\n"),
        (paragraph("Plan", '<w:pStyle w:val="Heading2"/>'), "## Plan\n\n"),
        (paragraph("Plan", '<w:pStyle w:val="a3"/><w:outlineLvl w:val="0"/>'), "# Plan\n\n"),
        (paragraph("one", "<w:numPr/>") + paragraph("two", "<w:numPr/>"), "- one\n- two\n"),
        (paragraph(" ") + paragraph("after nothing"), "after nothing\n\n"),
        ("<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>", "a\tb\nc\n\n"),
        ("<w:p><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:r><w:t>kept</w:t></w:r></w:p>", "kept\n\n"),
        (
            f"<w:tbl><w:tr>{cell('a|b')}{cell('c')}</w:tr><w:tr>{cell('1')}{cell('2')}</w:tr></w:tbl>",
            "| a\\|b | c |\n| --- | --- |\n| 1 | 2 |\n\n",
        ),
    ],
)
def test_marks_become_markdown(body, text):
    assert markdown(docx(body)) == text


def test_what_is_repeated_for_old_programs_is_read_once():
    place = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    twice = f'<m:AlternateContent xmlns:m="{place}"><m:Choice>{paragraph("once")}</m:Choice>'
    twice += f"<m:Fallback>{paragraph('once')}</m:Fallback></m:AlternateContent>"

    assert markdown(docx(twice)) == "once\n\n"


@pytest.mark.parametrize("before", [BOMB, OUTSIDE])
def test_a_document_type_is_refused_whatever_its_entities_would_do(before):
    entity = "e9" if before is BOMB else "e"

    with pytest.raises(Refusal):
        markdown(docx(paragraph(f"&{entity};"), before=before))


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    with pytest.raises(Refusal, match="larger"):
        markdown(docx(" " * (word.MOST_UNPACKED_BYTES + 1)))


def test_a_bomb_that_lies_about_its_size_is_damaged():
    honest = docx(paragraph("x" * 200_000))
    size = zipfile.ZipFile(io.BytesIO(honest)).getinfo("word/document.xml").file_size
    lying = honest.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))

    with pytest.raises(Refusal, match="damaged"):
        markdown(lying)


def test_half_a_document_says_what_it_has_and_then_that_it_is_damaged():
    broken = zipped([("word/document.xml", docx_xml(paragraph("first") * 3)[:-40])])

    with pytest.raises(Refusal, match="damaged"):
        markdown(broken)


def docx_xml(body: str) -> str:
    return f'<w:document xmlns:w="{word._WORDS[0]}"><w:body>{body}</w:body></w:document>'
