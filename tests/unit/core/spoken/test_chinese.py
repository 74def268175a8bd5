"""Numbers, dates, signs and units in Chinese words."""

import pytest

from assistant_gui.core.spoken import spoken
from assistant_gui.core.spoken.chinese_numbers import cardinal


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("增长3.5%", "增长百分之三点五"),
        ("10-20%，-5%", "百分之十到二十，负百分之五"),
        ("2026年11月29日", "二零二六年十一月二十九日"),
        ("2026-11-29和2026/3/4", "二零二六年十一月二十九日和二零二六年三月四日"),
        ("14:05到9:30", "十四点零五分到九点三十分"),
        ("2个苹果，2年，第2个，2月", "两个苹果，两年，第二个，二月"),
        ("¥5，$3.5，€2", "五元，三点五美元，两欧元"),
        ("3万元，1,250元", "三万元，一千二百五十元"),
        ("-5℃，2km，60km/h", "负五摄氏度，两公里，六十公里每小时"),
        ("1/2和1½", "二分之一和一又二分之一"),
        ("3-5天，3:1", "三到五天，三比一"),
        ("打13800138000", "打幺三八零零幺三八零零零"),
        ("版本1.2.3", "版本一点二点三"),
        ("2+3=5", "二加三等于五"),
        ("三年级", "三年级"),
    ],
)
def test_chinese_is_read_as_a_person_reads_it(written, said):
    assert spoken(written, "zh") == said


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "零"),
        (10, "十"),
        (110, "一百一十"),
        (1005, "一千零五"),
        (10_005, "一万零五"),
        (100_000, "十万"),
        (1_000_001, "一百万零一"),
        (123_456_789, "一亿二千三百四十五万六千七百八十九"),
    ],
)
def test_zero_stands_where_places_are_skipped(number, words):
    assert cardinal(number) == words
