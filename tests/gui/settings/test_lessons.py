"""What an adapter was made from, in words."""

import pytest

from assistant_gui.core.learning import Adapter
from assistant_gui.gui.settings.lessons import learned_in_words


@pytest.mark.parametrize(
    ("examples", "texts", "said"),
    [
        (24, False, "24 answers"),
        (1, True, "1 answer and texts"),
        (0, True, "texts alone"),
        (0, False, "brought in from elsewhere"),
    ],
)
def test_what_it_learned_from_is_said(examples, texts, said):
    assert learned_in_words(Adapter("a", "pirate", "small", 0.0, examples, texts=texts)) == said
