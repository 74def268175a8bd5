"""A conversation of any length opens at once, and what one looks at stays where it is."""

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QTextBrowser

from assistant_gui.core.conversation import Message, Origin, Role
from assistant_gui.core.events import ReplyGrew
from assistant_gui.gui.chat.list import MessageList
from assistant_gui.gui.tasks import InlineTasks


@pytest.fixture
def long(archive):
    """A conversation of 1,000 messages of different heights."""
    made, parent = archive.create("long"), None
    for number in range(1_000):
        role = Role.ASSISTANT if number % 2 else Role.PERSON
        text = f"number {number}\n\n" + "word " * (number * 7 % 90)
        archive.messages[str(number)] = Message(str(number), made.id, parent, role, text, number, Origin.TYPED)
        parent = str(number)
    archive.held[made.id] = replace(made, head=parent)
    line = list(archive.messages.values())
    archive.thread = lambda _: line
    archive.siblings = lambda id: [archive.messages[id]]
    return made.id


@pytest.fixture
def messages(qtbot, model):
    made = MessageList(model)
    qtbot.addWidget(made)
    made.resize(600, 500)
    made.show()
    return made


def rows(messages):
    return sorted(row for row in range(1_000) if (widget := messages.widget(row)) and widget.isVisible())


def tops(messages):
    return {row: messages.widget(row).y() for row in rows(messages)}


def settle():
    for _ in range(3):
        QApplication.processEvents()


def test_only_what_is_in_sight_has_widgets_and_the_end_is_in_sight(messages, model, long):
    model.open(long)
    settle()

    last = messages.widget(999)
    assert len(rows(messages)) < 15
    assert last.y() + last.height() <= messages.viewport().height()


def test_messages_stand_one_below_the_other_without_gaps(messages, model, long):
    model.open(long)
    settle()
    messages.verticalScrollBar().setValue(9_000)
    settle()

    shown = rows(messages)
    for above, below in pairwise(shown):
        assert messages.widget(above).geometry().bottom() + 1 == messages.widget(below).y()
    assert messages.widget(shown[0]).y() <= 0
    assert messages.widget(shown[-1]).geometry().bottom() >= messages.viewport().height()


@pytest.mark.parametrize("step", [-37, 41])
def test_scrolling_moves_what_is_in_sight_by_just_that_much(messages, model, long, step):
    model.open(long)
    settle()
    messages.verticalScrollBar().setValue(9_000)
    settle()

    for _ in range(30):
        before = tops(messages)
        messages.verticalScrollBar().setValue(messages.verticalScrollBar().value() + step)
        after = tops(messages)
        moved = {after[row] - before[row] for row in before.keys() & after.keys()}
        assert moved == {-step}


def test_the_first_message_can_be_reached(messages, model, long):
    model.open(long)
    settle()
    messages.verticalScrollBar().setValue(0)
    settle()

    assert rows(messages)[0] == 0
    assert messages.widget(0).y() >= 0


def test_the_end_stays_in_sight_while_an_answer_grows(messages, model, assistant, talked):
    model.open(talked[0].id)
    growing = assistant.begin(assistant.asked(talked[0].id, "And?"))

    for _ in range(30):
        model.on_event(ReplyGrew(assistant.turn, growing.id, "line\n\n"))
        model._growth.show_now()
        settle()

    bar = messages.verticalScrollBar()
    assert bar.maximum() > 0
    assert bar.value() == bar.maximum()


def test_what_one_reads_stays_while_an_answer_grows_below(messages, model, assistant, long):
    model.open(long)
    growing = assistant.begin(assistant.asked(long, "And?"))
    settle()
    messages.verticalScrollBar().setValue(messages.verticalScrollBar().value() - 700)
    settle()
    before = tops(messages)

    for _ in range(30):
        model.on_event(ReplyGrew(assistant.turn, growing.id, "line\n\n"))
        model._growth.show_now()
        settle()

    assert tops(messages) == before
    assert messages.to_end_button.isVisible()


