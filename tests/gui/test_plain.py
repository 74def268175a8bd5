"""What a model, a file or a person wrote is shown as it is written, everywhere: no label, tooltip or box reads markup."""

import ast
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QInputDialog, QLabel, QMessageBox, QToolTip, QWidget

import assistant_gui
from assistant_gui.core.settings import Looks
from assistant_gui.gui.theme import Theme
from tests.gui.everything import opened, popups, settle, shown, states

MARKUP = "<b>bold</b><img src='/etc/passwd'><a href='file:///etc/passwd'>x</a>"
READS_MARKUP = {
    "setHtml", "insertHtml", "appendHtml", "setMarkdown", "insertMarkdown", "QErrorMessage", "QWhatsThis", "RichText",
    "MarkdownText", "fromHtml", "fromMarkdown", "setOpenExternalLinks", "setDefaultStyleSheet", "setSource",
    "QTextDocumentFragment",
}  # fmt: skip


@pytest.fixture
def themed(qapp):
    before = qapp.styleSheet(), qapp.palette(), qapp.font()
    yield Theme(qapp, Looks(theme="light"))
    qapp.setStyleSheet(before[0])
    qapp.setPalette(before[1])
    qapp.setFont(before[2])
    qapp.styleHints().unsetColorScheme()


def labels(window: QWidget) -> list[QLabel]:
    return [one for one in shown(window) if isinstance(one, QLabel)]


def test_every_label_of_the_window_shows_words_as_they_are(qapp, qtbot, tmp_path):
    seen, found = 0, set()
    with opened(qapp, qtbot, tmp_path / "profile") as desktop:
        for state in states(desktop):
            for one in labels(desktop.window):
                seen += 1
                if one.textFormat() != Qt.TextFormat.PlainText:
                    found.add((state, one.objectName(), one.text()))
        for name, popup in popups(desktop):
            for one in labels(popup):
                seen += 1
                if one.textFormat() != Qt.TextFormat.PlainText:
                    found.add((name, one.objectName(), one.text()))

    assert seen > 200
    assert found == set()


@pytest.mark.parametrize("kind", [QMessageBox, QInputDialog])
def test_a_box_shows_words_as_they_are(themed, qtbot, kind):
    box = kind()
    qtbot.addWidget(box)
    if isinstance(box, QMessageBox):
        box.setText(MARKUP)
        box.setInformativeText(MARKUP)
    else:
        box.setLabelText(MARKUP)
    box.open()
    settle()

    words = [label for label in box.findChildren(QLabel) if label.text() == MARKUP]
    assert words
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in words)


@pytest.mark.qt_log_ignore("This plugin does not support raise")
def test_a_tooltip_shows_words_as_they_are(themed, qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()

    QToolTip.showText(QPoint(5, 5), MARKUP, widget)
    tips = [one for one in QApplication.topLevelWidgets() if isinstance(one, QLabel) and one.text() == MARKUP]
    formats = [tip.textFormat() for tip in tips]
    QToolTip.hideText()
    settle()

    assert formats == [Qt.TextFormat.PlainText]


def test_nothing_in_the_window_asks_qt_to_read_markup():
    found = set()
    for file in (Path(assistant_gui.__file__).parent / "gui").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
            if name in READS_MARKUP:
                found.add((file.name, name))

    assert found == set()
