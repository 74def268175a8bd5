"""Stand-ins for the ports, shared by the tests; each remembers what it was told."""

import itertools
import json
import queue
import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from assistant_gui.core.attached import Attached, attached
from assistant_gui.core.backups import Backup, Health, Restored
from assistant_gui.core.card import Card
from assistant_gui.core.comparing import Answers, Count, Match, Proven, Question, Side, Tallied, Vote
from assistant_gui.core.conversation import (
    Conversation,
    Fault,
    Folder,
    Generator,
    Message,
    Origin,
    Rating,
    Role,
    State,
    Wish,
)
from assistant_gui.core.corrections import Correction
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.events import Asked, Event, ReplyBegan, ReplyEnded
from assistant_gui.core.fingerprint import Proof, Recorded
from assistant_gui.core.forms import AdapterForm
from assistant_gui.core.fourbit import FourBit
from assistant_gui.core.learning import Adapter, Estimate, Example, Run, RunStatus, Signal, Tally
from assistant_gui.core.lessons import EVERYTHING, Decision, Entry, Findings, Leak, Listed, Mark, Private, Show, Wanted
from assistant_gui.core.lineage import Lineage
from assistant_gui.core.manner import AS_SET, Manner, Preset
from assistant_gui.core.models import Fetched, Kind, Machine, Model
from assistant_gui.core.plan import Plan
from assistant_gui.core.ports import Figures, Frame, Piece, Reading, Removal, Sampling, Summary, Transcript
from assistant_gui.core.search import Hit
from assistant_gui.core.settings import Settings, Value, changed
from assistant_gui.core.sound import Sound
from assistant_gui.core.texts import TextsFound
from assistant_gui.core.turn import Turn
from assistant_gui.core.voices import KnownVoice


