"""Cutting a growing answer into pieces worth saying; | marks where pieces of text arrive."""

import pytest

from assistant_gui.session.sentences import sentences


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Hello there. How are you?", ["Hello there.", "How are you?"]),
        ("Yes, I am. No.", ["Yes, I am.", "No."]),  # too little before the comma
        ("Well of course, that is fine. Bye.", ["Well of course,", "that is fine.", "Bye."]),  # first clause early
        ("One. It costs 3.50 today, I think. Done.", ["One.", "It costs 3.50 today, I think.", "Done."]),
        ("Ask Dr. Brown. He knows.", ["Ask Dr. Brown.", "He knows."]),
        ("今天天气很好。我们去公园吧！", ["今天天气很好。", "我们去公园吧！"]),
        ("- first\n- second\n", ["- first", "- second"]),
        ("...\n\n!!!", []),  # nothing to say
        ("no end", ["no end"]),
        ("Like this:\n```python\nprint('a. b')\nx\n```\nEnd.", ["Like this:", "```python\nprint('a. b')\nx\n```", "End."]),
        ("So ```x = 1``` it is. Bye.", ["So ```x = 1``` it is.", "Bye."]),
        ("It never ends:\n```\nx = 1. y", ["It never ends:", "```\nx = 1. y"]),
        ("A table:\n| a | b |\n|---|---|\n| 1. | 2 |\n\nDone.", ["A table:", "| a | b |\n|---|---|\n| 1. | 2 |", "Done."]),
        ("It was in 1995. See Fig. 2 and No. 3. No. Yes.", ["It was in 1995.", "See Fig. 2 and No. 3.", "No.", "Yes."]),
        ("Well... I think so... maybe. Yes.", ["Well...", "I think so... maybe.", "Yes."]),
        ("Cats etc. Then we left at 5 p.m. on Monday.", ["Cats etc.", "Then we left at 5 p.m. on Monday."]),
        ("1. First item.\n2. Second item.", ["1. First item.", "2. Second item."]),
        ("**Note, this is bold** and fine. Ok.", ["**Note, this is bold** and fine.", "Ok."]),
        ("See https://a.b/c?d=e.f. Next [one, two and three](https://x.y). End.",
         ["See https://a.b/c?d=e.f.", "Next [one, two and three](https://x.y).", "End."]),
        ("他说：“好。”然后走了。", ["他说：“好。”", "然后走了。"]),
        ("他说“好！”。然后……走了。", ["他说“好！”。", "然后……", "走了。"]),
        ('He said "Stop." Then he left.', ['He said "Stop."', "Then he left."]),
        ("This rather long first clause has no pause and it goes on. End.",
         ["This rather long first clause has no pause", "and it goes on.", "End."]),
    ],
)  # fmt: skip
def test_an_answer_is_said_in_sentences(written, said):
    assert [each.text for each in sentences([written])] == said


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_it_does_not_matter_how_the_text_arrives(size):
    text = "Well of course, that is fine. It costs 3.50, says Mr. Smith. 好的。\n```a. b\nc\n```\n| a |\n| b |\n`x` Bye"
    whole = [each.text for each in sentences([text])]

    assert [each.text for each in sentences(text[i : i + size] for i in range(0, len(text), size))] == whole


def test_a_sentence_is_there_before_the_next_one_is_written():
    def writing():
        yield "Hello there. "
        pytest.fail("asked for more than it needed")

    assert next(sentences(writing())).text == "Hello there."


def test_each_sentence_knows_how_far_into_the_answer_it_reaches():
    text = "Hello there. How are you?"

    assert [text[: each.upto] for each in sentences([text])] == ["Hello there.", text]


def test_each_sentence_knows_where_it_begins():
    text = "  Hello there. \n\n- **One**\n```\nx\n```\nEnd."

    assert all(text[each.start :].startswith(each.text) for each in sentences([text]))


def test_a_text_without_punctuation_is_cut_at_a_space():
    text = "word " * 100

    assert all(len(each.text) <= 240 for each in sentences([text]))
    assert " ".join(each.text for each in sentences([text])).split() == text.split()
