"""Pictures in a request: taken when they are one, refused in words when not."""

import struct

import pytest

from assistant_gui.core.content import Picture, Pictured
from assistant_gui.engine.chat_request import chat_request
from assistant_gui.engine.errors import Refused
from assistant_gui.engine.pictures import MOST, MOST_BYTES, picture, size
from tests.pictures import RED, STRIPES, address, said, shown


def part(url: object) -> dict[str, object]:
    return {"type": "image_url", "image_url": {"url": url}}


def jpeg(width: int, height: int) -> bytes:
    """As much of a JPEG picture as says how large it is."""
    frame = struct.pack(">BBHBHHB", 0xFF, 0xC0, 17, 8, height, width, 3) + bytes(9)
    return b"\xff\xd8\xff\xe0" + struct.pack(">H", 16) + bytes(14) + frame


def test_a_picture_comes_with_the_words_about_it():
    request = chat_request({"messages": said("What is it?", RED, STRIPES)})

    ((role, content),) = request.messages
    assert role == "user"
    assert content == Pictured("What is it?", (Picture("image/png", RED), Picture("image/png", STRIPES)))


def test_text_in_parts_is_text():
    request = chat_request({"messages": [{"role": "user", "content": [{"type": "text", "text": "Hi"}]}]})

    assert request.messages == (("user", "Hi"),)


def test_the_size_is_in_the_head():
    assert size(STRIPES) == (40, 90)
    assert size(jpeg(300, 200)) == (300, 200)
    assert picture(part(address(jpeg(300, 200), "image/jpeg"))).media == "image/jpeg"


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/a.png", "https://example.org/a.png", "file:///etc/passwd", "/etc/passwd", "a.png",
        "data:image/svg+xml;base64,AAAA", "data:image/gif;base64,R0lGODlh", "data:image/png,abc",
        "data:text/html;base64,AAAA", "DATA:image/png;base64,AAAA",
    ],
)  # fmt: skip
def test_nothing_but_a_picture_in_the_request_itself_is_taken(url):
    with pytest.raises(Refused, match="“data:” address"):
        picture(part(url))


@pytest.mark.parametrize(
    "content", [b"", b"not a picture", RED[:20], jpeg(300, 200)[:24], b"\xff\xd8\xff" + b"\xff" * 100]
)
@pytest.mark.parametrize("media", ["image/png", "image/jpeg"])
def test_what_is_none_is_refused(content, media):
    with pytest.raises(Refused, match="damaged"):
        picture(part(address(content, media)))


def test_base64_with_something_else_in_it_is_refused():
    with pytest.raises(Refused, match="damaged"):
        picture(part(address() + "!"))


def test_a_small_file_of_a_huge_picture_is_refused_before_it_is_decoded():
    huge = RED[:16] + struct.pack(">II", 60_000, 60_000) + RED[24:]

    with pytest.raises(Refused, match="4096 pixels"):
        picture(part(address(huge)))


def test_a_huge_file_is_refused():
    with pytest.raises(Refused, match="8 MB"):
        picture(part(address(RED + bytes(MOST_BYTES))))


def test_too_many_are_refused():
    with pytest.raises(Refused, match=f"up to {MOST}"):
        chat_request({"messages": said("Hi", *[RED] * (MOST + 1))})


@pytest.mark.parametrize("given", [None, {}, {"url": 1}, "data:image/png;base64,AAAA", {"url": address(), "other": 1}])
def test_a_field_that_is_not_known_is_refused(given):
    with pytest.raises(Refused, match="image_url"):
        picture({"type": "image_url", "image_url": given})


@pytest.mark.parametrize("role", ["system", "assistant"])
def test_only_questions_show_pictures(role):
    with pytest.raises(Refused, match="messages"):
        chat_request({"messages": [{"role": role, "content": shown(RED)}, {"role": "user", "content": "Hi"}]})