class FakeTalk:
    """A session that only remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[object] = []

    def start_talking(self) -> None:
        self.told.append("start_talking")

    def finish_talking(self) -> None:
        self.told.append("finish_talking")

    def toggle_talking(self) -> bool:
        self.told.append("toggle_talking")
        return self.told.count("toggle_talking") % 2 == 1

    def hands_free(self, on: bool) -> None:
        self.told.append(("hands_free", on))

    def stop(self) -> None:
        self.told.append("stop")

    def devices(self) -> None:
        self.told.append("devices")

    def use(self, microphone: str, speaker: str) -> None:
        self.told.append(("use", microphone, speaker))

    def say(self, text: str) -> None:
        self.told.append(("say", text))


class FakePreferences:
    """Settings in memory."""

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()

    def current(self) -> Settings:
        return self.settings

    def change(self, key: str, value: Value) -> Settings:
        self.settings = changed(self.settings, key, value)
        return self.settings


class FakeBackups:
    """Backups in memory; :attr:`trouble` is what the next thing asked for fails with."""

    def __init__(self, backups: Sequence[Backup] = ()) -> None:
        self.folder = Path("/profile/backups")
        self.held = list(backups)
        self.told: list[object] = []
        self.health = Health(2, 10)
        self.due = False
        self.trouble: AssistantError | None = None

    def all(self) -> list[Backup]:
        return list(self.held)

    def make(self, target: Path | None = None) -> Backup:
        self._hear("make")
        made = Backup(self.folder / f"{len(self.held)}.sqlite3", 1_000_000.0 + len(self.held), 2_000_000, 2, 10)
        self.held.insert(0, made)
        return made

    def make_if_due(self, after: float = 0) -> Backup | None:
        self._hear("make_if_due")
        return self.make() if self.due else None

    def restore(self, file: Path | None = None) -> Restored:
        self._hear(("restore", file))
        return Restored(2, 10, Path("/profile/aside/1"))

    def salvage(self) -> Restored:
        self._hear("salvage")
        return Restored(1, 4, Path("/profile/aside/1"))

    def start_empty(self) -> Restored:
        self._hear("start_empty")
        return Restored(0, 0, Path("/profile/aside/1"))

    def check(self) -> Health:
        self._hear("check")
        return self.health

    def _hear(self, told: object) -> None:
        trouble, self.trouble = self.trouble, None
        if trouble is not None:
            raise trouble
        self.told.append(told)


class FakeShelf:
    """A catalogue in memory; *fetching* is what a download tells before it is over."""

    def __init__(self, models: Sequence[Model] = (), machine: Machine | None = None) -> None:
        self.catalogue = {model.id: model for model in models}
        self.fetching: list[Fetched] = []
        self.trouble: dict[str, AssistantError] = {}
        self.verified: list[str] = []
        self._machine = machine or Machine(8_000_000_000)

    def models(self) -> list[Model]:
        return list(self.catalogue.values())

    def model(self, id: str) -> Model:
        if id not in self.catalogue:
            raise AssistantError("There is no model {id}.", id=id)
        return self.catalogue[id]

    def get(self, id: str, on_progress: Callable[[Fetched], None], turn: Turn) -> Model:
        for fetched in self.fetching:
            turn.check()
            on_progress(fetched)
        turn.check()
        self._complain(id)
        self.catalogue[id] = replace(self.catalogue[id], installed=True, path=f"/models/{id}")
        return self.catalogue[id]

    def verify(self, id: str) -> None:
        self._complain(id)
        self.verified.append(id)

    def remove(self, id: str) -> None:
        self._complain(id)
        self.catalogue[id] = replace(self.catalogue[id], installed=False, path="")

    def machine(self) -> Machine:
        return self._machine

    def recommended(self) -> list[Model]:
        return [model for model in self.models() if model.kind is Kind.CHAT and not model.starter][:3]

    def _complain(self, id: str) -> None:
        if id in self.trouble:
            raise self.trouble[id]


class FakeSchool:
    """Fine-tuning without a tuner: a run tells the events it was given."""

    def __init__(self, tally: Tally | None = None, runs: Sequence[Run] = (), adapters: Sequence[Adapter] = ()) -> None:
        self.answers = tally or Tally()
        self.past = list(runs)
        self.made = list(adapters)
        self.history: list[str | None] = []
        self.exported: list[tuple[str, AdapterForm, Path]] = []
        self.cards: dict[str, Card] = {}
        self.judged: list[str] = []
        self.lineages: dict[str, Lineage] = {}
        self.told: list[Mapping[str, object]] = []
        self.started: list[Plan] = []
        self.taught: dict[str, Sequence[str]] = {}
        """Adapter -> the conversations it learned from."""
        self.stopped: list[str] = []
        self.paused: list[str] = []
        self.estimated: Estimate | None = None
        self.able = FourBit.WORKS
        self.resumed: list[str] = []
        self.kept: list[str] = []

    def tally(self) -> Tally:
        return self.answers

    def default_plan(self, base: str) -> Plan:
        return Plan(base, epochs=3, rank=8, learning_rate=5e-4)

    def start(
        self, plan: Plan, turn: Turn | None = None, on_progress: Callable[[int], None] = lambda seen: None
    ) -> Run:
        if plan.texts:
            on_progress(1234)
        if turn is not None:
            turn.check()
        if not self.answers.total:
            raise AssistantError("There is nothing to learn from.", "Rate some answers first.")
        self.started.append(plan)
        self.past.insert(0, Run(f"run-{len(self.past) + 1}", plan, RunStatus.RUNNING, 0.0))
        return self.past[0]

    def stop(self, run: str) -> None:
        self.stopped.append(run)

    def estimate(self, plan: Plan) -> Estimate | None:
        return self.estimated

    def four_bit(self) -> FourBit:
        return self.able

    def pause(self, run: str) -> None:
        self.paused.append(run)

    def resume(self, run: str) -> Run:
        self.resumed.append(run)
        self.past = [replace(one, status=RunStatus.RUNNING) if one.id == run else one for one in self.past]
        return self.run(run)

    def keep(self, run: str) -> None:
        self.kept.append(run)

    def runs(self) -> list[Run]:
        return list(self.past)

    def run(self, id: str) -> Run:
        return next(run for run in self.past if run.id == id)

    def events(self, run: str, turn: Turn) -> Iterator[Mapping[str, object]]:
        for event in self.told:
            if turn.cancelled:
                return
            yield event
            if event["event"] == "end":
                self._end(run, event)

    def adapters(self) -> list[Adapter]:
        return list(self.made)

    def activate(self, adapter: str) -> Adapter:
        self.history.append(next((one.id for one in self.made if one.active), None))
        return self._show(adapter)

    def rollback(self) -> Adapter | None:
        before = self.history.pop() if self.history else None
        if before is None:
            self.made = [replace(one, active=False) for one in self.made]
            return None
        return self._show(before)

    def learned_from(self, conversations: Sequence[str]) -> tuple[Adapter, ...]:
        return tuple(one for one in self.made if set(conversations) & set(self.taught.get(one.id, ())))

    def rebuild(self, adapter: str) -> Run:
        made = next(one for one in self.made if one.id == adapter)
        return self.start(Plan(made.base, made.name))

    def delete_adapter(self, adapter: str) -> None:
        self.made = [one for one in self.made if one.id != adapter]

    def card(self, adapter: str) -> Card | None:
        return self.cards.get(adapter)

    def held_out(self) -> tuple[Example, ...]:
        return ()

    def recorded(self, adapter: str) -> Recorded | None:
        return None

    def lineage(self, adapter: str) -> Lineage:
        return self.lineages.get(adapter, Lineage(adapter))

    def strengthen(self, adapter: str, strength: float) -> Adapter:
        return self._write_down(adapter, strength=strength)

    def note(self, adapter: str, notes: str) -> Adapter:
        return self._write_down(adapter, notes=notes)

    def export(
        self,
        adapter: str,
        form: AdapterForm,
        out: Path,
        turn: Turn,
        on_progress: Callable[[float], None] = lambda share: None,
    ) -> None:
        on_progress(1.0)
        self.exported.append((adapter, form, out))

    def judge(self, adapter: str, turn: Turn, on_progress: Callable[[float], None] = lambda share: None) -> None:
        on_progress(1.0)
        self.judged.append(adapter)

    def bring_in(
        self, source: Path, base: str, turn: Turn, on_progress: Callable[[float], None] = lambda share: None
    ) -> Adapter:
        self.made.insert(0, Adapter(f"adapter-{len(self.made) + 1}", source.name, base, 0.0, 0))
        return self.made[0]

    def _write_down(self, adapter: str, **changes: str | float) -> Adapter:
        self.made = [replace(one, **changes) if one.id == adapter else one for one in self.made]
        return next(one for one in self.made if one.id == adapter)

    def _show(self, adapter: str) -> Adapter:
        self.made = [replace(one, active=one.id == adapter) for one in self.made]
        return next(one for one in self.made if one.active)

    def _end(self, run: str, event: Mapping[str, object]) -> None:
        status, adapter = RunStatus(str(event["status"])), str(event.get("adapter") or "")
        self.past = [replace(one, status=status, adapter=adapter) if one.id == run else one for one in self.past]
        if adapter:
            self.made.insert(0, Adapter(adapter, "new", self.run(run).plan.base, 0.0, self.answers.total))


class FakeTexts:
    """A folder of texts in which what the test says is found."""

    def __init__(self, found: TextsFound | AssistantError) -> None:
        self.found = found
        self.looked: list[Path] = []

    def look(self, folder: Path, turn: Turn, on_progress: Callable[[int], None] = lambda seen: None) -> TextsFound:
        self.looked.append(folder)
        on_progress(1)
        if isinstance(self.found, AssistantError):
            raise self.found
        return replace(self.found, folder=str(folder))


class FakeComparing:
    """Two models that answer from a script; they are compared with the base, then with another adapter."""

    def __init__(self, questions: Sequence[str] = (), proof: Proof = Proof.SAME) -> None:
        self.asked: list[str] = []
        self.votes: list[tuple[str, str, Vote]] = []
        """(question, what it was compared with, vote)"""
        self.same: set[str] = set()
        """Questions to which both say the same."""
        self.trouble: AssistantError | None = None
        self._questions = list(questions)
        self._proof = proof

    def matches(self, adapter: str) -> tuple[Match, ...]:
        if self.trouble is not None:
            raise self.trouble
        new = Side(f"base@{adapter}", adapter, adapter)
        others = (Side("base", "Base 1B"), Side("base@older", "older", "older"))
        return tuple(Match("base", new, each) for each in others)

    def questions(self, match: Match) -> Sequence[Question]:
        return [Question((("user", each),), f"a-{each}") for each in self._questions]

    def typed(self, match: Match, text: str) -> Question:
        return Question((("user", text),))

    def ask(self, match: Match, question: Question, turn: Turn) -> Answers:
        turn.check()
        text = question.messages[-1][1]
        self.asked.append(text)
        return Answers(question, f"new {text}", f"{'new' if text in self.same else 'old'} {text}")

    def prove(self, match: Match, turn: Turn) -> tuple[Proven, Proven]:
        return Proven(match.new, "81c2", self._proof), Proven(match.old, "3f9a", Proof.SAME)

    def vote(self, match: Match, answers: Answers, vote: Vote) -> None:
        self.votes.append((answers.question.messages[-1][1], match.old.adapter, vote))

    def tallied(self, adapter: str) -> tuple[Tallied, ...]:
        count = Count()
        for _question, _against, vote in self.votes:
            count = count.counted(vote)
        return (Tallied("", "the base", count),) if self.votes else ()


class FakeLessons:
    """Training data in memory; what is found in it is what the test says."""

    def __init__(self, entries: Sequence[Entry] = (), findings: Findings | None = None) -> None:
        self.entries = list(entries)
        """The newest first."""
        self.findings = findings or Findings(len(self.entries), len(self.entries))
        self.originals = {each.id: (each.answer, each.signal) for each in self.entries}
        self.decisions: dict[str, Decision] = {}
        self.confirmed: list[Private] = []
        self.left: list[tuple[Leak, str]] = []

    def list(self, wanted: Wanted = EVERYTHING, first: int = 0, count: int = 100) -> Listed:
        found = [each for each in self.entries if _is_wanted(each, wanted)]
        return Listed(tuple(found[first : first + count]), len(found))

    def example(self, id: str) -> Example:
        entry = self._entry(id)
        messages = (("user", entry.question), ("assistant", entry.answer))
        return Example(id, entry.conversation, messages, self.originals[id][1] or Signal.RATED_UP)

    def mark(self, ids: Sequence[str], mark: Mark | None) -> tuple[Decision, ...]:
        before = tuple(self._decided(id) for id in ids)
        self.decide([replace(each, mark=mark) for each in before])
        return before

    def edit(self, id: str, text: str) -> Decision:
        before = self._decided(id)
        self.decide([replace(before, text=text if text.strip() and text != self.originals[id][0] else None)])
        return before

    def decide(self, decisions: Sequence[Decision]) -> None:
        self.decisions.update({each.id: each for each in decisions})
        self.entries = [self._as_decided(each) for each in self.entries]

    def check(self, turn: Turn, on_progress: Callable[[int], None] = lambda seen: None) -> Findings:
        turn.check()
        on_progress(len(self.entries))
        return self.findings

    def confirm(self, kinds: Sequence[Private], *, on: bool = True) -> None:
        self.confirmed = [each for each in self.confirmed if each not in kinds] + (list(kinds) if on else [])
        leaks = tuple(replace(each, confirmed=each.kind in self.confirmed) for each in self.findings.leaks)
        self.findings = replace(self.findings, leaks=leaks)

    def leave(self, leak: Leak, reason: str) -> None:
        self.left.append((leak, reason))
        leaks = tuple(
            replace(each, left=reason) if (each.kind, each.text) == (leak.kind, leak.text) else each
            for each in self.findings.leaks
        )
        self.findings = replace(self.findings, leaks=leaks)

    def export(self) -> Iterator[str]:
        for each in self.entries:
            yield json.dumps({"messages": [{"role": "assistant", "content": each.answer}]}) + "\n"

    def preferences(self) -> Iterator[str]:
        yield json.dumps({"prompt": [], "chosen": [], "rejected": [], "source": {}}) + "\n"

    def _entry(self, id: str) -> Entry:
        return next(each for each in self.entries if each.id == id)

    def _decided(self, id: str) -> Decision:
        return self.decisions.get(id, Decision(id, self._entry(id).mark))

    def _as_decided(self, entry: Entry) -> Entry:
        decided = self.decisions.get(entry.id)
        if decided is None:
            return entry
        answer, signal = self.originals[entry.id]
        if decided.mark is Mark.EXCLUDED:
            signal = None
        elif decided.text is not None:
            signal = Signal.CORRECTED
        elif decided.mark is Mark.APPROVED:
            signal = signal or Signal.RATED_UP
        edited = decided.text is not None
        return replace(entry, answer=decided.text or answer, signal=signal, mark=decided.mark, edited=edited)


def _is_wanted(entry: Entry, wanted: Wanted) -> bool:
    shown = {
        Show.ALL: entry.signal is not None or entry.mark is not None,
        Show.OPEN: entry.signal is not None and entry.mark is None and not entry.edited,
        Show.APPROVED: entry.mark is Mark.APPROVED,
        Show.EXCLUDED: entry.mark is Mark.EXCLUDED,
        Show.EDITED: entry.edited,
        Show.UNRATED: entry.signal is None and entry.mark is None,
    }[wanted.show]
    text = wanted.text.casefold()
    return (
        shown
        and (wanted.signal is None or entry.signal is wanted.signal)
        and (text in entry.question.casefold() or text in entry.answer.casefold())
    )


class FakeThinker:
    """Answers with the pieces it was given; fails or waits where it was told to."""

    def __init__(self, pieces: Sequence[str] = ("Hello ", "there.")) -> None:
        self.pieces = list(pieces)
        self.asked: list[tuple[str, list[tuple[str, str]]]] = []
        self.wished: list[tuple[Sampling, bool]] = []
        """The sampling, and whether the last message was to go on, of each time it was asked."""
        self.finish = "stop"
        self.fails_after: int | None = None
        self.waits_after: int | None = None
        self.waits_on = ""
        """The question it waits after, if it is not after a piece."""
        self.waiting = threading.Event()

    def reply(
        self,
        model: str,
        messages: Sequence[tuple[str, str]],
        sampling: Sampling,
        turn: Turn,
        *,
        goes_on: bool = False,
    ) -> Iterator[Piece | Reading | Figures]:
        self.asked.append((model, list(messages)))
        self.wished.append((sampling, goes_on))
        yield Reading(0.5)
        for number, piece in enumerate(self.pieces):
            turn.check()
            if number == self.fails_after:
                raise AssistantError("The engine stopped.", "Try again.")
            if number == self.waits_after or (self.waits_on and messages[-1][1] == self.waits_on):
                self.waiting.set()
                turn.wait(10)
                turn.check()
            yield Piece(piece)
        yield Figures(len(self.pieces), 50.0, self.finish)


class FakeEars:
    def __init__(self, text: str = "What time is it?") -> None:
        self.text = text
        self.heard: list[Sound] = []

    def recognise(self, sound: Sound, turn: Turn) -> Transcript:
        self.heard.append(sound)
        return Transcript(self.text, "en")


class FakeVoice:
    """A tenth of a second of sound for every word."""

    def __init__(self, *, broken: bool = False) -> None:
        self.said: list[str] = []
        self.languages: list[str] = []
        self.spoke = threading.Event()
        self.broken = broken

    def speak(self, text: str, turn: Turn, language: str = "") -> Iterator[Sound]:
        if self.broken:
            raise AssistantError("There is no voice.", "Install espeak-ng.")
        self.said.append(text)
        self.languages.append(language)
        self.spoke.set()
        for _word in text.split():
            turn.check()
            yield Sound(b"\x01\x00" * 2400, 24000)


class FakeVoices(FakeVoice):
    """All that can speak, of which some are there; what each said is remembered with its key and speed."""

    def __init__(self, known: Sequence[KnownVoice] = ()) -> None:
        super().__init__()
        self.known = list(known)
        self.said_as: list[tuple[str, str, str, float | None]] = []

    def voices(self, turn: Turn | None = None) -> list[KnownVoice]:
        if self.broken:
            raise AssistantError("There is no voice.", "Install espeak-ng.")
        return list(self.known)

    def speak_as(
        self, key: str, text: str, turn: Turn, *, language: str = "", speed: float | None = None
    ) -> Iterator[Sound]:
        self.said_as.append((key, text, language, speed))
        yield from self.speak(text, turn, language)


class FakeSpeaker:
    """Plays in no time, until it is told to hold its sound back."""

    def __init__(self) -> None:
        self.played: list[Sound] = []
        self.flushed: list[int] = []
        self.holds = False
        self.drained = False

    def play(self, sound: Sound, turn: Turn, on_played: Callable[[], None] | None = None) -> None:
        turn.check()
        self.played.append(sound)
        if on_played is not None and not self.holds:
            on_played()

    def flush(self, turn: Turn) -> None:
        self.flushed.append(turn.number)

    def drain(self, turn: Turn) -> None:
        turn.check()
        self.drained = True


class FakeMicrophone:
    """Gives the frames it is handed with :meth:`say`, until the turn is over."""

    def __init__(self) -> None:
        self.opened = threading.Event()
        self.closed = threading.Event()
        self.loudness: list[str] = []
        self.restored = threading.Event()
        self.words: list[str] = []
        """What was waited for at each opening."""
        self.kept_ready = False
        self._frames: queue.SimpleQueue[Frame | AssistantError | None] = queue.SimpleQueue()

    def say(self, *frames: Frame | AssistantError) -> None:
        for frame in frames:
            self._frames.put(frame)

    def devices(self) -> None:
        """There are none to tell of."""

    def use(self, microphone: str, speaker: str) -> None:
        self.used = (microphone, speaker)

    def keep_ready(self, *, on: bool) -> None:
        self.kept_ready = on

    def duck(self) -> None:
        self.loudness.append("duck")

    def hold(self) -> None:
        self.loudness.append("hold")

    def restore(self) -> None:
        self.loudness.append("restore")
        self.restored.set()

    def frames(self, turn: Turn, word: str = "") -> Iterator[Frame]:
        self.words.append(word)
        turn.on_cancel(lambda: self._frames.put(None))
        self.opened.set()
        try:
            while (frame := self._frames.get()) is not None:
                if isinstance(frame, AssistantError):
                    raise frame
                yield frame
        finally:
            self.closed.set()


class FakeManners:
    """Presets, summaries and the manners of *held*, in memory."""

    def __init__(self, held: dict[str, Conversation]) -> None:
        self.held = held
        self.of_folders: dict[str, str] = {}
        self.own: dict[str, Preset] = {}
        self.summed: list[Summary] = []

    def change(self, conversation: str, manner: Manner) -> Conversation:
        self.held[conversation] = replace(self.held[conversation], manner=manner)
        return self.held[conversation]

    def instructions(self, folder: str | None) -> str:
        return self.of_folders.get(folder or "", "")

    def presets(self) -> list[Preset]:
        return sorted(self.own.values(), key=lambda one: one.name)

    def keep(self, preset: Preset) -> None:
        self.own[preset.id] = preset

    def forget(self, preset: str) -> None:
        self.own.pop(preset, None)

    def summaries(self, conversation: str) -> list[Summary]:
        return list(self.summed)

    def summarise(self, summary: Summary) -> None:
        self.summed.append(summary)


class FakeFiles:
    """Reads nothing: what is in *texts*, by the name of the file; a token is a word."""

    def __init__(self, texts: Mapping[str, str | AssistantError] | None = None, room: int = 1000) -> None:
        self.texts = dict(texts or {})
        self.fits = room
        self.absent: AssistantError | None = None
        """Why there is no model to count, while there is none."""
        self.asked: list[str] = []
        self.seeing = False
        self.picture_cost = 64
        self.uncounted: AssistantError | None = None
        """Why the cost of a picture is not known, if it is not."""

    def sees(self) -> bool:
        if self.absent is not None:
            raise self.absent
        return self.seeing

    def picture_tokens(self, file: Attached) -> int:
        if self.absent is not None:
            raise self.absent
        if self.uncounted is not None:
            raise self.uncounted
        return self.picture_cost

    def read(self, file: Path, turn: Turn, on_progress: Callable[[float], None] = lambda _: None) -> Attached:
        self.asked.append(file.name)
        on_progress(0.5)
        turn.check()
        text = self.texts[file.name]
        if isinstance(text, AssistantError):
            raise text
        if file.suffix == ".png":
            return attached(file.name, "image/png", text.encode(), "")
        return attached(file.name, "text/plain", text.encode(), text)

    def tokens(self, text: str) -> int:
        if self.absent is not None:
            raise self.absent
        return len(text.split())

    def room(self) -> int:
        if self.absent is not None:
            raise self.absent
        return self.fits


class FakeArchive:
    """Conversations in memory, with the same tree as the real store."""

    def __init__(self) -> None:
        self.held: dict[str, Conversation] = {}
        self.manners = FakeManners(self.held)
        self.messages: dict[str, Message] = {}
        self.filing = FakeFiling(self)
        self.corrections = FakeCorrections(self)
        self.contents: dict[str, bytes] = {}
        self.trouble: AssistantError | None = None
        """Raised by every writing call while it is set."""
        self._numbers = itertools.count(1)

    def _now(self) -> float:
        return float(next(self._numbers))

    def _complain(self) -> None:
        if self.trouble is not None:
            raise self.trouble

    def conversations(self) -> list[Conversation]:
        return sorted((one for one in self.held.values() if one.trashed is None), key=lambda one: -one.changed)

    def conversation(self, id: str) -> Conversation | None:
        return self.held.get(id)

    def create(self, title: str = "", manner: Manner = AS_SET, folder: str | None = None) -> Conversation:
        self._complain()
        now = self._now()
        made = Conversation(f"c{now:.0f}", title, now, now, manner=manner, folder=folder)
        self.held[made.id] = made
        return made

    def rename(self, id: str, title: str) -> Conversation:
        self._complain()
        self.held[id] = replace(self.held[id], title=title)
        return self.held[id]

    def entitle(self, id: str, title: str) -> Conversation | None:
        self._complain()
        if id not in self.held or self.held[id].named:
            return None
        self.held[id] = replace(self.held[id], title=title)
        return self.held[id]

    def find(self, text: str, *, limit: int = 100) -> list[Hit]:
        """Whatever holds *text* to the letter, titles first."""
        shown = {one.id: one for one in self.conversations()}
        titles = [Hit(one, None, one.title, _marked(one.title, text)) for one in shown.values() if text in one.title]
        said = [one for one in self.messages.values() if text in one.text and one.conversation in shown]
        hits = [Hit(shown[one.conversation], one, one.text, _marked(one.text, text)) for one in reversed(said)]
        return (titles + hits)[:limit]

    def delete(self, id: str) -> None:
        self._complain()
        del self.held[id]
        self.messages = {key: one for key, one in self.messages.items() if one.conversation != id}

    def thread(self, id: str) -> list[Message]:
        line: list[Message] = []
        at = self.held[id].head if id in self.held else None
        while at is not None:
            line.insert(0, self.messages[at])
            at = line[0].parent
        return line

    def message(self, id: str) -> Message | None:
        return self.messages.get(id)

    def siblings(self, id: str) -> list[Message]:
        one = self.messages[id]
        return [m for m in self._kept() if (m.conversation, m.parent) == (one.conversation, one.parent)]

    def places(self, conversation: str) -> dict[str, tuple[int, int]]:
        found = {}
        for one in self._kept():
            beside = [each.id for each in self.siblings(one.id)]
            if one.conversation == conversation and len(beside) > 1:
                found[one.id] = (beside.index(one.id) + 1, len(beside))
        return found

    def add(self, message: Message, contents: Mapping[str, bytes] = MappingProxyType({})) -> None:
        self._complain()
        self.contents.update(contents)
        self.messages[message.id] = message
        self._show(message)

    def content(self, digest: str) -> bytes | None:
        return self.contents.get(digest)

    def grow(self, id: str, text: str) -> None:
        self.messages[id] = replace(self.messages[id], text=text)

    def settle(self, message: Message) -> None:
        self.messages[message.id] = message

    def rate(self, id: str, rating: Rating | None) -> Message:
        self._complain()
        self.messages[id] = replace(self.messages[id], rating=rating)
        if rating is not Rating.DOWN:
            self.messages[id] = replace(self.messages[id], faults=(), remark="")
        return self.messages[id]

    def correct(self, id: str, text: str) -> Message:
        self._complain()
        old = self.messages[id]
        better = replace(
            old, id=f"m{self._now():.0f}", text=text, origin=Origin.CORRECTION, corrects=id, generator=None, rating=None
        )
        self.add(better)
        return better

    def edit(self, id: str, text: str) -> Message:
        self._complain()
        old = self.messages[id]
        edited = replace(
            old, id=f"m{self._now():.0f}", text=text, origin=Origin.TYPED, spoken=False, instead=id, wish=Wish.EDITED
        )
        self.add(edited)
        return edited

    def explain(self, id: str, faults: Sequence[Fault], remark: str = "") -> Message:
        self._complain()
        self.messages[id] = replace(self.messages[id], faults=tuple(faults), remark=remark.strip())
        return self.messages[id]

    def remove(self, id: str) -> Removal:
        self._complain()
        gone, now = self.messages[id], self._now()
        removal = Removal(id, self.held[gone.conversation].head)
        beside = [one.id for one in self.siblings(id) if one.id != id]
        leaving = {id}
        for one in self._kept():
            if one.id in leaving or one.parent in leaving:
                leaving.add(one.id)
                self.messages[one.id] = replace(one, removed=now)
        if beside:
            self.choose(beside[-1])
        else:
            self.held[gone.conversation] = replace(self.held[gone.conversation], head=gone.parent)
        return removal

    def restore(self, removal: Removal) -> None:
        self._complain()
        when = self.messages[removal.message].removed
        for one in list(self.messages.values()):
            if one.removed == when:
                self.messages[one.id] = replace(one, removed=None)
        conversation = self.messages[removal.message].conversation
        self.held[conversation] = replace(self.held[conversation], head=removal.head)

    def branch(self, id: str, title: str = "") -> Conversation:
        path = [self.messages[id]]
        while path[0].parent is not None:
            path.insert(0, self.messages[path[0].parent])
        return self._copied(path, title)

    def duplicate(self, id: str, title: str = "") -> Conversation:
        return self._copied([one for one in self._kept() if one.conversation == id], title)

    def choose(self, id: str) -> None:
        at = self.messages[id]
        while True:
            after = [one for one in self._kept() if one.parent == at.id]
            if not after:
                break
            at = after[-1]
        self._show(at)

    def examples(self) -> Iterator[Example]:
        return iter(())

    def tally(self) -> Tally:
        return Tally(
            corrected=sum(one.origin == Origin.CORRECTION for one in self.messages.values()),
            rated_up=sum(one.rating == Rating.UP for one in self.messages.values()),
        )

    def _kept(self) -> list[Message]:
        return [one for one in self.messages.values() if one.removed is None]

    def _copied(self, messages: Sequence[Message], title: str) -> Conversation:
        made = self.create(title)
        names: dict[str | None, str] = {}
        for one in messages:
            names[one.id] = f"m{self._now():.0f}"
            self.add(replace(one, id=names[one.id], conversation=made.id, parent=names.get(one.parent)))
        return self.held[made.id]

    def _show(self, message: Message) -> None:
        held = self.held[message.conversation]
        self.held[held.id] = replace(held, head=message.id, changed=self._now())


class FakeCorrections:
    def __init__(self, archive: FakeArchive) -> None:
        self._archive = archive
        self.kept: list[Correction] = []

    def correct(self, question: str, text: str) -> Message:
        heard = self._archive.messages[question]
        self.kept.insert(0, Correction(heard.text, text))
        edited = self._archive.edit(question, text)
        corrected = replace(edited, origin=Origin.SPOKEN, spoken=True)
        self._archive.messages[edited.id] = corrected
        return corrected

    def recent(self, limit: int = 200) -> list[Correction]:
        return self.kept[:limit]


class FakeDesk:
    """What the list of conversations needs of the program."""

    def __init__(self) -> None:
        self.begun_in: str | None = None


class FakeFiling:
    """Where the conversations of a FakeArchive lie."""

    def __init__(self, archive: FakeArchive) -> None:
        self.shelves: dict[str, Folder] = {}
        self._archive = archive

    def folders(self) -> list[Folder]:
        return sorted(self.shelves.values(), key=lambda one: one.position)

    def folder(self, id: str) -> Folder | None:
        return self.shelves.get(id)

    def create_folder(self, name: str, instructions: str = "") -> Folder:
        self._archive._complain()
        number = len(self.shelves) + 1
        made = self.shelves[f"f{number}"] = Folder(f"f{number}", name, 0.0, instructions, number)
        return made

    def rename_folder(self, id: str, name: str) -> Folder:
        self.shelves[id] = replace(self.shelves[id], name=name)
        return self.shelves[id]

    def instruct(self, id: str, instructions: str) -> Folder:
        self.shelves[id] = replace(self.shelves[id], instructions=instructions)
        return self.shelves[id]

    def arrange(self, folders: Sequence[str]) -> list[Folder]:
        for position, id in enumerate(folders, 1):
            self.shelves[id] = replace(self.shelves[id], position=position)
        return self.folders()

    def delete_folder(self, id: str) -> list[Conversation]:
        del self.shelves[id]
        return self.move([one.id for one in self._archive.held.values() if one.folder == id], None)

    def move(self, ids: Sequence[str], folder: str | None) -> list[Conversation]:
        return self._change(ids, folder=folder)

    def pin(self, ids: Sequence[str], *, on: bool = True) -> list[Conversation]:
        return self._change(ids, pinned=self._archive._now() if on else None)

    def archive(self, ids: Sequence[str], *, on: bool = True) -> list[Conversation]:
        return self._change(ids, archived=self._archive._now() if on else None)

    def trash(self, ids: Sequence[str]) -> list[Conversation]:
        return self._change(ids, trashed=self._archive._now())

    def restore(self, ids: Sequence[str]) -> list[Conversation]:
        return self._change(ids, trashed=None)

    def refile(self, before: Sequence[Conversation], folder: Folder | None = None) -> list[Conversation]:
        self._archive._complain()
        if folder is not None:
            self.shelves[folder.id] = folder
        for one in before:
            places = {name: getattr(one, name) for name in ("folder", "pinned", "archived", "trashed")}
            self._change([one.id], **places)
        return [self._archive.held[one.id] for one in before]

    def trashed(self) -> list[Conversation]:
        return [one for one in self._archive.held.values() if one.trashed is not None]

    def delete_for_good(self, ids: Sequence[str]) -> list[str]:
        for id in ids:
            self._archive.delete(id)
        return list(ids)

    def empty_trash(self) -> list[str]:
        return self.delete_for_good([one.id for one in self.trashed()])

    def _change(self, ids: Sequence[str], **places: str | float | None) -> list[Conversation]:
        self._archive._complain()
        held = self._archive.held
        held |= {id: replace(held[id], **places) for id in ids if id in held}
        return [held[id] for id in ids if id in held]


def _marked(text: str, wanted: str) -> tuple[tuple[int, int], ...]:
    return tuple((found.start(), found.end()) for found in re.finditer(re.escape(wanted), text))


class FakeAssistant:
    """A session that remembers what it was asked; :meth:`begin` and its kin tell what a real one would."""

    def __init__(self, archive: FakeArchive, emit: Callable[[Event], None]) -> None:
        self.told: list[object] = []
        self._archive = archive
        self._emit = emit
        self._numbers = itertools.count(1)
        self.turn = 0
        self.begun = Turn()
        """What every wish gives back."""

    def ask(self, conversation: str, text: str, files: Sequence[Attached] = ()) -> Turn:
        self.told.append(("ask", conversation, text, *(each.attachment.name for each in files)))
        return self.begun

    def edit(self, message: str, text: str) -> Turn:
        self.told.append(("edit", message, text))
        return self.begun

    def regenerate(self, message: str, wish: Wish | None = None) -> Turn:
        self.told.append(("regenerate", message) if wish is None else ("regenerate", message, wish))
        return self.begun

    def say(self, text: str) -> Turn:
        self.told.append(("say", text))
        return self.begun

    def retry(self, conversation: str) -> Turn:
        self.told.append(("retry", conversation))
        return self.begun

    def stop(self) -> None:
        self.told.append("stop")

    def asked(self, conversation: str, text: str) -> Message:
        """Store and announce the person's message, in a new conversation if *conversation* is empty."""
        self.turn = next(self._numbers)
        conversation = conversation or self._archive.create(text).id
        head = self._archive.held[conversation].head
        message = Message(f"q{self.turn}", conversation, head, Role.PERSON, text, self.turn, Origin.TYPED)
        self._archive.add(message)
        self._emit(Asked(self.turn, message))
        return message

    def announce(self, question: Message) -> None:
        """Tell of a *question* that is stored already."""
        self.turn = next(self._numbers)
        self._emit(Asked(self.turn, question))

    def begin(self, question: Message) -> Message:
        """Announce an answer to *question* that is about to grow."""
        name = f"a{next(self._numbers)}"
        conversation = question.conversation
        answer = Message(name, conversation, question.id, Role.ASSISTANT, "", 0.0, Origin.MODEL, State.GROWING)
        self._archive.add(answer)
        self._emit(ReplyBegan(self.turn, answer))
        return answer

    def end(self, answer: Message, text: str, state: State = State.WHOLE, made_by: Generator | None = None) -> Message:
        """Announce the end of *answer*."""
        made_by = made_by or Generator("m", tokens=12, tokens_per_s=42.3, ttft_ms=210)
        whole = replace(answer, text=text, state=state, generator=made_by)
        self._archive.settle(whole)
        self._emit(ReplyEnded(self.turn, whole))
        return whole
