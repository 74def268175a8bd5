"""The assistant: one question after the other, each asked, answered and kept."""

import logging
import queue
import threading
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from assistant_gui.core.attached import Attached
from assistant_gui.core.content import Messages
from assistant_gui.core.conversation import Conversation, Message, Origin, Role, State, Wish
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.events import (
    Asked,
    ConversationChanged,
    Failed,
    Recognised,
    ReplyBegan,
    ReplyEnded,
    StageTimed,
    TurnEnded,
)
from assistant_gui.core.gate import Gate
from assistant_gui.core.language import N_
from assistant_gui.core.manner import AS_SET, Manner
from assistant_gui.core.ports import Archive, Counter, Ears, Emit, Eyes, Speaker, Thinker, Transcript, Voice
from assistant_gui.core.sound import Sound
from assistant_gui.core.turn import Turn, TurnCancelled
from assistant_gui.session.again import Again
from assistant_gui.session.context import Context
from assistant_gui.session.history import by_turns
from assistant_gui.session.instructions import manner_of
from assistant_gui.session.looking import Blind, Looking
from assistant_gui.session.reading import read_aloud
from assistant_gui.session.reply import Aloud, Choices, Writing
from assistant_gui.session.resting import REST_AFTER, Rest
from assistant_gui.session.tokens import Guessing, Tokens

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Engines:
    """What thinks, hears, speaks and plays."""

    thinker: Thinker
    ears: Ears
    voice: Voice
    speaker: Speaker
    counter: Counter = field(default_factory=Guessing)
    eyes: Eyes = field(default_factory=Blind)


@dataclass(frozen=True, slots=True)
class Attempt:
    """An answer to what was said so far. Nothing of it is stored, told or heard before :attr:`commit` is called."""

    turn: Turn
    """Cancelled, the attempt never was."""
    commit: Callable[[], None]
    """The person has finished: ask what was recognised, and let the answer be heard. From any thread."""


@dataclass(frozen=True, slots=True)
class _Job:
    turn: Turn
    act: Callable[[Turn], None]


