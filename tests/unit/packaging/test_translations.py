"""The translations are in step with the code."""

import gettext
import importlib
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

FOLDER = Path(__file__).resolve().parents[3] / "packaging"


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The script as a module, imported the way ``python packaging/translations.py`` finds it."""
    monkeypatch.syspath_prepend(str(FOLDER))
    yield importlib.import_module("translations")
    del sys.modules["translations"]


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('N_("One.")', ["One."]),
        ('_("One, " "two.")', ["One, two."]),
        ('translated("One.")', ["One."]),
        ("_(title)", []),
        ('other("One.")', []),
        ('call(N_("One."), hint=N_("Two."))', ["One.", "Two."]),
    ],
)
def test_what_is_marked_is_found(script, code, found):
    assert list(script.marked_in(code)) == found


def test_an_f_string_cannot_be_marked(script):
    with pytest.raises(ValueError):
        list(script.marked_in('_(f"{count} files")'))


def test_a_po_file_says_what_was_written_to_it(script):
    words = {'He said "no".\n': "他说“不”。\n", "Tab\tand \\": "制表符\t和 \\", "Not yet": ""}

    written = script.po("zh_CN", {text: ["a.py"] for text in words}, words)

    assert script.read_po(written) == words


def test_what_is_fuzzy_is_not_translated(script):
    assert script.read_po('#, fuzzy\nmsgid "Settings"\nmsgstr "设定"\n') == {"Settings": ""}


def test_gettext_reads_what_is_made(script):
    made = script.mo("zh_CN", {"Settings": "设置", "Not yet": ""})

    catalogue = gettext.GNUTranslations(io.BytesIO(made))

    assert catalogue.gettext("Settings") == "设置"
    assert catalogue.gettext("Not yet") == "Not yet"


@pytest.mark.parametrize(
    ("text", "translation", "right"),
    [
        ("{count} of {total}", "共 {total} 个，第 {count} 个", True),
        ("{count} files", "文件", False),
        ("{count:.0f} ms", "{count:.0f} 毫秒", True),
        ("{count:.0f} ms", "{count} 毫秒", False),
        ("%(prog)s: no", "%(prog)s：错误", True),
        ("one %s", "一个", False),
        ("a line\n", "一行", False),
        ("Settings", "", False),
    ],
)
def test_a_translation_keeps_the_places_of_its_text(script, text, translation, right):
    assert bool(script.trouble("zh_CN", {text: ["a.py"]}, {text: translation})) != right


def test_every_compiled_file_is_made_from_its_source(script):
    for language, source in script.languages():
        words = script.read_po(source.read_text(encoding="utf-8"))
        assert source.with_suffix(".mo").read_bytes() == script.mo(language, words)


def test_every_translation_is_complete(script):
    """Run ``python packaging/translations.py`` after marking a text, and translate what is new in the .po files."""
    said = script.marked()

    told = [
        one
        for language, source in script.languages()
        for one in script.trouble(language, said, script.read_po(source.read_text(encoding="utf-8")))
    ]

    assert told == []


def test_chinese_is_among_the_translations(script):
    assert "zh_CN" in dict(script.languages())
