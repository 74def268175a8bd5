"""What a command prints, wherever it is printed."""

import io

import pytest

from assistant_gui.running import make_readable


@pytest.mark.parametrize(("as_json", "printed"), [(True, "✓ 答案"), (False, "? ??")])
def test_letters_that_a_place_does_not_know_break_nothing(as_json, printed):
    place = io.BytesIO()
    stream = io.TextIOWrapper(place, encoding="latin-1")

    make_readable(stream, as_json=as_json)
    stream.write("✓ 答案")
    stream.flush()

    assert place.getvalue().decode("utf-8") == printed
