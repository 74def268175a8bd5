"""Words that go when a run ends."""

import json

from assistant_gui.core.samples import without_words


def lines(*events):
    return b"".join(json.dumps(each, ensure_ascii=False).encode() + b"\n" for each in events)


def test_words_go_and_every_line_stays_where_it_is():
    told = lines(
        {"event": "step", "loss": 1.0},
        {"event": "sample", "step": 3, "question": "Wer bist du, 小猫?", "answer": "Arr!"},
        {"event": "end"},
    )

    kept = without_words(told)

    assert len(kept) == len(told)
    assert [json.loads(line) for line in kept.splitlines()] == [
        {"event": "step", "loss": 1.0},
        {"event": "sample", "step": 3, "question": "", "answer": ""},
        {"event": "end"},
    ]
    assert kept.rindex(b"end") == told.rindex(b"end")


def test_a_damaged_line_is_left_as_it_is():
    assert without_words(b'{"event": "sample", "ans') == b'{"event": "sample", "ans'
