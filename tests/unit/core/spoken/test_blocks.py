"""Code is summed up, tables are read by rows, formulas in words."""

import pytest

from assistant_gui.core.spoken import spoken


@pytest.mark.parametrize(
    ("written", "language", "said"),
    [
        ("Look:\n\n```python\nprint(1)\n```\nDone.", "en", "Look: A block of Python code, one line. Done."),
        ("```\na\n\nb\n```", "en", "A block of code, two lines."),
        ("```sh\nnever closed", "en", "A block of shell code, one line."),
        ("~~~brainfuck\n+\n~~~", "en", "A block of brainfuck code, one line."),
        ("```\n```", "en", ""),
        ("```py\na = 1\nb = 2\n```", "zh", "一段 Python 代码，共两行。"),
        ("```\na\n```", "de", "Ein Block Code, 1 Zeile."),
        ("```\na\n```\n好。", "", "一段代码，共一行。好。"),  # code does not count for the language
        ("```\na\n```", "xx", ""),  # nobody knows the words for it
    ],
)
def test_code_is_summed_up_in_the_language_of_the_answer(written, language, said):
    assert spoken(written, language) == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("| Name | Age |\n|---|---|\n| Ann | 3 |\n| Bob | 12 |", "Ann, Age: three. Bob, Age: twelve."),
        ("Name | Age\n--- | ---\nAnn | 3", "Ann, Age: three."),
        ("| a | b |\n|:-:|--:|\n| x |  |", "x."),
        ("| 名字 | 年龄 |\n|---|---|\n| 安 | 3 |", "安，年龄：三。"),
        ("| a | b |\n|---|---|\n" + "| 1 | 2 |\n" * 9, "A table with nine rows: a, b."),
        ("Either a | b.", "Either a, b."),
    ],
)
def test_a_table_is_read_by_rows_and_a_large_one_only_named(written, said):
    assert spoken(written) == said


@pytest.mark.parametrize(
    ("written", "language", "said"),
    [
        (r"So $E = mc^2$ it is.", "en", "So E equals mc squared it is."),
        (r"\(\frac{a}{b}\) and \(\sqrt{x}\)", "en", "a over b and the square root of x"),
        (r"$x_1^n$", "en", "x one to the power of n"),
        ("$$" + "x + " * 40 + "1$$", "en", "a formula"),
        (r"所以 $a + b = c$。", "zh", "所以 a 加 b 等于 c 。"),
        (r"$\alpha$ ist", "de", "eine Formel ist"),
        ("Between $5 and $6.", "en", "Between five dollars and six dollars."),
    ],
)
def test_a_short_formula_is_read_and_a_long_one_named(written, language, said):
    assert spoken(written, language) == said
