"""Whether everything works here, one line after the other: ``assistant-gui doctor``."""

import platform
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from assistant_gui import __version__
from assistant_gui.cli.parts import Check
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import translated as _
from assistant_gui.core.models import Kind, Model
from assistant_gui.core.ports import Shelf
from assistant_gui.core.settings import Settings

PACKAGES = (
    "torch",
    "transformers",
    "peft",
    "xllamacpp",
    "openai-whisper",
    "pyttsx3",
    "sounddevice",
    "PySide6-Essentials",
)

LEAST_FREE_BYTES = 2_000_000_000
"""A larger model and a training run fit in it."""

Devices = Callable[[], tuple[Sequence[str], Sequence[str]]]


def checks(
    shelf: Shelf, settings: Settings, folder: Path, devices: Devices, engines: Sequence[Callable[[], str]]
) -> Iterator[Check]:
    """Look at the machine, the packages, the models, the devices and the engines, in that order.

    Each of *engines* gives one some work and names it, or raises AssistantError.
    """
    yield Check(_("assistant-gui"), True, f"{__version__}, Python {sys.version.split()[0]}, {platform.platform()}")
    yield from _packages()
    yield _memory(shelf)
    yield _disk(folder)
    for kind, chosen in (
        (Kind.CHAT, settings.chat.model),
        (Kind.HEARING, settings.hearing.model),
        (Kind.VOICE, settings.voice.model),
    ):
        yield _model(shelf, kind, chosen)
    yield from _devices(devices)
    for start in engines:
        yield _attempt(_("engine"), start, _("The details are in its log, in {folder}.").format(folder=folder / "logs"))


def _packages() -> Iterator[Check]:
    for name in PACKAGES:
        try:
            yield Check(name, True, version(name))
        except PackageNotFoundError:
            yield Check(name, False, _("is not installed"), _("Run the bootstrap again."))


def _memory(shelf: Shelf) -> Check:
    machine = shelf.machine()
    gpu = f", {machine.gpu_name} {machine.gpu_memory_bytes / 1e9:.0f} GB" if machine.gpu_name else ""
    return Check(_("memory"), True, f"{machine.memory_bytes / 1e9:.0f} GB{gpu}")


def _disk(folder: Path) -> Check:
    free = shutil.disk_usage(folder).free
    return Check(
        _("disk"), free > LEAST_FREE_BYTES, _("{free:.0f} GB free").format(free=free / 1e9), _("Make some room.")
    )


def _model(shelf: Shelf, kind: Kind, chosen: str) -> Check:
    name = {Kind.CHAT: _("answers"), Kind.HEARING: _("listens"), Kind.VOICE: _("speaks")}[kind]
    try:
        model: Model = shelf.model(chosen)
    except AssistantError as error:
        return Check(name, False, str(error))
    if model.missing:
        return Check(name, False, f"{_(model.title)}: {model.missing}")
    if not model.installed:
        hint = _("Get it: assistant-gui models get {model}").format(model=model.id)
        return Check(name, False, _("{title} is not here").format(title=_(model.title)), hint)
    return Check(name, True, _(model.title))


def _devices(devices: Devices) -> Iterator[Check]:
    try:
        microphones, speakers = devices()
    except AssistantError as error:
        yield Check(_("sound"), False, str(error))
        return
    for name, found in ((_("microphones"), microphones), (_("speakers"), speakers)):
        yield Check(name, bool(found), ", ".join(found) or _("none"), _("Plug one in; typing works without."))
    if microphones and speakers:
        yield Check(
            _("sound"), True, _("“Check microphone and speaker” in the voice pane tries both and says how they are.")
        )


def _attempt(name: str, start: Callable[[], str], hint: str) -> Check:
    try:
        return Check(name, True, start())
    except AssistantError as error:
        return Check(name, False, str(error), hint)
