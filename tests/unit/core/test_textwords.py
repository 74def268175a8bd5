"""What was found in a folder of texts, in words: how many files could not be read, and why."""

import pytest

from assistant_gui.core.texts import TextFile, TextsFound
from assistant_gui.core.textwords import whys

BAD = tuple(TextFile(f"{number}.pdf", why=f"{number}.pdf is damaged.") for number in range(3))


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (TextsFound("books", unread=BAD[:2]), ["0.pdf is damaged.", "1.pdf is damaged."]),
        (TextsFound("books", unread=BAD), ["0.pdf is damaged.", "1.pdf is damaged.", "… and 1 more."]),
        (
            TextsFound("books", unread=BAD, unnamed=1234),
            ["0.pdf is damaged.", "1.pdf is damaged.", "… and 1,235 more."],
        ),
        (TextsFound("books"), []),
    ],
)
def test_the_first_few_say_why_and_the_others_are_counted(found, said):
    assert whys(found, 2) == said
