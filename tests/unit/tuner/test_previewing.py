"""What is shown of an example before a run: every token, and which of them are learned."""

from assistant_gui.tuner.lesson import Lesson
from assistant_gui.tuner.previewing import answer, pieces


def ask(tongue, *messages, max_tokens=100):
    return answer({"messages": [list(each) for each in messages], "max_tokens": max_tokens}, tongue)


def test_the_answer_and_its_end_are_learned_and_nothing_else(letters):
    told = ask(letters(), ("user", "Hi"), ("assistant", "Ahoy"))

    assert "".join(text for text, learned, _ in told["pieces"] if learned) == "Ahoy■"
    assert [text for text, _, control in told["pieces"] if control] == ["◆", "■", "◆", "■"]
    assert (told["learned"], told["left_out"], told["shortened"]) == (5, "", False)
    assert told["tokens"] == len(told["pieces"])


def test_it_is_told_when_the_oldest_turns_do_not_fit(letters):
    long = [("user", "a" * 40), ("assistant", "b" * 40), ("user", "Hi"), ("assistant", "Ahoy")]

    told = ask(letters(), *long, max_tokens=40)

    assert told["shortened"]
    assert "a" * 40 not in "".join(text for text, _, _ in told["pieces"])


def test_what_teaches_nothing_says_why(letters):
    assert ask(letters(), ("user", "Hi"), ("assistant", "a" * 99), max_tokens=40) == {"left_out": "too_long"}
    assert ask(letters(), ("user", "Hi"), ("assistant", " ")) == {"left_out": "empty"}


class Bytes:
    """Spells letters as their bytes, one token each."""

    controls = frozenset({0})

    def decode(self, ids):
        return bytes(ids).decode("utf-8", "replace")


def test_tokens_that_only_together_are_a_letter_are_one_piece():
    spelled = (*"a你".encode(), 0)
    lesson = Lesson("m", spelled, (0.0, 1.0, 1.0, 1.0, 1.0))

    assert list(pieces(lesson, Bytes())) == [("a", False, False), ("你", True, False), ("\0", True, True)]


def test_bytes_that_are_no_letter_are_shown_at_the_end():
    lesson = Lesson("m", tuple("你".encode()[:2]), (1.0, 1.0))

    assert list(pieces(lesson, Bytes())) == [("\ufffd", True, False)]
