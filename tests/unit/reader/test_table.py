"""Tables of questions and answers, with columns that somebody chose."""

import json

import pytest

from assistant_gui.core.columns import GUESSED, Columns
from assistant_gui.core.conversation import Message
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.exchange import Skipped
from assistant_gui.reader import table
from assistant_gui.reader.foreign import told

GERMAN = (
    "Fall;Frage;Antwort;Note;Angenommen\n"
    "7;Wie geht das?;So.;1;\n"
    "8;Wo?;Dort.;9;nein\n"
    "7;;Anders.;5;\n"
    "8;;Hier.;2;ja\n"
    "8;;Da.;3;yes\n"
)
COLUMNS = Columns("Frage", "Antwort", "Fall", "Note", "Angenommen")


@pytest.fixture
def read(tmp_path):
    """The (question, answer) pairs in a file, and why others were left out."""

    def made(name: str, content: str, columns: Columns) -> tuple[list[tuple[str, ...]], list[str]]:
        file = tmp_path / name
        file.write_text(content, "utf-8")
        lines = list(told(file, columns))
        said = [each.text for each in lines if isinstance(each, Message)]
        return list(zip(said[::2], said[1::2], strict=True)), [each.why for each in lines if isinstance(each, Skipped)]

    return made


def test_of_a_ticket_the_accepted_answer_counts_and_else_the_best_rated_wherever_it_stands(read):
    pairs, left_out = read("help.csv", GERMAN, COLUMNS)

    assert pairs == [("Wie geht das?", "Anders."), ("Wo?", "Da.")]
    assert left_out == []


def test_without_a_thread_rows_that_follow_each_other_with_one_question_belong_together(read):
    content = "q,a,note\nWhy?,So.,1\nWhy?,Because.,2\nHow?,Thus.,1\n"

    assert read("help.csv", content, Columns("q", "a", rating="note"))[0] == [("Why?", "Because."), ("How?", "Thus.")]


@pytest.mark.parametrize("columns", [GUESSED, Columns("question", "answer")])
def test_a_column_without_a_name_is_no_rating(read, columns):
    content = ",question,answer\n0,Why?,So.\n1,Why?,Because.\n"

    assert read("numbered.csv", content, columns)[0] == [("Why?", "So.")]


def test_json_lines_are_a_table_too(read):
    rows = [{"q": "Why?", "a": "So.", "other": [1]}, {"q": "How?", "a": ""}, {"q": "Who?", "a": 7}]
    content = "".join(json.dumps(each) + "\n" for each in rows)

    pairs, left_out = read("help.jsonl", content, Columns("q", "a"))

    assert pairs == [("Why?", "So."), ("Who?", "7")]
    assert left_out == ["its question or its answer is empty"]


def test_a_column_that_is_not_there_is_said_with_those_that_are(read):
    with pytest.raises(AssistantError, match=r"no column “Reply”\. It has these: Fall, Frage, Antwort"):
        read("help.csv", GERMAN, Columns("Frage", "Reply"))


def test_columns_of_what_is_no_table_are_refused(read):
    with pytest.raises(AssistantError, match=r"help\.zip is no table"):
        read("help.zip", "", COLUMNS)


def test_the_first_rows_are_shown_with_what_is_guessed(tmp_path):
    file = tmp_path / "help.csv"
    file.write_text("Ticket ID,Question,Best answer,Score\n" + "1,Why?,So.,3\n" * 9, "utf-8")

    with file.open("rb") as content:
        shown = table.shown(content, ".csv")

    assert shown["columns"] == ("Ticket ID", "Question", "Best answer", "Score")
    assert shown["rows"] == (("1", "Why?", "So.", "3"),) * 5
    assert shown["guess"] == {
        "question": "Question", "answer": "Best answer", "thread": "Ticket ID", "rating": "Score", "accepted": "",
    }  # fmt: skip
