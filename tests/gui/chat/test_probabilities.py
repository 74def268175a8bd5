"""An answer coloured by how likely each word was."""

import threading

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.likelihood import Weighed
from assistant_gui.gui.chat.probabilities import GROUNDS, STEPS, Probabilities, percent, step_of, visible
from assistant_gui.gui.chat.view import ChatView
from assistant_gui.gui.chat.viewmodel import ChatViewModel
from assistant_gui.gui.tasks import InlineTasks, PooledTasks
from assistant_gui.gui.theme import DARK, LIGHT

WORDS = (
    Weighed("Hello", 0.97, (("Hello", 0.97), ("Hi", 0.02), ("Good", 0.005), ("Oh", 0.003), ("Well", 0.001))),
    Weighed(" dear", 0.03, ((" there", 0.6), (" friend", 0.2), (".", 0.1), (" dear", 0.03), ("\n", 0.02))),
    Weighed(".", 0.6, ((".", 0.6), ("!", 0.3), ("", 0.05), (",", 0.02), ("?", 0.01))),
)


class FakeScale:
    """Weighs everything alike; waits or fails where it is told to."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.trouble: AssistantError | None = None
        self.waits = False
        self.waiting = threading.Event()

    def __call__(self, answer, turn, tell):
        self.asked.append(answer)
        tell(0.5)
        if self.waits:
            self.waiting.set()
            turn.wait(10)
            turn.check()
        if self.trouble:
            raise self.trouble
        return WORDS


@pytest.fixture
def scale():
    return FakeScale()


@pytest.fixture
def model(assistant, archive, scale):
    made = ChatViewModel(assistant, archive, InlineTasks(), weigh=scale, paint_ms=0)
    assistant.bridge.arrived.connect(made.on_event)
    return made


@pytest.fixture
def view(qtbot, model, talked):
    made = ChatView(model)
    qtbot.addWidget(made)
    made.resize(700, 700)
    made.show()
    model.open(talked[0].id)
    QApplication.processEvents()
    return made


def answer(view):
    QApplication.processEvents()
    return view.messages.widget(1)


def signals(signal):
    told = []
    signal.connect(lambda *values: told.append(values[0] if values else None))
    return told


# Asking for it


def test_the_answer_is_weighed_and_shown_in_its_place(view, model, scale, talked):
    model.weighing.show(talked[2].id)
    likely = answer(view).likely

    assert scale.asked == [talked[2].id]
    assert likely.tokens.toPlainText() == "Hello dear."
    assert likely.isVisible()
    assert not answer(view).prose.isVisible()
    assert not likely.bar.isVisible()


def test_the_way_back_shows_the_answer_as_usual(qtbot, view, model, talked):
    model.weighing.show(talked[2].id)
    QApplication.processEvents()

    qtbot.mouseClick(answer(view).likely.back_button, Qt.MouseButton.LeftButton)

    assert not answer(view).likely.isVisible()
    assert answer(view).prose.isVisible()


def test_asking_again_or_opening_another_conversation_goes_back_too(view, model, talked):
    model.weighing.show(talked[2].id)
    model.weighing.show(talked[2].id)
    again = model.weighing.message
    model.weighing.show(talked[2].id)
    model.new()

    assert (again, model.weighing.message) == ("", "")


def test_what_cannot_be_weighed_is_told_and_the_answer_stays(view, model, scale, talked):
    failed = signals(model.failed)
    scale.trouble = AssistantError("The engine does not have that model.")

    model.weighing.show(talked[2].id)

    assert failed == [scale.trouble]
    assert answer(view).prose.isVisible()


def test_while_it_is_weighed_it_says_how_far_and_can_be_cancelled(qtbot, assistant, archive, scale, talked):
    scale.waits = True
    tasks = PooledTasks(threads=1)
    model = ChatViewModel(assistant, archive, InlineTasks(), weigh=scale, slow=tasks, paint_ms=0)
    view = ChatView(model)
    qtbot.addWidget(view)
    view.resize(700, 700)
    view.show()
    model.open(talked[0].id)
    model.weighing.show(talked[2].id)
    assert scale.waiting.wait(10)
    qtbot.waitUntil(lambda: model.weighing.done == 0.5)
    likely = answer(view).likely
    shown = likely.bar.value(), likely.bar.isVisible(), likely.back_button.accessibleName()

    qtbot.mouseClick(likely.back_button, Qt.MouseButton.LeftButton)
    tasks.close()

    assert shown == (50, True, "Cancel")
    assert model.weighing.message == ""
    assert answer(view).prose.isVisible()


def test_a_question_comes_before_weighing(qtbot, assistant, archive, scale, talked):
    scale.waits = True
    tasks = PooledTasks(threads=1)
    model = ChatViewModel(assistant, archive, InlineTasks(), weigh=scale, slow=tasks, paint_ms=0)
    model.open(talked[0].id)
    model.weighing.show(talked[2].id)
    assert scale.waiting.wait(10)

    model.send("And?")
    tasks.close()  # waits for what has begun: it was cut short

    assert model.weighing.message == ""


def test_without_an_engine_that_can_it_is_not_offered(assistant, archive, talked):
    model = ChatViewModel(assistant, archive, InlineTasks(), paint_ms=0)
    model.open(talked[0].id)

    model.weighing.show(talked[2].id)

    assert not model.weighing.possible
    assert model.weighing.message == ""


# Looking at it


@pytest.fixture
def likely(qtbot, view, model, talked):
    model.weighing.show(talked[2].id)
    return answer(view).likely


def test_the_first_word_is_pointed_at_and_has_the_keyboard(view, likely):
    view.activateWindow()

    assert likely.words.text() == "“Hello” was chosen with 97 %. The likeliest here:"
    assert likely.alternatives.texts() == ["Hello  97 %", "Hi  2.0 %", "Good  0.5 %", "Oh  0.3 %", "Well  0.1 %"]
    assert "“Hi” 2.0 %" in likely.tokens.accessibleDescription()


def test_the_arrows_go_from_word_to_word(qtbot, likely):
    told = signals(likely.tokens.pointed)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Home, Qt.Key.Key_End):
        qtbot.keyClick(likely.tokens, key)

    assert told == [1, 2, 2, 1, 0, 2]
    assert "(end of the answer)  5.0 %" in likely.alternatives.texts()


def test_the_mouse_points_at_the_word_below_it(qtbot, likely):
    tokens = likely.tokens
    cursor = tokens.textCursor()
    cursor.setPosition(len("Hello d"))
    place = tokens.cursorRect(cursor).center()

    qtbot.mouseMove(tokens.viewport(), QPoint(place.x(), place.y()))
    QApplication.processEvents()

    assert likely.words.text().startswith("“dear” was chosen with 3.0 %")
    assert likely.alternatives.texts()[-1] == "↵  2.0 %"


def test_esc_goes_back(qtbot, view, likely, model):
    qtbot.keyClick(likely.tokens, Qt.Key.Key_Escape)

    assert model.weighing.message == ""


def test_words_stand_on_the_ground_of_their_step(likely):
    cursor = likely.tokens.textCursor()
    grounds = []
    for place in (2, 8, 11):
        cursor.setPosition(place)
        brush = cursor.charFormat().background()
        grounds.append(brush.color().name() if brush.style() != Qt.BrushStyle.NoBrush else "")

    light = GROUNDS["light"]
    assert grounds == [light[0], light[4], light[1]]


@pytest.mark.parametrize(
    ("probability", "step", "said"),
    [
        (1.0, 0, "100 %"),
        (0.9, 0, "90 %"),
        (0.5, 1, "50 %"),
        (0.2, 2, "20 %"),
        (0.05, 3, "5.0 %"),
        (0.0004, 4, "under 0.1 %"),
    ],
)
def test_steps_and_percentages(probability, step, said):
    assert (step_of(probability), percent(probability)) == (step, said)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_words_can_be_read_on_every_ground(palette):
    for ground in GROUNDS[palette.name]:
        assert contrast(palette.text, ground or palette.surface) >= 4.5
    assert len(GROUNDS[palette.name]) == len(STEPS)


def contrast(one: str, other: str) -> float:
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    made = QColor(colour)
    parts = (made.redF(), made.greenF(), made.blueF())
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_some_bytes_of_a_character_are_not_a_question_mark():
    assert visible("\N{REPLACEMENT CHARACTER}") == "(part of a character)"
    assert visible("a\N{REPLACEMENT CHARACTER}").startswith("a")


def test_a_line_break_is_seen(qtbot, model, qapp):
    made = Probabilities()
    qtbot.addWidget(made)
    made.tokens.show_tokens((Weighed("a\n\n", 0.5, ()), Weighed("b", 0.5, ())))

    assert made.tokens.toPlainText() == "a↵\n↵\nb"
