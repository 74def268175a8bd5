"""Puts the parts together; the only place that names concrete classes."""

import logging
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from assistant_gui.catalogue.catalogue import Catalogue
from assistant_gui.cli.parts import Check
from assistant_gui.core.backups import Health
from assistant_gui.core.columns import GUESSED, Columns, Table
from assistant_gui.core.conversation import Conversation
from assistant_gui.core.errors import AssistantError, using
from assistant_gui.core.events import (
    ConversationChanged,
    ConversationsChanged,
    ConversationsReplaced,
    Event,
    Failed,
    FoldersChanged,
    MessageChanged,
    ModelChanged,
    ReplyEnded,
)
from assistant_gui.core.exchange import Form, Import
from assistant_gui.core.language import N_
from assistant_gui.core.language import translated as _
from assistant_gui.core.learning import Adapter
from assistant_gui.core.likelihood import Weighed
from assistant_gui.core.manner import AS_SET, Manner, over
from assistant_gui.core.models import Served
from assistant_gui.core.once import once
from assistant_gui.core.ports import Emit, Speaker
from assistant_gui.core.settings import Chat, Settings
from assistant_gui.core.sound import joined
from assistant_gui.core.turn import Turn
from assistant_gui.core.voices import KnownVoice
from assistant_gui.diagnosis import checks
from assistant_gui.languages import system_language
from assistant_gui.learning.aftermath import Aftermath
from assistant_gui.learning.courtesy import Courtesy
from assistant_gui.learning.lessons import Lessons
from assistant_gui.learning.school import PARTS, School
from assistant_gui.learning.texts import Texts
from assistant_gui.paths import Profile, models_folder, models_place
from assistant_gui.remote.audio import READY_SECONDS, AudioPipe
from assistant_gui.remote.engine import RemoteCounter, RemoteEars, RemoteThinker, objects
from assistant_gui.remote.eyes import RemoteEyes
from assistant_gui.remote.files import RemoteFiles
from assistant_gui.remote.local import LocalEngine
from assistant_gui.remote.preview import RemotePreview
from assistant_gui.remote.reader import foreign_lines, table_of
from assistant_gui.remote.scales import RemoteScales
from assistant_gui.remote.speech import RemoteVoice
from assistant_gui.remote.texts import texts
from assistant_gui.remote.wire import Address, Body, ask
from assistant_gui.session.assistant import Assistant, Engines
from assistant_gui.session.choosing import Choosing
from assistant_gui.session.comparing import Comparing
from assistant_gui.session.context import Context
from assistant_gui.session.floor import Moderator
from assistant_gui.session.instructions import manner_of
from assistant_gui.session.looking import Looking
from assistant_gui.session.measure import Measure
from assistant_gui.session.patience import Patience
from assistant_gui.session.reading import try_aloud
from assistant_gui.session.reply import Choices
from assistant_gui.session.talk import Talk
from assistant_gui.session.temporary import Temporary
from assistant_gui.session.tokens import IfThere, Tokens
from assistant_gui.session.tongue import Tongue
from assistant_gui.session.trial import Trial
from assistant_gui.session.vocabulary import prompt
from assistant_gui.session.weighing import Weighing
from assistant_gui.store.archive import Archive
from assistant_gui.store.backups import FileBackups, swapped
from assistant_gui.store.file import is_nowhere, nowhere
from assistant_gui.store.imports import imported
from assistant_gui.store.keeping import keep
from assistant_gui.store.numbers import NumberFile
from assistant_gui.store.opening import refuse_lost
from assistant_gui.store.preferences import Preferences

_T = TypeVar("_T")
_log = logging.getLogger(__name__)


