"""The temporary chat: one at a time, in a pane of its own, gone when it is closed."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from assistant_gui.core.conversation import Conversation
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.core.language import translated as _
from assistant_gui.core.manner import Manner
from assistant_gui.core.ports import Archive, Emit, Files, Manners
from assistant_gui.core.settings import Chat
from assistant_gui.gui.bridge import Bridge
from assistant_gui.gui.chat.around import Around
from assistant_gui.gui.chat.asking import Assistant
from assistant_gui.gui.chat.attaching import Attaching
from assistant_gui.gui.chat.list import MessageList
from assistant_gui.gui.chat.offers import add_message_actions
from assistant_gui.gui.chat.room import Measure
from assistant_gui.gui.chat.temporarypane import TemporaryPane
from assistant_gui.gui.chat.viewmodel import ChatViewModel
from assistant_gui.gui.chat.weighing import Weigh
from assistant_gui.gui.tasks import Tasks
from assistant_gui.gui.window import CHAT, MainWindow

TEMPORARY = "temporary"
VOICE = "voice"
OF_A_STORED_ONE = frozenset({
    "rename-conversation", "pin-conversation", "move-conversation", "archive-conversation", "delete-conversation",
    "duplicate", "branch", "export",
})  # fmt: skip
"""Actions on the conversation that is open in the chat pane; they wait while a temporary chat is on screen."""
T = TypeVar("T")


class Passing(Protocol):
    """What is behind a temporary chat; see :class:`assistant_gui.session.temporary.Temporary`."""

    drafted: Manner
    conversation: str

    @property
    def archive(self) -> Archive: ...
    @property
    def assistant(self) -> Assistant: ...
    @property
    def files(self) -> Files | None: ...
    @property
    def measure(self) -> Measure: ...
    @property
    def weigh(self) -> Weigh: ...
    def keep(self, conversation: str, /) -> Conversation: ...
    def close(self) -> None: ...


class Program(Protocol):
    """What is needed of the program."""

    def temporary(self, emit: Emit) -> Passing: ...
    def chat_settings(self) -> Chat: ...
    def chat_models(self) -> list[tuple[str, str]]: ...


class TemporaryChat(QObject):
    """Joins the view-models of one temporary chat; what they ask for ends with it."""

    def __init__(
        self,
        passing: Passing,
        program: Program,
        presets: Manners,
        tasks: Tasks,
        counting: Tasks,
        slow: Tasks,
        bridge: Bridge,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.passing = passing
        self._tasks = Ending(tasks)
        self._counting = Ending(counting)
        self._slow = Ending(slow)
        self.attaching = Attaching(passing.files, self._tasks, self)
        self.model = ChatViewModel(
            passing.assistant,
            passing.archive,
            self._tasks,
            self,
            attaching=self.attaching,
            weigh=passing.weigh,
            slow=self._slow,
            listed=False,
        )
        self.around = Around(
            self.model,
            passing.archive,
            _Desk(passing, program),
            passing.measure,
            self._tasks,
            bridge,
            self,
            counting=self._counting,
            presets=presets,
        )
        self.model.opened.connect(self._on_opened)
        self.model.stored.connect(self._on_opened)
        bridge.arrived.connect(self.model.on_event)
        bridge.arrived.connect(self.attaching.on_event)

    @property
    def holds_something(self) -> bool:
        """Something would be lost if it were closed."""
        return bool(len(self.model.transcript) or self.model.busy or self.attaching.chips)

    def pane(self) -> TemporaryPane:
        return TemporaryPane(self.around.pane(), self.model)

    @Slot(str)
    def _on_opened(self, conversation: str) -> None:
        self.passing.conversation = conversation

    def end(self) -> None:
        """Nothing that was asked for is told any more."""
        self.model.weighing.close()
        for tasks in (self._tasks, self._counting, self._slow):
            tasks.end()
        self.attaching.end()
        self.around.end()


class Temporaries(QObject):
    """Opens, keeps and closes the temporary chat of *window*, beside *usual*, the stored ones."""

    failed = Signal(object)
    """An AssistantError to show."""
    changed = Signal(bool)
    """There is one now, or none any more."""
    kept = Signal(str)
    """It is stored now, as this conversation."""

    def __init__(
        self,
        program: Program,
        window: MainWindow,
        usual: ChatViewModel,
        presets: Manners,
        tasks: Tasks,
        counting: Tasks,
        slow: Tasks,
        bridge: Bridge,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.chat: TemporaryChat | None = None
        self._program = program
        self._window = window
        self._usual = usual
        self._presets = presets
        self._tasks = tasks
        self._counting = counting
        self._slow = slow
        self._engines = bridge
        self._opening = False
        self._pane: TemporaryPane | None = None
        self._close_after = False
        self._waiting: list[str] = []
        """Actions that can be done again when the temporary chat is not on screen."""

        window.acts.add("temporary-chat", N_("Temporary chat"), self.open, "Ctrl+Shift+N")
        window.acts.add("stop", N_("Stop the answer"), self._stop, "Esc")
        window.acts.add("attach-files", N_("Attach files"), self._attach, "Ctrl+Shift+A")
        self._to_keep = window.acts.add("keep-temporary-chat", N_("Keep this chat"), self.keep)
        self._to_keep.setEnabled(False)
        add_message_actions(window.acts, usual, self._meant)
        window.acts["undo-delete"].setEnabled(usual.versions.undoable)
        usual.busy_changed.connect(self._show_whether_to_stop)
        usual.versions.undoable_changed.connect(self._show_whether_to_undo)
        window.pane_shown.connect(self._show_whether_to_stop)
        window.pane_shown.connect(self._show_whether_to_undo)
        window.pane_shown.connect(self._on_pane_shown)
        window.pane_shown.connect(self._show_whether_to_keep)

    @Slot()
    def open(self) -> None:
        """Show the temporary chat; begin one if there is none."""
        if self.chat is not None:
            self._window.show_pane(TEMPORARY)
            return
        if not self._opening:
            self._opening = True
            bridge = Bridge(self)

            def failed(error: AssistantError) -> None:
                self._opening = False
                self.failed.emit(error)

            self._tasks.run(
                lambda: self._program.temporary(bridge.carry), lambda passing: self._begin(passing, bridge), failed
            )

    @Slot()
    def leave(self) -> None:
        """Close it, after a question if something would be lost."""
        if self.chat is not None and self._holds_something:
            self._ask()
        else:
            self.close()

    @Slot()
    def close(self) -> None:
        """Close it for good."""
        chat = self._put_away()
        if chat is not None:
            self._tasks.run(chat.passing.close)
            if self._close_after:
                self._window.close()

    @Slot()
    def keep(self) -> None:
        """Store it as a conversation like the others."""
        chat = self.chat
        if chat is None or not chat.model.shown or chat.model.busy:
            return
        shown = chat.model.shown

        def done(kept: Conversation) -> None:
            self._close_after = False
            self.close()
            self.kept.emit(kept.id)

        self._tasks.run(lambda: chat.passing.keep(shown), done, self.failed.emit)

    def may_close_window(self) -> bool:
        """False when the person must be asked first; the window is closed again when that is settled."""
        if self.chat is None or not self._holds_something:
            return True
        self._close_after = True
        self._window.show_pane(TEMPORARY)
        self._ask()
        return False

    @Slot()
    def end(self) -> None:
        """The program ends, and with it the chat."""
        chat = self._put_away()
        if chat is not None:
            chat.passing.close()

    @property
    def _holds_something(self) -> bool:
        typed = self._pane is not None and bool(self._pane.chat.entry.text.toPlainText().strip())
        return typed or (self.chat is not None and self.chat.holds_something)

    def _begin(self, passing: Passing, bridge: Bridge) -> None:
        self._opening = False
        chat = TemporaryChat(
            passing, self._program, self._presets, self._tasks, self._counting, self._slow, bridge, self
        )
        self.chat = chat
        chat.model.failed.connect(self.failed)
        chat.model.versions.removed.connect(lambda: self._offer_undo(chat.model.versions.undo))
        chat.model.busy_changed.connect(self._show_whether_to_stop)
        chat.model.busy_changed.connect(self._show_whether_to_keep)
        chat.model.stored.connect(self._show_whether_to_keep)
        chat.model.aloud.changed.connect(self._show_whether_to_stop)
        chat.model.versions.undoable_changed.connect(self._show_whether_to_undo)
        self._engines.arrived.connect(chat.around.on_engine_event)
        self._window.add_pane(TEMPORARY, self._made)
        self._window.show_pane(TEMPORARY)
        chat.model.new()
        self.changed.emit(True)

    def _offer_undo(self, undo: Callable[[], None]) -> None:
        self._window.notices.offer(_("The message was deleted."), _("Undo"), undo)

    def _made(self) -> QWidget:
        assert self.chat is not None
        self._pane = self.chat.pane()
        self._pane.keep_wanted.connect(self.keep)
        self._pane.leave_wanted.connect(self.leave)
        self._pane.close_wanted.connect(self.close)
        self._pane.stayed.connect(self._on_stayed)
        return self._pane

    def _ask(self) -> None:
        if self._pane is not None:
            self._pane.ask()

    @Slot()
    def _on_stayed(self) -> None:
        self._close_after = False

    def _put_away(self) -> TemporaryChat | None:
        chat, self.chat, self._pane = self.chat, None, None
        if chat is None:
            return None
        self._engines.arrived.disconnect(chat.around.on_engine_event)
        chat.end()
        if self._window.pane == TEMPORARY:
            self._window.show_pane(CHAT)
        self._window.remove_pane(TEMPORARY)
        chat.model.transcript.cut(0)
        chat.deleteLater()
        self.changed.emit(False)
        return chat

    def _here(self) -> ChatViewModel:
        """The chat that is on screen."""
        return self.chat.model if self.chat is not None and self._window.pane == TEMPORARY else self._usual

    def _meant(self) -> tuple[ChatViewModel, str]:
        """The chat that is on screen, brought there when none is, and the answer in it that is meant."""
        if self._window.pane != TEMPORARY:
            self._window.show_pane(CHAT)
        chat = self._here()
        return chat, next((each.current() for each in self._window.findChildren(MessageList) if each.model is chat), "")

    def _stop(self) -> None:
        self._here().stop()

    def _attach(self) -> None:
        if self._window.pane != TEMPORARY:
            self._window.show_pane(CHAT)
        self._here().attaching.choose()

    @Slot(str)
    def _on_pane_shown(self, name: str) -> None:
        for action in self._waiting:
            self._window.acts[action].setEnabled(True)
        acts = self._window.acts if name == TEMPORARY else ()
        self._waiting = [
            act.id
            for act in acts
            if (act.pane == CHAT or act.id in OF_A_STORED_ONE) and self._window.acts[act.id].isEnabled()
        ]
        for action in self._waiting:
            self._window.acts[action].setEnabled(False)
        if name == VOICE and self.chat is not None:
            self._window.notices.say(_("What is said here is stored: the temporary chat is not spoken to."))

    @Slot()
    def _show_whether_to_stop(self) -> None:
        if self.chat is not None and self._window.pane == TEMPORARY:
            self._window.acts["stop"].setEnabled(self.chat.model.busy or bool(self.chat.model.aloud.reading))

    @Slot()
    def _show_whether_to_keep(self) -> None:
        chat = self.chat if self._window.pane == TEMPORARY else None
        self._to_keep.setEnabled(chat is not None and bool(chat.model.shown) and not chat.model.busy)

    @Slot()
    def _show_whether_to_undo(self) -> None:
        self._window.acts["undo-delete"].setEnabled(self._here().versions.undoable)


class Ending:
    """Does work elsewhere until it is told to end; then nothing more is begun, and nothing delivered."""

    def __init__(self, tasks: Tasks) -> None:
        self._tasks = tasks
        self._ended = False

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[AssistantError], None] | None = None,
    ) -> None:
        def begun() -> list[T]:
            return [] if self._ended else [work()]

        def delivered(results: list[T]) -> None:
            if done is not None and not self._ended:
                for result in results:
                    done(result)

        def told(error: AssistantError) -> None:
            if failed is not None and not self._ended:
                failed(error)

        if not self._ended:
            self._tasks.run(begun, delivered, told)

    def end(self) -> None:
        self._ended = True


class _Desk:
    """The settings of the program, with the draft of the temporary chat."""

    def __init__(self, passing: Passing, program: Program) -> None:
        self._passing = passing
        self.chat_settings = program.chat_settings
        self.chat_models = program.chat_models

    @property
    def drafted(self) -> Manner:
        return self._passing.drafted

    @drafted.setter
    def drafted(self, manner: Manner) -> None:
        self._passing.drafted = manner
