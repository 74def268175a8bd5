"""In which language a text is written."""

import pytest

from assistant_gui.core.spoken.written import written_in


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The weather is fine and you are here.", "en"),
        ("Das Wetter ist schön und wir sind hier.", "de"),
        ("Il fait beau et nous sommes dans le jardin.", "fr"),
        ("El tiempo es bueno y los niños están en el parque.", "es"),
        ("今天天气很好。", "zh"),
        ("今日はいい天気ですね。", "ja"),
        ("東京へ行きます", "ja"),
        ("오늘 날씨가 좋네요", "ko"),
        ("Сегодня хорошая погода", "ru"),
        ("The word 好 means good in Chinese and this is it.", "en"),
        ("你可以用 Python 写程序。", "zh"),
        ("OK", ""),
        ("42", ""),
        ("", ""),
        ("```\nfor x in the: is_a(the)\n```", ""),
    ],
)
def test_letters_and_small_words_show_it(text, language):
    assert written_in(text) == language
