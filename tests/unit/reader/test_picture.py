"""Foreign pictures made fit to be sent."""

import base64
import io

import pytest
from PIL import Image

from assistant_gui.core.errors import AssistantError
from assistant_gui.reader.picture import LONGEST_SIDE, fit, told
from tests.pictures import RED, STRIPES


def saved(image: Image.Image, form: str, **how: object) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **how)
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def test_a_drawing_stays_sharp():
    media, made = fit(STRIPES)

    assert media == "image/png"
    assert list(opened(made).convert("RGB").tobytes()) == list(opened(STRIPES).convert("RGB").tobytes())


def test_a_photograph_becomes_a_smaller_photograph():
    media, made = fit(saved(Image.new("RGB", (4000, 3000), "green"), "JPEG"))

    assert media == "image/jpeg"
    assert opened(made).size == (LONGEST_SIDE, LONGEST_SIDE * 3 // 4)


@pytest.mark.parametrize("form", ["GIF", "BMP", "WEBP"])
def test_every_kind_that_can_be_attached_can_be_sent(form):
    media, made = fit(saved(Image.new("RGB", (30, 20), "blue"), form))

    assert media in ("image/png", "image/jpeg")
    assert opened(made).size == (30, 20)


def test_where_it_was_taken_is_left_behind_and_it_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif[0x010E] = "at home, Example Street 1"
    made = fit(saved(Image.new("RGB", (60, 40), "green"), "JPEG", exif=exif))[1]

    assert opened(made).size == (40, 60)
    assert b"Example Street" not in made
    assert not opened(made).getexif()


def test_what_is_seen_through_is_white():
    made = fit(saved(Image.new("RGBA", (8, 8), (0, 0, 0, 0)), "PNG"))[1]

    assert opened(made).getpixel((3, 3)) == (255, 255, 255)


def test_of_a_moving_picture_the_first_is_taken():
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    made = fit(saved(frames[0], "GIF", save_all=True, append_images=frames[1:]))[1]

    assert opened(made).getpixel((3, 3)) == (254, 0, 0) or opened(made).getpixel((3, 3)) == (255, 0, 0)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"not a picture", RED[:50], b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>", b"%!PS-Adobe-3.0 EPSF-3.0",
        RED[:16] + b"\x00\x00\xff\xff" * 2 + RED[24:],
    ],
)  # fmt: skip
def test_what_is_none_is_one_sentence(content):
    with pytest.raises(AssistantError, match="damaged, or too large"):
        fit(content)


def test_it_travels_as_one_line():
    (line,) = told(base64.b64encode(RED).decode())

    assert base64.b64decode(line["picture"]).startswith(b"\x89PNG")
