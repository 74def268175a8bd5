"""Adapters leaving and coming in, and the base they belong to: asked of a tuner, never opened here."""

import secrets
import shutil
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.forms import AdapterForm
from assistant_gui.core.language import N_
from assistant_gui.core.learning import Adapter
from assistant_gui.core.models import Model
from assistant_gui.core.turn import Turn
from assistant_gui.learning import chores
from assistant_gui.learning.files import read_json

OnProgress = Callable[[float], None]


def export(
    adapter: Adapter, folder: Path, base: Model, form: AdapterForm, out: Path, turn: Turn, on_progress: OnProgress
) -> None:
    """Write *adapter*, which lies in *folder*, to *out*. Raises AssistantError; TurnCancelled leaves nothing there."""
    orders = {
        **_base(base),
        "base_id": base.id,
        "adapter": str(folder.absolute()),
        "strength": adapter.strength,
        "form": form.value,
        "out": str(out.absolute()),
    }
    try:
        chores.done("export", orders, turn, on_progress)
    finally:
        _clear(out.with_name(out.name + ".part"))


def bring_in(source: Path, base: Model, adapters: Path, turn: Turn, on_progress: OnProgress) -> str:
    """Take in the PEFT folder *source*; the new adapter's id. Raises AssistantError."""
    new = f"adapter-{time.strftime('%Y%m%d-%H%M%S')}-{secrets.token_hex(2)}"
    folder = adapters.absolute() / new
    orders = {**_base(base), "base_id": base.id, "source": str(source.absolute()), "folder": str(folder)}
    try:
        chores.done("import", orders, turn, on_progress)
    finally:
        _clear(folder.with_name(f".{new}.part"))
    return new


def check_template(folder: Path, base: Model, known: Path) -> None:
    """Refuse an adapter that learned under another chat template than *base* has now. Raises AssistantError."""
    told = read_json(folder / "manifest.json").get("lineage")
    learned = told.get("template_sha256") if isinstance(told, dict) else None
    if not learned:  # older versions did not write it down
        return
    now = chores.done("identity", {**_base(base), "known": str(known.absolute())}, Turn())
    if now.get("template_sha256") != learned:
        raise AssistantError(
            N_("{title} reads conversations in another form than the one this adapter learned in."),
            N_("Get the model again that it was made for, or train anew."),
            title=base.title,
        )


def _base(base: Model) -> Mapping[str, object]:
    if not base.installed or not base.path:
        raise AssistantError(N_("{title} is not on this machine."), N_("Get it first."), title=base.title)
    return {"format": base.format.value, "base": base.path}


def _clear(partial: Path) -> None:
    """What a tuner that was cut short left behind."""
    if partial.is_dir():
        shutil.rmtree(partial, ignore_errors=True)
    else:
        partial.unlink(missing_ok=True)
