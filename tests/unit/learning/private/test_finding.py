"""What is private in a text; the formats' own makers are in tests/privacy.py, and the shares in tests/bench."""

import random

import pytest

from assistant_gui.core.lessons import GUESSED, Private
from assistant_gui.learning.private.finding import found
from assistant_gui.learning.private.placeholders import Placeholders
from tests.privacy import clean, planted


def seen(text: str) -> list[tuple[Private, str]]:
    return [(each.kind, text[each.start : each.end]) for each in found(text)]


@pytest.mark.parametrize("kind", [each for each in Private if each not in GUESSED])
def test_nearly_all_that_follows_its_specification_is_found(kind):
    r = random.Random(5)
    turns = [planted(kind, r) for _ in range(60)]

    hits = sum(
        any(each.kind is kind and each.start <= a and b <= each.end for each in found(text)) for text, a, b in turns
    )

    assert hits / len(turns) >= 0.95


def test_hardly_anything_is_seen_where_nothing_is():
    r = random.Random(6)

    wrong = [text for text in (clean(r) for _ in range(400)) if found(text)]

    assert len(wrong) <= 8, wrong


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Write to Ann.Lee+x@mail.example.org.", [(Private.EMAIL, "Ann.Lee+x@mail.example.org")]),
        ("我的邮箱是zhang@qq.com，电话13812345678。", [(Private.EMAIL, "zhang@qq.com"), (Private.PHONE, "13812345678")]),
        ("IBAN DE89 3704 0044 0532 0130 00 BIC COBADEFF", [(Private.IBAN, "DE89 3704 0044 0532 0130 00")]),
        ("IBAN DE88 3704 0044 0532 0130 00", []),  # a wrong check digit
        ("4111 1111 1111 1111", [(Private.CARD, "4111 1111 1111 1111")]),
        ("4111 1111 1111 1112", []),
        ("身份证11010519491231002X", [(Private.RESIDENT_ID, "11010519491231002X")]),
        ("身份证110105194912310021", []),
        ("SSN 123-45-6789, not 666-45-6789", [(Private.SSN, "123-45-6789")]),
        ("ping 192.168.7.42, version 10.4.22.31", [(Private.IP, "192.168.7.42")]),
        ("std::dec is no address, fe80::1ff:fe23:4567:890a is", [(Private.IP, "fe80::1ff:fe23:4567:890a")]),
        ("password: str", []),
        ("密码：Tiger2024!", [(Private.PASSWORD, "Tiger2024!")]),
        ("https://example.org/?page=2", []),
        ("born on 3 March 1985", [(Private.BIRTHDAY, "3 March 1985")]),
        ("It was founded on 3 March 1985", []),
    ],
)  # fmt: skip
def test_what_is_found(text, expected):
    assert seen(text) == expected


def test_the_same_thing_gets_the_same_placeholder_however_it_is_written():
    placeholders = Placeholders()
    text = "Mail A@b.org or a@B.org, call 415-202-2671 or (415) 202-2671, or c@d.org."

    replaced = placeholders.replaced(text, found(text))

    assert replaced == "Mail [EMAIL_1] or [EMAIL_1], call [PHONE_1] or [PHONE_1], or [EMAIL_2]."


@pytest.mark.parametrize("sign", ["1 ", "a.", "1:", "A1", "@a", "password ", "://", "1-", "年"])
def test_a_long_text_of_hardly_anything_holds_nothing_and_is_no_work_for_ever(sign):
    assert list(found(sign * 5_000)) == []
