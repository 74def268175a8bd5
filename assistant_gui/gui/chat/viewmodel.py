"""What the chat pane shows and can do; no widgets."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal, Slot

from assistant_gui.core.conversation import Conversation, Folder, Message, Origin, Role, State
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.events import (
    Asked,
    ConversationChanged,
    ConversationDeleted,
    ConversationsChanged,
    Event,
    Failed,
    FoldersChanged,
    MessageChanged,
    PromptRead,
    ReplyBegan,
    ReplyEnded,
    ReplyGrew,
    TurnEnded,
)
from assistant_gui.core.ports import Archive
from assistant_gui.core.turn import Turn
from assistant_gui.gui.chat.aloud import ReadAloud
from assistant_gui.gui.chat.asking import Assistant
from assistant_gui.gui.chat.attaching import Attaching, Chip
from assistant_gui.gui.chat.conversations import Conversations
from assistant_gui.gui.chat.feedback import Feedback
from assistant_gui.gui.chat.growth import PAINT_MS, Growth
from assistant_gui.gui.chat.lines import Place, place_of, title_of
from assistant_gui.gui.chat.thumbnails import Thumbnails
from assistant_gui.gui.chat.transcript import Transcript
from assistant_gui.gui.chat.versions import Versions
from assistant_gui.gui.chat.weighing import Weigh, Weighing
from assistant_gui.gui.tasks import Tasks


@dataclass(frozen=True, slots=True)
class _Sent:
    """A question that is asked for and not stored yet."""

    text: str
    chips: tuple[Chip, ...]


class ChatViewModel(QObject):
    """Lives in the window's thread. :meth:`on_event` takes the events of a Bridge, in order."""

    opened = Signal(str)
    """A conversation was chosen, by its id; the empty id is a new chat that is not stored yet."""
    stored = Signal(str)
    """The new chat on screen is stored now, under this id."""
    reveal_wanted = Signal(str, str)
    """A message of the conversation that was opened is to be seen, with these words marked."""
    loaded = Signal()
    """Its messages are here."""
    retitled = Signal(str)
    busy_changed = Signal(bool)
    failed = Signal(object)
    """An AssistantError to show."""
    returned = Signal(str)
    """A text that could not be sent goes back to the entry."""

    def __init__(
        self,
        assistant: Assistant,
        archive: Archive,
        tasks: Tasks,
        parent: QObject | None = None,
        *,
        attaching: Attaching | None = None,
        weigh: Weigh | None = None,
        slow: Tasks | None = None,
        listed: bool = True,
        paint_ms: int = PAINT_MS,
    ) -> None:
        """*weigh* tells how likely an answer was; that takes long and is run by *slow*."""
        super().__init__(parent)
        self.attaching = attaching or Attaching(None, tasks, self)
        """The files that go with the next question."""
        self.thumbnails = Thumbnails(archive.content, tasks, self)
        self.transcript = Transcript(self)
        self.conversations = Conversations(self)
        self.busy = False
        self.listed = listed
        """What is left can be found again; where nothing lists it, a copy would only hide what it was made of."""
        self.shown = ""
        """The id of the conversation on screen, or empty for a new chat."""
        self.tasks = tasks
        self._assistant = assistant
        self._archive = archive
        self._awaited = 0
        """The turn that was asked for here and has not begun yet."""
        self._turn = 0
        self._sent: _Sent | None = None
        self._loading = False
        self._missed = False
        """Something happened while the thread was being read, so it must be read again."""
        self._listings = 0
        self._growth = Growth(self.transcript.extend, paint_ms, self)
        self.opened.connect(self.attaching.on_opened)
        self.stored.connect(self.attaching.on_stored)
        self.versions = Versions(self, assistant, archive)
        self.feedback = Feedback(self, archive)
        self.aloud = ReadAloud(self, assistant)
        self.weighing = Weighing(self, weigh, slow or tasks)

    # What the person does

    def start(self) -> None:
        """List the conversations and open the newest."""
        self.tasks.run(self._filed, self._started, self.failed.emit)

    def _started(self, filed: tuple[list[Conversation], list[Folder]]) -> None:
        self._list(filed)
        newest = next((each.id for each in filed[0] if place_of(each) is Place.LIST), "")
        if newest and not self.shown and not self._sent:
            self.open(newest)
        else:
            self.opened.emit(self.shown)

    def _filed(self) -> tuple[list[Conversation], list[Folder]]:
        """All conversations, newest change first, those in the trash last; and the folders."""
        archive = self._archive
        return archive.conversations() + archive.filing.trashed(), archive.filing.folders()

    def _list_again(self) -> None:
        """Of several that are asked for in a row only the last is shown: each takes long, and would be the same."""
        self._listings += 1
        number = self._listings

        def listed(filed: tuple[list[Conversation], list[Folder]]) -> None:
            if number == self._listings:
                self._list(filed)

        self.tasks.run(self._filed, listed, self.failed.emit)

    def _list(self, filed: tuple[list[Conversation], list[Folder]]) -> None:
        self.conversations.show(*filed)

    def new(self) -> None:
        """Show an empty chat; it is stored with its first message."""
        self.open("")

    def open(self, conversation: str) -> None:
        if conversation != self.shown:
            self.shown = conversation
            self._loading = bool(conversation)
            self.transcript.cut(0)
            if conversation:
                self._load()
        self.opened.emit(conversation)
        self.retitled.emit(self.title)

    @property
    def title(self) -> str:
        shown = self.conversations.get(self.shown)
        return "" if shown is None else title_of(shown)

    @property
    def empty(self) -> bool:
        """There is nothing to show, as far as is known."""
        return not self._loading and not len(self.transcript)

    def message(self, id: str) -> Message | None:
        """One of those on screen."""
        row = self.transcript.row_of(id)
        return None if row is None else self.transcript.line(row).message

    def send(self, text: str) -> bool:
        """Ask what the person typed; False when there is nothing to ask, or an answer is still coming."""
        text = text.strip()
        if self.busy or not self.attaching.ready or not (text or self.attaching.says_something):
            return False
        chips = self.attaching.take()
        self._sent = _Sent(text, chips)
        self._set_busy(busy=True)
        files = [chip.file for chip in chips if chip.file is not None]
        self._awaited = self._assistant.ask(self.shown, text, files).number
        return True

    def stop(self) -> None:
        """End the answer at any time; a question that had not even begun comes back.

        Whether it had is known when its turn is told to have ended: it may be asked at this very moment.
        """
        self._assistant.stop()
        if not (self._turn or self._awaited):
            self._give_back()
            self._set_busy(busy=False)

    def await_turn(self, turn: Turn, text: str = "") -> None:
        """An answer was asked for and is coming; *text* is what was asked, and comes back if it cannot begin."""
        self._sent = _Sent(text, ()) if text else None
        self._set_busy(busy=True)
        self._awaited = turn.number

    def retry(self) -> None:
        """Answer the last question of this conversation again."""
        if not self.busy and self.shown:
            self.await_turn(self._assistant.retry(self.shown))

    @property
    def can_retry(self) -> bool:
        """The last question here has no whole answer."""
        if self.busy or not self.shown or not len(self.transcript):
            return False
        last = self.transcript.line(len(self.transcript) - 1).message
        return last.role == Role.PERSON or last.state == State.BROKEN

    def put(self, conversations: Sequence[Conversation]) -> None:
        """Show *conversations* as they are now; an open one that went into the trash is closed."""
        shown = self.conversations.get(self.shown)
        self.conversations.put_all(conversations)
        now = self.conversations.get(self.shown)
        if now is not None and now.trashed is not None and (shown is None or shown.trashed is None):
            self.new()
        elif any(each.id == self.shown for each in conversations):
            self.retitled.emit(self.title)

    def forget(self, conversations: Sequence[str]) -> None:
        """They were deleted for good."""
        self.conversations.remove_all(conversations)
        if self.shown in conversations:
            self.new()

    # What happened

    @Slot(object)
    def on_event(self, event: Event) -> None:
        self.aloud.on_event(event)
        match event:
            case Asked(turn=turn, message=message):
                self._begin_turn(turn)
                if not self.shown and (self._sent or message.origin == Origin.SPOKEN):
                    self.shown = message.conversation
                    self.stored.emit(message.conversation)
                self._sent = None
                self._add(message)
            case ReplyBegan(turn=turn, message=message):
                self._begin_turn(turn)
                self._growth.begin(message.id, message.text)
                self._add(message)
            case PromptRead(turn=turn, fraction=fraction) if turn == self._turn:
                for growing in self._growth.texts:
                    self.transcript.read(growing, fraction)
            case ReplyGrew(message=message, piece=piece):
                self._growth.add(message, piece)
            case ReplyEnded(turn=turn, message=message):
                self._settle(message)
                self._end_turn(turn)
            case Failed(turn=0, error=error):
                self.failed.emit(error)
            case Failed(turn=turn, error=error):
                if turn == self._awaited:
                    self._give_back()
                if turn == self._turn:
                    self._break_off()
                self._end_turn(turn)
                self.failed.emit(error)
            case TurnEnded(turn=turn) if turn == self._awaited:  # cut short before it began
                self._give_back()
                self._end_turn(turn)
            case ConversationChanged(conversation=conversation):
                self.put([conversation])
            case ConversationDeleted(conversation=id):
                self.forget([id])
            case ConversationsChanged() | FoldersChanged():
                self._list_again()
            case MessageChanged(message=message):
                self._on_message_changed(message)

    def _begin_turn(self, turn: int) -> None:
        self._turn, self._awaited = turn, 0
        self._set_busy(busy=True)

    def _end_turn(self, turn: int) -> None:
        """The turn is over, or the one that was asked for never began; others are not ours."""
        if turn in (self._turn, self._awaited):
            self._turn = self._awaited = 0
            self._set_busy(busy=False)

    def _break_off(self) -> None:
        """Nobody writes what was growing any more."""
        for grown in self._growth.end_all():
            row = self.transcript.row_of(grown)
            if row is not None:
                self.transcript.update(replace(self.transcript.line(row).message, state=State.BROKEN))

    def _add(self, message: Message) -> None:
        if message.conversation == self.shown:
            self._missed = self._loading
            self.transcript.append(message)

    def _settle(self, message: Message) -> None:
        self._growth.end(message.id)
        self._missed = self._loading
        self.transcript.update(message)
        if message.conversation == self.shown:
            self._find_versions([message])

    def _on_message_changed(self, message: Message) -> None:
        if self.transcript.row_of(message.id) is not None:
            self.transcript.update(message)
        elif message.conversation == self.shown:
            self._load()

    def _give_back(self) -> None:
        if self._sent:
            sent, self._sent = self._sent, None
            self.attaching.give_back(sent.chips)
            self.returned.emit(sent.text)

    def _set_busy(self, *, busy: bool) -> None:
        if busy != self.busy:
            self.busy = busy
            self.busy_changed.emit(busy)

    # Reading the archive

    def _load(self) -> None:
        self.then_show(lambda: None)

    def then_show(self, change: Callable[[], object], then: Callable[[], None] = lambda: None) -> None:
        """Make a *change* in the archive and show what has become of the conversation; *then* go on."""
        conversation = self.shown
        self._loading = True
        self._missed = False

        def work() -> list[Message]:
            change()
            return self._archive.thread(conversation)

        def done(messages: list[Message]) -> None:
            then()
            if conversation != self.shown:
                return
            if self._missed:
                self._load()
                return
            self._loading = False
            self.transcript.show([self._newest(message) for message in messages])
            self.loaded.emit()
            self._find_versions(messages)
            self._refresh(conversation)

        self.tasks.run(work, done, self._on_not_loaded)

    def _on_not_loaded(self, error: AssistantError) -> None:
        self._loading = False
        self.failed.emit(error)

    def _newest(self, message: Message) -> Message:
        if message.id in self._growth.texts:
            return replace(message, text=self._growth.texts[message.id])
        if message.state == State.GROWING:
            return replace(message, state=State.BROKEN)  # nobody writes it any more
        return message

    def _find_versions(self, messages: Sequence[Message]) -> None:
        conversation = self.shown

        def done(places: Mapping[str, tuple[int, int]]) -> None:
            self.transcript.place({each.id: places.get(each.id, (1, 1)) for each in messages})

        self.tasks.run(lambda: self._archive.places(conversation), done, self.failed.emit)

    def _refresh(self, conversation: str) -> None:
        def done(found: Conversation | None) -> None:
            if found is not None:
                self.put([found])

        self.tasks.run(lambda: self._archive.conversation(conversation), done, self.failed.emit)
