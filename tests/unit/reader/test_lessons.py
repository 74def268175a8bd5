"""Training data in published forms; each sample is written as the form's own documentation has it."""

import json
from pathlib import Path

import pytest

from assistant_gui.core.conversation import Message, Origin
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.exchange import Product, Skipped
from assistant_gui.reader.foreign import told

ALPACA = [
    {"instruction": "Name a colour.", "input": "", "output": "Red."},
    {
        "instruction": "Translate.",
        "input": "Guten Tag",
        "output": "Good day.",
        "system": "Be brief.",
        "history": [["Hi", "Hello"]],
    },
]
DAILY_DIALOG = {
    "dialog": ["Say , Jim , a beer ? ", " Good idea . ", " Let's go . "],
    "act": [3, 4, 2],
    "emotion": [0, 4, 0],
}
MULTIWOZ = {
    "dialogue_id": "PMUL4398.json",
    "services": ["restaurant"],
    "turns": [
        {"frames": [], "speaker": "USER", "turn_id": "0", "utterance": "I need a place to dine."},
        {"frames": [], "speaker": "SYSTEM", "turn_id": "1", "utterance": "I have several options."},
    ],
}
MULTIWOZ_21 = {
    "goal": {},
    "log": [{"text": "am looking for a place to stay", "metadata": {}}, {"text": "Okay, which area?", "metadata": {}}],
}
STACK_EXCHANGE = {
    "qid": 5,
    "question": "Why is it blue?",
    "answers": [
        {"answer_id": 1, "pm_score": 9, "selected": False, "text": "Reflection."},
        {"answer_id": 2, "pm_score": 2, "selected": True, "text": "Scattering."},
    ],
}


def read(path: Path) -> tuple[str, list[list[tuple[str, str]]], list[Skipped]]:
    """The product, the dialogues, and what was left out."""
    lines = list(told(path))
    [product] = [each.name for each in lines if isinstance(each, Product)]
    dialogues: dict[str, list[tuple[str, str]]] = {}
    for each in lines:
        if isinstance(each, Message):
            assert each.origin is Origin.IMPORTED
            dialogues.setdefault(each.conversation, []).append((each.role.value, each.text))
    return product, list(dialogues.values()), [each for each in lines if isinstance(each, Skipped)]


@pytest.mark.parametrize("as_lines", [True, False])
def test_alpaca(tmp_path, as_lines):
    file = tmp_path / "alpaca.json"
    file.write_text("\n".join(map(json.dumps, ALPACA)) if as_lines else json.dumps(ALPACA), "utf-8")

    product, dialogues, skipped = read(file)

    assert (product, skipped) == ("Alpaca", [])
    assert dialogues == [
        [("user", "Name a colour."), ("assistant", "Red.")],
        [
            ("system", "Be brief."),
            ("user", "Hi"),
            ("assistant", "Hello"),
            ("user", "Translate.\n\nGuten Tag"),
            ("assistant", "Good day."),
        ],
    ]


@pytest.mark.parametrize(
    ("value", "product", "dialogue"),
    [
        (
            DAILY_DIALOG,
            "DailyDialog",
            [("user", "Say , Jim , a beer ?"), ("assistant", "Good idea ."), ("user", "Let's go .")],
        ),
        (MULTIWOZ, "MultiWOZ", [("user", "I need a place to dine."), ("assistant", "I have several options.")]),
        (MULTIWOZ_21, "MultiWOZ", [("user", "am looking for a place to stay"), ("assistant", "Okay, which area?")]),
        (STACK_EXCHANGE, "questions and answers", [("user", "Why is it blue?"), ("assistant", "Scattering.")]),
        (
            {"question": "你好？", "answer": "好。"},
            "questions and answers",
            [("user", "你好？"), ("assistant", "好。")],
        ),
    ],
)
def test_dialogues_in_lines(tmp_path, value, product, dialogue):
    file = tmp_path / "data.jsonl"
    file.write_text(json.dumps(value) + "\n", "utf-8")

    assert read(file) == (product, [dialogue], [])


def test_dailydialog_in_its_own_files_is_a_line_of_text_for_each(tmp_path):
    file = tmp_path / "dialogues_text.txt"
    file.write_text("Say , a beer ? __eou__ Good idea . __eou__\nno dialogue\nHi . __eou__ Hello . __eou__\n", "utf-8")

    product, dialogues, skipped = read(file)

    assert product == "DailyDialog"
    assert dialogues == [
        [("user", "Say , a beer ?"), ("assistant", "Good idea .")],
        [("user", "Hi ."), ("assistant", "Hello .")],
    ]
    assert [each.number for each in skipped] == [2]


@pytest.mark.parametrize("indent", [None, 2])
def test_multiwoz_in_its_own_file_names_each_dialogue(tmp_path, indent):
    other = {"log": [{"text": "a taxi please"}, {"text": "Where to?"}]}
    file = tmp_path / "data.json"
    file.write_text(json.dumps({"SNG1.json": MULTIWOZ_21, "SNG2.json": other}, indent=indent), "utf-8")

    assert read(file) == (
        "MultiWOZ",
        [
            [("user", "am looking for a place to stay"), ("assistant", "Okay, which area?")],
            [("user", "a taxi please"), ("assistant", "Where to?")],
        ],
        [],
    )


def test_of_a_table_the_accepted_answer_counts_and_else_the_highest_score(tmp_path):
    file = tmp_path / "help.csv"
    file.write_text(
        "\ufeffTicket,Question,Answer,Score,Is Accepted\r\n"
        '1,"How, then?","Like\nthis.",2,no\r\n1,"How, then?",No idea.,9,no\r\n2,Why?,So.,1,yes\r\n2,Why?,Because.,7,no\r\n3,Where?,,1,\r\n',
        "utf-8",
    )

    product, dialogues, skipped = read(file)

    assert product == "questions and answers"
    assert dialogues == [[("user", "How, then?"), ("assistant", "No idea.")], [("user", "Why?"), ("assistant", "So.")]]
    assert len(skipped) == 1


def test_a_table_without_such_columns_is_refused(tmp_path):
    file = tmp_path / "prices.tsv"
    file.write_text("item\tprice\nTea\t3\n", "utf-8")

    with pytest.raises(AssistantError, match="no columns with questions and answers"):
        list(told(file))


def test_answers_without_text_are_left_out(tmp_path):
    file = tmp_path / "data.jsonl"
    file.write_text(json.dumps(ALPACA[0]) + "\n" + json.dumps({"question": "Why?", "answers": []}) + "\n", "utf-8")

    product, dialogues, skipped = read(file)

    assert (product, len(dialogues), len(skipped)) == ("Alpaca", 1, 1)
