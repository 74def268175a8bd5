"""The adapters of a profile: which there are, which is active on each base and how strongly, and the way back."""

import shutil
import threading
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.core.learning import MANY, MOST_STRENGTH, Adapter
from assistant_gui.learning.files import read_json, write_json

PERSONAL = "personal.json"
"""Beside an adapter's manifest, which never changes: what the person wrote and set."""


@dataclass(frozen=True, slots=True)
class _Before:
    """What answered before an activation; no adapter is the base alone."""

    adapter: str | None
    strength: float | None = None
    """None in files of older versions, which knew no strength."""


class Adapters:
    """The folder ``adapters``. Safe from any thread; ``active.json`` and each ``personal.json`` are the only state."""

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
        adapter = self.one(id)
        with self._lock:
            if self._active_id(adapter.base) != id:
                before = self.active(adapter.base)
                left = _Before(before.id, before.strength) if before else _Before(self._active_id(adapter.base))
                self._set(adapter.base, id, [*self._history(adapter.base), left])
        return replace(adapter, active=True)

    def one(self, id: str) -> Adapter:
        """Raises AssistantError when there is none called so."""
        found = self._read(self._folder / id) if _plain(id) else None
        if found is None:
            raise AssistantError(N_("There is no adapter {id}."), N_("Choose one of the list."), id=id)
        return replace(found, active=self._active_id(found.base) == id)

    def strengthen(self, id: str, strength: float) -> Adapter:
        """Add *strength* of the adapter to its base from now on, 1 being as it was learned."""
        if not 0 <= strength <= MOST_STRENGTH:
            raise AssistantError(
                N_("An adapter cannot be added {strength} times."),
                N_("Choose something from 0 to {most}."),
                strength=strength,
                most=MOST_STRENGTH,
            )
        return self._write_down(id, strength=round(strength, 4))

    def note(self, id: str, notes: str) -> Adapter:
        """Keep the person's own words about an adapter."""
        return self._write_down(id, notes=notes)

    def folder(self, id: str) -> Path:
        """Where adapter *id* lies; AssistantError when there is none."""
        return self._folder / self.one(id).id

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
            before = history.pop() if history else _Before(None)
            self._set(base, before.adapter, history)
        if before.adapter is not None and before.strength is not None:
            with suppress(AssistantError):  # it was deleted by another program
                self.strengthen(before.adapter, before.strength)
        return self.active(base)

    def delete(self, id: str) -> None:
        """Remove an adapter; a base it was active on answers alone."""
        place = self._folder / id
        if not _plain(id) or not place.is_dir():
            raise AssistantError(N_("There is no adapter {id}."), N_("Choose one of the list."), id=id)
        with self._lock:
            for base in self._state():
                active = self._active_id(base)
                self._set(
                    base, None if active == id else active, [old for old in self._history(base) if old.adapter != id]
                )
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
        created, many, lineage = told.get("created"), told.get(MANY), told.get("lineage")
        personal = read_json(place / PERSONAL)
        strength = personal.get("strength")
        return Adapter(
            id=place.name,
            name=str(told.get("name") or place.name),
            base=str(told.get("base", "")),
            created=float(created) if isinstance(created, int | float) else 0.0,
            examples=many if isinstance(many, int) and many else len(examples),
            strength=float(strength) if isinstance(strength, int | float) else 1.0,
            notes=str(personal.get("notes", "")),
            texts=isinstance(lineage, dict) and bool(lineage.get("texts_sha256")),
        )

    def _write_down(self, id: str, **changes: str | float) -> Adapter:
        place = self.folder(id)
        with self._lock:
            write_json(place / PERSONAL, {**read_json(place / PERSONAL), **changes})
        return self.one(id)

    def _state(self) -> dict[str, object]:
        return read_json(self._folder / "active.json")

    def _active_id(self, base: str) -> str | None:
        entry = self._state().get(base)
        found = entry.get("adapter") if isinstance(entry, dict) else None
        return found if isinstance(found, str) and _plain(found) else None

    def _history(self, base: str) -> list[_Before]:
        entry = self._state().get(base)
        history = entry.get("history") if isinstance(entry, dict) else None
        return [_before(each) for each in history] if isinstance(history, list) else []

    def _set(self, base: str, adapter: str | None, history: list[_Before]) -> None:
        entry = {"adapter": adapter, "history": [asdict(each) for each in history], "since": time.time()}
        write_json(self._folder / "active.json", {**self._state(), base: entry})


def _plain(id: str) -> bool:
    """A name of a folder here, and of nothing elsewhere."""
    return bool(id) and id not in (".", "..") and Path(id).name == id


def _before(told: object) -> _Before:
    if not isinstance(told, dict):  # of an older version: the id alone
        return _Before(told if isinstance(told, str) else None)
    adapter, strength = told.get("adapter"), told.get("strength")
    return _Before(
        adapter if isinstance(adapter, str) else None, float(strength) if isinstance(strength, int | float) else None
    )


def _since(entry: object) -> float:
    since = entry.get("since", 0.0) if isinstance(entry, dict) else 0.0
    return float(since) if isinstance(since, int | float) else 0.0