def test_one_click_leads_back_to_the_end(messages, model, long):
    model.open(long)
    settle()
    messages.verticalScrollBar().setValue(100)
    settle()

    messages.to_end_button.click()

    assert messages.verticalScrollBar().value() == messages.verticalScrollBar().maximum()
    assert not messages.to_end_button.isVisible()


def test_a_narrower_window_keeps_the_first_message_in_sight(messages, model, long):
    model.open(long)
    settle()
    messages.verticalScrollBar().setValue(9_000)
    settle()
    first = rows(messages)[1]

    messages.resize(420, 500)
    settle()

    assert first in rows(messages)


def test_long_words_and_long_lines_are_not_cut_off(messages, model, assistant, talked):
    model.open(talked[0].id)
    assistant.end(assistant.begin(assistant.asked(talked[0].id, "x" * 500)), "y" * 500 + "\n\n`" + "z" * 500 + "`")
    settle()

    for row in (2, 3):
        prose = messages.widget(row).prose
        assert prose.document().size().width() <= prose.width()
        assert prose.document().size().height() <= prose.height()


def test_a_better_answer_being_written_survives_scrolling_away(messages, model, long):
    model.open(long)
    settle()
    messages.widget(999).edit()
    messages.widget(999).editor.entry.setPlainText("draft")

    messages.verticalScrollBar().setValue(0)
    settle()
    messages.to_end_button.click()
    settle()

    assert messages.widget(999).editor.entry.toPlainText() == "draft"
    assert messages.widget(999).editor.isVisible()


def test_another_conversation_shows_nothing_of_the_last(messages, model, long, talked):
    model.open(long)
    settle()
    model.open(talked[0].id)
    settle()
    model.new()
    settle()

    assert rows(messages) == []
    assert messages.verticalScrollBar().maximum() == 0


def marked(messages, row):
    return [mark.cursor.selectedText() for mark in messages.widget(row).prose.extraSelections()]


def test_a_message_far_away_is_brought_into_sight_with_what_was_looked_for(messages, model, long):
    model.open(long)
    settle()

    messages.reveal("250", "NUMBER 250")
    settle()

    assert 250 in rows(messages)
    assert marked(messages, 250) == ["number 250"]
    assert 0 <= messages.widget(250).y() < messages.viewport().height()


class LateTasks:
    """Does nothing before it is told to."""

    def __init__(self):
        self.waiting = []

    def run(self, work, done=None, failed=None):
        self.waiting.append(lambda: InlineTasks().run(work, done, failed))

    def catch_up(self):
        while self.waiting:
            self.waiting.pop(0)()


def test_a_message_is_revealed_when_its_conversation_is_read(messages, model, long):
    model.tasks = tasks = LateTasks()
    model.open(long)
    messages.reveal("250", "word")
    settle()

    tasks.catch_up()
    settle()

    assert 250 in rows(messages)
    assert set(marked(messages, 250)) <= {"word"}


def test_a_hit_deep_in_a_long_message_is_in_sight(messages, model, assistant, talked):
    text = "\n\n".join(f"line {number}" for number in range(200))
    model.open(talked[0].id)
    answer = assistant.end(assistant.begin(assistant.asked(talked[0].id, "Go")), text + "\n\nneedle\n\n" + text)
    settle()

    messages.reveal(answer.id, "needle")
    settle()
    prose = next(part.prose for part in shown(messages) if part.prose.extraSelections())
    marks = prose.extraSelections()
    at = prose.mapTo(messages.viewport(), prose.cursorRect(marks[0].cursor).center())

    assert messages.viewport().rect().contains(at)


def test_marks_stay_while_scrolling_and_go_when_nothing_is_looked_for(messages, model, long):
    model.open(long)
    settle()
    messages.reveal("250", "number")
    settle()

    messages.verticalScrollBar().setValue(messages.verticalScrollBar().value() + 1_500)
    settle()
    while_looking = [marked(messages, row) for row in rows(messages)]
    messages.look_for("")

    assert all(found == ["number"] for found in while_looking)
    assert not any(marked(messages, row) for row in rows(messages))


CHAPTER = "".join(
    f"## Part {number}\n\nSome **words** and more.\n\n```python\nx = {number}\n```\n\n" for number in range(300)
)


