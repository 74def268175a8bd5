"""Import and export in the window: the dialog, the questions, and files that are dropped."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.exchange import Form, Import, Skipped, Unit
from assistant_gui.gui.actions import Actions
from assistant_gui.gui.exchange.asking import ask_where, file_name
from assistant_gui.gui.exchange.joining import Exchanging
from assistant_gui.gui.exchange.viewmodel import Step


@pytest.fixture
def window(qtbot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def exchanging(model, window) -> Exchanging:
    return Exchanging(model, window, lambda: ("c1", "Sums & such"))


def opened(window: QWidget) -> QFileDialog:
    (dialog,) = [each for each in window.findChildren(QFileDialog) if each.isVisible()]
    return dialog


def test_the_dialog_shows_what_goes_on_and_what_came_of_it(exchanging, model, exchange, qtbot):
    seen: list[tuple[bool, bool]] = []
    exchange.meanwhile = lambda: seen.append(
        (exchanging.dialog.cancel_button.isVisible(), exchanging.dialog.close_button.isVisible())
    )

    model.take_in([Path("a.zip")])

    dialog = exchanging.dialog
    assert seen == [(True, False)]
    assert dialog.isVisible()
    assert not dialog.isModal()
    assert "from ChatGPT: 2" in dialog.words.text()
    assert (dialog.cancel_button.isVisible(), dialog.close_button.isVisible()) == (False, True)
    assert not dialog.details.isVisible()
    dialog.close_button.click()
    assert not dialog.isVisible()


def test_progress_is_drawn(exchanging, model):
    model.began.emit("Exporting")
    model.stepped.emit(Step("1 of 3 conversations", 1, 3))

    assert (exchanging.dialog.progress.value(), exchanging.dialog.progress.maximum()) == (1, 3)
    assert exchanging.dialog.words.text() == "1 of 3 conversations"


def test_what_was_left_out_can_be_read(exchanging, model, exchange):
    exchange.made = Import(skipped=tuple(Skipped("it is not JSON", Unit.LINE, n) for n in range(1, 300)))

    model.take_in([Path("a.jsonl")])

    lines = exchanging.dialog.details.toPlainText().splitlines()
    assert exchanging.dialog.details.isVisible()
    assert len(lines) == 201
    assert lines[-1] == "… and 99 more."


def test_what_became_of_each_of_several_files_is_told_and_then_forgotten(exchanging, model, exchange):
    results = iter([None, AssistantError("bad.pdf is damaged."), None])

    def next_result():
        exchange.error = next(results)

    exchange.meanwhile = next_result
    model.take_in([Path("a.zip"), Path("bad.pdf")])
    told = exchanging.dialog.details.toPlainText()
    model.take_in([Path("c.zip")])

    assert "Imported from a.zip" in told
    assert "bad.pdf is damaged." in told
    assert exchanging.dialog.title.text() == "Imported from c.zip"
    assert not exchanging.dialog.details.isVisible()


def test_cancel_is_a_button(exchanging, model, exchange):
    exchange.meanwhile = lambda: exchanging.dialog.cancel_button.click()

    model.take_in([Path("a.zip")])

    assert "stopped" in exchanging.dialog.words.text()


def test_files_are_asked_for_and_imported(exchanging, window, exchange, tmp_path):
    (tmp_path / "a.zip").write_bytes(b"x")

    exchanging.ask_for_files()
    dialog = opened(window)
    dialog.filesSelected.emit([str(tmp_path / "a.zip")])

    assert exchange.imported == [tmp_path / "a.zip"]
    dialog.close()


@pytest.mark.parametrize(
    ("words", "form", "name"),
    [("Everything", Form.OWN, "x.zip"), ("Web page", Form.HTML, "x.html"), ("ShareGPT", Form.SHAREGPT, "x.jsonl")],
)
def test_the_kind_of_file_decides_the_form(exchanging, window, exchange, tmp_path, words, form, name):
    exchanging.export_shown()
    dialog = opened(window)
    dialog.selectNameFilter(next(each for each in dialog.nameFilters() if words in each))
    dialog.fileSelected.emit(str(tmp_path / "x"))

    assert exchange.exported == [(form, ("c1",), tmp_path / name)]
    dialog.close()


def test_the_file_is_called_like_the_conversation(window):
    names: list[object] = []
    dialog = ask_where(window, "Sums: 2/2? <b>", lambda form, file: names.append(file))

    assert Path(dialog.selectedFiles()[0]).name.startswith("Sums 2 2 b")
    dialog.close()


@pytest.mark.parametrize(("title", "name"), [("", "conversations"), ("a\x00/..\\b", "a .. b"), ("天" * 99, "天" * 60)])
def test_every_title_makes_a_file_name(title, name):
    assert file_name(title) == name


def test_every_action_is_in_the_palette(exchanging, qtbot):
    acts = Actions()
    exchanging.add_actions(acts)

    assert [act.id for act in acts] == ["import", "import-folder", "export", "export-all"]


def test_a_new_chat_cannot_be_exported(exchanging):
    acts = Actions()
    exchanging.add_actions(acts)

    exchanging.on_opened("")
    assert not acts["export"].isEnabled()
    exchanging.on_opened("c1")
    assert acts["export"].isEnabled()


def dropped(kind: type, *urls: QUrl) -> QDropEvent:
    data = QMimeData()
    data.setUrls(list(urls))
    dropped.kept = data  # the event does not keep it alive
    return kind(QPoint(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)


def test_files_dropped_on_the_conversations_are_imported(exchanging, window, exchange, tmp_path):
    exchanging.accept_drops(window)
    file = QUrl.fromLocalFile(str(tmp_path / "a.zip"))
    entering = dropped(QDragEnterEvent, file)

    QApplication.sendEvent(window, entering)
    QApplication.sendEvent(window, dropped(QDropEvent, file))

    assert entering.isAccepted()
    assert exchange.imported == [tmp_path / "a.zip"]


def test_what_is_no_file_is_not_taken(exchanging, window, exchange):
    exchanging.accept_drops(window)

    QApplication.sendEvent(window, dropped(QDropEvent, QUrl("https://example.org/a.zip")))

    assert exchange.imported == []
