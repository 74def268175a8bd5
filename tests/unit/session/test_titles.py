"""Titles out of the first exchange."""

import pytest

from assistant_gui.core.ports import Sampling
from assistant_gui.core.turn import Turn, TurnCancelled
from assistant_gui.session.reply import Choices
from assistant_gui.session.titles import REQUEST, REQUEST_ZH, RULED_CHARACTERS, asked_title, checked_title, ruled_title
from tests.fakes import FakeThinker

CHOICES = Choices("large", Sampling(), "", 2000, writes_titles=True)


@pytest.mark.parametrize(
    ("question", "answer", "title"),
    [
        ("What is a quark?", "A particle.", "What is a quark?"),
        ("Hello, can you please explain how rainbows come about?", "", "Explain how rainbows come about"),
        ("Hi! I would like to know about the Thirty Years' War.", "", "The Thirty Years' War"),
        ("hey there, could you help me with my taxes please", "", "My taxes"),
        ("Tell me about Kyoto in autumn, thanks", "", "Kyoto in autumn"),
        ("history of the Hanse", "", "History of the Hanse"),
        ("Higher mathematics for beginners", "", "Higher mathematics for beginners"),  # "hi" is only a beginning
        ("你好，请问北京有哪些好吃的？", "", "北京有哪些好吃的？"),
        ("您好！能不能帮我写一封求职信", "", "写一封求职信"),
        ("请翻译这段话", "", "翻译这段话"),
        ("Hi, is it safe?", "", "Is it safe?"),
        ("hello world in C", "", "Hello world in C"),
        ("Thank you letter to my aunt", "", "Thank you letter to my aunt"),
        ("Well water, is it safe?", "", "Well water, is it safe?"),
        ("Okay, so, why is the sky blue?", "", "Why is the sky blue?"),
        ("请假条怎么写", "", "请假条怎么写"),
        ("请您告诉我怎么去上海", "", "怎么去上海"),
        ("hi", "Hello! How can I help you today?", ""),
        ("hi", "Hello! Did you know that bees can count?", "Did you know that bees can count?"),
        ("你好", "你好！很高兴见到你。北京今天很冷。", "北京今天很冷"),
        ("test", "# Testing software\n\nSome words.", "Testing software"),
        ("Thanks. What about trains?", "", "What about trains?"),
        ("```\nfor x in y: pass\n```\nWhat does this do?", "", "What does this do?"),
        ("👋", "", ""),
        ("", "", ""),
    ],
)
def test_by_rule_it_is_what_was_asked_or_else_what_was_answered(question, answer, title):
    assert ruled_title(question, answer) == title


@pytest.mark.parametrize("text", ["word " * 40, "天气" * 60, "x" * 500])
def test_by_rule_it_is_short(text):
    title = ruled_title(text, "")

    assert len(title) <= RULED_CHARACTERS + 1
    assert title.endswith("…")


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Rainbows and Light", "Rainbows and Light"),
        ('  "Rainbows and Light."\n', "Rainbows and Light"),
        ("Title: **Rainbows and Light**", "Rainbows and Light"),
        ("<think>What is it about?</think>\n\nRainbows", "Rainbows"),
        ("<think>What is it", ""),
        ("Rainbows\nThey are light.", ""),
        ("A title that goes on and on and says far too much", ""),
        ("Sure! Here is one", ""),
        ('The "best" rainbow', ""),
        ("彩虹", ""),  # the question was in English
        ("?!", ""),
        ("x" * 80, ""),
        ("", ""),
    ],
)
def test_what_a_model_wrote_is_checked(written, title):
    assert checked_title(written, "How do rainbows come about?") == title


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("《彩虹的形成》", "彩虹的形成"),
        ("标题：彩虹的形成。", "彩虹的形成"),
        ("Rainbows", ""),
        ("彩虹" * 13, ""),
        ("Python 彩虹程序", "Python 彩虹程序"),
    ],
)
def test_what_a_model_wrote_in_chinese_is_checked(written, title):
    assert checked_title(written, "彩虹是怎么形成的？用 Python 画") == title


@pytest.mark.parametrize(("question", "request_"), [("How?", REQUEST), ("怎么？", REQUEST_ZH)])
def test_the_model_is_asked_after_all_that_was_said(question, request_):
    thinker = FakeThinker(["Rain", "bows"] if question == "How?" else ["彩", "虹"])
    said = [("system", "Be kind."), ("user", question), ("assistant", "So.")]

    title = asked_title(said, CHOICES, thinker, Turn())

    assert title == ("Rainbows" if question == "How?" else "彩虹")
    assert thinker.asked == [("large", [*said, ("user", request_)])]


def test_asking_is_cut_short():
    turn = Turn()
    turn.cancel()

    with pytest.raises(TurnCancelled):
        asked_title([("user", "How?")], CHOICES, FakeThinker(), turn)
