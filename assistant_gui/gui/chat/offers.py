"""What can be done with a message, once: its menu, the palette and the shortcuts are made from it."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from assistant_gui.core.conversation import Message, Rating, State, Wish
from assistant_gui.core.language import N_
from assistant_gui.core.language import translated as _
from assistant_gui.gui.actions import Actions
from assistant_gui.gui.chat.heard import was_spoken
from assistant_gui.gui.chat.transcript import Line
from assistant_gui.gui.chat.viewmodel import ChatViewModel
from assistant_gui.gui.window import CHAT

BRANCH = N_("Go on from here in a new conversation")


@dataclass(frozen=True, slots=True)
class Offer:
    id: str
    title: str
    """Marked, not translated."""
    act: Callable[[str], object]
    """Takes the id of the message."""
    fits: Callable[[Message], bool] = lambda _message: True
    keys: str = ""
    rests: bool = True
    """Not while an answer comes."""
    apart: bool = False
    """A line is drawn above it in the menu."""
    now: Callable[[str], str] | None = None
    """What it is called in the menu of this message, marked, when that differs."""


def can_go_on(message: Message) -> bool:
    """Whether the answer was cut, by whomever."""
    cut = message.state in (State.STOPPED, State.BROKEN)
    full = message.generator is not None and message.generator.finish == "length"
    return bool(message.text.strip()) and (cut or full)


def offers(model: ChatViewModel, *, answer: bool) -> tuple[Offer, ...]:
    """For an answer or for a question, in the order of the menu."""
    return _for_answers(model) if answer else _for_questions(model)


def _for_answers(model: ChatViewModel) -> tuple[Offer, ...]:
    versions = model.versions
    return (
        Offer("copy-answer", N_("Copy the answer"), lambda it: _copy(model, it), _written, "Ctrl+Shift+C", rests=False),
        Offer(
            "read-aloud",
            N_("Read aloud, or stop reading"),
            model.aloud.toggle,
            _written,
            "Ctrl+Shift+R",
            now=lambda it: N_("Stop reading") if it == model.aloud.reading else N_("Read aloud"),
        ),
        Offer("another-answer", N_("Another answer"), versions.another, apart=True),
        Offer("shorter-answer", N_("Shorter"), lambda it: versions.again(it, Wish.SHORTER), _whole),
        Offer("longer-answer", N_("Longer"), lambda it: versions.again(it, Wish.LONGER), _whole),
        Offer("continue-answer", N_("Continue the answer"), lambda it: versions.again(it, Wish.CONTINUED), can_go_on),
        Offer("better-answer", N_("Write a better answer"), versions.edit_wanted.emit),
        Offer("explain-rating", N_("Say what was wrong with it"), model.feedback.ask, _bad, rests=False),
        Offer(
            "probabilities",
            N_("Show how likely each word was"),
            model.weighing.show,
            lambda message: _written(message) and model.weighing.possible,
        ),
        Offer("branch", BRANCH, versions.branch, _listed(model), apart=True),
        Offer("delete-message", N_("Delete from here on"), versions.remove),
    )


def _under_answers(model: ChatViewModel) -> tuple[Offer, ...]:
    """What has a button under an answer, and therefore no place in its menu."""
    rate, step = model.feedback.rate, model.versions.step
    return (
        Offer("good-answer", N_("Good answer: learn from it"), lambda it: rate(it, Rating.UP), rests=False),
        Offer("bad-answer", N_("Bad answer"), lambda it: rate(it, Rating.DOWN), rests=False),
        Offer("previous-answer", N_("Previous answer"), lambda it: step(it, -1)),
        Offer("next-answer", N_("Next answer"), lambda it: step(it, 1)),
    )


def _for_questions(model: ChatViewModel) -> tuple[Offer, ...]:
    versions = model.versions
    return (
        Offer("copy-question", N_("Copy the question"), lambda it: _copy(model, it), _written, rests=False),
        Offer("edit-question", N_("Edit the question"), versions.edit_wanted.emit),
        Offer("put-right", N_("Correct what was heard"), versions.put_right_wanted.emit, was_spoken),
        Offer("branch-question", BRANCH, versions.branch, _listed(model), apart=True),
        Offer("delete-question", N_("Delete from here on"), versions.remove),
    )


def menu(model: ChatViewModel, line: Line, parent: QWidget, selected: str = "") -> QMenu:
    """What can be done with the message of *line*, of which the text *selected* is."""
    made = QMenu(parent)
    if selected:
        copy = made.addAction(_("Copy the selection"))
        copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        copy.triggered.connect(lambda: QGuiApplication.clipboard().setText(selected))
        made.addSeparator()
    for offer in offers(model, answer=line.answer):
        if offer.fits(line.message):
            if offer.apart:
                made.addSeparator()
            made.addAction(_action(offer, line.message.id, made, free=not (offer.rests and model.busy)))
    return made


Here = Callable[[], tuple[ChatViewModel, str]]
"""The chat that is meant, and the id of the answer in it that is."""


def add_actions(acts: Actions, model: ChatViewModel, current: Callable[[], str]) -> None:
    """Offer for the *current* answer, by its id, what its menu offers; and what is not for one message."""
    add_message_actions(acts, model, lambda: (model, current()), pane=CHAT)
    acts.add("duplicate", N_("Duplicate the conversation"), lambda: _duplicate(model), pane=CHAT)
    undo = acts["undo-delete"]
    undo.setEnabled(model.versions.undoable)
    model.versions.undoable_changed.connect(undo.setEnabled)


def add_message_actions(acts: Actions, model: ChatViewModel, here: Here, *, pane: str = "") -> None:
    """What can be done with a message of the chat that is *here* then; in *model*, any chat, it is called the same."""

    def everything(chat: ChatViewModel) -> tuple[Offer, ...]:
        return (*_for_answers(chat), *_under_answers(chat))

    def doing(place: int) -> Callable[[], None]:
        def do() -> None:
            chat, answer = here()
            offer, message = everything(chat)[place], chat.message(answer)
            if message is not None and offer.fits(message) and not (offer.rests and chat.busy):
                offer.act(message.id)

        return do

    for place, offer in enumerate(everything(model)):
        acts.add(offer.id, offer.title, doing(place), offer.keys, pane=pane)
    edit, undo = N_("Edit the last question"), N_("Bring the deleted message back")
    acts.add("edit-question", edit, lambda: here()[0].versions.edit_last_question(), pane=pane)
    acts.add("undo-delete", undo, lambda: here()[0].versions.undo(), "Ctrl+Z", pane=pane)


def _action(offer: Offer, message: str, menu: QMenu, *, free: bool) -> QAction:
    action = QAction(_(offer.now(message) if offer.now is not None else offer.title), menu)
    action.setEnabled(free)
    action.triggered.connect(lambda: offer.act(message))
    return action


def _duplicate(model: ChatViewModel) -> None:
    if model.shown and not model.busy:
        model.versions.duplicate(model.shown)


def _copy(model: ChatViewModel, id: str) -> None:
    message = model.message(id)
    if message is not None:
        QGuiApplication.clipboard().setText(message.text)


def _listed(model: ChatViewModel) -> Callable[[Message], bool]:
    return lambda _message: model.listed


def _written(message: Message) -> bool:
    return bool(message.text)


def _whole(message: Message) -> bool:
    return message.state is State.WHOLE and bool(message.text)


def _bad(message: Message) -> bool:
    return message.rating is Rating.DOWN
