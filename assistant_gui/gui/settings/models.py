"""What the models tab shows: who answers, listens and speaks, what is here and what could be."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.core.language import translated as _
from assistant_gui.core.models import Fetched, Format, Kind, Machine, Model
from assistant_gui.core.ports import Shelf
from assistant_gui.core.settings import Settings
from assistant_gui.gui.fetching import Fetching
from assistant_gui.gui.preferences import Preferences
from assistant_gui.gui.tasks import Tasks
from assistant_gui.gui.words import bytes_in_words

SETTING = {Kind.CHAT: "chat.model", Kind.HEARING: "hearing.model", Kind.VOICE: "voice.model"}
DUTY = {Kind.CHAT: N_("Answers"), Kind.HEARING: N_("Listens"), Kind.VOICE: N_("Speaks")}
SIZES = (N_("Small and quick"), N_("In between"), N_("The best that fits"))
STAGES = {"download": N_("Downloading"), "check": N_("Checking"), "unpack": N_("Unpacking")}


UNKNOWN = Machine(0)
"""Until the shelf has been read."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The shelf as it was read last."""

    models: tuple[Model, ...] = ()
    recommended: tuple[Model, ...] = ()
    machine: Machine = UNKNOWN


@dataclass(frozen=True, slots=True)
class Row:
    """One model as it is shown."""

    model: Model
    in_use: bool = False
    fetched: Fetched | None = None
    """How far it is, while it is being fetched."""
    checking: bool = False
    note: str = ""
    """What came of the last check, in one sentence."""
    trouble: str = ""

    @property
    def details(self) -> str:
        """Size, needs, languages and licence on one line."""
        model = self.model
        parts = [bytes_in_words(model.download_bytes)] if model.download_bytes else []
        if model.sees:
            parts.insert(0, _("sees pictures"))
        if model.needs_memory_bytes:
            parts.append(_("needs {size} of memory").format(size=bytes_in_words(model.needs_memory_bytes)))
        if model.needs_gpu:
            parts.append(_("needs a graphics card"))
        parts += [part for part in (_(model.languages), model.licence) if part]
        return " · ".join(parts)


def titled(title: str, *, sees: bool) -> str:
    """*title* of a model where one is chosen."""
    return _("{model} · sees pictures").format(model=title) if sees else title


def progress_in_words(fetched: Fetched) -> str:
    """What a download is doing now."""
    words = _(STAGES.get(fetched.stage, fetched.stage))
    if fetched.total_bytes and fetched.stage == "download":
        done, total = fetched.done_bytes / 1e6, fetched.total_bytes / 1e6
        return _("{doing}: {done:.0f} of {total:.0f} MB").format(doing=words, done=done, total=total)
    return _("{doing}…").format(doing=words)


def machine_in_words(machine: Machine) -> str:
    memory = _("{size} of memory").format(size=bytes_in_words(machine.memory_bytes))
    if not machine.gpu_memory_bytes:
        return _("This machine has {memory} and no graphics card that models can use.").format(memory=memory)
    card = machine.gpu_name or _("a graphics card")
    size = bytes_in_words(machine.gpu_memory_bytes)
    return _("This machine has {memory} and {card} with {size}.").format(memory=memory, card=card, size=size)


