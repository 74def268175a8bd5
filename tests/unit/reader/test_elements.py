"""A JSON list, one element at a time."""

import io
import json
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant_gui.reader.elements import elements, value_of
from assistant_gui.reader.values import Unreadable

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(st.lists(values, max_size=6), st.integers(1, 50), st.sampled_from([None, 1]), st.booleans())
def test_they_are_what_the_whole_list_holds_however_it_is_cut(list_, piece, indent, ascii_):
    written = io.StringIO(f" {json.dumps(list_, indent=indent, ensure_ascii=ascii_)} \n")

    assert list(elements(written, piece=piece)) == list_


@pytest.mark.parametrize(
    ("written", "got"),
    [
        ("", []),
        ("5", []),
        ("[", []),
        ("[1", [1]),
        ("[1,", [1]),
        ("[1, 2, {", [1, 2]),
        ('[1, "unended', [1]),
        ("[1 2]", [1]),
        ("[1, nope, 3]", [1]),
        ("[1, 2,]", [1, 2]),
        ("[1, " + "[" * 100_000, [1]),
    ],
)
def test_where_it_breaks_off_is_an_end_with_a_reason(written, got):
    reading = elements(io.StringIO(written), piece=3)

    assert [next(reading) for _ in got] == got
    with pytest.raises(Unreadable, match=r"lost|could not be read"):
        next(reading)


def test_one_that_is_too_long_is_not_held(tmp_path):
    file = tmp_path / "long.json"
    file.write_text('[1, "' + "x" * 8_000_000)
    tracemalloc.start()
    try:
        with file.open(encoding="utf-8") as written, pytest.raises(Unreadable, match="too long"):
            list(elements(written, most=100_000, piece=10_000))
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()


def test_an_element_that_is_no_text_is_told_and_the_others_come():
    written = io.TextIOWrapper(io.BytesIO(b'[1, "\xff", "\\udcff", 2]'), "utf-8", "surrogateescape")

    one, bad, escaped, two = elements(written, piece=3)

    assert (one, escaped, two) == (1, "\udcff", 2)
    assert isinstance(bad, Unreadable)


@pytest.mark.parametrize("digits", [401, 100_000])
def test_numbers_that_nobody_means_are_nothing(digits):
    assert value_of("9" * digits) == 0.0


@pytest.mark.parametrize("written", ["", "{", "[" * 200_000, '{"a": 1} x', "\0"])
def test_what_is_no_value_is_unreadable(written):
    with pytest.raises(Unreadable):
        value_of(written)