def shown(messages):
    return [messages._shown[row] for row in sorted(messages._shown) if messages._shown[row].isVisible()]


def test_a_long_answer_stands_in_parts_without_gaps(messages, model, assistant, talked):
    model.open(talked[0].id)
    assistant.end(assistant.begin(assistant.asked(talked[0].id, "Go")), CHAPTER)
    settle()

    last = shown(messages)[-1]
    end = last.below.isVisible(), last.prose.toPlainText().strip()[-7:]
    messages.verticalScrollBar().setValue(messages.verticalScrollBar().maximum() // 2)
    settle()
    middle = shown(messages)

    assert end == (True, "x = 299")
    assert not any(part.below.isVisible() for part in middle)
    assert max(len(part.prose.toPlainText()) for part in middle) < 6_500
    for above, below in pairwise(middle):
        assert above.geometry().bottom() + 1 == below.y()


def test_an_answer_that_grows_long_stays_in_sight_at_its_end(messages, model, assistant, talked):
    model.open(talked[0].id)
    growing = assistant.begin(assistant.asked(talked[0].id, "And?"))

    for at in range(0, len(CHAPTER), 1_500):
        model.on_event(ReplyGrew(assistant.turn, growing.id, CHAPTER[at : at + 1_500]))
        model._growth.show_now()
        settle()
        last = shown(messages)[-1]
        assert last.y() + last.height() <= messages.viewport().height()

    assert "x = 299" in shown(messages)[-1].prose.toPlainText()


def test_a_long_question_is_one_bubble_in_parts(messages, model, assistant, talked):
    model.open(talked[0].id)
    assistant.end(assistant.begin(assistant.asked(talked[0].id, "word " * 4_000)), "Short.")
    settle()
    messages.verticalScrollBar().setValue(messages.verticalScrollBar().maximum() // 2)
    settle()

    parts = shown(messages)
    assert {part.bubble.width() for part in parts} == {parts[0].bubble.width()}
    assert all(part.bubble.property("look") == "bubble-middle" for part in parts[1:-1])


def test_a_hit_in_a_later_part_is_brought_into_sight(messages, model, assistant, talked):
    model.open(talked[0].id)
    answer = assistant.end(assistant.begin(assistant.asked(talked[0].id, "Go")), CHAPTER)
    settle()

    messages.reveal(answer.id, "some words", 250)
    settle()

    hit = next(part for part in shown(messages) if "Part 250" in part.prose.toPlainText())
    strong = [mark.format.background().color().name() for mark in hit.prose.extraSelections()]
    assert len(set(strong)) == 2


def test_a_text_that_becomes_shorter_takes_fewer_rows(messages, model, assistant, talked):
    model.open(talked[0].id)
    answer = assistant.end(assistant.begin(assistant.asked(talked[0].id, "Go")), CHAPTER)
    settle()

    model.transcript.update(replace(answer, text="Short."))
    settle()

    assert messages.widget(3).prose.toPlainText() == "Short."
    assert len(shown(messages)) == 4


def test_tab_leads_from_top_to_bottom_after_a_resize(messages, model, long):
    model.open(long)
    settle()

    messages.resize(400, 900)
    settle()

    reached, widget = [], messages.to_end_button.nextInFocusChain()
    while widget is not messages.to_end_button:
        reached += [widget.mapTo(messages.viewport(), QPoint(0, 0)).y()] if is_in_sight(messages, widget) else []
        widget = widget.nextInFocusChain()
    assert reached == sorted(reached)


def is_in_sight(messages, widget):
    return isinstance(widget, QTextBrowser) and messages.viewport().isAncestorOf(widget) and widget.isVisible()


def test_the_first_messages_take_what_was_made_ahead(messages, assistant, archive):
    messages.make_ahead()
    made = set(messages.viewport().findChildren(QTextBrowser))
    conversation = archive.create("Greetings")
    messages.model.open(conversation.id)

    assistant.bridge.arrived.connect(messages.model.on_event)
    assistant.end(assistant.begin(assistant.asked(conversation.id, "Hi")), "Hello.")
    settle()

    assert {messages.widget(place).prose for place in (0, 1)} <= made