class Assistant:
    """Answers questions in order, on a thread of its own (named ``session``).

    :meth:`ask`, :meth:`hear`, :meth:`regenerate` and :meth:`retry` return at once,
    cut short whatever is being answered, and tell what comes of it by events.
    """

    def __init__(
        self,
        archive: Archive,
        engines: Engines,
        choices: Callable[[Manner], Choices],
        emit: Emit,
        *,
        drafted: Callable[[], Manner] = lambda: AS_SET,
        begun_in: Callable[[], str | None] = lambda: None,
        tokens: Tokens | None = None,
        rest_after: float = REST_AFTER,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._archive = archive
        self._engines = engines
        look = Looking(archive, engines.eyes).pictures
        self._context = Context(archive.manners, engines.counter, tokens or Tokens(), look)
        self._choices = choices
        self._drafted = drafted
        """How a conversation that begins with its first question is to be answered..."""
        self._begun_in = begun_in
        """...and the folder in which it begins."""
        self._emit = emit
        self._clock = clock
        self._now = now
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._under_way: set[Turn] = set()
        self._glimpses: dict[Turn, threading.Thread] = {}
        self._rest = Rest(archive, engines.thinker, self._context, choices, emit, rest_after)
        self._thread = threading.Thread(target=self._work, name="session", daemon=True)
        self._thread.start()

    def ask(self, conversation: str, text: str, files: Sequence[Attached] = (), *, aloud: bool = False) -> Turn:
        """Ask what the person typed, with *files*; an empty *conversation* begins a new one."""

        def act(turn: Turn) -> None:
            question = self._asked(turn, conversation, text, Origin.TYPED, files)
            self._answer(turn, question.conversation, question.id, aloud=aloud)

        return self._begin(act)

    def hear(self, conversation: str, sound: Sound, known: Transcript | None = None) -> Attempt:
        """Begin to recognise what the person said and to answer it, aloud once the attempt is committed.

        What is *known* was recognised already.
        """

        def recognise(turn: Turn) -> Transcript:
            return known or self._engines.ears.recognise(sound, turn)

        return self._attempt(conversation, recognise)

    def glimpse(self, sound: Sound) -> Turn:
        """Recognise *sound* beside whatever goes on; Recognised tells what it was, nothing is kept."""
        turn = Turn()

        def recognise() -> None:
            heard = Transcript("", "")
            try:
                heard = self._engines.ears.recognise(sound, turn)
            except TurnCancelled:
                return
            except AssistantError as error:
                _log.warning("what was said over the answer was not recognised: %s", error)
            self._emit(Recognised(turn.number, heard.text.strip(), heard.language, heard.ending))

        thread = threading.Thread(target=recognise, name="glimpse", daemon=True)
        with self._lock:
            glimpses = {each: at for each, at in self._glimpses.items() if at.is_alive()}
            self._glimpses = {**glimpses, turn: thread}
            thread.start()
        return turn

    def attend(self, conversation: str, recognise: Callable[[Turn], Transcript]) -> Turn:
        """Answer aloud whatever *recognise* makes of what was said (a file, a foreign recogniser)."""
        attempt = self._attempt(conversation, recognise)
        attempt.commit()
        return attempt.turn

    def edit(self, message: str, text: str) -> Turn:
        """Put question *message* in other words and answer that; the old question stays beside it."""

        def act(turn: Turn) -> None:
            question = self._archive.edit(message, text)
            self._emit(Asked(turn.number, question))
            self._changed(question.conversation)
            self._answer(turn, question.conversation, question.id, aloud=False)

        return self._begin(act)

    def regenerate(self, message: str, wish: Wish | None = None) -> Turn:
        """Answer the question before *message* once more; the old answer stays beside the new one.

        With a *wish* the new one is another one, shorter, longer, or goes on where the old one was cut.
        """

        def act(turn: Turn) -> None:
            old = self._archive.message(message)
            if old is None or old.parent is None or old.removed is not None:
                raise AssistantError(N_("That answer is not there any more."), N_("Ask the question again."))
            again = Again(old, wish) if wish is not None else None
            self._answer(turn, old.conversation, old.parent, aloud=False, again=again)

        return self._begin(act)

    def retry(self, conversation: str, *, aloud: bool = False) -> Turn:
        """Answer the last question of *conversation* again, after a failure or when it was put right."""

        def act(turn: Turn) -> None:
            questions = [m for m in self._archive.thread(conversation) if m.role is Role.PERSON]
            if not questions:
                raise AssistantError(N_("There is no question to answer yet."), N_("Type one first."))
            self._answer(turn, conversation, questions[-1].id, aloud=aloud)

        return self._begin(act)

    def say(self, text: str) -> Turn:
        """Speak *text*, which may be Markdown, with the chosen voice; nothing is kept."""
        return self._begin(lambda turn: read_aloud(text, turn, self._engines.voice, self._engines.speaker))

    def stop(self) -> None:
        """Cut short what is being answered; what was written is kept."""
        with self._lock:
            turns = list(self._under_way)
        for turn in turns:
            turn.cancel()

    @property
    def busy(self) -> bool:
        with self._lock:
            return bool(self._under_way)

    def close(self) -> None:
        """Stop, and wait for the threads."""
        self.stop()
        with self._lock:
            glimpses = dict(self._glimpses)
        for turn in glimpses:
            turn.cancel()
        self._jobs.put(None)
        self._rest.end()
        self._thread.join()
        for thread in glimpses.values():
            thread.join()

    def _attempt(self, conversation: str, recognise: Callable[[Turn], Transcript]) -> Attempt:
        gate = Gate()

        def act(turn: Turn) -> None:
            began = self._clock()
            heard = recognise(turn)
            text = heard.text.strip()
            turn.check()
            self._emit(StageTimed(turn.number, "recognise", (self._clock() - began) * 1000))
            self._emit(Recognised(turn.number, text, heard.language, heard.ending))
            if text:
                self._answer_behind(gate, turn, conversation, text)

        return Attempt(self._begin(act), gate.open)

    def _begin(self, act: Callable[[Turn], None]) -> Turn:
        self.stop()
        turn = Turn()
        with self._lock:
            self._under_way.add(turn)
        self._jobs.put(_Job(turn, act))
        self._rest.end()
        return turn

    def _work(self) -> None:
        while job := self._jobs.get():
            try:
                job.turn.check()
                job.act(job.turn)
            except TurnCancelled:
                pass
            except AssistantError as error:
                self._emit(Failed(job.turn.number, error))
            except Exception:  # noqa: BLE001 - a turn must not take the thread with it
                _log.exception("a turn broke")
                self._emit(Failed(job.turn.number, something_broke()))
            finally:
                with self._lock:
                    self._under_way.discard(job.turn)
                self._emit(TurnEnded(job.turn.number))
            self._rest.take(lambda: not self._jobs.empty())

    def _asked(
        self, turn: Turn, conversation: str, text: str, origin: Origin, files: Sequence[Attached] = ()
    ) -> Message:
        if conversation:
            kept = self._archive.conversation(conversation)
        else:
            kept = self._archive.create(manner=self._drafted(), folder=self._begun_in())
        if kept is None:
            raise AssistantError(N_("That conversation was deleted."), N_("Start a new one."))
        question = self._message(kept, kept.head, Role.PERSON, text, origin)
        question = replace(question, attachments=tuple(each.attachment for each in files))
        self._archive.add(question, {each.attachment.digest: each.content for each in files})
        self._emit(Asked(turn.number, question))
        self._changed(kept.id)
        return question

    def _answer(self, turn: Turn, conversation: str, question: str, *, aloud: bool, again: Again | None = None) -> None:
        thread = self._path_to(conversation, question)
        kept = self._archive.conversation(conversation)
        if kept is None:
            return
        empty = self._empty_answer(kept, question, aloud=aloud)
        if again is not None:
            empty = again.begun(empty)
        writing = self._writing(turn, kept, thread, empty, held=False, again=again)
        self._archive.add(empty)
        self._emit(ReplyBegan(turn.number, empty))
        self._write(turn, writing, aloud=aloud)

    def _answer_behind(self, gate: Gate, turn: Turn, conversation: str, text: str) -> None:
        """Answer *text*, which is not stored yet, aloud; nothing of it is told or kept before *gate* opens."""
        thread = self._archive.thread(conversation) if conversation else []
        nowhere = Conversation("", "", 0, 0)
        kept = self._archive.conversation(conversation) or replace(
            nowhere, manner=self._drafted(), folder=self._begun_in()
        )
        question = self._message(nowhere, None, Role.PERSON, text, Origin.SPOKEN)
        empty = self._empty_answer(nowhere, question.id, aloud=True)
        try:
            writing = self._writing(turn, kept, [*thread, question], empty, held=True)
        except AssistantError:  # no model: what was said is kept all the same
            gate.wait(turn)
            self._asked(turn, conversation, text, Origin.SPOKEN)
            raise

        def admitted() -> None:
            began = self._clock()
            gate.wait(turn)
            self._emit(StageTimed(turn.number, "held", (self._clock() - began) * 1000))
            question = self._asked(turn, conversation, text, Origin.SPOKEN)
            empty = replace(
                writing.message, conversation=question.conversation, parent=question.id, text="", generator=None
            )
            self._archive.add(empty)
            self._emit(ReplyBegan(turn.number, empty))
            writing.publish(empty)

        self._write(turn, writing, aloud=True, admitted=admitted)

    def _writing(
        self,
        turn: Turn,
        kept: Conversation,
        thread: Sequence[Message],
        empty: Message,
        *,
        held: bool,
        again: Again | None = None,
    ) -> Writing:
        """The answer *empty* to the end of *thread* in *kept*, about to be written."""
        choices = self._choices(manner_of(kept, self._archive.manners))
        if again is not None:
            thread = again.told(thread)
            versions = len(self._archive.siblings(again.old.id))
            choices = replace(choices, sampling=again.varied(choices.sampling, versions))

        def said() -> Messages:
            return self._context.shown(kept, by_turns(thread), choices, turn).said

        thinker, question = self._engines.thinker, thread[-1].text if thread else ""
        return Writing(
            *(empty, said, choices, thinker, self._archive, turn, self._emit, self._clock),
            held=held,
            again=again,
            question=question,
        )

    def _write(self, turn: Turn, writing: Writing, *, aloud: bool, admitted: Callable[[], None] = lambda: None) -> None:
        """Have *writing* written and, if *aloud*, said; keep what became of it."""
        voice = Aloud(self._engines.voice, self._engines.speaker, turn, self._emit, self._clock)
        state = State.BROKEN
        try:
            if aloud:
                voice.say(writing, admitted)
            else:
                for _ in writing:
                    turn.check()
            state = State.WHOLE
        except TurnCancelled:
            state = State.STOPPED
            raise
        finally:
            if writing.public:
                final = replace(writing.message, state=state)
                if aloud and not voice.silent and state is not State.WHOLE:
                    final = replace(final, heard=voice.heard)
                self._settle(final)
                self._emit(ReplyEnded(turn.number, final))
                if state is State.WHOLE:
                    self._rest.answered(final)
                self._changed(final.conversation)

    def _settle(self, final: Message) -> None:
        try:
            self._archive.settle(final)
        except AssistantError as error:
            if self._archive.message(final.id) is not None:  # else it was deleted meanwhile: nowhere to keep it
                self._emit(Failed(0, error))

    def _path_to(self, conversation: str, question: str) -> list[Message]:
        thread = self._archive.thread(conversation)
        ids = [message.id for message in thread]
        if question not in ids:
            self._archive.choose(question)
            thread = self._archive.thread(conversation)
            ids = [message.id for message in thread]
        return thread[: ids.index(question) + 1]

    def _empty_answer(self, kept: Conversation, question: str, *, aloud: bool) -> Message:
        empty = self._message(kept, question, Role.ASSISTANT, "", Origin.MODEL)
        return replace(empty, state=State.GROWING, spoken=aloud)

    def _message(self, kept: Conversation, parent: str | None, role: Role, text: str, origin: Origin) -> Message:
        return Message(
            id=uuid.uuid4().hex,
            conversation=kept.id,
            parent=parent,
            role=role,
            text=text,
            created=self._now(),
            origin=origin,
            spoken=origin is Origin.SPOKEN,
        )

    def _changed(self, conversation: str) -> None:
        kept = self._archive.conversation(conversation)
        if kept is not None:
            self._emit(ConversationChanged(kept))


def something_broke() -> AssistantError:
    """What people read when it is our fault."""
    return AssistantError(N_("Something broke."), N_("Try it again; the details are in the log."))
