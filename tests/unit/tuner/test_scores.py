"""Answers are compared as the published measures compare them, in every script."""

import pytest
from sacrebleu.metrics import BLEU, CHRF

from assistant_gui.tuner import scores

GIVEN = ["the cat sat on the mat", "Aye, I be sailing to the far island today!", "yes"]
EXPECTED = ["the cat is on the mat", "Aye, we be sailing to the island today, matey!", "no"]
CHINESE = ["今天天气很好我们去公园吧"], ["今天天气不错我们去公园玩吧"]


def test_bleu_and_chrf_are_sacrebleus():
    assert scores.bleu(GIVEN, EXPECTED) == pytest.approx(BLEU().corpus_score(GIVEN, [EXPECTED]).score, abs=1e-6)
    assert scores.chrf(GIVEN, EXPECTED) == pytest.approx(CHRF().corpus_score(GIVEN, [EXPECTED]).score, abs=1e-6)


def test_chinese_is_cut_by_characters():
    wanted = BLEU(tokenize="zh").corpus_score(CHINESE[0], [CHINESE[1]]).score

    assert scores.bleu(*CHINESE) == pytest.approx(wanted, abs=1e-6)
    assert scores.bleu(*CHINESE) > 20


@pytest.mark.parametrize(
    ("given", "expected", "value"),
    [
        ("police killed the gunman", "police kill the gunman", 0.75),  # Lin 2004, 3 of 4 and 3 of 4
        ("the gunman kill police", "police kill the gunman", 0.5),
        ("a b c d e", "a c e", 0.75),
        ("天气好", "天气很好", 6 / 7),
        ("", "", 1.0),
        ("", "a", 0.0),
    ],
)
def test_rouge_l(given, expected, value):
    assert scores.rouge_l(given, expected) == pytest.approx(value, abs=1e-9)


@pytest.mark.parametrize(
    ("given", "expected", "value"),
    [
        ("the answer is Paris", "Paris", 0.4),
        ("Paris Paris", "Paris", 2 / 3),
        ("ﬁne", "FINE", 1.0),
        ("สวัสดี", "สวัสดี", 1.0),
        ("गाँव", "गाँव", 1.0),
        ("London", "Paris", 0.0),
    ],
)
def test_token_f1(given, expected, value):
    assert scores.token_f1(given, expected) == pytest.approx(value, abs=1e-9)


def test_marks_stay_with_their_letters_and_scripts_without_spaces_are_cut():
    assert scores.words("गाँव naïve 天气 AI天 สวัสดี 한국어 말") == [
        *("गाँव", "naïve", "天", "气", "ai", "天", "ส", "วั", "ส", "ดี", "한국어", "말"),
    ]


def test_exact_match_minds_words_and_nothing_else():
    assert scores.exact("Yes,  SIR!", "yes sir") == 1
    assert scores.exact("yes sir", "sir yes") == 0


def test_a_loop_is_a_repetition():
    assert scores.repetition("go on and on " * 10) > 0.8
    assert scores.repetition("four words come once only here") == 0
    assert scores.repetition("short") == 0


@pytest.mark.parametrize(
    ("given", "expected", "kept"),
    [
        ('{"a": 1}', '{"b": 2}', True),
        ("a is 1", '{"b": 2}', False),
        ("- one\n- two", "1. eins\n2. zwei", True),
        ("one and two", "- one\n- two", False),
        ("```py\nx\n```", "see:\n```\ny\n```", True),
        ("anything", "anything else", True),
    ],
)
def test_a_form_that_was_expected_is_kept(given, expected, kept):
    assert scores.in_form(given, expected) is kept
