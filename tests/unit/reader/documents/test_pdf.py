"""PDF files, good and hostile."""

import io
import zlib

import pytest
from pypdf import PdfReader, PdfWriter

from assistant_gui.reader.documents.pdf import pages
from assistant_gui.reader.documents.refusals import Refusal
from tests.documents import pdf


def raw(*objects: bytes) -> bytes:
    """A PDF of just these objects, the first its root."""
    out, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + each + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(out))
    return out + head + table + tail


def one_page(contents: bytes) -> bytes:
    return raw(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<<>>>>",
        contents,
    )


def stream(data: bytes, more: bytes = b"") -> bytes:
    return b"<</Length %d%s>>\nstream\n" % (len(data), more) + data + b"\nendstream"


CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
BOMB = one_page(stream(zlib.compress(bytes(200_000_000), 1), b"/Filter/FlateDecode"))
HOSTILE = {
    "a stream that unpacks to 200 MB": BOMB,
    "pages that are their own children": raw(CATALOG, b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 1>>"),
    "lists within lists": raw(
        b"<</Type/Catalog/Pages 2 0 R/A " + b"[" * 50_000 + b"]" * 50_000 + b">>", b"<</Type/Pages/Kids[]/Count 0>>"
    ),
    "operators that never end": one_page(stream(b"[" * 50_000)),
    "no pages": raw(CATALOG),
    "nothing": b"%PDF-1.7\n",
}


def text(content: bytes) -> str:
    return "".join(piece for piece, _ in pages(content))


def test_pages_are_marked_and_empty_ones_left_out():
    assert text(pdf("First", "", "Third")) == "[Page 1]\nFirst\n\n[Page 3]\nThird\n\n"


def test_progress_goes_to_the_end():
    assert [fraction for _, fraction in pages(pdf("a", "b", "c", "d"))] == [0.25, 0.5, 0.75, 1.0]


def test_a_file_that_only_forbids_printing_is_read():
    writer = PdfWriter(PdfReader(io.BytesIO(pdf("Free to read"))))
    writer.encrypt(user_password="", owner_password="secret", algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)

    assert "Free to read" in text(file.getvalue())


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused_or_has_nothing_to_say(content):
    try:
        said = text(content)
    except Refusal:
        said = ""

    assert said == ""
