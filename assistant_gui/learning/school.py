"""Fine-tuning as the window and the command line see it: the School of core's ports."""

import logging
import secrets
import shutil
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import psutil

from assistant_gui.core.card import Card
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.fingerprint import Recorded
from assistant_gui.core.forms import AdapterForm
from assistant_gui.core.fourbit import FourBit
from assistant_gui.core.language import N_
from assistant_gui.core.learning import Adapter, Estimate, Example, Run, RunStatus, Tally, Wish
from assistant_gui.core.lessons import Part
from assistant_gui.core.lineage import Lineage
from assistant_gui.core.models import Format, Kind, Model
from assistant_gui.core.plan import LEAST_ANSWERS, Plan
from assistant_gui.core.turn import Turn
from assistant_gui.learning import (
    abilities,
    cards,
    estimates,
    exports,
    fingerprints,
    forgetting,
    judging,
    lineage,
    plans,
    proofs,
    runs,
    shapes,
)
from assistant_gui.learning.adapters import Adapters
from assistant_gui.learning.division import Division, divided
from assistant_gui.learning.gathered import Gathered
from assistant_gui.learning.parts import key_of, remember, remembered
from assistant_gui.learning.reading import TEXTS, Texts, read

_log = logging.getLogger(__name__)

PARTS = "conversations.parts"
"""What each conversation was for in the runs so far."""

TRAINED = (Format.GGUF, Format.FOLDER)
"""What a tuner can open."""


