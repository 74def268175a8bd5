"""No sentence for people is written past the translator, in whichever corner of the code."""

import ast
import re
from pathlib import Path

import pytest

from assistant_gui.cli.parser import parser
from assistant_gui.core import language

PACKAGE = Path(__file__).parents[2] / "assistant_gui"
FIRST_SAYS = {
    "QLabel", "QPushButton", "QCheckBox", "QRadioButton", "QGroupBox", "QAction", "Card", "Column", "Switch",
    "label", "picker", "setText", "setToolTip", "setPlaceholderText", "setAccessibleName", "setAccessibleDescription",
    "setWindowTitle", "setInformativeText", "setTitle", "addMenu", "AssistantError", "show_text",
}  # fmt: skip
"""Calls whose first argument people read."""
SECOND_SAYS = {"TextButton", "IconButton", "addTab", "show_text", "AssistantError"}
PLAIN = re.compile(r"{[^{}]*}|MB|GB|https?:\S+|assistant-gui")


def words_in(node: ast.expr) -> str:
    """The letters of a text that is written here, without its places; nothing when it comes from elsewhere."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return " ".join(words_in(part) for part in node.values)
    return ""


def bare(code: str, *, window: bool = True) -> list[str]:
    """What is said bare in *code*; out of the *window* only errors are read by people."""
    firsts, seconds = (FIRST_SAYS, SECOND_SAYS) if window else ({"AssistantError"}, {"AssistantError"})
    found = []
    for node in ast.walk(ast.parse(code)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        said = node.args[:1] if name in firsts else []
        said += node.args[1:2] if name in seconds else []
        for each in said:
            if re.search(r"[A-Za-z]{2,}", PLAIN.sub("", words_in(each))):
                found.append(f"line {node.lineno}: {words_in(each)!r}")
    return found


@pytest.mark.parametrize("file", sorted(PACKAGE.rglob("*.py")), ids=lambda file: str(file.relative_to(PACKAGE)))
def test_no_sentence_is_bare(file):
    window = file.is_relative_to(PACKAGE / "gui") or file.name in ("desktop.py", "opening.py", "panes.py")

    assert bare(file.read_text(encoding="utf-8"), window=window) == []


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('QLabel("Bare words")', True),
        ('IconButton("send", "Bare words")', True),
        ('label(f"{count} words")', True),
        ('QLabel(_("Said well"))', False),
        ('label(f"{count}/{total}")', False),
    ],
)
def test_a_bare_sentence_would_be_found(code, found):
    assert bool(bare(code)) == found


@pytest.mark.parametrize("file", sorted((PACKAGE / "cli").glob("*.py")), ids=lambda file: file.name)
def test_the_terminal_puts_no_words_together_by_itself(file):
    """An f-string cannot be translated; only what is the same in every language may stand in one."""
    strings = [
        node for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(node, ast.JoinedStr)
    ]

    assert [words_in(one) for one in strings if re.search(r"[A-Za-z]{2,}", PLAIN.sub("", words_in(one)))] == []


@pytest.fixture
def pseudo():
    language.speak(lambda text: f"⟦{text}⟧" if text else "")
    yield
    language.speak(str)


def helps(one):
    """The help of *one* and of all commands below it."""
    yield one.format_help()
    for action in one._actions:
        if action.nargs == "A..." and isinstance(action.choices, dict):
            for below in action.choices.values():
                yield from helps(below)


def test_the_help_of_every_command_is_translated(pseudo):
    names = r"assistant-gui|toggle-talk|--?[a-zA-Z][\w-]*|\b[A-Z]{2,}[\w.]*|\{[^}]*\}"

    for text in helps(parser()):
        left = text
        while (inner := re.sub(r"⟦[^⟦⟧]*⟧", "", left)) != left:
            left = inner
        usage, _, rest = left.partition("\n\n")
        bare_words = re.findall(r"[A-Za-z]{3,}", re.sub(names, "", rest))
        known = set(re.findall(r"[a-z]+", usage)) | {action.dest for action in parser()._actions} | COMMANDS
        assert [word for word in bare_words if word not in known] == [], text


COMMANDS = {
    name
    for action in parser()._actions
    if action.nargs == "A..."
    for command, below in action.choices.items()
    for name in (
        command,
        *(each for one in below._actions if one.nargs == "A..." for each in one.choices),
        *(one.dest for one in below._actions),
    )
}
"""What is typed is the same in every language."""
