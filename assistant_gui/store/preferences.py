"""The settings file: read forgivingly, written whole, comments and unknown keys kept."""

import contextlib
import os
import threading
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from assistant_gui import whole
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.core.settings import RENAMED, TABLES, Settings, Value, changed, items

if TYPE_CHECKING:
    from tomlkit import TOMLDocument


class Preferences:
    """The person's settings; safe from any thread."""

    def __init__(self, file: Path) -> None:
        """Read *file*; one that cannot be read is put aside as ``.bad`` and the defaults are used."""
        self._file = file
        self._lock = threading.Lock()
        self._settings, self._notices = _loaded(file)

    @property
    def notices(self) -> tuple[AssistantError, ...]:
        """What was wrong with the file when it was read; the person should be told once."""
        return tuple(self._notices)

    def current(self) -> Settings:
        return self._settings

    def change(self, key: str, value: Value) -> Settings:
        """Change one dotted *key* and keep it on disk; ValueError says why it cannot be."""
        with self._lock:
            settings = changed(self._settings, key, value)
            _save(self._file, settings)
            self._settings = settings
            return settings


def glimpse(file: Path) -> Settings:
    """The settings in *file* as far as they can be read; for what is needed before anything can be told."""
    settings = Settings()
    try:
        document = tomllib.loads(file.read_bytes().decode())
    except (OSError, ValueError, RecursionError):
        return settings
    for key, value in _flat(document):
        with contextlib.suppress(ValueError):
            settings = changed(settings, key, value)
    return settings


def _loaded(file: Path) -> tuple[Settings, list[AssistantError]]:
    settings, notices = Settings(), list[AssistantError]()
    try:
        document = tomllib.loads(file.read_bytes().decode())
    except FileNotFoundError:
        return settings, notices
    except (ValueError, RecursionError):  # not TOML, not UTF-8, or nested absurdly
        return settings, [_put_aside(file)]
    except OSError as error:
        return settings, [
            AssistantError(
                N_("The settings file {file} cannot be read: {reason}."),
                N_("The usual settings are used; check that the file is yours."),
                file=file,
                reason=error.strerror or error,
            )
        ]
    for key, value in _flat(document):
        try:
            settings = changed(settings, key, value)
        except ValueError as error:
            if _known(key):
                notices.append(
                    AssistantError(
                        N_("A setting in {file} cannot be used: {reason}."),
                        N_("The usual value is used until you choose another in the settings."),
                        file=file.name,
                        reason=error,
                    )
                )
    return settings, notices


def _save(file: Path, settings: Settings) -> None:
    import tomlkit  # only when something is changed

    target = file.resolve()  # a link into somebody's dotfiles stays one
    try:
        document = tomlkit.parse(target.read_bytes().decode())
    except FileNotFoundError:
        document = tomlkit.document()
    except (ValueError, RecursionError):
        _put_aside(target)
        document = tomlkit.document()
    _fill(document, settings)
    try:
        with whole.written(target) as out:
            out.write(tomlkit.dumps(document).encode())
    except OSError as error:
        raise AssistantError(
            N_("The settings cannot be stored in {file}: {reason}."),
            N_("Check that there is space on the disk and that the folder is yours."),
            file=file,
            reason=error.strerror or error,
        ) from error


def _fill(document: "TOMLDocument", settings: Settings) -> None:
    """Write what differs from what a reader of *document* would find; touch nothing else."""
    written = dict(_flat(document.unwrap()))
    for old in RENAMED.keys() & written.keys():
        area, _, name = old.rpartition(".")
        inside = document[area] if area else document
        del inside[name]
        del written[old]
    usual = {key: value for key, value, _ in items(Settings())}
    wanted = {key: value for key, value, _ in items(settings)}
    for key in written:
        area, _, name = key.partition(".")
        if area in TABLES and key not in wanted and isinstance(written[key], str):  # as usual again
            del document[area][name]
    for key, value in wanted.items():
        if _read(key, written) == value or (key not in written and value == usual.get(key)):
            continue
        area, _, name = key.rpartition(".")
        if area and not isinstance(document.get(area), Mapping):
            document[area] = {}
        inside = document[area] if area else document
        inside[name] = value


def _read(key: str, written: Mapping[str, Value]) -> Value | None:
    """What *key* would be read as: the usual value when the written one cannot be used."""
    if key not in written:
        return None
    try:
        settings = changed(Settings(), key, written[key])
    except ValueError:
        settings = Settings()
    return next((value for known, value, _ in items(settings) if known == key), None)


def _flat(table: Mapping[str, object], area: str = "") -> Iterator[tuple[str, Value]]:
    """Dotted keys and their values; what is no setting by its shape (lists, dates) is passed over."""
    for name, value in table.items():
        if isinstance(value, Mapping) and not area:
            yield from _flat(value, name)
        elif isinstance(value, bool | int | float | str):
            yield f"{area}.{name}" if area else name, value


def _known(key: str) -> bool:
    return any(
        key in (known, *(old for old, new in RENAMED.items() if new == known)) for known, _, _ in items(Settings())
    )


def _put_aside(file: Path) -> AssistantError:
    bad = file.with_name(file.name + ".bad")
    with contextlib.suppress(OSError):
        os.replace(file, bad)
    return AssistantError(
        N_("The settings file was damaged, so the usual settings are used."),
        N_("The damaged file is kept as {bad}; choose your settings again."),
        bad=bad,
    )