class ModelsModel(QObject):
    """Short work goes through *tasks*, downloads through the shared *fetching*."""

    catalogue_changed = Signal()
    row_changed = Signal(str)
    """Only this model's row looks different."""
    changed = Signal(object)
    """All the settings, after another model was chosen."""
    notice = Signal(str)

    def __init__(
        self, shelf: Shelf, preferences: Preferences, tasks: Tasks, fetching: Fetching, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.catalogue = Catalogue()
        self._shelf = shelf
        self._preferences = preferences
        self._tasks = tasks
        self._fetching = fetching
        self._checking: set[str] = set()
        self._notes: dict[str, str] = {}
        self._troubles: dict[str, str] = {}
        fetching.changed.connect(self.row_changed)
        fetching.arrived.connect(self._on_arrived)
        fetching.failed.connect(self._on_trouble)

    def refresh(self) -> None:
        """Read the shelf again."""
        self._tasks.run(self._read, self._on_read, self._on_failed)

    @property
    def machine_words(self) -> str:
        return machine_in_words(self.catalogue.machine) if self.catalogue.machine.memory_bytes else ""

    @property
    def starter_answers(self) -> bool:
        """The small model of the first day is still the one that answers."""
        return any(model.starter and model.id == self.chosen(Kind.CHAT) for model in self.catalogue.models)

    def chosen(self, kind: Kind) -> str:
        return _chosen(self._preferences.current())[kind]

    def choices(self, kind: Kind) -> list[tuple[str, str]]:
        """(id, title) of what is installed, and of what is chosen even if it is gone."""
        models = [model for model in self.catalogue.models if model.kind is kind]
        offered = [(model.id, titled(_(model.title), sees=model.sees)) for model in models if usable(model)]
        chosen = self.chosen(kind)
        if chosen not in dict(offered):
            known = next((model for model in models if model.id == chosen), None)
            words = _("{model} (not ready)") if known and known.installed else _("{model} (not installed)")
            offered.append((chosen, words.format(model=_(known.title) if known else chosen)))
        return offered

    def choose(self, kind: Kind, id: str) -> None:
        try:
            settings = self._preferences.change(SETTING[kind], id)
            if kind is Kind.VOICE and settings.voice.name:  # one of another model, or of a server
                settings = self._preferences.change("voice.name", "")
        except (ValueError, AssistantError) as error:
            self.notice.emit(str(error))
            return
        self.catalogue_changed.emit()
        self.changed.emit(settings)

    def row(self, id: str) -> Row:
        model = next(model for model in (*self.catalogue.models, *self.catalogue.recommended) if model.id == id)
        return Row(
            model,
            in_use=self.chosen(model.kind) == id,
            fetched=self._fetching.under_way.get(id),
            checking=id in self._checking,
            note=self._notes.get(id, ""),
            trouble=self._troubles.get(id, ""),
        )

    def get(self, id: str) -> None:
        self._forget_words(id)
        self._fetching.get(id)

    def cancel(self, id: str) -> None:
        self._fetching.cancel(id)

    def verify(self, id: str) -> None:
        """Hash every file again and say what came of it."""
        self._forget_words(id)
        self._checking.add(id)
        self.row_changed.emit(id)
        self._tasks.run(
            lambda: self._shelf.verify(id),
            lambda _nothing: self._on_verified(id, _("Every file is as it should be.")),
            lambda error: self._on_trouble(id, str(error)),
        )

    def remove(self, id: str) -> None:
        self._forget_words(id)
        self._tasks.run(
            lambda: self._shelf.remove(id),
            lambda _nothing: self.refresh(),
            lambda error: self._on_trouble(id, str(error)),
        )

    def _read(self) -> Catalogue:
        return Catalogue(tuple(self._shelf.models()), tuple(self._shelf.recommended()), self._shelf.machine())

    def _on_read(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.catalogue_changed.emit()

    def _on_failed(self, error: AssistantError) -> None:
        self.notice.emit(str(error))

    @Slot(object)
    def _on_arrived(self, model: Model) -> None:
        self._notes[model.id] = _("It is here and checked.")
        self.refresh()

    def _on_verified(self, id: str, sentence: str) -> None:
        self._checking.discard(id)
        self._notes[id] = sentence
        self.row_changed.emit(id)

    @Slot(str, str)
    def _on_trouble(self, id: str, sentence: str) -> None:
        self._checking.discard(id)
        self._troubles[id] = sentence
        self.row_changed.emit(id)

    def _forget_words(self, id: str) -> None:
        self._notes.pop(id, None)
        self._troubles.pop(id, None)
        self.row_changed.emit(id)


def usable(model: Model) -> bool:
    return model.installed and not model.missing


def removable(model: Model) -> bool:
    """The system's voices have no files of ours."""
    return model.installed and model.format is not Format.SYSTEM


def _chosen(settings: Settings) -> Mapping[Kind, str]:
    return {Kind.CHAT: settings.chat.model, Kind.HEARING: settings.hearing.model, Kind.VOICE: settings.voice.model}
