"""A plan and the line that makes it are the same thing twice."""

import pytest

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.plan import Plan, with_texts
from assistant_gui.core.plancommand import line, put, read, words

RECOMMENDED = Plan("small", epochs=4, batch=2)


def test_what_is_recommended_by_the_amount_of_data_is_always_named():
    assert words(RECOMMENDED, RECOMMENDED) == (
        *("assistant-gui", "tune", "--base", "small", "--epochs", "4", "--rank", "8"),
        *("--learning-rate", "0.0005", "--batch", "2"),
    )


def test_what_was_changed_is_named_and_switches_have_a_no():
    typed = words(put(RECOMMENDED, {"early_stopping": False, "search": True, "replay": 0.2}), RECOMMENDED)

    assert typed[-4:] == ("--replay", "0.2", "--no-early-stopping", "--search")


def test_what_is_recommended_beyond_the_table_and_was_changed_back_is_named():
    assert "--no-search" in words(Plan("small"), Plan("small", search=True))


def test_a_name_of_several_words_stays_one():
    assert "--name 'a pirate'" in line(Plan("small", name="a pirate"), RECOMMENDED).replace('"', "'")


def test_a_file_names_numbers_as_flags_do(tmp_path):
    (tmp_path / "plan.toml").write_text('base = "small"\nlearning-rate = 1e-3\nclip = 2\n')

    told = read(tmp_path / "plan.toml")

    assert put(Plan("other"), told) == Plan("small", learning_rate=1e-3, clip=2.0)


def test_a_folder_is_named_as_seen_from_the_file(tmp_path):
    (tmp_path / "plan.toml").write_text('texts = "books"\n')

    assert read(tmp_path / "plan.toml") == {"texts": str(tmp_path / "books")}


def test_a_folder_of_texts_and_its_share_are_named():
    typed = words(with_texts(RECOMMENDED, "/my books", 100), RECOMMENDED)

    assert typed[-4:] == ("--texts", "/my books", "--plain-share", "0.3")


@pytest.mark.parametrize("text", ["rank = ", None])
def test_a_file_that_cannot_be_read_is_named(tmp_path, text):
    if text is not None:
        (tmp_path / "plan.toml").write_text(text)

    with pytest.raises(AssistantError, match=r"plan\.toml cannot be read: .* TOML"):
        read(tmp_path / "plan.toml")


@pytest.mark.parametrize("told", [{"speed": 1}, {"rank": "much"}, {"schedule": "steep"}])
def test_what_no_plan_has_is_refused(told):
    with pytest.raises(AssistantError, match=next(iter(told))):
        put(RECOMMENDED, told)
