"""A foreign file, line by line."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.exchange import Opening, Skipped
from assistant_gui.reader.lines import HOPELESS, told

GOOD = b'{"messages": [{"role": "user", "content": "hi"}, {"role": "assistant", "content": "ho"}]}'


def heard(content: bytes, line_bytes: int = 1000) -> list[tuple[int, str]]:
    """(line number, "" or why it was left out) of each line; a conversation is told at its opening."""
    found: list[tuple[int, str]] = []
    for one in told(io.BytesIO(content), line_bytes=line_bytes):
        if isinstance(one, Skipped):
            found.append((one.number, one.why))
        elif isinstance(one, Opening):
            found.append((0, ""))
    return found


@pytest.mark.parametrize("content", [GOOD, GOOD + b"\n", b"\xef\xbb\xbf" + GOOD + b"\r\n", b"\n \n" + GOOD])
def test_blank_lines_line_ends_and_a_byte_order_mark_do_not_matter(content):
    assert [why for _, why in heard(content)] == [""]


def test_bad_lines_are_named_and_the_rest_is_read():
    content = b"\n".join([GOOD, b"{", b"", b"\xff\xfe", b"5", b"[" * 500, GOOD])

    assert heard(content) == [
        (0, ""),
        (2, "it is not JSON"),
        (4, "it is not UTF-8 text"),
        (5, "it is not a JSON object"),
        (6, "it is not JSON"),
        (0, ""),
    ]


def test_deeply_nested_json_is_no_crash():
    assert heard(GOOD + b"\n" + b"[" * 200_000, line_bytes=1_000_000)[1] == (2, "it is nested too deeply")


@pytest.mark.parametrize("length", [998, 999, 1000, 1001, 2000, 2001, 2002, 5000])
def test_a_line_that_is_too_long_is_passed_over_whole(length):
    content = b"x" * length + b"\n" + GOOD

    assert heard(content) == [(1, "it is too long" if length >= 1000 else "it is not JSON"), (0, "")]


def test_a_file_of_something_else_is_given_up_in_a_sentence():
    with pytest.raises(AssistantError, match="no conversations"):
        heard(b"nothing\n" * (HOPELESS + 1))


def test_one_good_line_keeps_hope_up():
    assert len(heard(GOOD + b"\n" + b"nothing\n" * (HOPELESS + 1))) == HOPELESS + 2


@given(
    st.lists(
        st.one_of(
            st.binary(max_size=60),
            st.recursive(
                st.none() | st.text(),
                lambda x: (
                    st.lists(x)
                    | st.dictionaries(
                        st.sampled_from(["messages", "role", "content", "conversations", "from", "value"]), x
                    )
                ),
            ).map(lambda value: json.dumps(value).encode()),
        )
    )
)
def test_whatever_comes_every_line_is_accounted_for(lines):
    content = b"\n".join(lines)
    first, *others = content.split(b"\n")
    filled = [line for line in (first.removeprefix(b"\xef\xbb\xbf"), *others) if line.strip()]

    assert len(heard(content)) == len(filled)