class School:
    """Safe from any thread; the folders are the only state that lasts."""

    def __init__(
        self,
        *,
        runs: Path,
        adapters: Path,
        examples: Callable[[], Iterator[Example]],
        tally: Callable[[], Tally],
        model: Callable[[str], Model],
        threads: int = 0,
        ready: Callable[[Division], Division] = lambda division: division,
        replays: Callable[[], Iterable[Example]] = tuple,
        texts: Texts | None = None,
        free_bytes: Callable[[], int] = lambda: psutil.virtual_memory().available,
    ) -> None:
        """*ready* makes of a division what is really learned: nothing twice, nothing private.

        *replays* are answers of the model itself, for a run that is to forget less. Without *texts* none are read.
        """
        self._runs = runs
        self._adapters_folder = adapters
        self._adapters = Adapters(adapters)
        self._examples = examples
        self._tally = tally
        self._model = model
        self._threads = threads
        self._ready = ready
        self._replays = replays
        self._texts = texts
        self._free_bytes = free_bytes
        self._lock = threading.Lock()
        self._looking = threading.Lock()
        self._children: dict[str, int] = {}
        """Run -> process id of the tuners this process started."""

    def tally(self) -> Tally:
        return self._tally()

    def default_plan(self, base: str) -> Plan:
        return plans.default_plan(self._model(base), self._tally().total)

    def estimate(self, plan: Plan) -> Estimate | None:
        base = self._model(plan.base)
        proofs.check(base, self._adapters_folder)
        plans.check_able(plan, self._adapters_folder)
        return self._estimate(plan, base, self._examples(), lambda: self._tally().total)

    def four_bit(self) -> FourBit:
        """Whether a base can be kept in 4 bit on this machine."""
        return abilities.four_bit(self._adapters_folder / abilities.KNOWN)

    def start(
        self, plan: Plan, turn: Turn | None = None, on_progress: Callable[[int], None] = lambda seen: None
    ) -> Run:
        """Write a run folder and start its tuner, in a process that outlives this one.

        *turn* may cut short the reading of texts, of which *on_progress* hears file by file.
        """
        plans.check(plan)
        plans.check_able(plan, self._adapters_folder)
        base = self._trainable(plan.base)
        with Gathered(self._examples(), self._runs) as gathered:
            examples = gathered.examples
            if len(examples) < LEAST_ANSWERS and plan.plain_share < 1:
                raise AssistantError(
                    N_("Too few answers to learn from: {n}."),
                    N_("Correct or rate up at least {least}."),
                    n=len(examples),
                    least=LEAST_ANSWERS,
                )
            self._check_fits(plan, base, examples)
            self._check_free()  # before texts are read, which takes its time; and again when nobody else can start
            waiting = self._runs / TEXTS
            with self._lock, read(plan, self._texts, waiting, turn or Turn(), on_progress) as texts:
                return self._started(plan, base, examples, texts)

    def stop(self, run: str) -> None:
        folder = self._folder(run)
        if self.run(run).status is RunStatus.PAUSED:
            runs.bury(folder, "", RunStatus.STOPPED)
        else:
            runs.ask(folder, Wish.CANCEL)

    def pause(self, run: str) -> None:
        runs.ask(self._folder(run), Wish.PAUSE)

    def resume(self, run: str) -> Run:
        return self._taken_up(run, None)

    def keep(self, run: str) -> None:
        if self.run(run).status is RunStatus.PAUSED:
            self._taken_up(run, Wish.KEEP)
        else:
            runs.ask(self._folder(run), Wish.KEEP)

    def going(self) -> list[Path]:
        """The folders of the runs whose tuner is there now."""
        return [folder for folder in self._runs.iterdir() if folder.is_dir() and runs.alive(folder)]

    def runs(self) -> list[Run]:
        found = [self._seen(folder) for folder in self._runs.iterdir() if folder.is_dir()]
        return sorted((run for run in found if run is not None), key=lambda run: run.started, reverse=True)

    def run(self, id: str) -> Run:
        found = self._seen(self._folder(id))
        if found is None:
            raise AssistantError(N_("The run {run} cannot be read."), N_("Start a new run."), run=id)
        return found

    def held_out(self) -> tuple[Example, ...]:
        """The answers in conversations that only judge: no adapter learned from them."""
        parts = remembered(self._runs / PARTS)
        return tuple(each for each in self._examples() if parts.get(key_of(each.conversation)) is Part.JUDGES)

    def recorded(self, adapter: str) -> Recorded | None:
        """The fingerprint that was taken when the adapter was made; None where none was."""
        return fingerprints.of_adapter(self._adapters.folder(adapter))

    def card(self, adapter: str) -> Card | None:
        """What the adapter was found to be worth; None when it was never judged."""
        return cards.of_adapter(self._adapters_folder / adapter) if Path(adapter).name == adapter else None

    def events(self, run: str, turn: Turn) -> Iterator[Mapping[str, object]]:
        return runs.followed(self._folder(run), turn, self._look)

    def adapters(self) -> list[Adapter]:
        return self._adapters.all()

    def lineage(self, adapter: str) -> Lineage:
        """Where the adapter comes from. Raises AssistantError when there is none."""
        return lineage.of_adapter(self._adapters.folder(adapter))

    def strengthen(self, adapter: str, strength: float) -> Adapter:
        """Add *strength* of it to its base from now on, from 0 to 1.5; 1 is as it was learned."""
        return self._adapters.strengthen(adapter, strength)

    def note(self, adapter: str, notes: str) -> Adapter:
        """Keep the person's own words about it."""
        return self._adapters.note(adapter, notes)

    def active(self, base: str) -> Adapter | None:
        """What goes on top of *base* now."""
        return self._adapters.active(base)

    def activate(self, adapter: str) -> Adapter:
        """Raises AssistantError when it learned under another chat template than its base has now."""
        wanted = self._adapters.one(adapter)
        known = self._adapters_folder / proofs.BASES
        exports.check_template(self._adapters.folder(adapter), self._model(wanted.base), known)
        return self._adapters.activate(adapter)

    def export(
        self,
        adapter: str,
        form: AdapterForm,
        out: Path,
        turn: Turn,
        on_progress: Callable[[float], None] = lambda share: None,
    ) -> None:
        """Write it for other programs to *out*, as strongly as it is used here."""
        wanted = self._adapters.one(adapter)
        folder, base = self._adapters.folder(adapter), self._model(wanted.base)
        exports.export(wanted, folder, base, form, out, turn, on_progress)

    def bring_in(
        self, source: Path, base: str, turn: Turn, on_progress: Callable[[float], None] = lambda share: None
    ) -> Adapter:
        """Take in a plain LoRA that PEFT wrote for *base*. Raises AssistantError when it is none, or does not fit."""
        model = self._trainable(base)
        return self._adapters.one(exports.bring_in(source, model, self._adapters_folder, turn, on_progress))

    def judge(self, adapter: str, turn: Turn, on_progress: Callable[[float], None] = lambda share: None) -> None:
        """Judge it by what is kept aside now and was not taught to it. Raises AssistantError."""
        wanted = self._adapters.one(adapter)
        base, folder = self._trainable(wanted.base), self._adapters.folder(adapter)
        active = self._adapters.active(base.id)
        current = self._adapters.folder(active.id) if active is not None and active.id != wanted.id else None
        with Gathered(self._examples(), self._runs) as gathered:
            division = self._ready(divided(gathered.examples, remembered(self._runs / PARTS)))
            judging.judge(folder, base, current, division, turn, on_progress)

    def rollback(self) -> Adapter | None:
        return self._adapters.rollback()

    def delete_adapter(self, adapter: str) -> None:
        self._adapters.delete(adapter)

    def learned_from(self, conversations: Sequence[str]) -> tuple[Adapter, ...]:
        """The adapters that any of *conversations* taught, newest first."""
        folder, wanted = self._adapters_folder, set(conversations)
        return tuple(each for each in self.adapters() if forgetting.taught_by(folder / each.id, wanted))

    def rebuild(self, adapter: str) -> Run:
        """Start a run with the plan of *adapter* on what there is to learn from now."""
        made = next((each for each in self.adapters() if each.id == adapter), None)
        if made is None:
            raise AssistantError(N_("There is no adapter {id}."), N_("Choose one of the list."), id=adapter)
        return self.start(forgetting.plan_of(self._adapters_folder / made.id))

    def _started(self, plan: Plan, base: Model, examples: Sequence[Example], texts: Sequence[Path]) -> Run:
        self._check_free()
        now = time.time()
        new = time.strftime("%Y%m%d-%H%M%S", time.localtime(now)) + "-" + secrets.token_hex(2)
        adapter = f"adapter-{new}"
        named = replace(plan, name=plan.name.strip() or time.strftime("%d %b %H:%M", time.localtime(now)))
        adapters = self._adapters_folder.absolute()
        active = self._adapters.active(base.id)
        current = str(adapters / active.id) if active is not None else ""
        order = runs.Order(new, named, base, now, adapter, adapters / adapter, self._threads, current)
        folder = self._runs / new
        parts = self._runs / PARTS
        division = divided(examples, remembered(parts))
        if plan.plain_share >= 1:
            division = Division((), (), division.judging)  # the answers are not learned this time
        try:
            ready = self._ready(division)
            if not ready.teaching and plan.plain_share < 1:
                raise AssistantError(
                    N_("None of the {n} answers would be learned: they say nearly the same as what judges."),
                    N_("Check the training data, and rate or write other answers."),
                    n=len(examples),
                )
            runs.write_examples(folder, ready)
            for text in texts:
                text.replace(folder / text.name)
            if plan.replay:
                aside = {key_of(each.conversation) for each in (*division.stopping, *division.judging)}
                runs.write_replays(folder, (each for each in self._replays() if key_of(each.conversation) not in aside))
            remember(parts, division.parts())
            with self._looking:  # or it would be taken for a run whose process is gone
                runs.write_order(folder, order)
                self._children[new] = runs.start(folder)
        except BaseException:  # nobody would find the texts in the folder of a run that there is not
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return self.run(new)

    def _taken_up(self, run: str, wish: Wish | None) -> Run:
        folder = self._folder(run)
        with self._lock:
            self._check_free()
            if self.run(run).status is not RunStatus.PAUSED:
                raise AssistantError(N_("This run is not paused."), N_("Start a new run."))
            if wish is None:
                (folder / "control.json").unlink(missing_ok=True)
            else:
                runs.ask(folder, wish)
            self._children[run] = runs.take_up(folder)
        return self.run(run)

    def _estimate(
        self, plan: Plan, base: Model, examples: Iterable[Example], total: Callable[[], int]
    ) -> Estimate | None:
        """None, too, when it goes wrong: what is only guessed must not keep a run from beginning."""
        try:
            shape = shapes.shape(base)
            if shape is None:
                return None
            cores = self._threads or psutil.cpu_count(logical=False) or 1
            return estimates.estimate(
                plan,
                shape,
                examples if plan.plain_share < 1 else (),
                total(),
                free_bytes=self._free_bytes(),
                cores=cores,
                runs=self.runs(),
                texts_bytes=self._texts.size_bytes(Path(plan.texts)) if self._texts is not None else 0,
            )
        except Exception:  # noqa: BLE001 - the files of a base are foreign, and a run tells by itself what it lacks
            _log.warning("what a run on %s takes could not be estimated", base.id, exc_info=True)
            return None

    def _check_fits(self, plan: Plan, base: Model, examples: Sequence[Example]) -> None:
        found = self._estimate(plan, base, examples, lambda: len(examples))
        if found is not None and not found.fits:
            raise AssistantError(
                N_("It will not fit: about {needed:.1f} GB of memory are needed, and {free:.1f} GB are free."),
                N_("Allow fewer tokens per example, choose a smaller model or rank, or close other programs."),
                needed=found.memory_bytes / 1e9,
                free=found.free_bytes / 1e9,
            )

    def _check_free(self) -> None:
        if any(run.status is RunStatus.RUNNING for run in self.runs()):
            raise AssistantError(N_("A training run is going on already."), N_("Stop it or wait for its end."))

    def _trainable(self, id: str) -> Model:
        base = self._model(id)
        if base.kind is not Kind.CHAT or base.format not in TRAINED:
            raise AssistantError(N_("{title} cannot be fine-tuned."), N_("Choose a chat model."), title=base.title)
        if not base.installed or not base.path:
            raise AssistantError(N_("{title} is not on this machine."), N_("Get it first."), title=base.title)
        proofs.check(base, self._adapters_folder)
        return base

    def _folder(self, id: str) -> Path:
        folder = self._runs / id
        if not id or Path(id).name != id or not folder.is_dir():
            raise AssistantError(N_("There is no run {run}."), N_("Start a new run."), run=id)
        return folder

    def _seen(self, folder: Path) -> Run | None:
        found = runs.read(folder)
        if found is not None and found.status is RunStatus.RUNNING:
            self._look(folder)
            found = runs.read(folder)
        return found

    def _look(self, folder: Path) -> None:
        """Bury a run whose process is gone without an end, and reap it if it was our child.

        It is done if its adapter is there, and paused if it can go on.
        """
        with self._looking:  # the exit code is told only once: whoever hears it writes the end
            if runs.alive(folder):
                return
            child = self._children.get(folder.name)
            gone, code = runs.ended(child) if child is not None else (True, None)
            if not gone or runs.ended_with(runs.events(folder)):
                return
            try:
                if adapter := runs.published(folder):
                    runs.bury(folder, "", RunStatus.DONE, adapter)
                else:
                    status = RunStatus.PAUSED if runs.resumable(folder) else RunStatus.FAILED
                    runs.bury(folder, str(_gone(code, status)), status)
            except OSError:  # no room for the end: it is written when somebody looks again
                _log.warning("the end of %s could not be written", folder.name, exc_info=True)


def _gone(code: int | None, status: RunStatus) -> AssistantError:
    paused = status is RunStatus.PAUSED
    if code == -9:
        hint = N_("It can go on where it was. If this happens again, start one with a smaller model or batch.")
        return AssistantError(
            N_("The training was killed, most likely for lack of memory."),
            hint if paused else N_("Choose a smaller model or batch."),
        )
    return AssistantError(
        N_("The training ended without a word."),
        N_("It can go on where it was; the run's log may say why.")
        if paused
        else N_("The run's log may say why; start it again."),
    )
