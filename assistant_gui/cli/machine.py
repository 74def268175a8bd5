"""models and doctor."""

import argparse

from assistant_gui.cli.fetching import fetch
from assistant_gui.cli.out import Out
from assistant_gui.cli.parts import Parts
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.core.language import translated as _
from assistant_gui.core.models import Kind, Model
from assistant_gui.core.turn import Turn


def models(arguments: argparse.Namespace, parts: Parts, out: Out, turn: Turn) -> int:
    match arguments.action:
        case "list":
            return _list(parts, out)
        case "get":
            wanted = list(arguments.models)
            if arguments.starter:
                wanted += [each.id for each in parts.shelf.models() if each.starter and each.id not in wanted]
            if not wanted:
                raise AssistantError(
                    N_("No model was named."), N_("Try --starter, or a name from: assistant-gui models list")
                )
            for name in wanted:
                fetch(name, parts.shelf, out, turn)
        case "verify":
            for name in arguments.models:
                parts.shelf.verify(name)
                out.result({"model": name, "ok": True}, _("{model} is whole.").format(model=name))
        case "remove":
            for name in arguments.models:
                parts.shelf.remove(name)
                out.result({"model": name, "removed": True}, _("{model} was removed.").format(model=name))
    return 0


def doctor(arguments: argparse.Namespace, parts: Parts, out: Out, turn: Turn) -> int:
    well = True
    for check in parts.checks():
        well = well and check.ok
        hint = f" {check.hint}" if check.hint and not check.ok else ""
        out.result(
            {"check": check.name, "ok": check.ok, "detail": check.detail, "hint": check.hint},
            f"{'✓' if check.ok else '✗'} {check.name}: {check.detail}{hint}",
        )
    return 0 if well else 1


def _list(parts: Parts, out: Out) -> int:
    recommended = {each.id for each in parts.shelf.recommended()}
    for each in parts.shelf.models():
        out.result(_described(each, recommended=each.id in recommended), _line(each, each.id in recommended))
    return 0


def _described(model: Model, *, recommended: bool) -> dict[str, object]:
    return {
        "id": model.id,
        "title": model.title,
        "kind": model.kind.value,
        "format": model.format.value,
        "download_bytes": model.download_bytes,
        "licence": model.licence,
        "languages": model.languages,
        "installed": model.installed,
        "starter": model.starter,
        "recommended": recommended,
        "missing": model.missing,
        "sees": model.sees,
        "path": model.path,
    }


_DUTIES = {Kind.CHAT: N_("answers"), Kind.HEARING: N_("listens"), Kind.VOICE: N_("speaks")}


def _line(model: Model, recommended: bool) -> str:
    mark = "*" if model.installed else " "
    notes = [_(_DUTIES[model.kind]), f"{model.download_bytes / 1e6:.0f} MB", model.licence]
    if model.sees:
        notes.append(_("sees pictures"))
    if recommended:
        notes.append(_("recommended here"))
    if model.missing:
        notes.append(model.missing)
    return f"{mark} {model.id:<24} {_(model.title):<28} {', '.join(notes)}"
