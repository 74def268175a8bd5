"""Old and new ways of writing text as bytes."""

import pytest

from assistant_gui.reader.documents.refusals import Refusal
from assistant_gui.reader.documents.text import decoded, printable

CHINESE = "你好，世界。今天天气很好，我们去公园散步吧。"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (CHINESE, "utf-8"),
        (CHINESE, "utf-8-sig"),
        (CHINESE, "utf-16"),
        (CHINESE * 30, "gbk"),
        ("静夜思 床前明月光", "gbk"),
        ("name,age\n张三,20\n李四,30\n", "gb18030"),
        ("plain English, nothing else", "utf-16-le"),
        ("plain English, nothing else", "utf-16-be"),
        ("Le café est très agréable à l'été, déjà vu façade.", "cp1252"),
        ("café", "cp1252"),
        ("Привет, как дела? Сегодня хорошая погода.", "cp1251"),
        ("これは日本語の文章です。今日は天気がいいですね。", "shift_jis"),
    ],
)
def test_text_is_read_whichever_way_it_was_encoded(text, encoding):
    assert decoded(text.encode(encoding)) == text


@pytest.mark.parametrize(
    "content",
    [
        bytes(range(256)) * 20,
        b"\x7fELF\x02\x01\x01" + bytes(9) + b"\x03\x00\x3e\x00" * 100,
        b"\x00" * 500,
        b"abc\x01\x02\x03\x04\x05\x06",
    ],
)
def test_what_is_no_text_is_refused(content):
    with pytest.raises(Refusal):
        decoded(content)


def test_lines_end_alike_and_what_nobody_sees_is_gone():
    assert printable("a\r\nb\rc\x00\ud800d\te") == "a\nb\ncd\te"