class App:
    """The program, open on one profile. Parts are made when first wanted, and closed in reverse order."""

    def __init__(
        self, profile: Profile, *, to_read: bool = False, elsewhere: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        """With *to_read* the conversations are opened without the right to change them.

        What *elsewhere* names ("language", "voice") is behind that URL, and not an engine of ours.
        """
        self.profile = profile
        self._elsewhere = elsewhere
        self._to_read = to_read
        self._listeners: list[Emit] = []
        self._closing = ExitStack()
        self._opening = threading.Lock()
        self.conversation = ""
        """The conversation that is open in the window; talking goes on there."""
        self.drafted = AS_SET
        """How the conversation that the window is about to begin is to be answered..."""
        self.begun_in: str | None = None
        """...and the folder in which it begins."""

    def close(self) -> None:
        self._closing.close()

    def listen(self, emit: Emit) -> None:
        """Tell *emit* every event from now on."""
        self._listeners.append(emit)

    def emit(self, event: Event) -> None:
        for listener in tuple(self._listeners):
            listener(event)

    # -- what is on disk

    @once
    def preferences(self) -> Preferences:
        return Preferences(self.profile.settings)

    @property
    def settings(self) -> Settings:
        return self.preferences.current()

    @property
    def archive(self) -> Archive:
        """Opened once, whichever thread asks first: there is one writer."""
        with self._opening:
            return self._archive

    @once
    def _archive(self) -> Archive:
        file = self.profile.database
        if self._to_read and not file.exists():  # whoever only reads holds no lock, and so must not make it
            refuse_lost(file, self.profile.backups)
            file = nowhere()
        return self._made(Archive(file, to_read=self._to_read and not is_nowhere(file)), Archive.close)

    @once
    def backups(self) -> FileBackups:
        return self._made(FileBackups(self.profile.database, self._swap), FileBackups.close)

    def _swap(self, change: Callable[[], None], undo: Callable[[], None]) -> None:
        """Put another file in the place of the conversations, open or not."""
        if "companion" in self.__dict__:
            self.companion.stop()
        with self._opening:
            if "_archive" in self.__dict__:
                self._archive.exchange(change, undo)
            else:
                swapped(self.profile.database, change, undo)
        for event in (ConversationsReplaced(), ConversationsChanged(), FoldersChanged()):
            self.emit(event)

    def look_through(self) -> Health:
        """Whether all that is stored can be read; a search index that is out of step is made anew."""
        health = self.backups.check()
        if health.slips:
            self.archive.rebuild_index()
        return health

    @once
    def shelf(self) -> Catalogue:
        with using(models_place()):
            return Catalogue(models_folder())

    @once
    def school(self) -> School:
        return School(
            runs=self.profile.runs,
            adapters=self.profile.adapters,
            examples=self.archive.examples,
            tally=self.archive.tally,
            model=self.shelf.model,
            ready=self.lessons.ready,
            replays=self.lessons.replays,
            texts=self.texts,
        )

    @once
    def lessons(self) -> Lessons:
        return Lessons(lambda: self.archive, self.profile.runs / PARTS)

    @once
    def texts(self) -> Texts:
        return Texts(
            lambda folder, turn: texts(folder, self.profile.logs / "reader.log", turn), lambda: self.lessons.rules()
        )

    @once
    def previews(self) -> RemotePreview:
        """Examples as a run would read them."""
        return self._made(RemotePreview(self.shelf.model, self.profile.logs / "preview.log"), RemotePreview.rest)

    @once
    def aftermath(self) -> Aftermath:
        """What the person made of the adapter that answers now."""
        return Aftermath(self.profile.adapters, self.archive.reception)

    @once
    def courtesy(self) -> Courtesy:
        """Training waits while somebody talks."""
        return self._made(Courtesy(lambda: self.school.going()), Courtesy.close)

    @once
    def choosing(self) -> Choosing:
        """The school, which opens the conversations, is asked only when somebody answers."""
        return Choosing(
            self.shelf,
            lambda: self.settings,
            lambda base: self.school.active(base),
            lambda: self.school.adapters(),
            self.profile.adapters,
            system_language(),
        )

    # -- what runs elsewhere

    @once
    def language(self) -> LocalEngine:
        return self._engine("language", lambda: self.choosing.served_chat())

    @once
    def speech(self) -> LocalEngine:
        return self._engine("speech", lambda: self.choosing.served_speech())

    @once
    def thinker(self) -> RemoteThinker:
        return RemoteThinker(self._reach("language"))

    @once
    def counter(self) -> RemoteCounter:
        return RemoteCounter(self._reach("language"))

    @once
    def tokens(self) -> Tokens:
        """The sizes of texts; remembered for all that count."""
        return Tokens()

    @once
    def ears(self) -> RemoteEars:
        def choice() -> tuple[str, str]:
            return self.choosing.usable(self.settings.hearing.model).id, self.settings.hearing.language

        return RemoteEars(self.speech.connect, choice, self.vocabulary, self._ears_hang)

    def _ears_hang(self, address: Address) -> None:
        self.speech.give_up(address)
        words = N_("The part that listens did not answer any more.")
        self.emit(Failed(0, AssistantError(words, N_("It is started anew; what you said is not lost."))))

    @once
    def tongue(self) -> Tongue:
        return Tongue(self.emit)

    def vocabulary(self) -> str:
        """The person's own words, for the ears to listen for."""
        try:
            corrections = self.archive.corrections.recent()
        except AssistantError as error:  # a damaged file keeps nobody from being heard
            _log.warning("nothing was learned from corrections: %s", error)
            corrections = []
        return prompt(self.settings.hearing.vocabulary, corrections)

    @once
    def voice(self) -> RemoteVoice:
        return RemoteVoice(self._reach("voice"), lambda: self.settings, lambda model: self.choosing.usable(model))

    @property
    def voices(self) -> RemoteVoice:
        """The same, as all that can speak."""
        return self.voice

    def try_voice(self, voice: KnownVoice, text: str, turn: Turn) -> None:
        """Say *text* aloud with *voice*."""
        try_aloud(voice, text, turn, self.voices, self.audio)

    @once
    def files(self) -> RemoteFiles:
        def choices() -> Choices:
            kept = self.archive.conversation(self.conversation) if self.conversation else None
            return self.choices(manner_of(kept, self.archive.manners) if kept else self.drafted)

        return self._files_for(choices)

    def _files_for(self, choices: Callable[[], Choices]) -> RemoteFiles:
        return RemoteFiles(self.counter, choices, self.profile.logs / "reader.log", self.eyes)

    @once
    def eyes(self) -> RemoteEyes:
        return RemoteEyes(self.profile.logs / "reader.log")

    @once
    def audio(self) -> AudioPipe:
        return self._made(
            AudioPipe(
                log=self.profile.logs / "audio.log",
                devices=lambda: (self.settings.devices.microphone, self.settings.devices.speaker),
                emit=self.emit,
                echo=lambda: self.settings.devices.echo,
                volume=lambda: self.settings.voice.volume,
                keep=lambda: READY_SECONDS if self.settings.hearing.ready else 0.0,
                on_sounding=self._on_sounding,
            ),
            AudioPipe.close,
        )

    def _on_sounding(self, turn: int) -> None:
        if "talk" in self.__dict__:  # else nobody talks: an answer is read out
            self.talk.on_sounding(turn)

    # -- what happens in a turn

    @contextmanager
    def assistant(
        self, emit: Emit, speaker: Speaker | None = None, manner: Manner = AS_SET, *, temporary: bool = False
    ) -> Iterator[Assistant]:
        """An assistant beside the window's: there its turns do not count, only what comes of them.

        *manner* is above what a conversation says itself; one that begins here keeps it, but for the seed.
        Of what is asked of a *temporary* one nothing is stored, and nobody but *emit* hears of it.
        """

        def both(event: Event) -> None:
            emit(event)
            match event:
                case ConversationChanged():
                    self.emit(event)
                case ReplyEnded(message=message):
                    self.emit(MessageChanged(message))

        engines = Engines(self.thinker, self.ears, self.voice, speaker or self.audio, self.counter, self.eyes)
        begun = replace(manner, seed=None)
        archive = Archive(nowhere()) if temporary else self.archive
        assistant = Assistant(
            archive,
            engines,
            lambda own: self.choices(over(manner, own)),
            emit if temporary else both,
            drafted=lambda: begun,
            tokens=self.tokens,
        )
        try:
            yield assistant
        finally:
            assistant.close()
            if temporary:
                archive.close()

    def temporary(self, emit: Emit) -> Temporary:
        """A chat of which nothing is stored; whoever opens it closes it. Only *emit* hears of it."""
        archive = Archive(nowhere())
        engines = Engines(self.thinker, self.ears, self.voice, self.audio, self.counter, self.eyes)

        def kept(conversation: str) -> Conversation:
            stored = keep(conversation, archive, self.archive)
            self.emit(ConversationChanged(stored))
            return stored

        looking = IfThere(RemoteCounter(self.language.here))
        scales = RemoteScales(self.language.connect)
        return Temporary(archive, engines, self.choices, looking, scales, self._files_for, emit, kept, archive.close)

    @once
    def companion(self) -> Assistant:
        """The window's assistant."""
        engines = Engines(self.thinker, self.ears, self.voice, self.audio, self.counter, self.eyes)
        assistant = Assistant(
            self.archive,
            engines,
            self.choices,
            self.emit,
            drafted=lambda: self.drafted,
            begun_in=lambda: self.begun_in,
            tokens=self.tokens,
        )
        return self._made(assistant, Assistant.close)

    @once
    def _weighing(self) -> Weighing:
        return Weighing(self.archive, RemoteScales(self.language.connect), self.counter, self.choices, self.eyes)

    def weigh(self, answer: str, turn: Turn, tell: Callable[[float], None]) -> tuple[Weighed, ...]:
        """How likely each word of a stored *answer* was; *tell* hears how much is done."""
        return self._weighing.weigh(answer, turn, tell)

    @once
    def comparing(self) -> Comparing:
        """Two models asked the same, for somebody who judges blind."""
        return Comparing(
            self.choosing,
            self.thinker,
            RemoteScales(self.language.connect),
            lambda: self.school.adapters(),
            lambda: self.school.held_out(),
            lambda adapter: self.school.recorded(adapter),
            lambda: self.archive.votes,
        )

    @once
    def talk(self) -> Talk:
        patience = Patience(NumberFile(self.profile.pauses), NumberFile(self.profile.endings))
        moderator = Moderator(hold=patience.hold, went_on=patience.went_on, was_over=patience.was_over)
        talk = Talk(self.companion, self.audio, lambda: self.conversation, self.emit, moderator)
        self._made(patience, Patience.keep)
        self.listen(talk.on_event)
        self.listen(self.courtesy.on_event)
        return self._made(talk, Talk.close)

    @once
    def measure(self) -> Measure:
        """How full the model's memory is; it never starts an engine."""
        counter = IfThere(RemoteCounter(self.language.here))
        look = Looking(self.archive, self.eyes).pictures
        context = Context(self.archive.manners, counter, self.tokens, look)
        return Measure(self.archive, context, self.choices, lambda: self.drafted)

    def chat_settings(self) -> Chat:
        return self.settings.chat

    def chat_models(self) -> list[tuple[str, str]]:
        """(name, title) of every model that can answer here, and whether it sees."""
        return [
            (each.id, _("{model} · sees pictures").format(model=each.title) if each.sees else each.title)
            for each in self.choosing.answering()
        ]

    def choices(self, manner: Manner = AS_SET) -> Choices:
        """How to answer now: what *manner* leaves open is as in the settings."""
        return self.choosing.choices(manner)

    # -- what the window and the command line ask for

    def model_in_use(self) -> tuple[str, str]:
        """The name the engine knows, and the title people read."""
        return self.choosing.in_use()

    def adapter_changed(self, adapter: Adapter | None = None) -> None:
        """What answers is another model or adapter now; *adapter*, when given, answers on its own base."""
        if adapter is not None and adapter.base != self.settings.chat.model:
            self.preferences.change("chat.model", adapter.base)
        name, title = self.model_in_use()
        self.emit(ModelChanged(name, title))

    def warm_up(self) -> None:
        """Load the model that answers. Raises AssistantError when it is not here."""
        self.choosing.usable(self.settings.chat.model)
        self._reach("language")()

    def warm_up_talking(self) -> None:
        """Load what listens, answers and speaks, so that the first words are not waited for."""
        model = self.choosing.usable(self.settings.hearing.model)
        self.tongue.check(model, self.settings.hearing.language, system_language())
        self.speech.connect()
        self.warm_up()

    @once
    def trial(self) -> Trial:
        """Trying out the microphone and the speaker."""
        return Trial(self.audio, self._leave_sound_alone, self.wait_for_wake_word)

    def _leave_sound_alone(self) -> None:
        self.companion.stop()
        self.talk.hands_free(False)
        self.talk.wait_for("")

    def wait_for_wake_word(self) -> None:
        """Listen for the wake word of the settings from now on, if there is one."""
        word = self.settings.hearing.wake_word
        if word != "off" or "talk" in self.__dict__:
            self.talk.wait_for("" if word == "off" else word)

    def use_devices(self) -> None:
        """Listen and speak as the settings say now."""
        if "audio" in self.__dict__:
            self.audio.use(self.settings.devices.microphone, self.settings.devices.speaker)

    def end_sound(self) -> None:
        """End the audio role, and with it the microphone, unless somebody listens or speaks."""
        listening = "talk" in self.__dict__ and self.talk.listening
        if "audio" in self.__dict__ and not listening and not self.companion.busy:
            self.audio.close()

    def table_of(self, file: Path) -> Table:
        """The first rows of a table that may be imported, and what its columns seem to be."""
        return table_of(file, self.profile.logs / "reader.log")

    def import_file(
        self, file: Path, on_progress: Callable[[int, float], None], turn: Turn, columns: Columns = GUESSED
    ) -> Import:
        self._keep_backup()
        lines = foreign_lines(file, self.profile.logs / "reader.log", turn, columns)
        try:
            return imported(self.archive, lines, on_progress, turn)
        finally:
            lines.close()
            self.emit(FoldersChanged())
            self.emit(ConversationsChanged())

    def _keep_backup(self) -> None:
        """What is about to happen can be undone; a backup that fails does not stop it."""
        try:
            self.backups.make_if_due(after=0)
        except AssistantError as error:
            _log.warning("no backup: %s", error)
            self.emit(Failed(0, error))

    def export(self, form: Form, conversations: Sequence[str]) -> Iterator[str]:
        from assistant_gui.store.export.exporting import exported  # heavy: only when something is exported

        return exported(self.archive, form, conversations)

    def export_file(
        self, form: Form, conversations: Sequence[str], file: Path, on_progress: Callable[[int, int], None], turn: Turn
    ) -> int:
        from assistant_gui.store.export.exporting import export_file

        return export_file(self.archive, form, conversations, file, on_progress, turn)

    def checks(self) -> Iterator[Check]:
        engines = (self._language_works, self._speech_works)
        return checks(self.shelf, self.settings, self.profile.root, self.audio.devices, engines)

    @contextmanager
    def beside(self, folder: Path, elsewhere: Mapping[str, str]) -> Iterator["App"]:
        """The same program on a profile of its own, in *folder*, and with engines that may be *elsewhere*."""
        app = App(Profile.opened(folder), elsewhere=elsewhere)
        try:
            yield app
        finally:
            app.close()

    def _language_works(self) -> str:
        ask(self.language.connect(), "/tokenize", Body.json({"model": self.choices().model, "content": "Hello."}))
        return self.language.kind

    def _speech_works(self) -> str:
        said = joined(list(self.voice.speak("Hello.", Turn())))
        self.ears.recognise(said, Turn())
        listed = objects(ask(self.speech.connect(), "/v1/models").get("data"))
        hears = [str(each["library"]) for each in listed if each.get("library")]
        return ": ".join([self.speech.kind, *hears[:1]])

    def _engine(self, kind: str, served: Callable[[], Sequence[Served]]) -> LocalEngine:
        def orders() -> Mapping[str, object]:
            return {"context": self.settings.chat.context, "threads": self.settings.engine.threads, "device": "auto"}

        engine = LocalEngine(kind, served, orders, self.profile.logs / f"{kind}.log", self.emit)
        return self._made(engine, LocalEngine.stop)

    def _reach(self, name: str) -> Callable[[], Address]:
        if name in self._elsewhere:
            return lambda: Address(self._elsewhere[name], "")
        return self.language.connect if name == "language" else self.speech.connect

    def _made(self, thing: _T, close: Callable[[_T], None]) -> _T:
        self._closing.callback(close, thing)
        return thing
