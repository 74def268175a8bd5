"""Attaching in the chat pane, as a person does it: dropping, pasting, removing, sending, looking."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication

from assistant_gui.core.attached import attached
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.events import Failed
from assistant_gui.gui.bridge import Bridge
from assistant_gui.gui.chat.attaching import Attaching
from assistant_gui.gui.chat.incoming import ENDLESS_TEXT, LONG_TEXT
from assistant_gui.gui.chat.preview import Preview
from assistant_gui.gui.chat.view import ChatView
from assistant_gui.gui.chat.viewmodel import ChatViewModel
from assistant_gui.gui.tasks import InlineTasks
from tests.fakes import FakeAssistant, FakeFiles

SCANNED = AssistantError("{file} holds no text.", "Recognise it.", file="scan.pdf")


@pytest.fixture
def files():
    return FakeFiles({"letter.txt": "Dear Ada", "报告.md": "# 好", "long.txt": "word " * 2000, "scan.pdf": SCANNED})


@pytest.fixture
def model(assistant, archive, files):
    made = ChatViewModel(assistant, archive, InlineTasks(), attaching=Attaching(files, InlineTasks()), paint_ms=0)
    assistant.bridge.arrived.connect(made.on_event)
    return made


@pytest.fixture
def view(qtbot, model):
    made = ChatView(model)
    qtbot.addWidget(made)
    made.resize(760, 640)
    made.show()
    return made


def dragged(*names):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(f"/somewhere/{name}") for name in names])
    return mime


def enter(widget, mime):
    where, action, button = QPoint(9, 9), Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    event = QDragEnterEvent(where, action, mime, button, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


def drop(widget, mime):
    where, action, button = QPointF(9, 9), Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    QApplication.sendEvent(widget, QDropEvent(where, action, mime, button, Qt.KeyboardModifier.NoModifier))


def attach(model, *names):
    model.attaching.add_files([Path(name) for name in names])
    QApplication.processEvents()


def chips(view):
    return list(view.files.tray.chips.values())


def picture():
    image = QImage(8, 6, QImage.Format.Format_RGB32)
    image.fill(0x3B82C4)
    return image


def as_png(image):
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


# Dropping


@pytest.mark.parametrize("target", [lambda view: view, lambda view: view.entry.text.viewport()], ids=["pane", "entry"])
def test_files_are_dropped_anywhere_on_the_pane_which_says_so_meanwhile(view, target):
    accepted = enter(target(view), dragged("letter.txt", "报告.md"))
    hinted = view.files.dropping.hint.isVisible()
    drop(target(view), dragged("letter.txt", "报告.md"))

    assert accepted
    assert hinted
    assert not view.files.dropping.hint.isVisible()
    assert [chip.name.text() for chip in chips(view)] == ["letter.txt", "报告.md"]
    assert view.entry.text.toPlainText() == ""


def test_the_hint_goes_when_the_files_are_carried_away(view):
    enter(view, dragged("letter.txt"))

    QApplication.sendEvent(view, QDragLeaveEvent())

    assert not view.files.dropping.hint.isVisible()


def test_a_link_of_a_web_page_is_not_taken_for_a_file(view):
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.org/a.pdf")])

    assert not enter(view, mime)
    assert chips(view) == []


# Pasting


def test_a_pasted_file_is_attached(view):
    view.entry.text.insertFromMimeData(dragged("letter.txt"))

    assert [chip.name.text() for chip in chips(view)] == ["letter.txt"]
    assert view.entry.text.toPlainText() == ""


def test_a_pasted_picture_is_attached_and_said_not_to_be_sent(view, model):
    mime = QMimeData()
    mime.setImageData(picture())

    view.entry.text.insertFromMimeData(mime)

    (chip,) = model.attaching.chips
    assert chip.file.attachment.media == "image/png"
    assert "not sent" in chips(view)[0].detail.text()
    assert "cannot see" in view.files.tray.hint.words.text()
    assert not view.entry.button.isEnabled()  # there is nothing to answer yet


def test_a_pasted_picture_that_can_be_seen_says_what_it_costs_and_is_sent_without_a_word(view, model, files, assistant):
    files.seeing = True
    mime = QMimeData()
    mime.setImageData(picture())

    view.entry.text.insertFromMimeData(mime)

    assert "64 tokens" in chips(view)[0].detail.text()
    assert view.files.tray.hint.isHidden()
    assert view.entry.button.isEnabled()
    view.entry.button.click()
    assert not model.attaching.chips


def test_pictures_that_are_too_many_are_said_to_be_and_not_offered_to_be_cut(view, files):
    files.seeing, files.fits = True, 100

    for _ in range(2):
        mime = QMimeData()
        mime.setImageData(picture())
        view.entry.text.insertFromMimeData(mime)

    hint = view.files.tray.hint
    assert "128 tokens, and 100 fit" in hint.words.text()
    assert hint.button.isHidden()
    assert not view.entry.button.isEnabled()


def test_cells_of_a_table_that_come_with_their_picture_are_text(view):
    mime = QMimeData()
    mime.setText("1\t2")
    mime.setImageData(picture())

    view.entry.text.insertFromMimeData(mime)

    assert view.entry.text.toPlainText() == "1\t2"
    assert chips(view) == []


def test_the_offer_is_as_wide_as_the_entry(view):
    mime = QMimeData()
    mime.setText("x " * LONG_TEXT)
    view.entry.text.insertFromMimeData(mime)
    QApplication.processEvents()
    tray = view.files.tray

    assert tray.offer.isVisible()
    assert tray.offer.width() == tray.width()


def test_long_text_is_offered_to_become_a_file(qtbot, view, model):
    mime = QMimeData()
    mime.setText("line\r\n" * LONG_TEXT)
    qtbot.keyClicks(view.entry.text, "See: ")

    view.entry.text.insertFromMimeData(mime)
    pasted = len(view.entry.text.toPlainText())
    view.files.tray.offer.button.click()

    assert pasted > LONG_TEXT
    assert view.entry.text.toPlainText() == "See: "
    assert model.attaching.chips[0].file.attachment.text == "line\n" * LONG_TEXT
    assert not view.files.tray.offer.isVisible()


def test_endless_text_is_a_file_at_once(view, model):
    mime = QMimeData()
    mime.setText("x" * (ENDLESS_TEXT + 1))

    view.entry.text.insertFromMimeData(mime)

    assert view.entry.text.toPlainText() == ""
    assert len(model.attaching.chips) == 1


# Chips


def test_a_chip_says_what_it_costs(view, model):
    attach(model, "letter.txt")

    assert chips(view)[0].detail.text().endswith("tokens")
    assert "~" not in chips(view)[0].detail.text()
    assert chips(view)[0].accessibleName().startswith("letter.txt, 8 B")


def test_a_guess_is_marked_as_one(view, model, files):
    files.absent = AssistantError("There is no model.")

    attach(model, "letter.txt")

    assert "~" in chips(view)[0].detail.text()


@pytest.mark.parametrize("by", ["button", "delete"])
def test_a_file_is_removed_by_button_and_by_keyboard(qtbot, view, model, by):
    attach(model, "letter.txt", "报告.md")
    first, second = chips(view)

    if by == "button":
        qtbot.mouseClick(first.remove_button, Qt.MouseButton.LeftButton)
    else:
        first.setFocus()
        qtbot.keyClick(first, Qt.Key.Key_Delete)

    assert chips(view) == [second]
    assert [chip.name for chip in model.attaching.chips] == ["报告.md"]


def test_a_file_that_cannot_be_read_says_why_and_holds_the_question_back(qtbot, view, model, files):
    qtbot.keyClicks(view.entry.text, "What is it?")
    attach(model, "scan.pdf")
    before = view.files.tray.hint.words.text(), view.entry.button.isEnabled(), chips(view)[0].property("bad")
    files.texts["scan.pdf"] = "words"

    qtbot.mouseClick(chips(view)[0].retry_button, Qt.MouseButton.LeftButton)

    assert before == ("scan.pdf holds no text. Recognise it.", False, True)
    assert view.entry.button.isEnabled()
    assert not view.files.tray.hint.isVisible()


def test_what_is_too_long_is_said_before_sending_and_cut_on_a_click(qtbot, view, model, assistant):
    attach(model, "long.txt")
    qtbot.keyClicks(view.entry.text, "Short, please")
    qtbot.keyClick(view.entry.text, Qt.Key.Key_Return)
    said, offered, unsent = view.files.tray.hint.words.text(), view.files.tray.hint.button.text(), assistant.told[:]

    view.files.tray.hint.button.click()
    qtbot.keyClick(view.entry.text, Qt.Key.Key_Return)

    assert "2,00" in said
    assert "1,000 fit" in said
    assert offered == "Use the first 1,000 tokens"
    assert unsent == []
    assert assistant.told == [("ask", "", "Short, please", "long.txt")]


# Sending


def test_a_question_is_sent_with_its_files(qtbot, view, model, assistant):
    attach(model, "letter.txt", "报告.md")
    qtbot.keyClicks(view.entry.text, "Who?")

    qtbot.keyClick(view.entry.text, Qt.Key.Key_Return)

    assert assistant.told == [("ask", "", "Who?", "letter.txt", "报告.md")]
    assert chips(view) == []
    assert not view.files.tray.isVisible()


def test_a_file_alone_can_be_sent(qtbot, view, model, assistant):
    attach(model, "letter.txt")

    qtbot.mouseClick(view.entry.button, Qt.MouseButton.LeftButton)

    assert assistant.told == [("ask", "", "", "letter.txt")]


def test_files_come_back_when_the_question_could_not_be_sent(qtbot, view, model, assistant):
    assistant.begun.number = 5
    attach(model, "letter.txt")
    qtbot.keyClicks(view.entry.text, "Who?")
    qtbot.keyClick(view.entry.text, Qt.Key.Key_Return)

    model.on_event(Failed(5, AssistantError("The disk is full.")))

    assert [chip.name.text() for chip in chips(view)] == ["letter.txt"]
    assert view.entry.text.toPlainText() == "Who?"


def test_drafts_keep_their_files(view, model, talked):
    attach(model, "letter.txt")

    model.open(talked[0].id)
    elsewhere = chips(view)
    model.new()

    assert elsewhere == []
    assert [chip.name.text() for chip in chips(view)] == ["letter.txt"]


# Looking


def test_a_click_shows_what_the_model_is_given(qtbot, view, model):
    attach(model, "letter.txt")

    qtbot.mouseClick(chips(view)[0], Qt.MouseButton.LeftButton)

    (dialog,) = view.findChildren(Preview)
    assert dialog.text.toPlainText() == "Dear Ada"
    assert "tokens" in dialog.facts.text()
    dialog.close()


def test_a_sent_message_shows_its_files_and_pictures(qtbot, view, model, archive, assistant):
    question = assistant.asked(archive.create("Files").id, "Who?")
    letter = attached("letter.txt", "text/plain", b"Dear Ada", "Dear Ada")
    cat = attached("cat.png", "image/png", as_png(picture()), "")
    archive.contents[cat.attachment.digest] = cat.content
    archive.messages[question.id] = replace(question, attachments=(letter.attachment, cat.attachment))
    model.open(question.conversation)
    QApplication.processEvents()

    sent = view.messages.widget(0).files
    qtbot.mouseClick(sent.chips[1], Qt.MouseButton.LeftButton)

    assert [chip.name.text() for chip in sent.chips] == ["letter.txt", "cat.png"]
    assert not sent.chips[1].remove_button.isVisible()
    assert sent.chips[1].picture.pixmap().toImage().pixelColor(5, 5).name() == "#3b82c4"
    (dialog,) = view.findChildren(Preview)
    assert dialog.picture.pixmap().size() == picture().size()
    dialog.close()


def test_without_files_to_read_there_is_nothing_to_attach_with(qtbot, archive):
    bridge = Bridge()
    assistant = FakeAssistant(archive, bridge.arrived.emit)
    view = ChatView(ChatViewModel(assistant, archive, InlineTasks(), paint_ms=0))
    qtbot.addWidget(view)
    view.show()

    assert not view.entry.attach_button.isVisible()
    assert not enter(view, dragged("letter.txt"))


def test_tab_goes_through_the_files_to_the_entry(view, model):
    attach(model, "letter.txt", "报告.md")
    stops, widget = [], chips(view)[0]
    while widget is not view.entry.text:
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            stops.append(widget)
        widget = widget.nextInFocusChain()

    first, second = chips(view)
    assert stops == [first, first.remove_button, second, second.remove_button, view.entry.attach_button]
