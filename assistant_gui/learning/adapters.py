"""The adapters of a profile: which there are, which is active on each base, and the way back."""

import shutil
import threading
import time
from dataclasses import replace
from pathlib import Path

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.core.learning import Adapter
from assistant_gui.learning.files import read_json, write_json


class Adapters:
    """The folder ``adapters``. Safe from any thread; ``active.json`` is the only state."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()

    def all(self) -> list[Adapter]:
        """Newest first."""
        active = {self._active_id(base) for base in self._state()}
        found = [self._read(place) for place in self._folder.iterdir() if place.is_dir()]
        marked = [replace(each, active=each.id in active) for each in found if each is not None]
        return sorted(marked, key=lambda each: each.created, reverse=True)

    def active(self, base: str) -> Adapter | None:
        """What goes on top of *base* now; None when it answers alone, or when the adapter is gone."""
        found = self._read(self._folder / (self._active_id(base) or "-"))
        return replace(found, active=True) if found is not None else None

    def activate(self, id: str) -> Adapter:
        adapter = self._read(self._folder / id) if _plain(id) else None
        if adapter is None:
            raise AssistantError(N_("There is no adapter {id}."), N_("Choose one of the list."), id=id)
        with self._lock:
            if self._active_id(adapter.base) != id:
                history = [*self._history(adapter.base), self._active_id(adapter.base)]
                self._set(adapter.base, id, history)
        return replace(adapter, active=True)

    def rollback(self) -> Adapter | None:
        """Undo the newest activation: what was active before is again; None is the base alone."""
        with self._lock:
            state = self._state()
            bases = sorted(state, key=lambda base: _since(state[base]))
            changed = [base for base in bases if self._active_id(base) or self._history(base)]
            if not changed:
                return None
            base = changed[-1]
            history = self._history(base)
            before = history.pop() if history else None
            self._set(base, before, history)
        return self.active(base)

    def delete(self, id: str) -> None:
        """Remove an adapter; a base it was active on answers alone."""
        place = self._folder / id
        if not _plain(id) or not place.is_dir():
            raise AssistantError(N_("There is no adapter {id}."), N_("Choose one of the list."), id=id)
        with self._lock:
            for base in self._state():
                active = self._active_id(base)
                self._set(base, None if active == id else active, [old for old in self._history(base) if old != id])
        going = self._folder / f".{id}.deleted"
        place.rename(going)
        shutil.rmtree(going, ignore_errors=True)

    def newest(self) -> tuple[Adapter, float] | None:
        """The active adapter that :meth:`rollback` would take away, and since when it answers."""
        state = self._state()
        for base in sorted(state, key=lambda base: _since(state[base]), reverse=True):
            active = self.active(base)
            if active is not None:
                return active, _since(state[base])
        return None

    def _read(self, place: Path) -> Adapter | None:
        told = read_json(place / "manifest.json")
        examples = told.get("examples")
        if told.get("id") != place.name or not isinstance(examples, list):
            return None
        created = told.get("created")
        return Adapter(
            id=place.name,
            name=str(told.get("name") or place.name),
            base=str(told.get("base", "")),
            created=float(created) if isinstance(created, int | float) else 0.0,
            examples=len(examples),
        )

    def _state(self) -> dict[str, object]:
        return read_json(self._folder / "active.json")

    def _active_id(self, base: str) -> str | None:
        entry = self._state().get(base)
        found = entry.get("adapter") if isinstance(entry, dict) else None
        return found if isinstance(found, str) and _plain(found) else None

    def _history(self, base: str) -> list[str | None]:
        entry = self._state().get(base)
        history = entry.get("history") if isinstance(entry, dict) else None
        return list(history) if isinstance(history, list) else []

    def _set(self, base: str, adapter: str | None, history: list[str | None]) -> None:
        entry = {"adapter": adapter, "history": history, "since": time.time()}
        write_json(self._folder / "active.json", {**self._state(), base: entry})


def _plain(id: str) -> bool:
    """A name of a folder here, and of nothing elsewhere."""
    return bool(id) and id not in (".", "..") and Path(id).name == id


def _since(entry: object) -> float:
    since = entry.get("since", 0.0) if isinstance(entry, dict) else 0.0
    return float(since) if isinstance(since, int | float) else 0.0
